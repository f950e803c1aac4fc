using NicheSim.Recording;
using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public sealed class StudyExecutionTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_run_is_what_the_scenario_alone_would_be()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        Assert.Equal(RunStatus.Complete, _bench.Run(plan).Status);
        var run = plan.Runs[^1];
        var alone = Run.Execute(plan.Compiler.Compile(plan.Arms[run.Arm], run.Values, run.Seed), new RunOptions { Folder = _bench.PathOf("alone") });
        var outcome = new RunSite(plan, new RunStore(Path.Combine(_bench.Out, "runs"))).Look(run);
        Assert.Equal(alone.StateHash, outcome.StateHash);
        Assert.Equal(File.ReadAllText(Path.Combine(alone.Folder, "populations.csv")), File.ReadAllText(Path.Combine(_bench.Out, "runs", outcome.Key, "populations.csv")));
    }

    [Fact]
    public void Tables_do_not_depend_on_the_number_of_runs_at_a_time()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        _bench.Run(plan, _bench.PathOf("one"), processors: 1);
        _bench.Run(plan, _bench.PathOf("three"), processors: 3);
        StudyBench.AssertSameTables(_bench.PathOf("one"), _bench.PathOf("three"));
    }

    [Fact]
    public void What_is_done_is_not_done_again_and_a_study_can_be_extended()
    {
        Assert.Equal(8, _bench.Run(_bench.Plan(StudyBench.TwoArms)).Made);
        Assert.Equal(0, _bench.Run(_bench.Plan(StudyBench.TwoArms)).Made);
        Assert.Equal(4, _bench.Run(_bench.Plan(StudyBench.TwoArms, "replicates:count=6")).Made);
        var withThird = StudyBench.TwoArms.Replace("\"untreated\": {}", "\"untreated\": {}, \"slow\": { \"set\": { \"cells:amoeba:divide:meanCycleHours\": 60 } }", StringComparison.Ordinal);
        Assert.Equal(6, _bench.Run(_bench.Plan(withThird, "replicates:count=6")).Made);
        _bench.Run(_bench.Plan(withThird, "replicates:count=6"), _bench.PathOf("fresh"));
        StudyBench.AssertSameTables(_bench.PathOf("fresh"), _bench.Out);
    }

    [Fact]
    public void A_study_that_was_stopped_goes_on_and_ends_in_the_same_tables()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        using var stop = new CancellationTokenSource();
        var first = _bench.Run(plan, stop: stop.Token, progress: now => { if (now.Complete >= 2) stop.Cancel(); });
        Assert.Equal(RunStatus.Interrupted, first.Status);
        Assert.InRange(first.Complete, 2, 7);
        Assert.Equal(RunStatus.Interrupted, StudyStatus.Read(_bench.Out)!.Status);
        var second = _bench.Run(plan);
        Assert.Equal((RunStatus.Complete, 8), (second.Status, second.Made + first.Made));
        _bench.Run(plan, _bench.PathOf("whole"));
        StudyBench.AssertSameTables(_bench.PathOf("whole"), _bench.Out);
    }

    [Fact]
    public void A_run_that_fails_is_told_and_stops_no_other()
    {
        var plan = _bench.Plan(
            """
            { "scenario": "niche.json", "set": { "cells:amoeba:start:some:count": 370 },
              "parameters": { "width": { "path": "lattice:widthVoxels", "values": [20, 10, 21] } } }
            """);
        var result = _bench.Run(plan);
        Assert.Equal((RunStatus.Failed, 3, 2), (result.Status, result.Runs, result.Complete));
        Assert.Equal(["all, point 1, seed 1: asks for 370 cells, but there is room for 200"], result.Failures);
        Assert.Equal((1, 2), (StudyStatus.Read(_bench.Out)!.Failed, StudyStatus.Read(_bench.Out)!.Complete));
        var again = _bench.Run(plan);
        Assert.Equal((RunStatus.Failed, 0), (again.Status, again.Made));
    }

    [Fact]
    public void Arms_branch_from_one_saved_state()
    {
        const string Branching = """
            { "scenario": "niche.json", "replicates": { "count": 3 }, "trunk": { "untilDay": 1 },
              "arms": { "untreated": {}, "treated": { "overlays": ["drug.json"], "set": { "treatments:drug:fromDay": 1 } } } }
            """;
        var folder = _bench.Complete(Branching);
        var plan = _bench.Plan(Branching);
        var site = new RunSite(plan, new RunStore(Path.Combine(folder, "runs")));
        var outcomes = plan.Runs.Select(site.Look).ToArray();
        Assert.All(outcomes, outcome => Assert.Equal([0, 0.5, 1, 1.5, 2], outcome.Tables!.Days));
        for (var r = 0; r < 3; r++)
        {
            var (untreated, treated) = (outcomes[r].Tables!.Column("amoebas")!, outcomes[r + 3].Tables!.Column("amoebas")!);
            Assert.Equal(untreated.Take(3), treated.Take(3));
            Assert.True(untreated[4] > treated[4]);
        }

        // The untreated arm is what it would have been without a branch.
        var whole = Run.Execute(plan.Compiler.Compile(plan.Arms[0], [], plan.Seeds[0]), new RunOptions { Folder = _bench.PathOf("whole") });
        Assert.Equal(whole.StateHash, outcomes[0].StateHash);
    }

    /// <summary>A trunk that is complete is of no use to a further arm without its checkpoint.</summary>
    [Fact]
    public void A_trunk_from_which_nothing_can_branch_is_made_again()
    {
        const string Branching = """{ "scenario": "niche.json", "replicates": { "count": 3 }, "trunk": { "untilDay": 1 }, "arms": { "untreated": {}, "treated": { "overlays": ["drug.json"] } } }""";
        var more = Branching.Replace("\"untreated\": {}", "\"untreated\": {}, \"dying\": { \"set\": { \"cells:amoeba:die:perDay\": 0.9 } }", StringComparison.Ordinal);
        var checkpoints = Directory.GetFiles(Path.Combine(_bench.Complete(Branching), "runs"), "checkpoint", SearchOption.AllDirectories);
        Assert.Equal(3, checkpoints.Length);
        File.Delete(checkpoints[0]);
        File.WriteAllText(checkpoints[1], "rubbish");
        _bench.Complete(more);
        _bench.Run(_bench.Plan(more), _bench.PathOf("whole"));
        StudyBench.AssertSameTables(_bench.PathOf("whole"), _bench.Out);
    }

    /// <summary>From then on a command that was told to end has nothing to wait for.</summary>
    [Fact]
    public void That_no_run_is_made_any_more_is_told_before_the_tables()
    {
        var told = 0;
        StudyExecution.Execute(_bench.Plan(StudyBench.TwoArms), _bench.Out, new LocalEngine(2, 1e9), made: () =>
        {
            told++;
            Assert.Equal(8, Directory.GetDirectories(Path.Combine(_bench.Out, "runs")).Length);
            Assert.False(File.Exists(Path.Combine(_bench.Out, StudyFolder.Runs)));
        });
        Assert.Equal(1, told);
    }

    [Theory]
    [InlineData("\"parameters\": { \"width\": { \"path\": \"lattice:widthVoxels\", \"values\": [20, 400] } }")]
    [InlineData("\"parameters\": { \"width\": { \"path\": \"lattice:widthVoxels\", \"from\": 20, \"to\": 400, \"points\": 191 } }")]
    [InlineData("\"parameters\": { \"width\": { \"path\": \"lattice:widthVoxels\", \"values\": [20, 400] } }, \"calibration\": { \"targets\": { \"t\": { \"readout\": \"amoebas\", \"from\": 1, \"to\": 2 } } }")]
    public void Memory_is_that_of_the_largest_point(string parameters)
    {
        var largest = StudyEstimate.Of(_bench.Plan("""{ "scenario": "niche.json", "set": { "lattice:widthVoxels": 400 } }"""), 1).MemoryBytes;
        Assert.InRange(StudyEstimate.Of(_bench.Plan($$"""{ "scenario": "niche.json", {{parameters}} }"""), 1).MemoryBytes, 0.9 * largest, largest);
    }

    [Fact]
    public void Files_that_are_edited_while_a_study_runs_do_not_mix_into_it()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        _bench.Run(plan, _bench.PathOf("undisturbed"));
        var result = _bench.Run(_bench.Plan(StudyBench.TwoArms), processors: 1, progress: now =>
        {
            if (now.Complete == 2)
                _bench.Write("drug.json", StudyBench.Drug.Replace("0.9", "0.1", StringComparison.Ordinal));
        });
        Assert.Equal((RunStatus.Complete, 8), (result.Status, result.Made));
        Assert.Equal(["treated"], result.ChangedArms);
        StudyBench.AssertSameTables(_bench.PathOf("undisturbed"), _bench.Out);
        var after = _bench.Run(_bench.Plan(StudyBench.TwoArms));
        Assert.Equal((4, 0), (after.Made, after.ChangedArms.Count));
    }

    [Fact]
    public void A_file_that_a_scenario_names_is_read_once()
    {
        _bench.Write("voxels.csv", "x,y\n3,4\n5,6\n");
        _bench.Write("placed.json", StudyBench.Niche.Replace("\"count\": 20", "\"place\": \"csv\", \"file\": \"voxels.csv\"", StringComparison.Ordinal));
        const string Placed = """{ "scenario": "placed.json", "replicates": { "count": 3 } }""";
        _bench.Run(_bench.Plan(Placed), _bench.PathOf("undisturbed"));
        var plan = _bench.Plan(Placed);
        _bench.Write("voxels.csv", "x,y\n3,4\n");
        Assert.Equal(["all"], _bench.Run(plan).ChangedArms);
        StudyBench.AssertSameTables(_bench.PathOf("undisturbed"), _bench.Out);
    }

    [Fact]
    public void A_run_is_compiled_of_one_text_as_of_all_its_files()
    {
        const string Multiplied = """{ "scenario": "niche.json", "arms": { "a": {}, "b": { "overlays": ["drug.json"], "set": { "cells:amoeba:die:perDay": 0.3 } } }, "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "multiplies": true, "values": [0.5, 2] } } }""";
        foreach (var study in StudyBench.Kinds.Append(Multiplied))
        {
            var plan = _bench.Plan(study);
            foreach (var run in plan.Runs.Concat(plan.Of([[.. plan.Parameters.Select(parameter => parameter.At(0.3))]], 0)))
                Assert.Equal(plan.Compiler.Try(plan.Arms[run.Arm], run.Values, run.Seed).Scenario!.Hash, plan.Compiler.Compile(plan.Arms[run.Arm], run.Values, run.Seed).Hash);
        }
    }

    [Fact]
    public void Two_processes_do_not_work_in_one_folder()
    {
        Directory.CreateDirectory(_bench.Out);
        using var held = StudyFolder.TryLock(_bench.Out);
        Assert.Contains("another process works in", _bench.Run(_bench.Plan(StudyBench.TwoArms)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_something_else_is_not_used()
    {
        Directory.CreateDirectory(_bench.Out);
        Assert.Null(StudyFolder.Problem(_bench.Out, "study"));
        File.WriteAllText(Path.Combine(_bench.Out, "mine.txt"), "x");
        Assert.Contains("holds no study", StudyFolder.Problem(_bench.Out, "study")!, StringComparison.Ordinal);
        File.Delete(Path.Combine(_bench.Out, "mine.txt"));
        _bench.Run(_bench.Plan(StudyBench.TwoArms));
        Assert.Null(StudyFolder.Problem(_bench.Out, "study"));
        Assert.Contains("holds the study \"study\"", StudyFolder.Problem(_bench.Out, "other")!, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_a_damaged_run_is_made_again()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        _bench.Run(plan, _bench.PathOf("whole"));
        var site = new RunSite(plan, new RunStore(Path.Combine(_bench.Out, "runs")));
        var folder = Path.Combine(_bench.Out, "runs", site.Look(plan.Runs[0]).Key);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "populations.csv"), "rubbish");
        Assert.Equal(RunStatus.Complete, _bench.Run(plan).Status);
        StudyBench.AssertSameTables(_bench.PathOf("whole"), _bench.Out);
    }

    [Fact]
    public void A_complete_run_whose_table_is_gone_is_made_again()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        _bench.Run(plan, _bench.PathOf("whole"));
        _bench.Run(plan);
        File.Delete(Directory.EnumerateFiles(Path.Combine(_bench.Out, "runs"), "readouts.csv", SearchOption.AllDirectories).First());
        var again = _bench.Run(plan);
        Assert.Equal((RunStatus.Complete, 1), (again.Status, again.Made));
        StudyBench.AssertSameTables(_bench.PathOf("whole"), _bench.Out);
    }

    /// <summary>Arms part after a burn-in: each is what it would have been alone, where nothing but the time after that differs.</summary>
    [Fact]
    public void Arms_may_branch_from_a_trunk_that_ends_on_day_0()
    {
        const string Study = """{ "scenario": "niche.json", "set": { "time:fromDay": -1, "time:durationDays": 1 }, "trunk": { "untilDay": 0 }, "arms": { "a": {}, "b": { "overlays": ["drug.json"] } }, "readouts": ["amoebas"] }""";
        var plan = _bench.Plan(Study);
        Assert.Equal(RunStatus.Complete, _bench.Run(plan).Status);
        var alone = _bench.Plan(Study.Replace("\"trunk\": { \"untilDay\": 0 }, ", "", StringComparison.Ordinal));
        Assert.Equal(RunStatus.Complete, _bench.Run(alone, _bench.PathOf("alone")).Status);
        var (branched, whole) = (new RunSite(plan, new RunStore(Path.Combine(_bench.Out, "runs"))), new RunSite(alone, new RunStore(Path.Combine(_bench.PathOf("alone"), "runs"))));
        foreach (var (own, other) in plan.Runs.Zip(alone.Runs))
            Assert.Equal(whole.Look(other).StateHash, branched.Look(own).StateHash);
    }

    /// <summary>A display that breaks is the command's to answer for: it ends the work instead of the process.</summary>
    [Fact]
    public void What_the_display_throws_comes_out_of_the_study()
        => Assert.Throws<InvalidOperationException>(() => _bench.Run(_bench.Plan(StudyBench.TwoArms), progress: _ => throw new InvalidOperationException("no display")));

    [Fact]
    public void Of_a_complete_run_only_tables_stay_unless_asked()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        Assert.All(Directory.GetDirectories(Path.Combine(folder, "runs")), run => Assert.False(File.Exists(Path.Combine(run, "checkpoint"))));
        var plan = _bench.Plan(StudyBench.TwoArms, "keep=everything");
        _bench.Run(plan, _bench.PathOf("all"));
        Assert.All(Directory.GetDirectories(Path.Combine(_bench.PathOf("all"), "runs")), run => Assert.True(File.Exists(Path.Combine(run, "checkpoint"))));
    }
}
