using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// How strongly two quantities go together, from -1 to 1, with interval by Fisher's z and two-sided p by t. Pairs with a value that is not finite are
/// missing. Fewer than two pairs, or one side without variation: Value is not a number. Fewer than three: no p; fewer than four: no interval. At -1
/// and 1 the interval is a point and p is 0.
/// </summary>
public readonly record struct Correlation(int Count, int Missing, double Value, Interval Interval, double P)
{
    /// <summary>Of the values, for lines; z has variance 1 / (n - 3).</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Correlation Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double level = 0.95)
    {
        var (a, b) = Samples.Complete(x, y);
        return Of(a.Length, x.Length - a.Length, Coefficient(a, b), 0, _ => 1, level);
    }

    /// <summary>
    /// Of the ranks (equal values share theirs), for any monotone curve; z has variance (1 + r^2 / 2) / (n - 3), after Bonett and Wright, "Sample size
    /// requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika 65 (2000) 23.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Correlation Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double level = 0.95)
    {
        var (a, b) = Samples.Complete(x, y);
        return OfRanks(a.Length, x.Length - a.Length, Coefficient(Ranks.Of(a), Ranks.Of(b)), 0, level);
    }

    /// <summary>A correlation of ranks from which others were taken out: each of these costs one value.</summary>
    internal static Correlation OfRanks(int count, int missing, double r, int others, double level) => Of(count, missing, r, others, v => 1 + (v * v / 2), level);

    private static double Coefficient(double[] x, double[] y)
    {
        // Rounding must not lead out of the range.
        var r = Samples.Covariance(x, y) / Math.Sqrt(Samples.Covariance(x, x) * Samples.Covariance(y, y));
        return double.IsNaN(r) ? r : Math.Clamp(r, -1, 1);
    }

    private static Correlation Of(int count, int missing, double r, int others, Func<double, double> inflation, double level)
    {
        var (z, free) = (Tails.NormalWithin(level), count - others);
        if (double.IsNaN(r))
            return new(count, missing, r, Interval.Undefined, double.NaN);
        var p = free < 3 ? double.NaN : Tails.StudentTwoSided(r * Math.Sqrt((free - 2) / ((1 - r) * (1 + r))), free - 2);
        if (free < 4)
            return new(count, missing, r, Interval.Undefined, p);
        var (center, half) = (0.5 * Elementary.Log((1 + r) / (1 - r)), z * Math.Sqrt(inflation(r) / (free - 3)));
        return new(count, missing, r, new(Tanh(center - half), Tanh(center + half)), p);
    }

    private static double Tanh(double z) => 1 - (2 / (Elementary.Exp(2 * z) + 1));
}
