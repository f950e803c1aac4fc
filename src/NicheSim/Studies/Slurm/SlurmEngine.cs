using System.Diagnostics;
using System.Globalization;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>
/// Runs on a cluster: submits one array job to Slurm, whose tasks each make a share of the runs in the study's folder, follows it, and submits lost tasks again.
/// Where an earlier command has submitted the study and its tasks still work or wait, these are followed and nothing is submitted.
/// </summary>
/// <param name="settings">What to ask for.</param>
/// <param name="folder">The study's folder; every node must see it under this path.</param>
/// <param name="task">Program and arguments of a task, to which the folder of the submission is added.</param>
/// <param name="memoryBytes">Memory that one run is estimated to take.</param>
public sealed class SlurmEngine(SlurmSettings settings, string folder, IReadOnlyList<string> task, double memoryBytes) : IStudyEngine
{
    private readonly string _root = Path.Combine(Path.GetFullPath(folder), StudyFolder.Slurm);
    private readonly List<string> _problems = [];

    /// <summary>Number of the submission that this engine has followed to its end.</summary>
    private int _followed;

    /// <summary>What has gone wrong beside runs that failed.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Slurm's numbers of the jobs that were followed last.</summary>
    public IReadOnlyList<string> Jobs { get; private set; } = [];

    /// <summary>Is a task of these jobs still at work, or waiting?</summary>
    public bool RunsOn { get; private set; }

    /// <summary>The first of Slurm's commands that this machine lacks; null where all are there.</summary>
    public static string? MissingCommand() => SlurmCommands.Missing();

    void IStudyEngine.Make(RunSite site, IReadOnlyList<StudyRun> runs, StudyWatch watch, CancellationToken stop)
    {
        var study = StudyIdentity.Of(site.Plan);
        var earlier = Submission.Read(_root);
        var isAtWork = earlier is not null && earlier.Number != _followed && IsAtWork(ref earlier);
        if (isAtWork && earlier!.Study != study)
            _problems.Add($"job {string.Join(' ', earlier.Jobs)} still works on this study as it was before its file, or the program, was changed: let it end, or end it with scancel {string.Join(' ', earlier.Jobs)}");
        if (_problems.Count > 0)
            return;
        if ((isAtWork ? earlier : Submit(site, runs, study, (earlier?.Number ?? 0) + 1)) is not { } submission)
            return;
        Jobs = submission.Jobs;
        RunsOn = true;
        Follow(submission, watch, stop);
    }

    /// <summary>Does a task of the submission wait or work?</summary>
    private bool IsAtWork(ref Submission submission)
    {
        var (queue, problem) = SlurmCommands.Look(submission.Name);
        if (queue is null)
        {
            _problems.Add(problem);
            return false;
        }

        submission = WithJobs(submission, queue);
        return Array.Exists(TasksOf(submission), one => !one.IsDone && queue.TryGetValue(one.Number, out var queued) && queued.IsActive);
    }

    private FollowedTask[] TasksOf(Submission submission) => [.. submission.Sizes.Select((size, number) => new FollowedTask(submission.FolderIn(_root), number, size))];

    /// <summary>The submission with the numbers of its jobs: where a command was killed before sbatch told them, the queue does.</summary>
    private Submission WithJobs(Submission submission, IReadOnlyDictionary<int, QueuedTask> queue)
    {
        if (submission.Jobs.Length > 0 || queue.Count == 0)
            return submission;
        submission = submission with { Jobs = [.. queue.Values.Select(one => one.Job).Distinct().Order().Select(job => job.ToString(CultureInfo.InvariantCulture))] };
        submission.Write(_root);
        Jobs = submission.Jobs;
        return submission;
    }

    /// <summary>The submission's latest job: by its number, or by its name where no number was ever learned.</summary>
    private static string JobOf(Submission submission) => submission.Jobs.Length > 0 ? submission.Jobs[^1] : submission.Name;

    /// <summary>Submits runs; null where sbatch refuses, which is then told.</summary>
    private Submission? Submit(RunSite site, IReadOnlyList<StudyRun> runs, string study, int number)
    {
        var shares = TaskShare.Divide(runs, settings);
        var submission = new Submission(number, NameOf(site.Plan.Name), study, [.. shares.Select(share => share.Length)], []);
        var into = submission.FolderIn(_root);
        if (Directory.Exists(into))
            Directory.Delete(into, recursive: true);
        Directory.CreateDirectory(into);
        site.ForgetFailures(runs);
        foreach (var (share, i) in shares.Select((share, i) => (share, i)))
            new TaskShare(study, share).Write(into, i);
        File.WriteAllText(ScriptIn(into), BatchScript.Of(settings, submission.Name, memoryBytes, [.. task, into]));
        // Known before it is there: a command that is killed while it submits leaves a job that the next one finds by its name.
        submission.Write(_root);
        var submitted = Submit(submission, [.. Enumerable.Range(0, shares.Length)], out var problem);
        if (submitted is null)
            _problems.Add(problem);
        return submitted;
    }

    /// <summary>Submits tasks; null where sbatch refuses.</summary>
    private Submission? Submit(Submission submission, IReadOnlyList<int> tasks, out string problem)
    {
        (var job, problem) = SlurmCommands.Submit(ScriptIn(submission.FolderIn(_root)), tasks, settings.ArrayThrottle);
        if (job is null)
            return null;
        submission = submission with { Jobs = [.. submission.Jobs, job] };
        submission.Write(_root);
        Jobs = submission.Jobs;
        return submission;
    }

    /// <summary>Watches the tasks until all have ended; those that are lost are submitted again.</summary>
    private void Follow(Submission submission, StudyWatch watch, CancellationToken stop)
    {
        var tasks = TasksOf(submission);
        var latest = "";
        for (var clock = Stopwatch.StartNew(); !stop.IsCancellationRequested; stop.WaitHandle.WaitOne(Pause(clock.Elapsed)))
        {
            var (queue, problem) = SlurmCommands.Look(submission.Name);
            if (queue is null)
            {
                watch.Set(tasks.Sum(one => one.Left), Failed(), 0, $"Slurm does not answer: {problem}");
                continue;
            }

            submission = WithJobs(submission, queue);
            foreach (var one in tasks)
            {
                var before = one.Status?.Complete;
                one.Look(queue);
                latest = one.Status is { Latest.Length: > 0 } status && status.Complete != before ? status.Latest : latest;
            }

            if (Array.Exists(tasks, one => one.GoesOn))
                Array.ForEach(tasks, one => one.SeeOthersGoOn());
            if (tasks.Where(one => one.IsLost).ToArray() is { Length: > 0 } lost)
            {
                foreach (var one in lost)
                    one.TakeLoss();
                submission = Submit(submission, [.. lost.Select(one => one.Number)], out _) ?? submission;
            }

            watch.Set(tasks.Sum(one => one.Left), Failed(), tasks.Where(one => one.Queued is { IsRunning: true }).Sum(one => one.Status?.Running ?? 0), Line(submission, tasks, latest));
            if (tasks.All(one => one.HasEnded))
            {
                RunsOn = false;
                _followed = submission.Number;
                TellProblems(submission, tasks);
                return;
            }
        }

        int Failed() => tasks.Sum(one => one.Status?.Failed ?? 0);
    }

    /// <summary>Between two looks: short at first, and not often enough to be a burden on a cluster's controller later.</summary>
    private static TimeSpan Pause(TimeSpan elapsed) => TimeSpan.FromSeconds(Math.Clamp(elapsed.TotalSeconds / 20, 0.5, 20));

    private static string Line(Submission submission, FollowedTask[] tasks, string latest)
    {
        var (working, waiting) = (tasks.Count(one => one is { HasEnded: false, Queued.IsRunning: true }), tasks.Where(one => one is { HasEnded: false, IsActive: true, Queued.IsRunning: false }).ToArray());
        var why = waiting.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $", {waiting.Length} waiting ({waiting[0].Queued!.Value.Reason})") : "";
        return string.Create(CultureInfo.InvariantCulture, $"job {JobOf(submission)}, {working} of {tasks.Length} tasks at work{why}{(latest.Length > 0 ? $"; {latest}" : "")}");
    }

    private void TellProblems(Submission submission, FollowedTask[] tasks)
    {
        var bad = tasks.Where(one => !one.IsDone).ToArray();
        foreach (var refused in bad.Where(one => one.IsRefused).DistinctBy(one => one.Status!.Message))
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"task {refused.Number} of job {JobOf(submission)}: {refused.Status!.Message}"));
        if (Array.Exists(bad, one => one.IsCancelled))
            _problems.Add($"job {JobOf(submission)} was cancelled; the same command goes on with what is missing");
        foreach (var lost in bad.Where(one => one is { IsRefused: false, IsCancelled: false }))
            _problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"task {lost.Number} of job {JobOf(submission)} ended {lost.Losses + 1} times in a row before any further run did (last as {lost.Queued?.State ?? "unknown"}); its log: {Path.Combine(submission.FolderIn(_root), FormattableString.Invariant($"{lost.Number}.log"))}"));
    }

    /// <summary>A name that no other submission has.</summary>
    private static string NameOf(string study)
    {
        var plain = RunFolder.PlainName(study);
        return $"nichesim-{plain[..Math.Min(plain.Length, 40)]}-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]}";
    }

    private static string ScriptIn(string folder) => Path.Combine(folder, "batch.sh");
}
