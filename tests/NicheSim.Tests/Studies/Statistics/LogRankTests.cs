using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class LogRankTests
{
    /// <summary>Kleinbaum and Klein (2005), chapter 2: events 9 and 21, expected 19.25 and 10.75, chi-squared 16.79.</summary>
    [Fact]
    public void The_leukemia_data_has_the_published_test()
    {
        var test = LogRank.Test(Leukemia.Weeks, Leukemia.Relapse, Leukemia.Placebo);
        Assert.Equal([9, 21], test.Observed);
        Assert.Equal(19.25, test.Expected[0], 0.005);
        Assert.Equal(10.75, test.Expected[1], 0.005);
        Assert.Equal(16.79, test.ChiSquared, 0.005);
        Assert.Equal(1, test.DegreesOfFreedom);
        Assert.Equal(4.17e-5, test.P, 5e-8);
    }

    /// <summary>A group split in two that have the same runs adds a degree of freedom and no difference: three groups against a permutation of them.</summary>
    [Fact]
    public void Three_groups_do_not_depend_on_their_order()
    {
        var groups = Enumerable.Range(0, 42).Select(i => i % 3).ToArray();
        var test = LogRank.Test(Leukemia.Weeks, Leukemia.Relapse, groups);
        var turned = LogRank.Test(Leukemia.Weeks, Leukemia.Relapse, [.. groups.Select(g => (g + 1) % 3)]);
        Assert.Equal(2, test.DegreesOfFreedom);
        Assert.Equal(30, test.Expected.Sum(), 1e-12);
        Assert.Equal(test.ChiSquared, turned.ChiSquared, 1e-12);
        Assert.Equal(test.Expected[0], turned.Expected[1], 1e-12);
    }

    /// <summary>By hand: times 1, 2, 3, 4, all events, groups 0 0 1 1. Expected of group 0: 2/4 + 1/3; variance 1/4 + 2/9; chi-squared (2 - 5/6)^2 / (17/36).</summary>
    [Fact]
    public void Four_runs_by_hand()
    {
        var test = LogRank.Test([1, 2, 3, 4], [true, true, true, true], [0, 0, 1, 1]);
        Assert.Equal(5.0 / 6, test.Expected[0], 1e-15);
        Assert.Equal(49.0 / 17, test.ChiSquared, 1e-14);
    }

    [Fact]
    public void Empty_groups_are_passed_over_and_nothing_to_compare_gives_no_number()
    {
        var two = LogRank.Test([1, 2, 3, 4], [true, true, true, true], [0, 0, 3, 3]);
        Assert.Equal((49.0 / 17, 1), (Math.Round(two.ChiSquared, 14), two.DegreesOfFreedom), Near);
        Assert.Equal(double.NaN, LogRank.Test([1, 2], [true, true], [0, 0]).P);
        Assert.Equal(double.NaN, LogRank.Test([1, 2], [false, false], [0, 1]).P);
        Assert.Equal(double.NaN, LogRank.Test([], [], []).P);
        Assert.Throws<ArgumentException>(() => LogRank.Test([1, 2], [true, true], [0]));
        Assert.Throws<ArgumentException>(() => LogRank.Test([1, 2], [true, true], [0, -1]));

        static bool Near((double X, int N) a, (double X, int N) b) => Math.Abs(a.X - b.X) < 1e-12 && a.N == b.N;
    }
}
