using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class SummaryTests
{
    /// <summary>
    /// Fifteen marathon-like values whose quantiles of type 7 follow by hand: position 1 + 14 p. Mean and standard deviation of 2, 4, 4, 4, 5, 5, 7, 9 are
    /// the example of every encyclopedia: mean 5, sum of squares 32.
    /// </summary>
    [Fact]
    public void A_sample_is_described()
    {
        var summary = Summary.Of([9, 4, 2, double.NaN, 5, 4, 7, 4, 5, double.PositiveInfinity]);
        Assert.Equal((8, 2), (summary.Count, summary.Missing));
        Assert.Equal(5, summary.Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), summary.Sd, 1e-15);
        Assert.Equal((2, 4.5, 9), (summary.Min, summary.Median, summary.Max));
        Assert.Equal(2 + (0.35 * 2), summary.P5, 1e-15);
        Assert.Equal(7 + (0.65 * 2), summary.P95, 1e-14);
    }

    [Fact]
    public void Quantiles_are_of_type_seven()
    {
        // Position 1 + (n - 1) p of the order statistics (Hyndman and Fan, 1996), as quantile(1:10, ...) in R: 25 % is 3.25, 90 % is 9.1.
        double[] ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
        Assert.Equal(3.25, Quantiles.Of(ten, 0.25), 1e-15);
        Assert.Equal(9.1, Quantiles.Of(ten, 0.9), 1e-14);
        Assert.Equal((1, 10), (Quantiles.Of(ten, 0), Quantiles.Of(ten, 1)));
        Assert.Equal(double.NaN, Quantiles.Of([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantiles.Of(ten, 1.1));
    }

    [Fact]
    public void Small_and_equal_samples_have_defined_results()
    {
        Assert.Equal(new Summary(0, 1, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN), Summary.Of([double.NaN]));
        Assert.Equal(new Summary(1, 0, 3, double.NaN, 3, 3, 3, 3, 3), Summary.Of([3]));
        Assert.Equal(0, Summary.Of([0.1, 0.1, 0.1]).Sd);
    }

    [Fact]
    public void A_variance_keeps_its_digits_beside_a_large_mean()
    {
        // Longley's trouble: 1e9 + 4, 7, 13, 16 has the variance 30 (Chan, Golub and LeVeque, 1983).
        Assert.Equal(30, Samples.Variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]), 1e-9);
    }
}
