using System.Diagnostics;
using NicheSim.Recording;
using NicheSim.Studies;
using NicheSim.Tests.Cli;

namespace NicheSim.Tests.Studies;

/// <summary>Following a job, with scripts in place of Slurm's commands.</summary>
public sealed class SlurmFollowTests : IDisposable
{
    private const string Running = "echo '77|0|RUNNING|None'";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    /// <summary>A command was killed before sbatch told it the number; and squeue misses the task once, which is no loss.</summary>
    [Fact]
    public void A_job_whose_number_was_never_learned_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "its commands are scripts of a shell");
        _shell.Write("niche.json", Shell.Tiny);
        var plan = StudyLoader.Load(_shell.Write("study.json", """{ "format": 1, "scenario": "niche.json" }""")).Plan!;
        Submit(StudyIdentity.Of(plan));
        ShareStatus.Of(ShareState.Done, 1, 0, 0, "").Write(Directory.CreateDirectory(_shell.PathOf("done")).FullName, 0);
        Script("squeue", $"echo >> looks; case $(wc -l < looks) in 1) {Running};; 2) ;; *) cp done/0.status.json out/slurm/1/; {Running};; esac");
        Script("sbatch", "touch submitted; echo 78");

        var said = AssertEnds();
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_shell.PathOf("submitted")));
        Assert.Equal(["77"], Submission.Read(_shell.PathOf("out/slurm"))!.Jobs);
    }

    /// <summary>The folder of a study whose only task was submitted; its number is not known.</summary>
    private void Submit(string identity)
    {
        Directory.CreateDirectory(_shell.PathOf("out/slurm/1"));
        new StudyStatus
        {
            Status = RunStatus.Running, Study = "study", Version = "", EngineHash = "", Runs = 1, Complete = 0, Failed = 0, Machine = new StudyMachine("", 0, 0, default),
        }.Write(_shell.PathOf("out"));
        new Submission(1, "nichesim-study", identity, [1], []).Write(_shell.PathOf("out/slurm"));
    }

    private void Script(string name, string text)
    {
        var path = _shell.Write(name, $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The run itself is never made, so the command fails.</summary>
    private string AssertEnds()
    {
        var info = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll"), "study", "study.json", "--quiet", "--out", "out", "--engine", "slurm"])
        {
            WorkingDirectory = _shell.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        info.Environment["PATH"] = $"{_shell.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(info)!;
        var said = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(120_000), "the command does not end");
        Assert.True(process.ExitCode == 1, $"{process.ExitCode}: {said.Result}");
        return said.Result;
    }
}
