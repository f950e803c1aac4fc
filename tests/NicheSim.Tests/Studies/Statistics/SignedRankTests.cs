using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class SignedRankTests
{
    /// <summary>
    /// Hamilton depression scale factor of nine patients before and after tranquilizers: Hollander and Wolfe, "Nonparametric statistical methods" (1973),
    /// table 3.1, and the example of R's wilcox.test: V = 40, one-sided p = 0.01953 = 10/512.
    /// </summary>
    [Fact]
    public void The_depression_data_has_the_published_rank_sum_and_exact_p()
    {
        double[] before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
        Assert.Equal(new SignedRank(9, 0, 40, 20.0 / 512, true), SignedRank.Of(before, after));
        Assert.Equal(new SignedRank(9, 0, 5, 20.0 / 512, true), SignedRank.Of(after, before));
    }

    [Fact]
    public void With_ties_p_counts_all_signs()
    {
        double[] differences = [1, -1, 2, 2, 2, -3, 4, 4, 0, 5];
        var result = SignedRank.Of(differences, new double[10]);
        var ranks = Ranks.Of([1, 1, 2, 2, 2, 3, 4, 4, 5]);
        Assert.Equal([1.5, 1.5, 4, 4, 4, 6, 7.5, 7.5, 9], ranks);
        Assert.Equal((9, 1, 45 - 1.5 - 6), (result.Pairs, result.Zeros, result.W));
        var asFar = 0;
        for (var signs = 0; signs < 512; signs++)
        {
            var w = 0.0;
            for (var i = 0; i < 9; i++)
                w += (signs >> i & 1) * ranks[i];
            asFar += Math.Abs(w - 22.5) >= Math.Abs(result.W - 22.5) ? 1 : 0;
        }

        Assert.Equal(asFar / 512.0, result.P, 1e-15);
    }

    [Fact]
    public void Large_samples_are_normal_and_meet_the_exact_ones()
    {
        var differences = Enumerable.Range(1, 51).Select(i => i % 3 == 0 ? -(double)i : i).ToArray();
        var exact = SignedRank.Of(differences.AsSpan(0, 50), new double[50]);
        var normal = SignedRank.Of(differences, new double[51]);
        Assert.True(exact.Exact);
        Assert.False(normal.Exact);

        // n (n + 1) / 4 and n (n + 1) (2 n + 1) / 24 (Wilcoxon, 1945).
        Assert.Equal(Tails.NormalTwoSided((Math.Abs(normal.W - 663) - 0.5) / Math.Sqrt(51 * 52 * 103 / 24.0)), normal.P, 1e-15);
        Assert.Equal(Tails.NormalTwoSided((Math.Abs(exact.W - 637.5) - 0.5) / Math.Sqrt(50 * 51 * 101 / 24.0)), exact.P, 0.002);
    }

    [Fact]
    public void Without_a_difference_p_is_one()
    {
        Assert.Equal(new SignedRank(0, 2, 0, 1, true), SignedRank.Of([1, 2], [1, 2]));
        Assert.Equal(new SignedRank(1, 0, 1, 1, true), SignedRank.Of([2, double.NaN], [1, 1]));
        Assert.Throws<ArgumentException>(() => SignedRank.Of([1], []));
    }
}
