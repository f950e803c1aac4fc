using NicheSim.Scenarios.Evidence;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>Judges a comparison by its paired runs.</summary>
public static class EvidenceVerdict
{
    public const string Supported = "supported", NotSupported = "not supported", Contradicted = "contradicted", Reported = "reported", NotSimulable = "not simulable";

    /// <summary>The row of a comparison.</summary>
    /// <param name="comparison">What is compared, and what is expected.</param>
    /// <param name="values">Values[arm][replicate] of the readout: the control, what lies between, the intervention; NaN where a run has none.</param>
    /// <param name="gone">Of runs without some rules: the mean difference that the intervention makes with them.</param>
    public static EvidenceRow Of(Comparison comparison, double[][] values, double gone = 0)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        var expected = comparison.Expected;
        values = Samples.Complete(values);
        var (with, without) = (values[^1], values[0]);
        var effect = Effect(with, without, expected.Scale, double.IsFinite(gone) ? Math.Abs(gone) : 0);
        // Equivalence at the level of 5 % is judged by the interval of 90 %.
        var interval = expected.Sign == Sign.Zero ? Equivalence.Test(effect, expected.Margin).Interval : effect.Interval;
        var (verdict, why) = Judge(expected, effect, interval, with, without);
        if (expected.Sign == Sign.Monotone && verdict == Supported)
            (verdict, why) = JudgeSteps(values, effect.Effect);
        return new EvidenceRow
        {
            Claim = comparison.Claim,
            Kind = comparison.Kind == ContrastKind.Direct ? "direct" : "emergent",
            Intervention = comparison.Intervention,
            Readout = comparison.Readout,
            Expected = expected.Sign switch { Sign.Up => "+", Sign.Down => "-", Sign.Zero => "0", Sign.Differs => "differs", Sign.Monotone => "monotone", _ => "report" },
            Scale = expected.Scale == EffectScale.Relative ? "relative" : "difference",
            MinimumEffect = expected.Sign is Sign.Zero or Sign.Report ? null : expected.MinimumEffect,
            Margin = expected.Sign == Sign.Zero ? expected.Margin : null,
            ControlMean = Number(Samples.Mean(without)),
            TreatedMean = Number(Samples.Mean(with)),
            Effect = Number(effect.Effect),
            CiLow = Number(interval.Low),
            CiHigh = Number(interval.High),
            Replicates = with.Length,
            Verdict = verdict,
            Why = why,
        };
    }

    /// <summary>Does the sign hold of one run of each arm, from the control to the intervention? Null where it says nothing: a readout is missing, or no sign is expected.</summary>
    public static bool? Holds(ExpectationEntry expected, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var (treated, control) = (values[^1], values[0]);
        var effect = treated - control;
        if (expected.Sign == Sign.Monotone)
            return double.IsFinite(Samples.Mean(values)) ? IsMonotone(values, effect) : null;
        if (!double.IsFinite(effect) || expected.Sign == Sign.Report)
            return null;
        if (expected.Scale == EffectScale.Relative && expected.Sign is Sign.Zero or Sign.Differs)
            effect /= control == 0 && effect == 0 ? 1 : Math.Abs(control);
        return expected.Sign switch { Sign.Up => effect > 0, Sign.Down => effect < 0, Sign.Zero => Math.Abs(effect) < expected.Margin, _ => Math.Abs(effect) >= expected.MinimumEffect };
    }

    /// <summary>A dose that changes a readout changes its mean the same way at each step.</summary>
    private static (string Verdict, string Why) JudgeSteps(double[][] values, double effect)
        => IsMonotone(Array.ConvertAll(values, arm => Samples.Mean(arm)), effect) ? (Supported, "") : (NotSupported, "it does not change the same way at each step");

    private static bool IsMonotone(ReadOnlySpan<double> values, double effect)
    {
        for (var step = 1; step < values.Length; step++)
            if (!((values[step] - values[step - 1]) * effect > 0))
                return false;
        return true;
    }

    /// <summary>
    /// The mean difference of the pairs; on the relative scale over the size of the control's mean or, where it is larger, of the effect that must be gone. Both are taken as exact.
    /// </summary>
    private static MeanContrast Effect(double[] treated, double[] control, EffectScale scale, double gone)
    {
        var unit = scale == EffectScale.Relative && !treated.AsSpan().SequenceEqual(control) ? Math.Max(Math.Abs(Samples.Mean(control)), gone) : 1;
        return MeanContrast.Paired(Array.ConvertAll(treated, value => value / unit), Array.ConvertAll(control, value => value / unit));
    }

    private static (string Verdict, string Why) Judge(ExpectationEntry expected, MeanContrast effect, Interval interval, double[] treated, double[] control)
    {
        if (expected.Sign == Sign.Report)
            return (Reported, "no sign is expected");
        if (treated.Length < 2)
            return (NotSupported, treated.Length == 0 ? "no pair of runs has the readout" : "one pair of runs shows no effect");
        if (!double.IsFinite(effect.Effect))
            return AboveNothing(expected.Sign, treated, control);
        if (expected.Sign == Sign.Zero)
            return Equivalence.Test(effect, expected.Margin).Shown ? (Supported, "")
                : interval.Low > expected.Margin || interval.High < -expected.Margin ? (Contradicted, "the interval lies outside of the margin")
                : (NotSupported, "the interval is not within the margin");
        if (expected.Sign is Sign.Differs or Sign.Monotone)
            return interval.Low <= 0 && interval.High >= 0 ? (NotSupported, "the interval holds 0")
                : Math.Abs(effect.Effect) < expected.MinimumEffect ? (NotSupported, "the effect is smaller than asked for") : (Supported, "");
        var (size, low, high) = expected.Sign == Sign.Up ? (effect.Effect, interval.Low, interval.High) : (-effect.Effect, -interval.High, -interval.Low);
        return high < 0 ? (Contradicted, "the effect has the other sign")
            : low <= 0 ? (NotSupported, "the interval holds 0")
            : size < expected.MinimumEffect ? (NotSupported, "the sign is right, the effect smaller than asked for")
            : (Supported, "");
    }

    /// <summary>A relative effect on a control that has none of it is larger than any that could be asked for, if it is one at all.</summary>
    private static (string Verdict, string Why) AboveNothing(Sign sign, double[] treated, double[] control)
    {
        var interval = MeanContrast.Paired(treated, control).Interval;
        var why = $"the control has none of it; the difference is {EvidenceTables.Number(interval.Low)} to {EvidenceTables.Number(interval.High)}";
        return interval.Low <= 0 && interval.High >= 0 ? (NotSupported, why)
            : (sign is Sign.Differs or Sign.Monotone || (sign == Sign.Up && interval.Low > 0) || (sign == Sign.Down && interval.High < 0) ? Supported : Contradicted, why);
    }

    private static double? Number(double value) => double.IsFinite(value) ? NineDigits.Round(value) : null;
}
