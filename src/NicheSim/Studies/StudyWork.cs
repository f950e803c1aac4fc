using System.Globalization;

namespace NicheSim.Studies;

/// <summary>The runs of a study at work: which are missing, and who makes them.</summary>
internal sealed class StudyWork(StudyPlan plan, RunSite site, IStudyEngine engine, Action<StudyProgress>? progress, CancellationToken stop)
{
    /// <summary>Readouts that the display shows of the latest run.</summary>
    private const int ReadoutsShown = 3;

    /// <summary>Runs made so far that were not there before.</summary>
    public int Made { get; private set; }

    /// <summary>Where the calibration stands; null in a study without one.</summary>
    public Calibration? Calibration { get; private set; }

    /// <summary>Makes all runs of the study.</summary>
    /// <returns>What has come of them, in the order of the study.</returns>
    public IReadOnlyList<RunOutcome> Make()
    {
        if (plan.Settings.Calibration is null)
            return Make(plan.Runs);
        var outcomes = new List<RunOutcome>();
        Calibration = new Calibration(plan);
        while (Calibration.Next() is { Count: > 0 } runs && !stop.IsCancellationRequested)
        {
            var made = Make(runs);
            var isWhole = made.All(outcome => outcome.State != RunState.Missing);
            if (isWhole)
                Calibration.Take(made);
            // What a full generation drops belongs to no result, and its numbers to the next generation.
            outcomes.AddRange(isWhole ? made.Where(outcome => outcome.Run.Point < Calibration.State.NextNumber) : made);
            if (!isWhole)
                break;
        }

        return outcomes;
    }

    /// <summary>Makes some runs of the study: those that are not complete.</summary>
    /// <returns>What has come of them, in their order.</returns>
    public RunOutcome[] Make(IReadOnlyList<StudyRun> runs)
    {
        var before = Look(runs);
        var missing = before.Where(outcome => outcome.State != RunState.Complete).Select(outcome => outcome.Run).ToArray();
        if (missing.Length == 0 || stop.IsCancellationRequested)
            return before;
        var watch = new StudyWatch(runs.Count, runs.Count - missing.Length, plan.Settings.Trunk is not null, Latest, progress);
        engine.Make(site, missing, watch, stop);
        var after = new Queue<RunOutcome>(Look(missing));
        Made += after.Count(outcome => outcome.State == RunState.Complete);
        return Array.ConvertAll(before, outcome => outcome.State == RunState.Complete ? outcome : after.Dequeue());
    }

    /// <summary>How runs stand, in their order.</summary>
    public RunOutcome[] Look(IReadOnlyList<StudyRun> runs)
    {
        var outcomes = new RunOutcome[runs.Count];
        Parallel.For(0, runs.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4) }, i => outcomes[i] = site.Look(runs[i]));
        return outcomes;
    }

    /// <summary>One line on a run that has come to its end.</summary>
    private string Latest(StudyRun run)
    {
        if (site.Look(run).Tables is not { } tables)
            return "";
        var values = plan.Readouts.Where(readout => tables.Column(readout) is not null).Take(ReadoutsShown).Select(readout => string.Create(CultureInfo.InvariantCulture, $"{readout} {tables.At(readout, null):G4}"));
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Arms[run.Arm].Name}, seed {run.Seed}: {string.Join(", ", values)}");
    }
}
