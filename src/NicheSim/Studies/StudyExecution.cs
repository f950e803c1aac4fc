using System.Diagnostics;
using NicheSim.Recording;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>How a study ended.</summary>
/// <param name="Status">Complete where every run is; failed where one failed; interrupted where some were not made.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Runs">Runs that it asks for.</param>
/// <param name="Complete">Runs that are complete.</param>
/// <param name="Made">Runs that were made now, not before.</param>
/// <param name="Failures">What failed, arm and seed with each reason, in the order of the study.</param>
/// <param name="Targets">What it states as measured, and what its runs came to.</param>
/// <param name="Message">Why nothing could be done; empty otherwise.</param>
public sealed record StudyResult(RunStatus Status, string Folder, int Runs, int Complete, int Made, IReadOnlyList<string> Failures, IReadOnlyList<TargetResult> Targets, string Message)
{
    /// <summary>Arms whose files changed while the study was at work. Its runs are all of the files as they were before.</summary>
    public IReadOnlyList<string> ChangedArms { get; init; } = [];
}

/// <summary>Makes the runs of a study that are not there yet, and then its tables.</summary>
public static class StudyExecution
{
    /// <param name="plan">The study.</param>
    /// <param name="folder">Its folder. What is there of its runs is kept.</param>
    /// <param name="engine">What makes the runs.</param>
    /// <param name="progress">Is told how far it is, from any thread, one call at a time.</param>
    /// <param name="made">Is called once no run is made any more, before the tables are.</param>
    /// <param name="stop">Ends the work; running runs are saved, and tables are made of what is complete.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static StudyResult Execute(StudyPlan plan, string folder, IStudyEngine engine, Action<StudyProgress>? progress = null, Action? made = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(engine);
        return Execute(plan, folder, engine, (outcomes, calibration) => StudyTables.Write(folder, plan, outcomes, calibration), progress, made, stop);
    }

    /// <summary>As above, with tables of another kind.</summary>
    /// <param name="plan">The study.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="engine">What makes the runs.</param>
    /// <param name="tabulate">Writes the tables.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="made">Is called before that.</param>
    /// <param name="stop">Ends the work.</param>
    internal static StudyResult Execute(StudyPlan plan, string folder, IStudyEngine engine, Action<IReadOnlyList<RunOutcome>, Calibration?> tabulate, Action<StudyProgress>? progress, Action? made, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        using var held = StudyFolder.TryLock(folder);
        if (held is null)
            return new StudyResult(RunStatus.Failed, folder, 0, 0, 0, [], [], $"another process works in {folder}");
        var work = new StudyWork(plan, SiteOf(plan, folder), engine, progress, stop);
        Write(RunStatus.Running, [], 0);
        StudyFolder.WriteStudy(folder, plan);
        var outcomes = work.Make();
        var failures = outcomes.Where(outcome => outcome.State == RunState.Failed)
            .Select(outcome => FormattableString.Invariant($"{plan.Arms[outcome.Run.Arm].Name}, point {outcome.Run.Point}, seed {outcome.Run.Seed}: {outcome.Message}")).ToArray();
        var complete = outcomes.Count(outcome => outcome.State == RunState.Complete);
        var status = stop.IsCancellationRequested && (complete < outcomes.Count || work.Calibration is { State.Stop: AbcStop.None }) ? RunStatus.Interrupted
            : failures.Length > 0 || complete < outcomes.Count ? RunStatus.Failed : RunStatus.Complete;
        made?.Invoke();
        tabulate(outcomes, work.Calibration);
        Write(status, outcomes, work.Made);
        // What comes from no file of its own was read at one time, and is not told of changes.
        string[] changed = plan.Resolved.Length == 0 ? [] : [.. plan.Arms.Where(plan.Compiler.HasChanged).Select(arm => arm.Name)];
        return new StudyResult(status, folder, outcomes.Count, complete, work.Made, failures, TargetResult.All(plan, outcomes), "") { ChangedArms = changed };

        void Write(RunStatus state, IReadOnlyList<RunOutcome> runs, int made) => new StudyStatus
        {
            Status = state,
            Study = plan.Name,
            Version = EngineIdentity.Version,
            EngineHash = EngineIdentity.Hash,
            Runs = state == RunStatus.Running ? plan.Runs.Count : runs.Count,
            Complete = runs.Count(outcome => outcome.State == RunState.Complete),
            Failed = runs.Count(outcome => outcome.State == RunState.Failed),
            // Where and when, for people; no result and no table depends on it.
            Machine = new StudyMachine(Environment.MachineName, Math.Round(watch.Elapsed.TotalSeconds, 3), made, DateTime.UtcNow),
        }.Write(folder);
    }

    /// <summary>Where the runs of a study in a folder happen.</summary>
    internal static RunSite SiteOf(StudyPlan plan, string folder) => new(plan, new RunStore(Path.Combine(folder, StudyFolder.RunsFolder)));
}
