using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class DesignTests
{
    [Fact]
    public void A_full_grid_has_every_combination_with_the_last_parameter_running_fastest()
    {
        int[] levels = [2, 1, 3];
        Assert.Equal(6, FullGrid.Count(levels));
        Assert.Equal(["0 0 0", "0 0 1", "0 0 2", "1 0 0", "1 0 1", "1 0 2"], Enumerable.Range(0, 6).Select(i => string.Join(' ', FullGrid.At(levels, i))));
        Assert.Equal(1, FullGrid.Count([]));
        Assert.Empty(FullGrid.At([], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FullGrid.At(levels, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => FullGrid.At(levels, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FullGrid.Count([2, 0]));
        Assert.Throws<OverflowException>(() => FullGrid.Count([int.MaxValue, int.MaxValue, 3]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(1000, 20)]
    public void Every_slice_of_a_latin_hypercube_holds_one_point(int count, int dimensions)
    {
        var points = LatinHypercube.Points(count, dimensions, 42);
        for (var d = 0; d < dimensions; d++)
            Assert.Equal(Enumerable.Range(0, count), points.Select(p => (int)Math.Floor(p[d] * count)).Order());
        Assert.All(points, p => Assert.All(p, u => Assert.InRange(u, double.Epsilon, 1 - 1e-16)));
    }

    [Fact]
    public void A_latin_hypercube_is_random_between_dimensions_and_follows_its_seed()
    {
        var points = LatinHypercube.Points(2000, 3, 1);
        Assert.Equal(points[7], LatinHypercube.Points(2000, 3, 1)[7]);
        Assert.Equal(points[7][..2], LatinHypercube.Points(2000, 2, 1)[7]);
        Assert.NotEqual(points[7], LatinHypercube.Points(2000, 3, 2)[7]);

        // The standard error of a correlation of 2,000 pairs is 0.0224: false alarm of five of them 6e-7.
        double[] Column(int d) => [.. points.Select(p => p[d])];
        Assert.InRange(Correlation.Pearson(Column(0), Column(1)).Value, -0.112, 0.112);
        Assert.InRange(Correlation.Pearson(Column(1), Column(2)).Value, -0.112, 0.112);

        // The place within the slice is uniform: variance 1/12.
        double[] Places(int d) => [.. Column(d).Select(u => (u * 2000) - Math.Floor(u * 2000))];
        Assert.Equal(0.5, Places(0).Average(), 0.04); // six standard errors
        Assert.Equal(1.0 / 12, Samples.Variance(Places(0)), 0.01);
        Assert.InRange(Correlation.Pearson(Places(0), Places(1)).Value, -0.112, 0.112);
    }

    [Fact]
    public void Impossible_plans_are_refused()
    {
        Assert.Empty(LatinHypercube.Points(0, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatinHypercube.Points(-1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatinHypercube.Points(3, 0, 1));
    }
}
