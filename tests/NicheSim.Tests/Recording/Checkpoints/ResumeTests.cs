using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Determinism;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Recording;

/// <summary>A run that was stopped, however often and wherever, ends in the bytes of one that was not.</summary>
public class ResumeTests
{
    /// <summary>Events and a treatment within days that the test sees the both sides of, and readouts that look back.</summary>
    private static readonly string[] Eventful =
    [
        .. TinyNiche.Busy,
        """events={"plague":{"day":2,"set":{"cells:sleeper:states:awake:die:perDay":1.5}},"plague-over":{"day":2.5,"set":{"cells:sleeper:states:awake:die:perDay":0.1}},"more":{"day":3,"add":{"type":"mover","count":7}}}""",
        """treatments={"rest":{"fromDay":1,"toDay":3.2,"halfLifeDays":0.5,"intervalDays":1,"multiplies":{"move":{"factor":0.2}}}}""",
        """readouts:growth={"kind":"growth-rate","readout":"movers","windowDays":1}""", """readouts:first={"kind":"first-time","readout":"movers","level":8}""",
        """readouts:deaths={"kind":"event-rate","event":"die","types":"sleeper"}""", """readouts:holes={"kind":"lesion-count"}""", """readouts:turnover={"kind":"resorption-rate"}""",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_stopped_again_and_again_ends_in_the_same_bytes(int seed)
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(Eventful);
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["whole"] }).Status);
        var random = new Random(seed);

        RunResult result;
        var stops = 0;
        do
        {
            result = RunFor(scenario, folder["parts"], random.Next(1, 14), threads: 1 + (stops++ % 3));
            Assert.NotEqual(RunStatus.Refused, result.Status);
        }
        while (result.Status != RunStatus.Complete);

        Assert.True(stops > 6);
        RunComparison.AssertSame(folder["whole"], folder["parts"]);
    }

    [Fact]
    public void What_was_written_after_the_checkpoint_is_written_again()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(Eventful);
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });
        foreach (var (saved, killed) in ((int, int)[])[(0, 1), (0, 50), (6, 7), (11, 12), (47, 55), (48, 90), (70, 73), (95, 96)])
        {
            // As if the process had been killed at one tick, with a checkpoint of an earlier one: tables are ahead of it, the record says running, half a file is left.
            RunFor(scenario, folder["run"], saved);
            File.Copy(folder["run/checkpoint"], folder["saved"], overwrite: true);
            RunFor(scenario, folder["run"], killed - saved);
            File.Move(folder["saved"], folder["run/checkpoint"], overwrite: true);
            (RunRecord.Read(folder["run"])! with { Status = RunStatus.Running }).Write(folder["run"]);
            File.WriteAllText(folder["run/checkpoint.new"], "half a");
            File.AppendAllText(folder["run/readouts.csv"], "3.25,1");

            Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["run"], Resume = true, Threads = 2 }).Status);
            RunComparison.AssertSame(folder["whole"], folder["run"]);
            Directory.Delete(folder["run"], recursive: true);
        }
    }

    [Fact]
    public void A_niche_in_which_everything_happens_goes_on_in_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var scenario = RunPreparation.LoadText("rich.json", RichNiche.Text(), new LoaderOptions { Assignments = ["time:durationDays=2", "time:recordEveryHours=3"] }).Scenario!;
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });

        foreach (var ticks in (int[])[5, 1, 18, 23, 1, 0, 24, 1])
            Assert.Equal(RunStatus.Interrupted, RunFor(scenario, folder["parts"], ticks, threads: 2).Status);
        Assert.Equal(RunStatus.Complete, RunFor(scenario, folder["parts"], 1000).Status);

        RunComparison.AssertSame(folder["whole"], folder["parts"]);
    }

    public static TheoryData<string> Scenarios => [.. Library.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_shipped_scenario_goes_on_in_the_same_bytes(string name)
    {
        using var folder = new TemporaryFolder();
        var longRun = Environment.GetEnvironmentVariable("NICHESIM_LONG") == "1";
        var days = longRun ? "3" : "0.25";
        var scenario = RunPreparation.Load(Path.Combine(Library.Scenarios, name + ".json"), new LoaderOptions { LibraryFolders = [Library.Scenarios], Assignments = [$"time:durationDays={days}", "time:recordEveryHours=2"] }).Scenario!;
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"], Threads = 2 });
        var random = new Random(name.Length);

        var ticks = scenario.Plan.LastTick - scenario.Plan.FirstTick;
        foreach (var stop in Enumerable.Range(0, longRun ? 6 : 2).Select(_ => random.Next(1, ticks / (longRun ? 7 : 3))))
            RunFor(scenario, folder["parts"], stop);
        Assert.Equal(RunStatus.Complete, RunFor(scenario, folder["parts"], int.MaxValue, threads: 2).Status);

        RunComparison.AssertSame(folder["whole"], folder["parts"]);
    }

    /// <summary>From 20,000 cells on the storage is sorted now and then: when, must not depend on where a run was stopped.</summary>
    [Fact]
    public void A_run_of_many_cells_goes_on_in_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(
            "lattice:widthVoxels=250", "lattice:heightVoxels=200", "tissue:bone:pattern=none", "regions={}", "time:durationDays=0.5", """cells:mover:move={"speedUmPerHour":20,"persistenceHours":1}""",
            """cells:mover:divide={"meanCycleHours":30}""", """cells:mover:start={"a":{"count":21000}}""");
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });
        foreach (var stop in (ReadOnlySpan<int>)[2, 5])
            RunFor(scenario, folder["parts"], stop);
        RunFor(scenario, folder["parts"], int.MaxValue);

        RunComparison.AssertSame(folder["whole"], folder["parts"]);
    }

    [Fact]
    public void Saving_at_every_tick_changes_no_byte()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(Eventful);
        Run.Execute(scenario, new RunOptions { Folder = folder["seldom"] });
        Run.Execute(scenario, new RunOptions { Folder = folder["always"], CheckpointSeconds = 0 });

        RunComparison.AssertSame(folder["seldom"], folder["always"]);
    }

    [Fact]
    public void An_empty_or_missing_folder_or_one_without_a_checkpoint_starts_the_run()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        Directory.CreateDirectory(folder["empty"]);
        Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });
        // Killed before the first checkpoint, in the middle of a row.
        RunFor(scenario, folder["early"], 20);
        File.Delete(folder["early/checkpoint"]);
        File.AppendAllText(folder["early/events.csv"], "0.5,");
        (RunRecord.Read(folder["early"])! with { Status = RunStatus.Running }).Write(folder["early"]);
        // Killed before there was a record.
        Directory.CreateDirectory(folder["bare"]);
        File.WriteAllText(folder["bare/.lock"], "");
        File.WriteAllText(folder["bare/run.json.new"], "{");

        foreach (var name in (string[])["missing", "empty", "early"])
        {
            Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder[name], Resume = true }).Status);
            RunComparison.AssertSame(folder["whole"], folder[name]);
        }

        Assert.Equal(FolderVerdict.Free, RunFolder.Examine(folder["bare"], scenario.Hash, 3).Verdict);
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["bare"], Resume = true }).Status);
    }

    [Fact]
    public void A_complete_run_is_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        var first = Run.Execute(scenario, new RunOptions { Folder = folder["run"] });
        var written = File.GetLastWriteTimeUtc(folder["run/run.json"]);

        var second = Run.Execute(scenario, new RunOptions { Folder = folder["run"], Resume = true });

        Assert.Equal((first.Status, first.StateHash, first.Ticks, first.Cells), (second.Status, second.StateHash, second.Ticks, second.Cells));
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder["run/run.json"]));
    }

    [Fact]
    public void Another_scenario_seed_or_engine_is_refused_and_nothing_is_touched()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        RunFor(scenario, folder["run"], 20);
        RunComparison.Copy(folder["run"], folder["before"]);

        Refused(TinyNiche.Compile([.. TinyNiche.Busy, "cells:mover:divide:meanCycleHours=31"]), "another scenario or seed");
        Refused(TinyNiche.Compile([.. TinyNiche.Busy, "seed=4"]), "another scenario or seed");
        RunComparison.AssertSame(folder["before"], folder["run"]);

        var record = RunRecord.Read(folder["run"])!;
        (record with { EngineHash = "other" }).Write(folder["run"]);
        Refused(scenario, "another version of the engine");
        record.Write(folder["run"]);
        RunComparison.AssertSame(folder["before"], folder["run"]);

        // A checkpoint from elsewhere in the folder.
        RunFor(TinyNiche.Compile([.. TinyNiche.Busy, "seed=4"]), folder["other"], 20);
        File.Copy(folder["other/checkpoint"], folder["run/checkpoint"], overwrite: true);
        Refused(scenario, "is of another scenario, seed or beginning");

        void Refused(CompiledScenario another, string why)
        {
            var result = Run.Execute(another, new RunOptions { Folder = folder["run"], Resume = true });
            Assert.Equal(RunStatus.Refused, result.Status);
            Assert.Contains(why, result.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("populations.csv", "has lost rows")]
    [InlineData("fields.csv", "was changed")]
    [InlineData("map-first.csv", "is missing")]
    public void Tables_that_do_not_fit_are_refused_and_nothing_is_touched(string name, string why)
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        RunFor(scenario, folder["run"], 20);
        var content = folder.Text("run/" + name);
        if (why == "has lost rows")
            File.WriteAllText(folder["run/" + name], content[..^3]);
        else if (why == "was changed")
            File.WriteAllText(folder["run/" + name], content.Replace("day", "DAY", StringComparison.Ordinal));
        else
            File.Delete(folder["run/" + name]);
        RunComparison.Copy(folder["run"], folder["before"]);

        var result = Run.Execute(scenario, new RunOptions { Folder = folder["run"], Resume = true });

        Assert.Equal(RunStatus.Refused, result.Status);
        Assert.Contains(why, result.Message, StringComparison.Ordinal);
        RunComparison.AssertSame(folder["before"], folder["run"]);
    }

    [Fact]
    public void A_process_that_ended_without_a_word_is_said()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        RunFor(scenario, folder["run"], 20);
        (RunRecord.Read(folder["run"])! with { Status = RunStatus.Running }).Write(folder["run"]);

        var (verdict, message) = RunFolder.Examine(folder["run"], scenario.Hash, 3);

        Assert.Equal(FolderVerdict.Unfinished, verdict);
        Assert.Contains($"its process ({Environment.ProcessId} on {Environment.MachineName}, begun ", message, StringComparison.Ordinal);
        Assert.EndsWith("ended without a word", message, StringComparison.Ordinal);
    }

    /// <summary>Runs or resumes for so many ticks.</summary>
    internal static RunResult RunFor(CompiledScenario scenario, string folder, int ticks, int threads = 1, string? from = null)
    {
        using var stop = new CancellationTokenSource();
        int? start = null;
        return Run.Execute(scenario, new RunOptions { Folder = folder, Resume = true, Threads = threads, From = from }, at =>
        {
            start ??= at.Tick;
            if (at.Tick - start >= ticks)
                stop.Cancel();
        }, stop.Token);
    }
}
