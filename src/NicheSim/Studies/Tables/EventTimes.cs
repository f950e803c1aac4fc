namespace NicheSim.Studies;

/// <summary>When an outcome came about, run by run; where it did not, how long the run was watched.</summary>
/// <param name="Days">Time from the outcome's first day to the event, or to the end [days].</param>
/// <param name="Happened">True where it came about; false where the run is censored.</param>
internal sealed record EventTimes(double[] Days, bool[] Happened)
{
    public int Count => Days.Length;

    public int Events => Happened.Count(happened => happened);

    public static EventTimes Of(IEnumerable<RunOutcome> outcomes, OutcomeSettings outcome)
    {
        var times = outcomes.Where(run => run.Tables is not null).Select(run => Of(run.Tables!, outcome)).ToArray();
        return new EventTimes(Array.ConvertAll(times, time => time.Day), Array.ConvertAll(times, time => time.Happened));
    }

    public static (double Day, bool Happened) Of(RunTables run, OutcomeSettings outcome)
    {
        var values = run.Column(outcome.Readout)!;
        for (var row = 0; row < values.Count; row++)
            if (run.Days[row] >= outcome.FromDay - 1e-9 && (values[row] > (outcome.Above ?? double.PositiveInfinity) || values[row] < (outcome.Below ?? double.NegativeInfinity)))
                return (Math.Max(0, run.Days[row] - outcome.FromDay), true);
        return (Math.Max(0, run.Days[^1] - outcome.FromDay), false);
    }

    /// <summary>
    /// The runs that are watched beyond a day without having had the outcome by then: what was measured on that day may explain only what comes later
    /// (Anderson, Cain and Gelber, J. Clin. Oncol. 1 (1983) 710). All of them where the day is none, or earlier than the outcome's first one.
    /// </summary>
    public static RunOutcome[] AtRisk(RunOutcome[] runs, OutcomeSettings outcome, double? day)
        => day >= outcome.FromDay - 1e-9 ? [.. runs.Where(run => Of(run.Tables!, outcome).Day > Wait(outcome, day) + 1e-9)] : runs;

    /// <summary>The same, counted from a day on, for runs that are at risk then.</summary>
    public EventTimes Since(OutcomeSettings outcome, double? day)
        => Wait(outcome, day) is > 0 and var wait ? this with { Days = Array.ConvertAll(Days, time => time - wait) } : this;

    /// <summary>From the outcome's first day to a later one; 0 where the day is none or no later [days].</summary>
    private static double Wait(OutcomeSettings outcome, double? day) => Math.Max(0, (day ?? outcome.FromDay) - outcome.FromDay);

    /// <summary>Both one after the other, the first as group 0, the second as group 1.</summary>
    public (EventTimes All, int[] Groups) With(EventTimes other)
        => (new EventTimes([.. Days, .. other.Days], [.. Happened, .. other.Happened]), [.. Enumerable.Repeat(0, Count), .. Enumerable.Repeat(1, other.Count)]);
}
