namespace NicheSim.Studies.Statistics;

/// <summary>
/// The difference of two means, treated minus control, with its t interval and two-sided p. What is not finite is missing; a pair is missing with
/// either of its values.
/// <para>
/// Count and ControlCount are the values (or pairs) used, Missing those left out. Too few values for a standard error (one pair; one in a group):
/// interval, p, standard error and degrees of freedom are not a number. A standard error of 0: the interval is a point, and p is 1 for an effect of 0
/// and 0 for any other.
/// </para>
/// </summary>
public readonly record struct MeanContrast(
    int Count, int ControlCount, int Missing, double Effect, Interval Interval, double P, double StandardError, double DegreesOfFreedom)
{
    /// <summary>Student's t of the differences of pairs: treated[i] and control[i] had the same seed.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static MeanContrast Paired(ReadOnlySpan<double> treated, ReadOnlySpan<double> control, double level = 0.95)
    {
        var differences = Differences(treated, control);
        var n = differences.Length;
        return Of(n, n, treated.Length - n, Samples.Mean(differences), Math.Sqrt(Samples.Variance(differences) / n), n - 1, level);
    }

    /// <summary>Welch's t: independent groups, whose variances and sizes may differ; degrees of freedom of Welch and Satterthwaite.</summary>
    public static MeanContrast Unpaired(ReadOnlySpan<double> treated, ReadOnlySpan<double> control, double level = 0.95)
    {
        var (x, y) = (Samples.Complete(treated), Samples.Complete(control));
        var (a, b) = (Samples.Variance(x) / x.Length, Samples.Variance(y) / y.Length);
        var degrees = a + b == 0 ? x.Length + y.Length - 2 : (a + b) * (a + b) / ((a * a / (x.Length - 1)) + (b * b / (y.Length - 1)));
        var missing = treated.Length + control.Length - x.Length - y.Length;
        return Of(x.Length, y.Length, missing, Samples.Mean(x) - Samples.Mean(y), Math.Sqrt(a + b), degrees, level);
    }

    internal static double[] Differences(ReadOnlySpan<double> treated, ReadOnlySpan<double> control)
    {
        var (x, y) = Samples.Complete(treated, control);
        for (var i = 0; i < x.Length; i++)
            x[i] -= y[i];
        return x;
    }

    private static MeanContrast Of(int count, int controlCount, int missing, double effect, double error, double degrees, double level)
    {
        Samples.RequireLevel(level);
        if (double.IsNaN(error))
            return new(count, controlCount, missing, effect, Interval.Undefined, double.NaN, double.NaN, double.NaN);
        if (error == 0)
            return new(count, controlCount, missing, effect, new(effect, effect), effect == 0 ? 1 : 0, 0, degrees);
        var interval = Interval.Around(effect, error * Tails.StudentWithin(level, degrees));
        return new(count, controlCount, missing, effect, interval, Tails.StudentTwoSided(effect / error, degrees), error, degrees);
    }
}
