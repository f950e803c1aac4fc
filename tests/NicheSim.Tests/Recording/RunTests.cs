using System.Text.Json.Nodes;
using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.State;

namespace NicheSim.Tests.Recording;

public sealed class RunTests
{
    private static readonly string[] Tables = ["populations.csv", "fields.csv", "readouts.csv", "events.csv", "bone.csv", "map-first.csv", "map-last.csv", "scenario.json"];

    [Fact]
    public void A_run_writes_its_tables_byte_by_byte_as_worked_out()
    {
        using var folder = new TemporaryFolder();

        var result = Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] });

        Assert.Equal(RunStatus.Complete, result.Status);
        Assert.Equal(
            "day,mover,sleeper,sleeper.asleep,sleeper.awake,wall\n0,2,1,1,0,1\n0.08333333333333333,2,1,1,0,1\n0.16666666666666666,2,1,1,0,1\n", folder.Text("run/populations.csv"));
        Assert.Equal(
            "day,F.mean,F.p95,F.near_bone,F.max,F.secreted,F.supplied,F.freed,F.decayed,F.taken_up,F.flowed_out,F.stored,F.residual\n"
            + "0,0,0,0,0,0,0,0,0,0,0,0,0\n0.08333333333333333,0,0,0,0,0,0,0,0,0,0,0,0\n0.16666666666666666,0,0,0,0,0,0,0,0,0,0,0,0\n",
            folder.Text("run/fields.csv"));
        Assert.Equal(
            "day,bv_tv,mineral,eroded_surface_voxels,surface_voxels,resorbed_um3,formed_um3\n"
            + "0,0.25,0.25,0,6,0,0\n0.08333333333333333,0.25,0.25,0,6,0,0\n0.16666666666666666,0.25,0.25,0,6,0,0\n",
            folder.Text("run/bone.csv"));
        Assert.Equal("day\n0\n0.08333333333333333\n0.16666666666666666\n", folder.Text("run/events.csv"));
        Assert.Equal(
            "x,y,kind,type,state\n0,0,bone,,1\n1,0,bone,,1\n2,0,bone,,1\n3,0,bone,,1\n4,0,bone,,1\n5,0,bone,,1\n"
            + "1,1,cell,mover,\n3,1,cell,sleeper,asleep\n2,2,cell,mover,\n5,3,vessel,wall,\n",
            folder.Text("run/map-first.csv"));
        Assert.Equal(folder.Text("run/map-first.csv"), folder.Text("run/map-last.csv"));
        Assert.Equal(TinyNiche.Compile(TinyNiche.Still).Resolved, folder.Text("run/scenario.json"));
        Assert.Equal("day\n0\n0.08333333333333333\n0.16666666666666666\n", folder.Text("run/readouts.csv"));
    }

    [Fact]
    public void The_record_has_the_fields_of_the_contract_and_the_machine_apart()
    {
        using var folder = new TemporaryFolder();

        var result = Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] });

        var record = JsonNode.Parse(folder.Text("run/run.json"))!.AsObject();
        Assert.Equal(
            ["status", "scenario", "scenarioHash", "seed", "version", "engineHash", "ticks", "simulatedDays", "stateHash", "cells", "machine"], record.Select(member => member.Key));
        Assert.Equal("complete", (string?)record["status"]);
        Assert.Equal("tiny", (string?)record["scenario"]);
        Assert.Equal(3, (long?)record["seed"]);
        Assert.Equal(4, (int?)record["ticks"]);
        Assert.Equal(4, (int?)record["cells"]);
        Assert.Equal(result.StateHash, (string?)record["stateHash"]);
        Assert.Equal(64, result.StateHash.Length);
        Assert.Equal(
            ["threads", "wallSeconds", "peakMemoryBytes", "profile", "saving", "started", "ended", "host", "process", "commit"], record["machine"]!.AsObject().Select(member => member.Key));
        Assert.Equal(1, record["machine"]!["profile"]!.AsObject().Sum(share => (double?)share.Value) ?? 0, 9);
        Assert.Null(record["machine"]!["commit"]);
        Assert.DoesNotContain('\r', folder.Text("run/run.json"));
    }

    [Fact]
    public void Events_are_counted_per_interval_and_add_up_to_the_populations()
    {
        using var folder = new TemporaryFolder();

        Run.Execute(TinyNiche.Compile(TinyNiche.Busy), new RunOptions { Folder = folder["run"] });

        var events = Csv.Read(folder["run/events.csv"]);
        Assert.Equal(["day", "mover.divide.base", "sleeper.awake.become:asleep.base", "sleeper.awake.die.base"], events.Columns);
        Assert.Equal([0, 0, 0], events.Rows[0][1..]);
        var last = Csv.Read(folder["run/populations.csv"]).Rows[^1];
        Assert.Equal(5 + events.Column("mover.divide.base").Sum(), last[1]);
        Assert.Equal(40 - events.Column("sleeper.awake.die.base").Sum(), last[2]);
        Assert.Equal(events.Column("sleeper.awake.become:asleep.base").Sum(), last[3]);
        Assert.True(last[3] > 0 && last[1] > 5 && last[2] < 40);
    }

    [Fact]
    public void Recording_changes_no_bit_of_the_state()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        var state = Founding.Found(scenario.Plan, out _);
        using var simulation = new Simulation(scenario.Plan, state);
        while (!simulation.IsComplete)
            simulation.Step();

        var recorded = Run.Execute(TinyNiche.Compile([.. TinyNiche.Busy, "time:recordEveryHours=1"]), new RunOptions { Folder = folder["run"] });

        Assert.Equal(StateHash.Of(state), recorded.StateHash);
    }

    [Fact]
    public void All_files_have_the_same_bytes_for_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        foreach (var threads in (int[])[1, 2, 7])
            Assert.Equal(RunStatus.Complete, Run.Execute(TinyNiche.Compile(TinyNiche.Busy), new RunOptions { Folder = folder[$"{threads}"], Threads = threads }).Status);

        foreach (var name in Tables)
        {
            Assert.Equal(File.ReadAllBytes(folder["1/" + name]), File.ReadAllBytes(folder["2/" + name]));
            Assert.Equal(File.ReadAllBytes(folder["1/" + name]), File.ReadAllBytes(folder["7/" + name]));
        }

        Assert.Equal(Result(folder.Text("1/run.json")), Result(folder.Text("7/run.json")));

        static string Result(string record)
        {
            var node = JsonNode.Parse(record)!.AsObject();
            node.Remove("machine");
            return node.ToJsonString();
        }
    }

    [Fact]
    public void An_interrupted_run_holds_the_beginning_of_the_complete_one()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        Run.Execute(TinyNiche.Compile(TinyNiche.Busy), new RunOptions { Folder = folder["whole"] });

        var result = Run.Execute(TinyNiche.Compile(TinyNiche.Busy), new RunOptions { Folder = folder["part"] }, at => Cancel(at.Tick == 33), stop.Token);

        Assert.Equal(RunStatus.Interrupted, result.Status);
        Assert.Equal(33, result.Ticks);
        Assert.Equal("interrupted", (string?)JsonNode.Parse(folder.Text("part/run.json"))!["status"]);
        foreach (var name in (string[])["populations.csv", "fields.csv", "readouts.csv", "events.csv", "bone.csv"])
        {
            Assert.StartsWith(folder.Text("part/" + name), folder.Text("whole/" + name), StringComparison.Ordinal);
            Assert.Equal(1 + (33 / 6) + 1, File.ReadAllLines(folder["part/" + name]).Length);
        }

        Assert.Equal(result.Cells, File.ReadLines(folder["part/map-last.csv"]).Count(line => line.Contains(",cell,", StringComparison.Ordinal)));

        void Cancel(bool now)
        {
            if (now)
                stop.Cancel();
        }
    }

    [Fact]
    public void A_run_stops_after_the_days_it_is_given()
    {
        using var folder = new TemporaryFolder();

        var result = Run.Execute(TinyNiche.Compile([.. TinyNiche.Still, "time:fromDay=-1", "time:durationDays=1"]), new RunOptions { Folder = folder["run"], StopAfterDays = 0.5 });

        Assert.Equal((RunStatus.Interrupted, 12, 0.5), (result.Status, result.Ticks, result.SimulatedDays));
    }

    [Fact]
    public void Rows_start_at_the_first_day_and_meet_day_0_and_the_asked_days()
    {
        using var folder = new TemporaryFolder();

        Run.Execute(TinyNiche.Compile([.. TinyNiche.Still, "time:fromDay=-0.2917", "time:durationDays=0.4167", "time:recordEveryHours=6.2", "time:recordAtDays=[0.125,40]"]), new RunOptions { Folder = folder["run"] });

        Assert.Equal([-7.0 / 24, -0.25, 0, 0.125, 0.25, 10.0 / 24], Csv.Read(folder["run/populations.csv"]).Column("day"));
    }

    [Fact]
    public void Too_little_room_at_the_start_is_refused_by_the_placements_name_before_there_is_a_folder()
    {
        using var folder = new TemporaryFolder();

        var result = Run.Execute(TinyNiche.Compile([.. TinyNiche.Still, """cells:wall:start:many={"count":40}"""]), new RunOptions { Folder = folder["run"] });

        Assert.Equal(RunStatus.Refused, result.Status);
        var error = Assert.Single(result.Errors);
        Assert.Equal(("cells:wall:start:many", "asks for 40 cells, but there is room for 14"), (error.Path, error.Message));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void The_files_that_a_scenario_names_are_copied()
    {
        using var folder = new TemporaryFolder();

        Run.Execute(TinyNiche.Compile(TinyNiche.Still) with { Files = [("masks/bone.png", [1, 2, 3])] }, new RunOptions { Folder = folder["run"] });

        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["run/masks/bone.png"]));
    }

    [Fact]
    public void Cells_in_the_blood_are_not_of_the_niche()
    {
        using var folder = new TemporaryFolder();

        var result = Run.Execute(
            TinyNiche.Compile([.. TinyNiche.Still, "blood={}", """cells:mover:start:bolus={"count":7,"place":"blood"}"""]), new RunOptions { Folder = folder["run"] });

        Assert.Equal(4, result.Cells);
        Assert.Equal(2, Csv.Read(folder["run/populations.csv"]).Column("mover")[0]);
    }

    [Fact]
    public void A_map_shows_vessels_with_their_guests()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile("""cells:mover:start={"held":{"count":1,"place":"in-vessels"}}""", """tissue:vessels={"pattern":"random","type":"wall","spacingUm":60,"diameterUm":10}""");

        Run.Execute(scenario, new RunOptions { Folder = folder["run"] });

        var map = File.ReadAllLines(folder["run/map-last.csv"]);
        var guest = Assert.Single(map, line => line.EndsWith(",guest,mover,", StringComparison.Ordinal));
        Assert.Contains(guest.Replace(",guest,mover,", ",vessel,wall,", StringComparison.Ordinal), map);
    }

    [Fact]
    public void A_second_run_in_a_folder_fails_while_the_first_goes_on()
    {
        using var folder = new TemporaryFolder();
        RunResult? second = null;

        var first = Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] }, at => second ??= Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] }));

        Assert.Equal(RunStatus.Failed, second!.Status);
        Assert.Contains("another process", second.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Complete, first.Status);
    }

    [Fact]
    public void Rows_are_in_the_files_as_soon_as_they_are_recorded()
    {
        using var folder = new TemporaryFolder();
        var rows = new List<int>();

        Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] }, at =>
        {
            foreach (var name in (string[])["populations.csv", "fields.csv", "readouts.csv", "events.csv", "bone.csv"])
                Assert.EndsWith("\n", folder.Text("run/" + name), StringComparison.Ordinal);
            rows.Add(folder.Text("run/populations.csv").Count(letter => letter == '\n') - 1);
            Assert.Equal("running", (string?)JsonNode.Parse(folder.Text("run/run.json"))!["status"]);
        });

        Assert.Equal([1, 1, 2, 2, 3], rows);
    }

    [Fact]
    public void A_run_that_breaks_down_says_that_it_failed()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<InvalidOperationException>(() => Run.Execute(
            TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run"] }, at => throw new InvalidOperationException()));

        Assert.Equal("failed", (string?)JsonNode.Parse(folder.Text("run/run.json"))!["status"]);
    }

    [Fact]
    public void Parameters_that_events_change_take_over_on_their_day()
    {
        using var folder = new TemporaryFolder();
        string[] scenario = [.. TinyNiche.Busy, "time:recordEveryHours=1"];
        Run.Execute(TinyNiche.Compile(scenario), new RunOptions { Folder = folder["as-is"] });

        Run.Execute(TinyNiche.Compile([.. scenario, """events={"plague":{"day":2,"set":{"cells:sleeper:states:awake:die:perDay":200}}}"""]), new RunOptions { Folder = folder["changed"] });

        var (before, after) = (Csv.Read(folder["as-is/populations.csv"]).Column("sleeper.awake"), Csv.Read(folder["changed/populations.csv"]).Column("sleeper.awake"));
        Assert.Equal(before[..49], after[..49]);
        Assert.True(before[49] > 10);
        Assert.Equal(0, after[49], 1.5);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_failed_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run"], "");

        var result = Run.Execute(TinyNiche.Compile(TinyNiche.Still), new RunOptions { Folder = folder["run/below"] });

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.NotEmpty(result.Message);
    }
}
