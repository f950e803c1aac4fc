using System.Globalization;
using System.Text;

namespace NicheSim.Studies;

/// <summary>The batch script of a study's tasks.</summary>
internal static class BatchScript
{
    /// <summary>How long before its time limit a task is told to save itself [s].</summary>
    private const int NoticeSeconds = 60;

    /// <summary>Memory of a process beside its runs, and the share by which a run may go beyond its estimate.</summary>
    private const double BytesOfProcess = 512e6, Margin = 1.25;

    /// <param name="settings">What to ask for.</param>
    /// <param name="name">Name of the job.</param>
    /// <param name="memoryBytes">Memory that one run is estimated to take.</param>
    /// <param name="command">Program and arguments of a task.</param>
    public static string Of(SlurmSettings settings, string name, double memoryBytes, IEnumerable<string> command)
    {
        string[] directives =
        [
            $"--job-name={name}",
            "--nodes=1",
            "--ntasks=1",
            string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={settings.CpusPerTask}"),
            $"--mem={settings.Memory ?? Megabytes((Margin * memoryBytes * settings.CpusPerTask) + BytesOfProcess)}",
            .. settings.Partition is { } partition ? [$"--partition={partition}"] : Array.Empty<string>(),
            .. settings.Account is { } account ? [$"--account={account}"] : Array.Empty<string>(),
            .. settings.Time is { } time ? [$"--time={time}"] : Array.Empty<string>(),
            "--requeue",
            string.Create(CultureInfo.InvariantCulture, $"--signal=B:USR1@{NoticeSeconds}"),
            "--output=%a.log",
            "--open-mode=append",
        ];
        var text = new StringBuilder("#!/bin/bash\n");
        foreach (var directive in directives)
            text.Append("#SBATCH ").Append(directive).Append('\n');
        return text.Append(
            $$"""

            # USR1 comes before the time limit: the task saves its runs, and goes back into the queue. SIGTERM reaches the program by itself.
            # One that comes before the task has a number waits until it has.
            again= task=
            trap 'again=yes; [ -z "$task" ] || kill -TERM "$task"' USR1
            trap : TERM
            {{string.Join(' ', command.Select(Quoted))}} &
            task=$!
            [ -z "$again" ] || kill -TERM "$task"
            while wait "$task"; kill -0 "$task" 2>/dev/null; do :; done
            wait "$task"
            code=$?
            if [ "$again" = yes ] && [ "$code" -eq 130 ]; then scontrol requeue "$SLURM_JOB_ID"; fi
            exit "$code"

            """).ToString();
    }

    /// <summary>A word that the shell takes as it stands.</summary>
    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / (1 << 20)):0}M");
}
