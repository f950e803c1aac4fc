using System.Diagnostics;
using System.Text.Json;

namespace NicheSim.Studies;

/// <summary>What one task of an array job does: makes its share of the runs in the study's folder, and says how far it is in a file of its own.</summary>
public static class SlurmTask
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(2);

    private const string Changed = "the study is not the one that was submitted: its file, a file that it names, or the program has changed since";

    /// <param name="plan">The study, as the task finds it.</param>
    /// <param name="folder">The study's folder, which the command that follows holds.</param>
    /// <param name="submission">Folder of the submission.</param>
    /// <param name="task">Number of the task.</param>
    /// <param name="engine">What makes the runs here.</param>
    /// <param name="stop">Ends the work; running runs are saved.</param>
    /// <returns>How it ended; refused where the study is not the one that was submitted.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static ShareStatus Execute(StudyPlan plan, string folder, string submission, int task, IStudyEngine engine, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        TaskShare share;
        try
        {
            share = TaskShare.Read(submission, task);
        }
        catch (JsonException)
        {
            return Refuse(submission, task, $"the list of its runs in {submission} is damaged");
        }

        if (share.Study != StudyIdentity.Of(plan))
            return Refuse(submission, task, Changed);
        Say(ShareStatus.Of(ShareState.Running, 0, 0, 0, ""));
        var watch = Stopwatch.StartNew();
        var (next, latest) = (TimeSpan.Zero, "");
        var (complete, failed) = (0, 0);
        var work = new StudyWork(plan, StudyExecution.SiteOf(plan, folder), engine, Report, stop);
        var before = work.Look(share.Runs);
        (complete, failed) = (Count(before, RunState.Complete), Count(before, RunState.Failed));
        // What failed since this was submitted is not tried for ever: a task that comes back leaves it.
        work.Make([.. before.Where(outcome => outcome.State == RunState.Missing).Select(outcome => outcome.Run)]);
        var after = work.Look(share.Runs);
        var state = Count(after, RunState.Missing) == 0 ? ShareState.Done : stop.IsCancellationRequested ? ShareState.Interrupted : ShareState.Unfinished;
        return Say(ShareStatus.Of(state, Count(after, RunState.Complete), Count(after, RunState.Failed), 0, latest));

        void Report(StudyProgress now)
        {
            latest = now.Latest;
            if (watch.Elapsed < next)
                return;
            next = watch.Elapsed + BetweenReports;
            try
            {
                Say(ShareStatus.Of(ShareState.Running, complete + now.Complete, failed + now.Failed, now.Running, now.Latest));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // How far it is, is told again soon; the runs go on.
            }
        }

        ShareStatus Say(ShareStatus status)
        {
            status.Write(submission, task);
            return status;
        }
    }

    /// <summary>Says that the task cannot do what was submitted.</summary>
    public static ShareStatus Refuse(string submission, int task, string message)
    {
        var status = ShareStatus.Of(ShareState.Refused, 0, 0, 0, "", message);
        status.Write(submission, task);
        return status;
    }

    private static int Count(RunOutcome[] outcomes, RunState state) => outcomes.Count(outcome => outcome.State == state);
}
