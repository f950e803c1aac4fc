namespace NicheSim.Studies.Statistics;

/// <summary>What a readout should be, and the range within which it may lie: Low &lt; Value &lt; High.</summary>
public readonly record struct Target
{
    public double Value { get; }

    public double Low { get; }

    public double High { get; }

    /// <exception cref="ArgumentException">The value does not lie inside its range.</exception>
    public Target(double value, double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(value) || !double.IsFinite(high))
            throw new ArgumentException("A target and the ends of its range are finite numbers.");
        if (!(low < value && value < high))
            throw new ArgumentException($"The target {NineDigits.Text(value)} does not lie inside its range {NineDigits.Text(low)} to {NineDigits.Text(high)}.");
        (Value, Low, High) = (value, low, high);
    }

    /// <summary>How far x is off: 0 at the value, -1 and 1 at the ends of the range, whichever way it lies skew.</summary>
    public double Miss(double x) => x < Value ? (x - Value) / (Value - Low) : (x - Value) / (High - Value);
}

/// <summary>One number for how far readouts are from their targets; infinite where a readout is not finite, 0 without a target.</summary>
public static class TargetDistance
{
    /// <summary>The mean of the absolute misses.</summary>
    public static double Absolute(ReadOnlySpan<double> readouts, ReadOnlySpan<Target> targets) => Mean(readouts, targets, Math.Abs);

    /// <summary>The root of the mean of the squared misses: a far one counts more.</summary>
    public static double Chi(ReadOnlySpan<double> readouts, ReadOnlySpan<Target> targets) => Math.Sqrt(Mean(readouts, targets, miss => miss * miss));

    private static double Mean(ReadOnlySpan<double> readouts, ReadOnlySpan<Target> targets, Func<double, double> size)
    {
        Samples.RequireEqual(readouts.Length, targets.Length);
        var sum = 0.0;
        for (var i = 0; i < targets.Length; i++)
            sum += double.IsFinite(readouts[i]) ? size(targets[i].Miss(readouts[i])) : double.PositiveInfinity;
        return targets.Length == 0 ? 0 : sum / targets.Length;
    }
}
