using System.Diagnostics;
using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public class BatchScriptTests
{
    [Fact]
    public void The_shell_gives_the_program_every_word_as_it_is()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no bash");
        string[] words = ["/a folder/it's $HOME", "`ls` \"x\" \\ * !", "two\nlines", "--set", "a:b={\"times\": 3}", ""];
        Assert.Equal((0, string.Concat(words.Select(word => $"<{word}>"))), Bash(BatchScript.Of(new SlurmSettings(), "n", 1e6, ["printf", "<%s>", .. words])));
    }

    [Fact]
    public void The_script_ends_as_its_task_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no bash");
        Assert.Equal(3, Bash(BatchScript.Of(new SlurmSettings(), "n", 1e6, ["sh", "-c", "exit 3"])).Code);
    }

    [Fact]
    public void A_notice_of_the_time_limit_becomes_a_SIGTERM_and_a_requeue_where_the_task_has_saved_itself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no bash");
        var script = BatchScript.Of(new SlurmSettings(), "n", 1e6, ["sh", "-c", "trap 'exit 130' TERM; kill -USR1 $PPID; while :; do sleep 0.05; done"]);
        Assert.Equal((130, "requeue 17\n"), Bash("scontrol() { echo \"$@\"; }\nSLURM_JOB_ID=17\n" + script));
        Assert.Equal((1, ""), Bash("scontrol() { echo \"$@\"; }\nSLURM_JOB_ID=17\n" + script.Replace("exit 130", "exit 1", StringComparison.Ordinal)));
    }

    /// <summary>It was lost once, and the task went on into its time limit.</summary>
    [Fact]
    public void A_notice_that_comes_before_the_task_has_a_number_is_handed_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no bash");
        var script = BatchScript.Of(new SlurmSettings(), "n", 1e6, ["sh", "-c", "trap 'exit 130' TERM; while :; do sleep 0.05; done"]);
        Assert.Equal((130, "requeue 17\n"), Bash("scontrol() { echo \"$@\"; }\nSLURM_JOB_ID=17\n" + script.Replace("task=$!", "kill -USR1 $$; sleep 1; task=$!", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_asked_for_stands_in_the_directives()
    {
        var lines = BatchScript.Of(new SlurmSettings { Partition = "short", Account = "lab", Time = "1-00:00:00", CpusPerTask = 4 }, "name", 100 << 20, ["x"]).Split('\n');
        // 4 runs of 100 MiB with a quarter more, and 512 MB.
        foreach (var wanted in (string[])["--partition=short", "--account=lab", "--time=1-00:00:00", "--cpus-per-task=4", "--mem=989M", "--job-name=name", "--requeue"])
            Assert.Contains($"#SBATCH {wanted}", lines);
        Assert.DoesNotContain(BatchScript.Of(new SlurmSettings { Memory = "2G" }, "n", 1, ["x"]).Split('\n'), line => line.Contains("partition", StringComparison.Ordinal) || line.Contains("account", StringComparison.Ordinal) || line.Contains("time=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(new[] { 0 }, "0")]
    [InlineData(new[] { 0, 1, 2, 3 }, "0-3")]
    [InlineData(new[] { 0, 2, 3, 7 }, "0,2-3,7")]
    public void Numbers_of_tasks_are_written_as_sbatch_takes_them(int[] numbers, string expected) => Assert.Equal(expected, SlurmCommands.Ranges(numbers));

    [Fact]
    public void Arms_of_a_point_and_replicate_stay_together()
    {
        var runs = (from arm in Enumerable.Range(0, 3) from point in Enumerable.Range(0, 5) from replicate in Enumerable.Range(0, 7) select new StudyRun(arm, point, [], replicate, replicate)).ToArray();
        var shares = TaskShare.Divide(runs, new SlurmSettings { Tasks = 4 });
        Assert.Equal(4, shares.Length);
        Assert.Equal(runs.ToHashSet(), shares.SelectMany(share => share).ToHashSet());
        Assert.Equal(runs.Length, shares.Sum(share => share.Length));
        Assert.All(shares, share => Assert.All(share.GroupBy(run => (run.Point, run.Replicate)), group => Assert.Equal(3, group.Count())));
        Assert.InRange(shares.Max(share => share.Length) - shares.Min(share => share.Length), 0, 3);
        // As many tasks as keep every processor busy, but no more than there is work for, nor than a cluster allows.
        Assert.Equal(9, TaskShare.Divide(runs, new SlurmSettings { CpusPerTask = 4 }).Length);
        Assert.Equal(35, TaskShare.Divide(runs, new SlurmSettings { Tasks = 1000 }).Length);
        Assert.Equal(100, TaskShare.Divide(Enumerable.Range(0, 500).Select(r => new StudyRun(0, 0, [], r, r)), new SlurmSettings()).Length);
    }

    private static (int Code, string Output) Bash(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        // As a file, as Slurm does; standard input would be read by the task.
        var file = Path.GetTempFileName();
        File.WriteAllText(file, script);
        bash.StandardInput.WriteLine($"exec bash '{file}'");
        bash.StandardInput.Close();
        var output = bash.StandardOutput.ReadToEndAsync();
        var hasEnded = bash.WaitForExit(60_000);
        bash.Kill(entireProcessTree: true);
        File.Delete(file);
        Assert.True(hasEnded, "the script has not ended within a minute");
        return (bash.ExitCode, output.Result);
    }
}
