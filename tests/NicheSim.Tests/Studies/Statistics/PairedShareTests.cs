using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class PairedShareTests
{
    /// <summary>
    /// Complete response before and after consolidation (Cavo et al., 2012), the example of Fagerland, Lydersen and Laake, "Statistical analysis of
    /// contingency tables" (2017), chapter 8; figures of their package contingencytables. And the example of Altman et al., "Statistics with confidence"
    /// (2000), table 6.2.
    /// </summary>
    [Theory]
    [InlineData(59, 6, 16, 80, -0.0621, -0.1186, -0.0046, 5.1e-5)]
    [InlineData(14, 5, 0, 22, 0.122, 0.011, 0.226, 5.1e-4)]
    public void Differences_of_paired_shares_are_the_published_ones(
        int both, int treatedOnly, int controlOnly, int neither, double effect, double low, double high, double tolerance)
    {
        var contrast = ShareContrast.Paired(both, treatedOnly, controlOnly, neither);
        Assert.Equal(effect, contrast.Effect, tolerance);
        Assert.Equal(low, contrast.Interval.Low, tolerance);
        Assert.Equal(high, contrast.Interval.High, tolerance);
    }

    /// <summary>McNemar's exact p is a sum of binomial coefficients: 1 and 9 discordant pairs, 2 (1 + 10) / 2^10.</summary>
    [Fact]
    public void McNemars_exact_p_counts_the_discordant_pairs()
    {
        Assert.Equal(22.0 / 1024, ShareContrast.Paired(5, 1, 9, 20).P, 1e-15);
        Assert.Equal(22.0 / 1024, ShareContrast.Paired(0, 9, 1, 0).P, 1e-15);
        Assert.Equal(1, ShareContrast.Paired(5, 4, 4, 20).P);
        Assert.Equal(1, ShareContrast.Paired(5, 0, 0, 20).P, 1e-15);
    }

    [Fact]
    public void Outcomes_run_by_run_are_counted_into_the_four_cells()
        => Assert.Equal(
            ShareContrast.Paired(1, 2, 1, 1),
            ShareContrast.Paired([true, true, true, false, false], [true, false, false, true, false]));

    [Fact]
    public void Swapping_the_arms_mirrors_the_interval()
    {
        var (a, b) = (ShareContrast.Paired(7, 5, 2, 11), ShareContrast.Paired(7, 2, 5, 11));
        Assert.Equal(-a.Effect, b.Effect, 1e-15);
        Assert.Equal(-a.Interval.High, b.Interval.Low, 1e-14);
        Assert.Equal(-a.Interval.Low, b.Interval.High, 1e-14);
    }

    [Fact]
    public void Pairs_that_agree_narrow_the_interval_and_shares_of_all_or_none_leave_it_unpaired()
    {
        var paired = ShareContrast.Paired(20, 4, 1, 25);
        var unpaired = ShareContrast.Unpaired(24, 50, 21, 50);
        Assert.Equal(unpaired.Effect, paired.Effect, 1e-15);
        Assert.True(paired.Interval.High - paired.Interval.Low < 0.6 * (unpaired.Interval.High - unpaired.Interval.Low));

        // No pair with the event among the controls: the correlation is not known, and counts as 0.
        Assert.Equal(ShareContrast.Unpaired(4, 10, 0, 10).Interval, ShareContrast.Paired(0, 4, 0, 6).Interval);
    }

    [Fact]
    public void Bad_input_is_refused_and_no_pair_says_nothing()
    {
        Assert.Equal(new ShareContrast(double.NaN, Interval.Undefined, double.NaN), ShareContrast.Paired(0, 0, 0, 0));
        Assert.Equal(new ShareContrast(double.NaN, Interval.Undefined, double.NaN), ShareContrast.Unpaired(0, 0, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShareContrast.Paired(1, -1, 0, 0));
        Assert.Throws<ArgumentException>(() => ShareContrast.Paired([true], [true, false]));
    }
}
