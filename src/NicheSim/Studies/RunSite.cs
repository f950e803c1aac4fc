using System.Collections.Concurrent;
using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Studies;

/// <summary>Where the runs of a study happen: makes one of them, or goes on with it, in its place in the store.</summary>
/// <param name="plan">The study.</param>
/// <param name="store">Its runs.</param>
internal sealed class RunSite(StudyPlan plan, RunStore store)
{
    // By the run itself: a calibration gives the number of a point that it dropped to another one.
    private readonly ConcurrentDictionary<StudyRun, (string Key, string TrunkKey)> _keys = [];

    // Of runs that do not compile, and so have no place in the store.
    private readonly ConcurrentDictionary<StudyRun, string> _faults = [];

    public StudyPlan Plan => plan;

    public RunStore Store => store;

    /// <summary>The run that others branch from, at the same point and with the same seed; null where they begin by themselves.</summary>
    public StudyRun? TrunkOf(StudyRun run) => plan.Settings.Trunk is { } trunk ? run with { Arm = trunk.Arm is { } arm ? plan.ArmOf(arm) : 0 } : null;

    /// <summary>The run's scenario.</summary>
    /// <exception cref="InvalidDataException">It does not compile.</exception>
    public CompiledScenario Compile(StudyRun run) => Compile(run, null);

    /// <summary>The keys of a run and of its trunk; the latter is empty where it has none. Compiling costs some milliseconds, so they are remembered.</summary>
    /// <exception cref="InvalidDataException">A scenario does not compile.</exception>
    private (string Key, string TrunkKey) KeysOf(StudyRun run) => KeysOf(run, out _);

    /// <inheritdoc cref="KeysOf(StudyRun)"/>
    /// <param name="run">The run.</param>
    /// <param name="compiled">Its scenario, where it had to be compiled.</param>
    private (string Key, string TrunkKey) KeysOf(StudyRun run, out CompiledScenario? compiled)
    {
        compiled = null;
        if (_keys.TryGetValue(run, out var known))
            return known;
        var trunkKey = TrunkOf(run) is { } trunk ? RunStore.KeyOf(Compile(trunk, plan.Settings.Trunk!.UntilDay), "") : "";
        compiled = Compile(run);
        return _keys[run] = (RunStore.KeyOf(compiled, trunkKey), trunkKey);
    }

    /// <summary>Makes the run. What was done of it before is gone on with; a run that is complete is left.</summary>
    /// <param name="run">The run.</param>
    /// <param name="threads">Threads of the run.</param>
    /// <param name="progress">See <see cref="Run.Execute"/>.</param>
    /// <param name="stop">Ends it after the running tick; it is saved then.</param>
    /// <returns>True where it is complete now; false where it was stopped, or another process is making it.</returns>
    /// <exception cref="InvalidDataException">It failed; says why.</exception>
    public bool Make(StudyRun run, int threads, Action<RunProgress>? progress, CancellationToken stop)
    {
        var (key, trunkKey) = KeysOf(run, out var compiled);
        var trunk = trunkKey.Length == 0 ? null : store.FolderOf(trunkKey);
        if (trunk is not null && store.Complete(trunkKey) is null)
            return store.Failure(trunkKey) is { } reason ? throw new InvalidDataException($"the run that it branches from did not come to its end: {reason}") : false;
        if (!Make(() => compiled ?? Compile(run), key, trunk, threads, progress, stop))
            return false;
        if (plan.Settings.Keep == Keep.Tables)
            store.KeepTables(key);
        return true;
    }

    /// <summary>Makes the trunk of a run that is missing, anew where nothing can branch from what is there.</summary>
    /// <inheritdoc cref="Make(StudyRun, int, Action{RunProgress}?, CancellationToken)"/>
    public bool MakeTrunk(StudyRun run, int threads, Action<RunProgress>? progress, CancellationToken stop)
    {
        var key = KeysOf(run).TrunkKey;
        if (store.Complete(key) is not null && !CanBranch(store.FolderOf(key)))
            store.Remove(key);
        return Make(() => Compile(TrunkOf(run)!, plan.Settings.Trunk!.UntilDay), key, null, threads, progress, stop);
    }

    /// <summary>Is the checkpoint of a run's folder there and whole?</summary>
    private static bool CanBranch(string folder)
    {
        try
        {
            Checkpoint.Open(folder).Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    /// <summary>Keeps why a run failed. Where nothing can be written, the reason is lost and the run counts as missing.</summary>
    public void Remember(StudyRun run, bool isTrunk, string failure)
    {
        try
        {
            var (key, trunkKey) = KeysOf(run);
            store.PutFailure(isTrunk ? trunkKey : key, failure);
        }
        catch (InvalidDataException)
        {
            _faults[run] = failure;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The others go on.
        }
    }

    /// <summary>Forgets why runs failed: they are to be tried again.</summary>
    public void ForgetFailures(IReadOnlyList<StudyRun> runs)
    {
        if (!store.HasFailures)
            return;
        foreach (var run in runs)
            try
            {
                var (key, trunkKey) = KeysOf(run);
                foreach (var one in (string[])[key, trunkKey])
                    if (one.Length > 0)
                        store.PutFailure(one, null);
            }
            catch (InvalidDataException)
            {
                // It does not compile, and says so whenever it is looked at.
            }
    }

    /// <summary>How a run stands.</summary>
    public RunOutcome Look(StudyRun run)
    {
        if (_faults.TryGetValue(run, out var fault))
            return new RunOutcome(run, RunState.Failed, fault, "", "", null);
        // Where nothing is, nothing needs a key: it is made with the run.
        if (store.IsEmpty)
            return new RunOutcome(run, RunState.Missing, "", "", "", null);
        try
        {
            var (key, trunkKey) = KeysOf(run);
            return store.Complete(key) is { } record
                ? new RunOutcome(run, RunState.Complete, "", key, record.StateHash, RunTables.Read(store.FolderOf(key), trunkKey.Length > 0 ? store.FolderOf(trunkKey) : null))
                : store.Failure(key) is { } failure ? new RunOutcome(run, RunState.Failed, failure, key, "", null)
                : new RunOutcome(run, RunState.Missing, "", key, "", null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new RunOutcome(run, RunState.Failed, e.Message, "", "", null);
        }
    }

    private CompiledScenario Compile(StudyRun run, double? endDay) => plan.Compiler.Compile(plan.Arms[run.Arm], run.Values, run.Seed, endDay);

    private bool Make(Func<CompiledScenario> compile, string key, string? from, int threads, Action<RunProgress>? progress, CancellationToken stop)
    {
        // Where its tables are gone or damaged, it is made anew.
        if (store.Complete(key) is not null && !RunTables.CanRead(store.FolderOf(key)))
            store.Remove(key);
        if (store.Complete(key) is null)
        {
            var scenario = compile();
            var options = new RunOptions { Folder = store.FolderOf(key), Threads = threads, Resume = true, From = from, Frames = plan.Settings.Keep == Keep.Everything ? FrameKind.All : FrameKind.Last };
            var result = Run.Execute(scenario, options, progress, stop);
            if (result is { Status: RunStatus.Refused, Errors.Count: 0 })
            {
                // What is left of an earlier attempt is damaged: all of it can be made again.
                store.Remove(key);
                result = Run.Execute(scenario, options, progress, stop);
            }

            // A node that was given up may go on with a run that another one has been given.
            if (result.Status == RunStatus.Interrupted || result.IsElsewhere)
                return false;
            if (result.Status != RunStatus.Complete)
                throw new InvalidDataException(result.Message.Length > 0 ? result.Message : string.Join("; ", result.Errors.Select(error => error.Message)));
        }

        store.PutFailure(key, null);
        return true;
    }
}
