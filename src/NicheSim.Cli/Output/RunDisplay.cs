using NicheSim.Recording;

namespace NicheSim.Cli.Output;

/// <summary>Shows how far a run is: days, cells, speed and time left.</summary>
internal static class RunDisplay
{
    /// <summary>Runs <paramref name="run"/> and shows what it reports.</summary>
    public static RunResult During(Terminal terminal, double lastDay, Func<Action<RunProgress>, RunResult> run)
    {
        var pace = new Pace();
        return ProgressDisplay.During(terminal, show => run(now =>
        {
            pace.Update(now);
            show(now.Elapsed, () => new Stand(
                now.Elapsed,
                (double)now.Tick / Math.Max(1, now.Ticks),
                FormattableString.Invariant($"day {now.Day:0.0} of {lastDay:0.##}"),
                $"{Words.Whole(now.Cells)} cells, {Words.Speed(pace.TicksPerSecond)}{(pace.Left is { } left ? $", {Words.Clock(left)} left" : "")}"));
        }));
    }
}
