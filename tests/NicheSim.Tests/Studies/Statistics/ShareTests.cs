using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class ShareTests
{
    /// <summary>Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998) 857, table I, method 3.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_intervals_are_the_published_ones(int events, int count, double low, double high)
    {
        var share = Share.Wilson(events, count);
        Assert.Equal((double)events / count, share.Value);
        Assert.Equal(low, share.Interval.Low, 5.1e-5);
        Assert.Equal(high, share.Interval.High, 5.1e-5);
    }

    [Fact]
    public void Shares_of_none_and_all_end_exactly_at_zero_and_one()
    {
        Assert.Equal(0, Share.Wilson(0, 7).Interval.Low);
        Assert.Equal(1, Share.Wilson(7, 7).Interval.High);
        Assert.Equal(1 - Share.Wilson(0, 7).Interval.High, Share.Wilson(7, 7).Interval.Low, 1e-15);
        Assert.Equal(new Share(0, 0, double.NaN, Interval.Undefined), Share.Wilson(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Share.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Share.Wilson(-1, 2));
    }

    /// <summary>Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998) 873, table II, method 10.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Differences_of_independent_shares_are_the_published_ones(int events, int count, int controlEvents, int controlCount, double low, double high)
    {
        var contrast = ShareContrast.Unpaired(events, count, controlEvents, controlCount);
        Assert.Equal(((double)events / count) - ((double)controlEvents / controlCount), contrast.Effect, 1e-15);
        Assert.Equal(low, contrast.Interval.Low, 5.1e-5);
        Assert.Equal(high, contrast.Interval.High, 5.1e-5);
    }

    /// <summary>Fisher's lady tasting tea (1935): three of four right has p = 1/70 + 16/70 on one side, 34/70 on both; all right 2/70.</summary>
    [Fact]
    public void Fishers_test_gives_the_lady_tasting_tea()
    {
        Assert.Equal(34.0 / 70, ShareContrast.Unpaired(3, 4, 1, 4).P, 1e-13);
        Assert.Equal(2.0 / 70, ShareContrast.Unpaired(4, 4, 0, 4).P, 1e-14);
        Assert.Equal(1, ShareContrast.Unpaired(0, 4, 0, 4).P, 1e-14);
    }
}
