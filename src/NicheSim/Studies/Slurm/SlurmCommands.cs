using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NicheSim.Studies;

/// <summary>A task as squeue shows it.</summary>
/// <param name="Job">Number of its array job.</param>
/// <param name="State">As Slurm calls it: PENDING, RUNNING, FAILED, ...</param>
/// <param name="Reason">Why it waits.</param>
internal readonly record struct QueuedTask(long Job, string State, string Reason)
{
    /// <summary>States that a task does not leave any more (squeue(1), JOB STATE CODES); all others lead on.</summary>
    private static readonly string[] Ended = ["BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT"];

    public bool IsActive => !Ended.Contains(State);

    public bool IsRunning => State is "RUNNING" or "COMPLETING";

    /// <summary>It is being ended, or ends by itself.</summary>
    public bool IsCompleting => State == "COMPLETING";

    public bool IsCancelled => State == "CANCELLED";
}

/// <summary>Slurm's own commands.</summary>
internal static class SlurmCommands
{
    private const string Submitter = "sbatch", Queue = "squeue";

    /// <summary>A controller that is busy answers late; one that is away does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>The first command that this machine lacks; null where all are there.</summary>
    public static string? Missing()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Array.Find([Submitter, Queue], command => !Array.Exists(folders, folder => File.Exists(Path.Combine(folder, command))));
    }

    /// <summary>Submits tasks of an array.</summary>
    /// <param name="script">The batch script; tasks work in its folder.</param>
    /// <param name="tasks">Numbers of the tasks.</param>
    /// <param name="throttle">Most that run at a time.</param>
    /// <returns>Number of the job, or what sbatch said instead.</returns>
    public static (string? Job, string Problem) Submit(string script, IReadOnlyList<int> tasks, int? throttle)
    {
        var most = throttle is { } number ? string.Create(CultureInfo.InvariantCulture, $"%{number}") : "";
        var (answer, problem) = Call(Submitter, "--parsable", $"--chdir={Path.GetDirectoryName(script)}", $"--array={Ranges(tasks)}{most}", script);
        // Of several clusters the answer names the one: number;cluster.
        return (answer?.Trim().Split(';')[0], problem);
    }

    /// <summary>The tasks of all jobs of a name, by number; null and the reason where Slurm does not answer. Tasks that ended are there for some minutes.</summary>
    public static (IReadOnlyDictionary<int, QueuedTask>? Tasks, string Problem) Look(string name)
    {
        var (answer, problem) = Call(Queue, "--noheader", "--array", "--states=all", $"--name={name}", "--format=%F|%K|%T|%r");
        if (answer is null)
            return (null, problem);
        var tasks = new Dictionary<int, QueuedTask>();
        foreach (var fields in answer.Split('\n').Select(line => line.Trim().Split('|')).Where(fields => fields.Length == 4))
            if (long.TryParse(fields[0], CultureInfo.InvariantCulture, out var job) && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var task)
                && !(tasks.TryGetValue(task, out var other) && other.Job > job))
                tasks[task] = new QueuedTask(job, fields[2], fields[3]);
        return (tasks, "");
    }

    /// <summary><c>0-3,7</c>: an array's numbers, in order, as sbatch takes them.</summary>
    internal static string Ranges(IReadOnlyList<int> numbers)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var number in numbers)
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        return string.Join(',', ranges.Select(range => range.First == range.Last ? FormattableString.Invariant($"{range.First}") : FormattableString.Invariant($"{range.First}-{range.Last}")));
    }

    private static (string? Output, string Problem) Call(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                return (null, $"{command} does not answer");
            }

            process.WaitForExit();
            return process.ExitCode == 0 ? (output.Result, "") : (null, error.Result.Trim() is { Length: > 0 } said ? said.ReplaceLineEndings("; ") : FormattableString.Invariant($"{command} ended with {process.ExitCode}"));
        }
        catch (Win32Exception e)
        {
            return (null, $"{command} cannot be run: {e.Message}");
        }
    }
}
