using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class PairingTests
{
    /// <summary>
    /// Student's sleep data again: variances 3.200556 and 4.009000 sum to 7.209556, those of the differences are 1.512889 (sd 1.2299950), correlation
    /// 0.7951702 (R's sleep).
    /// </summary>
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0], Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Pairing_of_the_sleep_data_reduces_the_variance_almost_five_times()
    {
        var pairing = Pairing.Of(First, Second);
        Assert.Equal(10, pairing.Pairs);
        Assert.Equal(7.209556, pairing.UnpairedVariance, 5e-7);
        Assert.Equal(1.512889, pairing.PairedVariance, 5e-7);
        Assert.Equal(0.7951702, pairing.Correlation, 5e-8);
        Assert.Equal(7.209556 / 1.512889, pairing.VarianceReduction, 1e-5);
    }

    /// <summary>
    /// The numbers of replicates are those at which the t interval of the same variance first is narrow enough; by enumeration.
    /// </summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.88)]
    [InlineData(2.5)]
    [InlineData(100)]
    public void Replicates_needed_are_the_fewest_that_are_enough(double halfWidth)
    {
        var pairing = Pairing.Of(First, Second);
        var (a, b) = (Samples.Variance(First), Samples.Variance(Second));
        long Fewest(Func<long, double> halfWidthOf)
        {
            var n = 2L;
            while (halfWidthOf(n) > halfWidth)
                n++;
            return n;
        }

        Assert.Equal(Fewest(n => Tails.StudentWithin(0.95, n - 1) * Math.Sqrt(pairing.PairedVariance / n)), pairing.PairedReplicates(halfWidth));
        var degrees = (a + b) * (a + b) / ((a * a) + (b * b));
        Assert.Equal(Fewest(n => Tails.StudentWithin(0.95, degrees * (n - 1)) * Math.Sqrt((a + b) / n)), pairing.UnpairedReplicates(halfWidth));
    }

    [Fact]
    public void Ten_pairs_are_needed_for_the_width_that_ten_pairs_have()
    {
        var interval = MeanContrast.Paired(First, Second).Interval;
        Assert.Equal(10, Pairing.Of(First, Second).PairedReplicates((0.5 * (interval.High - interval.Low)) + 1e-9));
        Assert.Equal(11, Pairing.Of(First, Second).PairedReplicates((0.5 * (interval.High - interval.Low)) - 1e-9));
    }

    [Fact]
    public void Equal_arms_too_few_pairs_and_tiny_widths_have_defined_results()
    {
        var shifted = Pairing.Of([1, 2, 3], [0, 1, 2]);
        Assert.Equal(double.PositiveInfinity, shifted.VarianceReduction);
        Assert.Equal(2, shifted.PairedReplicates(1e-9));
        Assert.Equal(double.NaN, Pairing.Of([1, 1], [1, 1]).VarianceReduction);
        Assert.Equal(2, Pairing.Of([1, 1], [1, 1]).UnpairedReplicates(1));
        Assert.Null(Pairing.Of([1], [2]).PairedReplicates(1));
        Assert.Null(Pairing.Of(First, Second).UnpairedReplicates(1e-12));
        Assert.Equal(2, Pairing.Of([1, 2, double.NaN], [2, 1, 3]).Pairs);
        Assert.Throws<ArgumentOutOfRangeException>(() => shifted.PairedReplicates(0));
    }
}
