using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>One run of a scenario, from its founding, or from a checkpoint, to a folder of files.</summary>
public static class Run
{
    /// <summary>
    /// Runs a scenario and writes everything into its folder. Results of an earlier run there are replaced, unless the run is to go on with them
    /// (<see cref="RunOptions.Resume"/>).
    /// </summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="progress">Called at the start and after every tick.</param>
    /// <param name="stop">Ends the run after the running tick; what there is then is saved.</param>
    /// <returns>How it ended. Trouble on the way (a full disk, a folder in use, a damaged checkpoint) is a failed or refused run, no exception.</returns>
    public static RunResult Execute(CompiledScenario scenario, RunOptions options, Action<RunProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<Diagnostic>();
        var readouts = ReadoutCompiler.Compile(scenario.Scenario, scenario.Names, options.Sources ?? new SourceMap(), errors);
        try
        {
            using var origin = options.From is null ? null : Checkpoint.Open(options.From);
            if (options.Resume && GoOn(scenario, readouts, options, origin?.Origin, progress, stop) is { } resumed)
                return resumed;
            // A run that ended before it was saved begins anew, and writes what it was asked for.
            if (options.Resume)
                options = options with { Snapshots = options.Snapshots ?? RunRecord.Read(options.Folder)?.Snapshots };
            var start = origin is null ? Found(scenario, options, errors) : Branch(origin, scenario, readouts);
            if (errors.Exists(finding => finding.Severity == Severity.Error))
                return Nothing(RunStatus.Refused, options, "") with { Errors = errors.FindAll(finding => finding.Severity == Severity.Error) };
            var history = start.History ?? new History(start.State, readouts.Length);
            var run = new RunInFolder(scenario, readouts, options, origin?.Origin, start.State, history, progress);
            Directory.CreateDirectory(options.Folder);
            using var held = RunFolder.TryLock(options.Folder);
            return held is null
                ? Nothing(RunStatus.Failed, options, RunFolder.Busy(options.Folder)) with { IsElsewhere = true }
                : run.Start(start.UnconvergedSolves, stop);
        }
        catch (InvalidDataException e)
        {
            return Nothing(RunStatus.Refused, options, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Nothing(RunStatus.Failed, options, e.Message);
        }
    }

    /// <summary>What stands in the way of a run's first state: placements that find too little room.</summary>
    public static IReadOnlyList<Diagnostic> Check(CompiledScenario scenario, SourceMap sources)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var errors = new List<Diagnostic>();
        Found(scenario, new RunOptions { Folder = "", Sources = sources }, errors);
        return errors;
    }

    /// <summary>The run that is in the folder, to its end; null where there is none, or none that has been saved yet.</summary>
    private static RunResult? GoOn(CompiledScenario scenario, Readout[] readouts, RunOptions options, RunOrigin? from, Action<RunProgress>? progress, CancellationToken stop)
    {
        if (!Directory.Exists(options.Folder))
            return null;
        using var held = RunFolder.TryLock(options.Folder);
        if (held is null)
            return Nothing(RunStatus.Failed, options, RunFolder.Busy(options.Folder)) with { IsElsewhere = true };
        var (verdict, message) = RunFolder.ExamineHeld(options.Folder, scenario.Hash, scenario.Scenario.Seed, from);
        if (verdict == FolderVerdict.Occupied)
            return Nothing(RunStatus.Refused, options, message);
        var asWritten = RunRecord.Read(options.Folder)?.Snapshots;
        if (verdict != FolderVerdict.Free && options.Snapshots is not null && !options.Snapshots.Equals(asWritten))
            return Nothing(RunStatus.Refused, options, $"the run in {options.Folder} was begun {(asWritten is null ? "without snapshots" : "with other snapshots")}: only a new run can have these");
        if (verdict == FolderVerdict.Finished)
            return Finished(options);
        if (verdict == FolderVerdict.Free || !File.Exists(Path.Combine(options.Folder, RunFiles.Checkpoint)))
            return null;
        using var checkpoint = Checkpoint.Open(options.Folder);
        if ((checkpoint.Origin.ScenarioHash, checkpoint.Origin.Seed) != (scenario.Hash, scenario.Scenario.Seed) || checkpoint.From != from)
            return Nothing(RunStatus.Refused, options, $"the checkpoint in {options.Folder} is of another scenario, seed or beginning");
        var saved = checkpoint.Restore(scenario, readouts);
        return FileMarks.Problem(options.Folder, saved.Files) is { } problem
            ? Nothing(RunStatus.Refused, options, $"{problem}: the run cannot go on")
            : new RunInFolder(scenario, readouts, options with { Snapshots = asWritten }, from, saved.State, saved.History, progress).GoOn(saved.Files, saved.UnconvergedSolves, stop);
    }

    /// <summary>The first state; where placements found too little room, errors by their names.</summary>
    private static (SimulationState State, History? History, long UnconvergedSolves) Found(CompiledScenario scenario, RunOptions options, List<Diagnostic> errors)
    {
        var state = Founding.Found(scenario.Plan, out var shortfalls);
        errors.AddRange(Shortfalls(scenario, shortfalls, options.Sources ?? new SourceMap()));
        return (state, null, 0);
    }

    /// <summary>Placements that found too little room, as errors.</summary>
    internal static IReadOnlyList<Diagnostic> Shortfalls(CompiledScenario scenario, IEnumerable<(int Placement, int Places)> shortfalls, SourceMap sources)
        => [.. shortfalls.Select(s => sources.Error(scenario.Names.Placements[s.Placement], $"asks for {scenario.Plan.Placements[s.Placement].Count} cells, but there is room for {s.Places}"))];

    private static (SimulationState State, History? History, long UnconvergedSolves) Branch(Checkpoint checkpoint, CompiledScenario scenario, Readout[] readouts)
    {
        var saved = checkpoint.Restore(scenario, readouts);
        return (saved.State, saved.History, saved.UnconvergedSolves);
    }

    private static RunResult Finished(RunOptions options)
    {
        var record = RunRecord.Read(options.Folder)!;
        return new RunResult(record.Status, options.Folder, record.StateHash, record.Ticks, record.SimulatedDays, record.Cells, 0, [], "");
    }

    private static RunResult Nothing(RunStatus status, RunOptions options, string message) => new(status, options.Folder, "", 0, 0, 0, 0, [], message);
}
