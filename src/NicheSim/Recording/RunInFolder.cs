using System.Diagnostics;
using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>A run that has its folder to itself.</summary>
internal sealed class RunInFolder(
    CompiledScenario scenario, Readout[] readouts, RunOptions options, RunOrigin? from, SimulationState state, History history, Action<RunProgress>? progress)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    // Wall time, for the record of the machine alone; with the process id it says whose a folder is.
    private readonly DateTime _started = DateTime.UtcNow;
    private readonly int _firstTick = scenario.Plan.FirstTick;
    private readonly StateShape _shape = StateShape.Of(scenario, readouts);

    private readonly SnapshotPlan? _snapshots =
        options.Snapshots is null ? null : SnapshotPlan.Of(options.Snapshots, scenario, from is null ? scenario.Plan.FirstTick : from.Tick + 1);

    private SavingRecord? _saving;

    private int Ticks => state.Tick - _firstTick;

    private double SimulatedDays => scenario.Plan.DayOf(Ticks);

    /// <summary>Begins the run's files anew.</summary>
    /// <param name="unconvergedSolves">Solves that ended above their tolerance before.</param>
    /// <param name="stop">Ends the run.</param>
    public RunResult Start(long unconvergedSolves, CancellationToken stop)
    {
        // The old checkpoint goes first and the record of this run comes next: whenever it is killed from here on, the folder holds no more than a run to start over.
        File.Delete(PathOf(RunFiles.Checkpoint));
        using var simulation = NewSimulation(unconvergedSolves);
        WriteRecord(RunStatus.Running, "", simulation);
        RunFiles.Clear(options.Folder);
        RunFiles.WriteScenario(options.Folder, scenario);
        return Execute(simulation, [], stop);
    }

    /// <summary>Goes on with the run's files as they stood at a checkpoint.</summary>
    /// <param name="files">How far they had come; they are known to fit.</param>
    /// <param name="unconvergedSolves">Solves that ended above their tolerance before.</param>
    /// <param name="stop">Ends the run.</param>
    public RunResult GoOn(FileMark[] files, long unconvergedSolves, CancellationToken stop)
    {
        using var simulation = NewSimulation(unconvergedSolves);
        WriteRecord(RunStatus.Running, "", simulation);
        File.Delete(PathOf(RunFiles.LastMap));
        RunFiles.WriteScenario(options.Folder, scenario);
        return Execute(simulation, files, stop);
    }

    private string PathOf(string name) => Path.Combine(options.Folder, name);

    private Simulation NewSimulation(long unconvergedSolves)
    {
        var simulation = new Simulation(scenario.PlanAt(state.Tick), state, options.Threads);
        simulation.Solvers.Unconverged = unconvergedSolves;
        return simulation;
    }

    private RunResult Execute(Simulation simulation, FileMark[] files, CancellationToken stop)
    {
        var (status, hash, message) = (RunStatus.Failed, "", "");
        var first = state.Tick;
        try
        {
            status = Steps(simulation, files, stop) ? RunStatus.Complete : RunStatus.Interrupted;
            hash = StateHash.Of(state);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            message = Directory.Exists(options.Folder) ? e.Message : $"the folder {options.Folder} was taken away while the run went on";
        }
        catch (NumberFaultException fault)
        {
            message = FaultText.Of(fault, scenario, state);
        }
        finally
        {
            // Also where an exception of any other kind passes through: a run that failed says so, where it still can.
            TryWriteRecord(status, hash, simulation, ref message);
        }

        return new RunResult(
            message.Length > 0 ? RunStatus.Failed : status, options.Folder, hash, Ticks, SimulatedDays, View.CellsInNiche(state), simulation.UnconvergedSolves, [], message)
        {
            TicksMade = state.Tick - first,
            StageSeconds = Stages.ToDictionary(Name, simulation.Clock.Seconds),
        };
    }

    /// <summary>Steps, records and saves; true where the run came to its end.</summary>
    private bool Steps(Simulation simulation, FileMark[] files, CancellationToken stop)
    {
        var goesOn = files.Length > 0;
        using var recorder = new Recorder(options.Folder, scenario, readouts, history, files, options.Frames);
        using var snapshots = _snapshots is null ? null : new SnapshotRecorder(options.Folder, scenario, _snapshots, Array.Find(files, file => file.Name == RunFiles.OpenVt));
        using var checkpoints = new Checkpointer(PathOf(RunFiles.Checkpoint), options.CheckpointSeconds);
        var shownUpTo = goesOn ? state.Tick : int.MinValue;
        simulation.Clock.Begin();
        if (goesOn)
            checkpoints.Wait();
        else
            WriteMap(RunFiles.FirstMap, simulation);
        var firstMap = FileMarks.Of(PathOf(RunFiles.FirstMap));
        var due = new Queue<int>(RecordingTimes.Of(scenario.Scenario.Time, scenario.Plan).Where(tick => tick > (history.Ticks.Count == 0 ? int.MinValue : state.Tick)));
        var changes = new Queue<(int Tick, Plan Plan)>(scenario.Changes.Where(change => change.Tick > state.Tick));
        while (true)
        {
            while (changes.TryPeek(out var change) && change.Tick <= state.Tick)
                simulation.ChangePlan(changes.Dequeue().Plan);
            var isDue = due.TryPeek(out var tick) && tick == state.Tick;
            var isShown = snapshots?.IsDue(state.Tick) == true && state.Tick > shownUpTo;
            var view = isDue || isShown ? new View(simulation) : null;
            if (isDue)
            {
                recorder.Record(view!);
                due.Dequeue();
            }

            if (isShown)
                snapshots!.Record(view!);

            progress?.Invoke(new RunProgress(Ticks, scenario.Plan.LastTick - _firstTick, scenario.Plan.DayOf(state.Tick), View.CellsInNiche(state), _watch.Elapsed));
            if (simulation.IsComplete || stop.IsCancellationRequested || SimulatedDays >= options.StopAfterDays)
                break;
            if (checkpoints.IsDue)
                Save();
            simulation.Clock.End(Stage.Recording);
            simulation.Step();
        }

        CheckFolder();
        WriteMap(RunFiles.LastMap, simulation);
        snapshots?.Flush();
        Save();
        checkpoints.Finish();
        _saving = checkpoints.Saving;
        simulation.Clock.End(Stage.Recording);
        return simulation.IsComplete;

        void Save() => checkpoints.Save(
            Header(simulation, [firstMap, .. recorder.Marks, .. snapshots?.Marks ?? []]),
            visitor =>
            {
                StateContent.Visit(state, visitor);
                history.Visit(visitor);
            },
            beforeWriting: () =>
            {
                CheckFolder();
                recorder.Flush();
                snapshots?.Flush();
            });
    }

    private void WriteMap(string name, Simulation simulation) => MapFile.Write(PathOf(name), new View(simulation), scenario.Names);

    private CheckpointHeader Header(Simulation simulation, FileMark[] files) => new()
    {
        Format = CheckpointHeader.CurrentFormat,
        Version = EngineIdentity.Version,
        EngineHash = EngineIdentity.Hash,
        Scenario = scenario.Scenario.Name,
        ScenarioHash = scenario.Hash,
        Seed = scenario.Scenario.Seed,
        From = from,
        Tick = state.Tick,
        Day = scenario.Plan.DayOf(state.Tick),
        UnconvergedSolves = simulation.UnconvergedSolves,
        Files = files,
        Shape = _shape,
    };

    /// <summary>Another run may have begun in a folder that was removed and made anew: nothing of it is touched.</summary>
    private void CheckFolder()
    {
        if (!IsMine())
            throw new IOException($"the folder {options.Folder} was taken away while the run went on");
    }

    private bool IsMine() => RunRecord.Read(options.Folder) is { } record && (record.Machine.Process, record.Machine.Started) == (Environment.ProcessId, _started);

    /// <summary>Writes the record of a run that has ended, where the folder is still there.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="hash">Of its last state.</param>
    /// <param name="simulation">What was run.</param>
    /// <param name="message">What has gone wrong before; what goes wrong here where nothing had.</param>
    private void TryWriteRecord(RunStatus status, string hash, Simulation simulation, ref string message)
    {
        try
        {
            if (IsMine())
                WriteRecord(status, hash, simulation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            message = message.Length > 0 ? message : e.Message;
        }
    }

    private void WriteRecord(RunStatus status, string hash, Simulation simulation) => new RunRecord
    {
        Status = status,
        Scenario = scenario.Scenario.Name,
        ScenarioHash = scenario.Hash,
        Seed = scenario.Scenario.Seed,
        Version = EngineIdentity.Version,
        EngineHash = EngineIdentity.Hash,
        Ticks = Ticks,
        SimulatedDays = SimulatedDays,
        StateHash = hash,
        Cells = View.CellsInNiche(state),
        From = from,
        Snapshots = options.Snapshots,
        Machine = new MachineRecord
        {
            Threads = options.Threads,
            WallSeconds = _watch.Elapsed.TotalSeconds,
            PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
            Profile = Profile(simulation.Clock),
            Saving = _saving,
            Started = _started,

            // Wall time: the record of the machine is no part of what is byte-equal.
            Ended = DateTime.UtcNow,
            Host = Environment.MachineName,
            Process = Environment.ProcessId,
            Commit = EngineIdentity.Commit,
        },
    }.Write(options.Folder);

    private static readonly Stage[] Stages = [.. Enum.GetValues<Stage>().Where(stage => stage != Stage.Count)];

    private static string Name(Stage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>Share of the time per stage, and of recording between the ticks; empty before the first.</summary>
    private static SortedDictionary<string, double> Profile(StageClock clock)
    {
        var total = Stages.Sum(clock.Seconds);
        return new SortedDictionary<string, double>(total > 0 ? Stages.ToDictionary(Name, stage => clock.Seconds(stage) / total) : [], StringComparer.Ordinal);
    }
}
