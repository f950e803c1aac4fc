using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class BootstrapTests
{
    /// <summary>
    /// The spatial test data, test A, of Efron and Tibshirani, "An introduction to the bootstrap" (1993), table 14.1.
    /// </summary>
    private static readonly double[] SpatialTest =
        [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

    /// <summary>
    /// Their example of the variance over n (chapters 14.2 and 14.3): estimate 171.5, acceleration 0.061, 90 % intervals (100.8, 233.9) by percentiles
    /// and (115.8, 259.6) by BCa, of 2,000 resamples. Their limits and ours have each a Monte Carlo error of some 2 and 4.
    /// </summary>
    [Fact]
    public void The_variance_of_the_spatial_test_has_the_published_intervals()
    {
        var bootstrap = new Bootstrap(1, 10_000, 0.9);
        Assert.Equal(171.5, VarianceOverN(SpatialTest), 0.05);
        Assert.Equal(0.061, Bootstrap.Acceleration(SpatialTest, VarianceOverN), 0.0005);
        var percentile = bootstrap.Percentile(SpatialTest, VarianceOverN);
        Assert.Equal(100.8, percentile.Low, 4.0);
        Assert.Equal(233.9, percentile.High, 4.0);
        var bca = bootstrap.Bca(SpatialTest, VarianceOverN);
        Assert.Equal(115.8, bca.Low, 6.0);
        Assert.Equal(259.6, bca.High, 8.0);
    }

    /// <summary>Three values have 27 resamples: the exact distribution of the mean is known, here of 0, 1 and 5.</summary>
    [Fact]
    public void Resamples_of_three_values_are_all_equally_likely()
    {
        const int Resamples = 27_000;
        var counts = new int[27];
        var members = new int[3];
        var bootstrap = new Bootstrap(7, Resamples);
        for (var b = 0; b < Resamples; b++)
        {
            bootstrap.Fill(b, members);
            counts[(9 * members[0]) + (3 * members[1]) + members[2]]++;
        }

        // Chi-squared of 26 degrees is above 70 with a probability of 7e-6; the seed is fixed.
        Assert.InRange(counts.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000), 5, 70);
    }

    [Fact]
    public void The_mean_of_a_large_sample_has_the_interval_of_its_standard_error()
    {
        var values = Enumerable.Range(0, 400).Select(i => NicheSim.Numerics.NormalQuantile.At((i + 0.5) / 400)).ToArray();
        var error = Math.Sqrt(Samples.Variance(values) / 400);
        foreach (var interval in new[] { new Bootstrap(3, 8000).MeanPercentile(values), new Bootstrap(3, 8000).MeanBca(values) })
        {
            // Quantiles of 8,000 resamples have a standard deviation of 0.03 standard errors.
            Assert.Equal(-1.96 * error, interval.Low, 0.15 * error);
            Assert.Equal(1.96 * error, interval.High, 0.15 * error);
        }
    }

    [Fact]
    public void The_bca_interval_of_a_skewed_mean_leans_to_the_long_tail()
    {
        double[] skewed = [1, 1, 1, 2, 2, 2, 3, 3, 4, 30];
        var bootstrap = new Bootstrap(1);
        var (plain, bca) = (bootstrap.MeanPercentile(skewed), bootstrap.MeanBca(skewed));
        Assert.True(bca.Low > plain.Low && bca.High > plain.High);
    }

    /// <summary>Means of four out of 0, 0, 1, 1 are binomial: symmetric, with 6/16 of them on the estimate. So there is no bias, and BCa is the percentile interval.</summary>
    [Fact]
    public void Ties_with_the_estimate_are_no_bias()
    {
        var bootstrap = new Bootstrap(1);
        Assert.Equal(new Interval(0, 1), bootstrap.MeanPercentile([0, 0, 1, 1]));
        Assert.Equal(new Interval(0, 1), bootstrap.MeanBca([0, 0, 1, 1]));
    }

    [Fact]
    public void The_seed_decides_and_the_order_of_calls_does_not()
    {
        var bootstrap = new Bootstrap(5, 200);
        var first = bootstrap.MeanBca(SpatialTest);
        bootstrap.MeanBca([1, 2, 3]);
        Assert.Equal(first, bootstrap.MeanBca(SpatialTest));
        Assert.Equal(first, bootstrap.MeanBca([.. SpatialTest, double.NaN]));
        Assert.NotEqual(first, new Bootstrap(6, 200).MeanBca(SpatialTest));
    }

    [Fact]
    public void Samples_beyond_the_kept_resamples_work_as_well()
    {
        var values = Enumerable.Range(0, 70_000).Select(i => (double)i).ToArray();
        var interval = new Bootstrap(1, 50).MeanPercentile(values);
        Assert.InRange(interval.Low, 34_999.5 - 400, 34_999.5);
        Assert.InRange(interval.High, 34_999.5, 34_999.5 + 400);
    }

    [Fact]
    public void Small_and_equal_samples_have_defined_results()
    {
        var bootstrap = new Bootstrap(1);
        Assert.Equal(Interval.Undefined, bootstrap.MeanPercentile([3, double.NaN]));
        Assert.Equal(Interval.Undefined, bootstrap.MeanBca([]));
        Assert.Equal(new Interval(0.1, 0.1), bootstrap.MeanBca([0.1, 0.1, 0.1]));
        Assert.Equal(new Interval(0.1, 0.1), bootstrap.MeanPercentile([0.1, 0.1, 0.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap(1, 100, 1));
    }

    private static double VarianceOverN(ReadOnlySpan<double> x) => Samples.Variance(x) * (x.Length - 1) / x.Length;
}
