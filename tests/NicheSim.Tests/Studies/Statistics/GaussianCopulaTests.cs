using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class GaussianCopulaTests
{
    /// <summary>Rank correlation of a Gaussian copula: 6/pi asin(r/2) (Pearson, 1907).</summary>
    [Fact]
    public void Draws_have_the_correlations_and_stay_uniform()
    {
        double[,] matrix = { { 1, 0.7, -0.4 }, { 0.7, 1, 0 }, { -0.4, 0, 1 } };
        var copula = new GaussianCopula(matrix);
        var draws = Enumerable.Range(0, 4096).Select(i => copula.Correlate(SobolSequence.Scrambled(i, 3, 1))).ToArray();
        double[] Column(int d) => [.. draws.Select(u => u[d])];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0.5, Column(i).Average(), 0.005);
            Assert.Equal(1.0 / 12, Samples.Variance(Column(i)), 0.002);
            for (var j = 0; j < i; j++)
                Assert.Equal(6 / Math.PI * Math.Asin(matrix[i, j] / 2), Correlation.Spearman(Column(i), Column(j)).Value, 0.01);
        }
    }

    [Fact]
    public void Independent_draws_are_left_as_they_are_and_extremes_stay_inside()
    {
        var copula = new GaussianCopula(new double[,] { { 1, 0 }, { 0, 1 } });
        double[] u = [0.123456789, 0.99];
        Assert.Equal(u[0], copula.Correlate(u)[0], 1e-15);
        Assert.Equal(u[1], copula.Correlate(u)[1], 1e-15);
        var strong = new GaussianCopula(new double[,] { { 1, 0.9 }, { 0.9, 1 } });
        Assert.All(strong.Correlate([1 - 1e-16, 1 - 1e-16]), x => Assert.InRange(x, 1e-17, 1 - 1e-16));
        Assert.All(strong.Correlate([1e-300, 1e-300]), x => Assert.InRange(x, 1e-17, 0.5));
    }

    [Fact]
    public void Matrices_that_are_no_correlations_are_refused()
    {
        Assert.Contains("contradict each other", Assert.Throws<ArgumentException>(() => new GaussianCopula(new[,] { { 1, 0.9, -0.9 }, { 0.9, 1, 0.9 }, { -0.9, 0.9, 1 } })).Message);
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => new GaussianCopula(new[,] { { 1, 0.5 }, { 0.4, 1 } })).Message);
        Assert.Contains("diagonal", Assert.Throws<ArgumentException>(() => new GaussianCopula(new[,] { { 2, 0.5 }, { 0.5, 1 } })).Message);
        Assert.Contains("between -1 and 1", Assert.Throws<ArgumentException>(() => new GaussianCopula(new[,] { { 1, double.NaN }, { double.NaN, 1 } })).Message);
        Assert.Contains("between -1 and 1", Assert.Throws<ArgumentException>(() => new GaussianCopula(new[,] { { 1.0, 1 }, { 1, 1 } })).Message);
        Assert.Contains("square", Assert.Throws<ArgumentException>(() => new GaussianCopula(new double[1, 2])).Message);
        Assert.Throws<ArgumentException>(() => new GaussianCopula(new double[,] { { 1 } }).Correlate([0.1, 0.2]));
    }
}
