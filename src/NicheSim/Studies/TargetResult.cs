using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>A target of a study, and what its runs came to.</summary>
/// <param name="Name">Name of the target.</param>
/// <param name="Settings">What was asked.</param>
/// <param name="Runs">Runs that had a value (where it is relative, in the arm or on the day that had fewer).</param>
/// <param name="Value">What they came to; NaN where none had a value.</param>
public sealed record TargetResult(string Name, TargetSettings Settings, int Runs, double Value)
{
    /// <summary>Does the value agree with the measurement?</summary>
    public bool IsMet => Value >= Settings.From && Value <= Settings.To;

    /// <summary>How far it is off, in half-ranges: 0 in the middle of the range, -1 and 1 at its ends.</summary>
    public double Miss => new Target((Settings.From + Settings.To) / 2, Settings.From, Settings.To).Miss(Value);

    /// <summary>All targets that the study states, in ordinal order.</summary>
    public static IReadOnlyList<TargetResult> All(StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
        => [.. plan.Settings.Targets.OrderBy(target => target.Key, StringComparer.Ordinal).Select(target => Of(plan, outcomes, target.Key, target.Value))];

    /// <summary>The mean of a readout over the replicates, divided by its mean on another day or in another arm where that is asked: a ratio of means, as of groups of animals.</summary>
    public static TargetResult Of(StudyPlan plan, IReadOnlyList<RunOutcome> outcomes, string name, TargetSettings target)
    {
        var values = At(target.Arm, target.Day);
        var reference = target.RelativeToDay is { } day ? At(target.Arm, day) : target.RelativeToArm is { } other ? At(other, target.Day) : null;
        return reference is null ? new TargetResult(name, target, values.Length, Samples.Mean(values))
            : new TargetResult(name, target, Math.Min(values.Length, reference.Length), Samples.Mean(values) / Samples.Mean(reference));

        double[] At(string? arm, double? on)
        {
            var number = arm is null ? 0 : plan.ArmOf(arm);
            return [.. outcomes.Where(outcome => outcome.Run.Arm == number).Select(outcome => outcome.Tables?.At(target.Readout, on) ?? double.NaN).Where(double.IsFinite)];
        }
    }
}
