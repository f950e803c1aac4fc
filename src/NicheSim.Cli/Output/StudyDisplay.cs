using NicheSim.Studies;

namespace NicheSim.Cli.Output;

/// <summary>Shows how far a study is: runs done, failed and running, time left, and what the latest run has shown.</summary>
internal static class StudyDisplay
{
    /// <summary>Works, and shows what it reports unless it is to be quiet.</summary>
    public static T During<T>(Terminal terminal, bool quiet, Func<Action<StudyProgress>?, T> work)
        => quiet ? work(null) : ProgressDisplay.During(terminal, show => work(now => show(now.Elapsed, () => Of(now))));

    private static Stand Of(StudyProgress now)
    {
        var failed = now.Failed > 0 ? $", {Words.Whole(now.Failed)} failed" : "";
        var left = now.Left is { } time ? $", {Words.Clock(time)} left" : "";
        return new Stand(
            now.Elapsed,
            (double)(now.Complete + now.Failed) / Math.Max(1, now.Runs),
            $"{Words.Whole(now.Complete)} of {Words.Whole(now.Runs)} runs",
            $"{now.Running} running{failed}{left}{(now.Latest.Length > 0 ? $"; {now.Latest}" : "")}");
    }
}
