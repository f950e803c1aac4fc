namespace NicheSim.Studies.Statistics;

/// <summary>
/// What pairing by the same seed gains. UnpairedVariance is the sum of the variances of both arms, PairedVariance that of the differences; both are
/// over the complete pairs, and not a number for fewer than two.
/// </summary>
public readonly record struct Pairing(int Pairs, double UnpairedVariance, double PairedVariance, double Correlation)
{
    // Variances of the arms, for the degrees of freedom of Welch.
    private double FirstVariance { get; init; }

    /// <summary>
    /// How many times the variance of the effect is smaller with pairs; the same factor falls, up to the quantile of t, on the replicates needed.
    /// Infinite where all differences are equal; not a number where nothing varies at all.
    /// </summary>
    public double VarianceReduction => UnpairedVariance / PairedVariance;

    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static Pairing Of(ReadOnlySpan<double> treated, ReadOnlySpan<double> control)
    {
        var (x, y) = Samples.Complete(treated, control);
        var (a, b) = (Samples.Variance(x), Samples.Variance(y));
        var differences = MeanContrast.Differences(x, y);
        return new(x.Length, a + b, Samples.Variance(differences), Samples.Covariance(x, y) / Math.Sqrt(a * b)) { FirstVariance = a };
    }

    /// <summary>
    /// The fewest pairs whose t interval, at the variance seen here, is no wider than effect minus to plus halfWidth: 2 or more. Null where the
    /// variance is not known, or for more than 10^9.
    /// </summary>
    public long? PairedReplicates(double halfWidth, double level = 0.95) => Fewest(PairedVariance, 1, halfWidth, level);

    /// <summary>The same of independent arms of this many runs each, by Welch's t.</summary>
    public long? UnpairedReplicates(double halfWidth, double level = 0.95)
    {
        var second = UnpairedVariance - FirstVariance;
        var squares = (FirstVariance * FirstVariance) + (second * second);
        return Fewest(UnpairedVariance, squares > 0 ? UnpairedVariance * UnpairedVariance / squares : 1, halfWidth, level);
    }

    /// <summary>Bisection: the half width falls with every replicate. Degrees of freedom are degreesPerReplicate (n - 1).</summary>
    private static long? Fewest(double variance, double degreesPerReplicate, double halfWidth, double level)
    {
        const long Most = 1_000_000_000;
        if (!(halfWidth > 0))
            throw new ArgumentOutOfRangeException(nameof(halfWidth), halfWidth, "Half a width is a positive number.");
        bool Enough(long n) => Tails.StudentWithin(level, degreesPerReplicate * (n - 1)) * Math.Sqrt(variance / n) <= halfWidth;
        if (double.IsNaN(variance) || !Enough(Most))
            return null;
        if (Enough(2))
            return 2;
        long low = 2, high = Most;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Enough(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
