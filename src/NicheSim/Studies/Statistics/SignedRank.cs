namespace NicheSim.Studies.Statistics;

/// <summary>
/// The signed-rank test of Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945) 80: whether differences of pairs lie
/// evenly about 0. Pairs without a difference are left out (Zeros), as are those with a value that is not finite. W is the sum of the ranks of the
/// positive differences; P is two-sided, 1 without a difference.
/// </summary>
public readonly record struct SignedRank(int Pairs, int Zeros, double W, double P, bool Exact)
{
    /// <summary>Up to this many differences p is counted out over all signs, ties included; beyond, it is normal with correction for continuity and ties.</summary>
    public const int LargestExact = 50;

    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static SignedRank Of(ReadOnlySpan<double> treated, ReadOnlySpan<double> control)
    {
        var all = MeanContrast.Differences(treated, control);
        var differences = Array.FindAll(all, d => d != 0);
        var ranks = Ranks.Of(Array.ConvertAll(differences, Math.Abs));
        var w = 0.0;
        for (var i = 0; i < ranks.Length; i++)
            w += differences[i] > 0 ? ranks[i] : 0;
        var exact = ranks.Length <= LargestExact;
        return new(differences.Length, all.Length - differences.Length, w, exact ? ExactP(ranks, w) : NormalP(ranks, w), exact);
    }

    /// <summary>The share of all 2^n choices of signs whose sum lies as far out, by counting the sums of doubled ranks, which are whole numbers.</summary>
    private static double ExactP(double[] ranks, double w)
    {
        var total = (int)(2 * ranks.Sum());
        var ways = new double[total + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
            for (var sum = total; sum >= (int)(2 * rank); sum--)
                ways[sum] += ways[sum - (int)(2 * rank)];

        // The distribution is symmetric: the lower tail, twice.
        var nearer = Math.Min((int)(2 * w), total - (int)(2 * w));
        var tail = 0.0;
        for (var sum = 0; sum <= nearer; sum++)
            tail += ways[sum];
        return Math.Min(2 * tail / ways.Sum(), 1);
    }

    private static double NormalP(double[] ranks, double w)
    {
        // A sign adds rank^2 / 4 to the variance; with shared ranks this is the usual correction for ties.
        var (mean, variance) = (ranks.Sum() / 2, ranks.Sum(r => r * r) / 4);
        return Tails.NormalTwoSided(Math.Max(Math.Abs(w - mean) - 0.5, 0) / Math.Sqrt(variance));
    }
}
