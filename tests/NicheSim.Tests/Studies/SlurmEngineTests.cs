using System.Diagnostics;
using NicheSim.Studies;
using NicheSim.Tests.Cli;

namespace NicheSim.Tests.Studies;

/// <summary>Studies through a real Slurm, as processes: the tables are those of this machine, byte by byte, whatever happens to tasks and node.</summary>
public sealed class SlurmEngineTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    /// <summary>A run of about a second; a cell more or less changes the time little.</summary>
    private const string Niche =
        """
        {
          "time": { "durationDays": 20, "tickMinutes": 20, "recordEveryHours": 12 },
          "lattice": { "widthVoxels": 40, "heightVoxels": 40, "voxelUm": 15 },
          "fields": { "F": { "diffusionUm2PerSecond": 10, "decayPerMinute": 0.05, "molecularWeightKDa": 10, "outOfPlaneLossPerMinute": 0 } },
          "cells": { "mover": { "start": { "a": { "count": 40 } }, "move": { "speedUmPerHour": 15, "persistenceHours": 1 }, "divide": { "meanCycleHours": 40 }, "die": { "perDay": 0.4 }, "secrete": { "F": { "moleculesPerSecond": 20 } } } },
          "rules": { "slow": { "cell": "mover", "signal": "field:F", "halfMaximumPicomolar": 5, "hill": 2, "decreases": "move", "toUmPerHour": 2 } }
        }
        """;

    private const string Study =
        """
        { "format": 1, "scenario": "niche.json", "replicates": { "count": 3 }, "trunk": { "untilDay": 5 },
          "arms": { "slow": {}, "fast": { "set": { "rules:slow:enabled": false } } },
          "outcomes": { "many": { "readout": "mover", "above": 60 } } }
        """;

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_killed_task_and_a_killed_slurmd_change_no_byte()
    {
        NeedCluster();
        Write();
        using var local = Start("local", "--replicates", "8");
        AssertEnds(local, 0);

        // A folder that a careless script would take apart. Enough runs that other tasks go on when one is cancelled, so that it is known to have been alone.
        using var command = Start("a 'study' $HOME", "--engine", "slurm", "--tasks", "3", "--replicates", "8");
        var slurm = Path.Combine("a 'study' $HOME", "slurm");
        using (var task = Process.GetProcessById(WaitForRun(slurm, 0).Process))
            task.Kill();
        WaitForRun(slurm, 1);
        cluster.Call("scancel", "--signal=KILL", $"{Submission.Read(_shell.PathOf(slurm))!.Jobs[0]}_1");
        WaitForRun(slurm, 2);
        cluster.KillNode();
        Thread.Sleep(300);
        cluster.StartNode();
        AssertEnds(command, 0);

        Assert.True(Submission.Read(_shell.PathOf(slurm))!.Jobs.Length > 1, "no task was submitted again");
        foreach (var killed in (int[])[0, 1])
            Assert.Equal(2, Starts(slurm, killed));
        AssertSameTables("local", "a 'study' $HOME");
        using var again = Start("a 'study' $HOME", "--engine", "slurm", "--replicates", "8");
        AssertEnds(again, 0);
        Assert.Equal(1, Submission.Read(_shell.PathOf(slurm))!.Number);
    }

    [Fact]
    public void An_interrupted_command_leaves_its_job_and_the_next_one_follows_it()
    {
        NeedCluster();
        Write();
        using var first = Start("out", "--engine", "slurm", "--tasks", "2", "--array-throttle", "1", "--replicates", "20");
        WaitForRun("out/slurm", 0);
        // The second task waits, so that the job goes on however late the commands below come.
        var job = Submission.Read(_shell.PathOf("out/slurm"))!.Jobs.Single();
        cluster.Call("scontrol", "hold", $"{job}_1");
        // Not SIGINT, which is ignored below a shell that was started in the background.
        cluster.Call("kill", "-TERM", $"{first.Id}");
        var said = AssertEnds(first, 130);
        Assert.Contains($"scancel {job} ends it", said, StringComparison.Ordinal);

        using (var other = Start("out", "--engine", "slurm", "--replicates", "25"))
            Assert.Contains($"job {job} still works on this study as it was before", AssertEnds(other, 1), StringComparison.Ordinal);
        cluster.Call("scontrol", "release", $"{job}_1");
        using var second = Start("out", "--engine", "slurm", "--replicates", "20");
        AssertEnds(second, 0);
        Assert.Equal([job], Submission.Read(_shell.PathOf("out/slurm"))!.Jobs);
    }

    [Fact]
    public void A_task_at_its_time_limit_saves_its_runs_and_goes_back_into_the_queue()
    {
        NeedCluster();
        Write();
        using var command = Start("out", "--engine", "slurm", "--tasks", "1", "--time", "10");
        WaitForRun("out/slurm", 0);
        var job = Submission.Read(_shell.PathOf("out/slurm"))!.Jobs.Single();
        // What Slurm itself sends a minute before the limit.
        cluster.Call("scancel", "--batch", "--signal=USR1", job);
        AssertEnds(command, 0);
        Assert.Contains("interrupted: ", File.ReadAllText(_shell.PathOf("out/slurm/1/0.log")), StringComparison.Ordinal);
        Assert.Equal(2, Starts("out/slurm", 0));
        Assert.Equal([job], Submission.Read(_shell.PathOf("out/slurm"))!.Jobs);
    }

    [Fact]
    public void A_cancelled_job_is_not_submitted_again()
    {
        NeedCluster();
        Write();
        using var command = Start("out", "--engine", "slurm", "--tasks", "3");
        WaitForRun("out/slurm", 0);
        cluster.Call("scancel", Submission.Read(_shell.PathOf("out/slurm"))!.Jobs.Single());
        Assert.Contains("was cancelled; the same command goes on", AssertEnds(command, 1), StringComparison.Ordinal);
        Assert.Single(Submission.Read(_shell.PathOf("out/slurm"))!.Jobs);
    }

    [Fact]
    public void Tasks_refuse_a_study_that_was_changed_and_are_not_submitted_again()
    {
        NeedCluster();
        Write();
        using var command = Start("out", "--engine", "slurm", "--tasks", "3", "--array-throttle", "1");
        WaitForRun("out/slurm", 0);
        _shell.Write("niche.json", Niche.Replace("\"count\": 40", "\"count\": 41", StringComparison.Ordinal));
        Assert.Contains("the study is not the one that was submitted", AssertEnds(command, 1), StringComparison.Ordinal);
        Assert.Single(Submission.Read(_shell.PathOf("out/slurm"))!.Jobs);
        Assert.Contains("nichesim: error: the study is not the one", File.ReadAllText(_shell.PathOf("out/slurm/1/2.log")), StringComparison.Ordinal);
        Assert.Contains("ExitCode=2:0", cluster.Call("scontrol", "show", "job", $"{Submission.Read(_shell.PathOf("out/slurm"))!.Jobs[0]}_2"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_is_lost_again_and_again_is_given_up()
    {
        NeedCluster();
        Write();
        using var command = Start("out", "--engine", "slurm", "--tasks", "2", "--array-throttle", "1");
        WaitForRun("out/slurm", 0);
        File.Delete(_shell.PathOf("out/slurm/1/1.share.json"));
        Assert.Contains("ended 4 times in a row before any further run did (last as FAILED)", AssertEnds(command, 1), StringComparison.Ordinal);
        Assert.Equal(4, Submission.Read(_shell.PathOf("out/slurm"))!.Jobs.Length);
        var status = StudyStatus.Read(_shell.PathOf("out"))!;
        Assert.Equal((6, 4, 0), (status.Runs, status.Complete, status.Failed));
    }

    [Fact]
    public void A_run_that_fails_is_told_and_not_tried_for_ever()
    {
        NeedCluster();
        _shell.Write("niche.json", Shell.Tiny);
        _shell.Write("study.json", """{ "format": 1, "scenario": "niche.json", "replicates": { "count": 2 }, "parameters": { "founders": { "path": "cells:amoeba:start:some:count", "values": [5, 500] } } }""");
        using var command = Start("out", "--engine", "slurm", "--tasks", "2");
        Assert.Contains("asks for 500 cells, but there is room for", AssertEnds(command, 1), StringComparison.Ordinal);
        Assert.Single(Submission.Read(_shell.PathOf("out/slurm"))!.Jobs);
        var status = StudyStatus.Read(_shell.PathOf("out"))!;
        Assert.Equal((4, 2, 2), (status.Runs, status.Complete, status.Failed));
    }

    [Fact]
    public void What_sbatch_refuses_is_told_as_it_says_it()
    {
        NeedCluster();
        Write();
        using var command = Start("out", "--engine", "slurm", "--partition", "nowhere");
        Assert.Contains("invalid partition specified: nowhere", AssertEnds(command, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--engine slurm", "sbatch is not on this machine's PATH")]
    [InlineData("--engine pbs", "--engine: expected local or slurm, found \"pbs\"")]
    [InlineData("--partition short", "--partition goes with --engine slurm")]
    [InlineData("--engine slurm --threads 2", "--threads goes with --engine local")]
    [InlineData("--engine slurm --time a;b", "--time: expected letters, digits and")]
    [InlineData("--engine slurm --tasks 0", "--tasks: expected a whole number from 1 on")]
    [InlineData("--slurm-task out", "there is no SLURM_ARRAY_TASK_ID")]
    public void Bad_arguments_are_refused_with_a_word(string arguments, string expected)
    {
        Write();
        using var command = Start("out", withSlurm: false, arguments.Split(' '));
        Assert.Contains(expected, AssertEnds(command, 2), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.PathOf("out")));
    }

    private void NeedCluster() => Assert.SkipUnless(cluster.Problem.Length == 0, $"no Slurm: {cluster.Problem}");

    private void Write()
    {
        _shell.Write("niche.json", Niche);
        _shell.Write("study.json", Study);
    }

    /// <summary>Waits until a task of the first submission makes a run.</summary>
    private ShareStatus WaitForRun(string slurm, int task)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(180); Thread.Sleep(20))
            if (ShareStatus.Read(_shell.PathOf(Path.Combine(slurm, "1")), task) is { State: ShareState.Running, Running: > 0 } status)
                return status;
        throw new TimeoutException($"task {task} makes no run");
    }

    /// <summary>How often a task of the first submission was started.</summary>
    private int Starts(string slurm, int task) => File.ReadAllText(_shell.PathOf(Path.Combine(slurm, "1", $"{task}.log"))).Split($"task {task} on ").Length - 1;

    private static string AssertEnds(Process process, int code)
    {
        var said = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(300_000), "the command does not end");
        Assert.True(process.ExitCode == code, $"{process.ExitCode}: {said.Result}");
        return said.Result;
    }

    private void AssertSameTables(string expected, string actual)
    {
        string[] tables = [.. StudyFolder.Tables.Where(table => File.Exists(_shell.PathOf(Path.Combine(expected, table))))];
        Assert.True(tables.Length >= 6);
        foreach (var table in tables)
            Assert.True(File.ReadAllBytes(_shell.PathOf(Path.Combine(expected, table))).AsSpan().SequenceEqual(File.ReadAllBytes(_shell.PathOf(Path.Combine(actual, table)))), $"{table} differs");
    }

    private Process Start(string folder, params string[] options) => Start(folder, withSlurm: true, options);

    private Process Start(string folder, bool withSlurm, params string[] options)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll"), "study", "study.json", "--quiet", "--out", folder, .. options])
        {
            WorkingDirectory = _shell.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (withSlurm)
            info.Environment["SLURM_CONF"] = cluster.Configuration;
        else
            info.Environment["PATH"] = _shell.Folder;
        return Process.Start(info)!;
    }
}
