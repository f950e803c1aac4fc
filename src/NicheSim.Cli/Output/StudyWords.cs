using NicheSim.Studies;

namespace NicheSim.Cli.Output;

/// <summary>A study in words.</summary>
internal static class StudyWords
{
    /// <summary>A target and what came of it, in one line.</summary>
    public static string Target(TargetResult target)
    {
        var asked = FormattableString.Invariant($"{target.Settings.From:0.####} to {target.Settings.To:0.####}");
        return !double.IsFinite(target.Value) ? $"{target.Name}: no value; expected {asked}"
            : FormattableString.Invariant($"{target.Name}: {target.Value:0.####}; expected {asked}: {(target.IsMet ? "met" : "missed")} ({target.Miss:+0.00;-0.00;0.00} half-ranges from the middle)");
    }

    /// <summary>Tells which runs failed, and why.</summary>
    public static void TellFailures(StudyResult result, Terminal terminal)
    {
        foreach (var failure in result.Failures)
            terminal.Error.WriteLine($"nichesim: error: run failed: {failure}");
    }

    /// <summary>How the runs ended, in one line.</summary>
    public static string End(StudyResult result)
        => $"{result.Status.ToString().ToLowerInvariant()}: {Words.Whole(result.Complete)} of {Words.Count(result.Runs, "run")}, {Words.Whole(result.Made)} of them made now";

    /// <summary>What is going to be done, in one line.</summary>
    public static string Intent(StudyPlan plan, StudyEstimate estimate)
    {
        var parts = new List<string> { Words.Count(plan.Arms.Count, "arm") };
        if (plan.Parameters.Count > 0 && plan.Settings.Calibration is null && !plan.IsCohort)
            parts.Add(Words.Count(plan.Points.Count, "point"));
        parts.Add(Words.Count(plan.Seeds.Count, plan.IsCohort ? "patient" : "replicate"));
        var most = plan.Settings.Calibration is null ? "" : "at most ";
        var time = estimate.Time is { } all ? $"about {Words.Took(all)} in all, " : "";
        return $"{most}{Words.Count(estimate.Runs, "run")} ({string.Join(" x ", parts)}), {time}about {Words.Megabytes(estimate.MemoryBytes)} of memory each beside the program's own and {Words.Megabytes(estimate.DiskBytes)} of disk in all";
    }
}
