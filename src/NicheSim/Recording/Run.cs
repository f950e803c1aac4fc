using System.Diagnostics;
using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>One run of a scenario, from its founding to a folder of files.</summary>
public static class Run
{
    /// <summary>Runs a scenario and writes everything into its folder. Results of an earlier run there are replaced.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="progress">Called after the founding and after every tick.</param>
    /// <param name="stop">Ends the run after the running tick.</param>
    /// <returns>How it ended. Trouble on the way (a full disk, a folder in use) is a failed run, no exception.</returns>
    public static RunResult Execute(CompiledScenario scenario, RunOptions options, Action<RunProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var found = new List<Diagnostic>();
        var readouts = ReadoutCompiler.Compile(scenario.Scenario, scenario.Names, options.Sources ?? new SourceMap(), found);
        var state = Found(scenario, options, found);
        var errors = found.FindAll(finding => finding.Severity == Severity.Error);
        if (errors.Count > 0)
            return new RunResult(RunStatus.Refused, options.Folder, "", 0, 0, 0, 0, errors, "");
        try
        {
            Directory.CreateDirectory(options.Folder);
            using var held = RunFolder.TryLock(options.Folder);
            return held is null
                ? Failed(options, RunFolder.Busy(options.Folder))
                : new RunInFolder(scenario, readouts, options, state, progress).Execute(stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(options, e.Message);
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

    /// <summary>The first state; where placements found too little room, errors by their names.</summary>
    private static SimulationState Found(CompiledScenario scenario, RunOptions options, List<Diagnostic> errors)
    {
        var state = Founding.Found(scenario.Plan, out var shortfalls);
        var sources = options.Sources ?? new SourceMap();
        foreach (var (placement, places) in shortfalls)
            errors.Add(sources.Error(scenario.Names.Placements[placement], $"asks for {scenario.Plan.Placements[placement].Count} cells, but there is room for {places}"));
        return state;
    }

    private static RunResult Failed(RunOptions options, string message) => new(RunStatus.Failed, options.Folder, "", 0, 0, 0, 0, [], message);
}

/// <summary>A run that has its folder to itself.</summary>
internal sealed class RunInFolder(CompiledScenario scenario, Readout[] readouts, RunOptions options, SimulationState state, Action<RunProgress>? progress)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DateTime _started = DateTime.UtcNow;
    private readonly int _firstTick = scenario.Plan.FirstTick;

    private int Ticks => state.Tick - _firstTick;

    private double SimulatedDays => scenario.Plan.DayOf(Ticks);

    public RunResult Execute(CancellationToken stop)
    {
        RunFiles.Clear(options.Folder);
        RunFiles.WriteScenario(options.Folder, scenario);
        using var simulation = new Simulation(scenario.Plan, state, options.Threads);
        WriteRecord(RunStatus.Running, simulation);
        var (status, message) = (RunStatus.Failed, "");
        try
        {
            status = Steps(simulation, stop) ? RunStatus.Complete : RunStatus.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            message = e.Message;
        }
        catch (NumberFaultException fault)
        {
            message = FaultText.Of(fault, scenario, state);
        }
        finally
        {
            // Also where an exception of any other kind passes through: a run that failed says so.
            WriteRecord(status, simulation);
        }

        return new RunResult(
            status, options.Folder, StateHash.Of(state), Ticks, SimulatedDays, View.CellsInNiche(state), simulation.UnconvergedSolves, [], message);
    }

    /// <summary>Steps and records; true where the run came to its end.</summary>
    private bool Steps(Simulation simulation, CancellationToken stop)
    {
        using var recorder = new Recorder(options.Folder, scenario, readouts, new History(state, readouts.Length));
        var due = new Queue<int>(RecordingTimes.Of(scenario.Scenario.Time, scenario.Plan));
        var changes = new Queue<(int Tick, Plan Plan)>(scenario.Changes);
        WriteMap(RunFiles.FirstMap, simulation);
        while (true)
        {
            while (changes.TryPeek(out var change) && change.Tick <= state.Tick)
                simulation.ChangePlan(changes.Dequeue().Plan);
            if (due.TryPeek(out var tick) && tick == state.Tick)
            {
                recorder.Record(new View(simulation));
                due.Dequeue();
            }

            progress?.Invoke(new RunProgress(Ticks, scenario.Plan.LastTick - _firstTick, scenario.Plan.DayOf(state.Tick), View.CellsInNiche(state), _watch.Elapsed));
            if (simulation.IsComplete || stop.IsCancellationRequested || SimulatedDays >= options.StopAfterDays)
                break;
            simulation.Step();
        }

        WriteMap(RunFiles.LastMap, simulation);
        return simulation.IsComplete;
    }

    private void WriteMap(string name, Simulation simulation) => MapFile.Write(Path.Combine(options.Folder, name), new View(simulation), scenario.Names);

    private void WriteRecord(RunStatus status, Simulation simulation) => new RunRecord
    {
        Status = status,
        Scenario = scenario.Scenario.Name,
        ScenarioHash = scenario.Hash,
        Seed = scenario.Scenario.Seed,
        Version = EngineIdentity.Version,
        EngineHash = EngineIdentity.Hash,
        Ticks = Ticks,
        SimulatedDays = SimulatedDays,
        StateHash = StateHash.Of(state),
        Cells = View.CellsInNiche(state),
        Machine = new MachineRecord
        {
            Threads = options.Threads,
            WallSeconds = _watch.Elapsed.TotalSeconds,
            PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            Profile = Profile(simulation.Clock),
            Started = _started,
            Ended = DateTime.UtcNow,
            Host = Environment.MachineName,
            Commit = options.Commit,
        },
    }.Write(options.Folder);

    /// <summary>Share of the time of all ticks per stage; empty before the first.</summary>
    private static SortedDictionary<string, double> Profile(StageClock clock)
    {
        var stages = Enumerable.Range(0, (int)Stage.Count).Select(stage => (Stage)stage).ToArray();
        var total = stages.Sum(clock.Seconds);
        return new SortedDictionary<string, double>(
            total > 0 ? stages.ToDictionary(stage => stage.ToString().ToLowerInvariant(), stage => clock.Seconds(stage) / total) : [], StringComparer.Ordinal);
    }
}
