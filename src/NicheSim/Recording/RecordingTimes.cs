using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>When rows are recorded: at the first and the last tick, at the multiples of the interval counted from day 0, and at further days.</summary>
public static class RecordingTimes
{
    /// <summary>The ticks at which a row is recorded, in order. Intervals and days go to the nearest whole tick.</summary>
    public static int[] Of(TimeSettings time, Plan plan)
    {
        var interval = Interval(time, plan);
        var ticks = new SortedSet<int> { plan.FirstTick, plan.LastTick };
        var start = (long)Math.Ceiling((double)plan.FirstTick / interval) * interval;
        for (var tick = start; tick < plan.LastTick; tick += interval)
            ticks.Add((int)tick);
        foreach (var day in time.RecordAtDays)
            if (Math.Round(day / plan.TickDays) is var tick && tick >= plan.FirstTick && tick <= plan.LastTick)
                ticks.Add((int)tick);
        return [.. ticks];
    }

    /// <summary>Ticks from row to row: at least one.</summary>
    public static int Interval(TimeSettings time, Plan plan) => (int)Math.Clamp(Math.Round(time.RecordEveryHours / plan.TickHours), 1, int.MaxValue);
}
