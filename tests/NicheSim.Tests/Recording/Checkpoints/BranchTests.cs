using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Tests.Recording;

/// <summary>Runs that begin where another one was saved.</summary>
public class BranchTests
{
    private static readonly string[] Trunk =
    [
        .. TinyNiche.Busy, """cells:mover:start:a={"count":9,"place":"bone-surface"}""",
        """readouts:growth={"kind":"growth-rate","readout":"movers","windowDays":1}""", """readouts:holes={"kind":"lesion-count"}""", """readouts:deaths={"kind":"event-rate","event":"die","types":"sleeper"}""",
    ];

    [Theory]
    [InlineData(36)]
    [InlineData(41)]
    public void A_branch_of_the_same_scenario_writes_the_rest_of_the_same_rows(int tick)
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile(Trunk);
        var whole = Run.Execute(scenario, new RunOptions { Folder = folder["whole"] });
        ResumeTests.RunFor(scenario, folder["trunk"], tick);

        var branch = Run.Execute(scenario, new RunOptions { Folder = folder["branch"], From = folder["trunk"] });

        Assert.Equal((RunStatus.Complete, whole.StateHash, whole.Ticks), (branch.Status, branch.StateHash, branch.Ticks));
        foreach (var name in (string[])["populations.csv", "fields.csv", "readouts.csv", "events.csv", "bone.csv"])
            Assert.Equal(folder.Text("whole/" + name), folder.Text("trunk/" + name) + Rows(folder.Text("branch/" + name)));
        Assert.Equal(folder.Text("whole/map-last.csv"), folder.Text("branch/map-last.csv"));
        Assert.Equal(folder.Text("trunk/map-last.csv"), folder.Text("branch/map-first.csv"));
    }

    [Fact]
    public void An_arm_that_differs_from_a_day_on_is_the_branch_of_that_day()
    {
        using var folder = new TemporaryFolder();
        string[] arm = [.. Trunk, """treatments={"drug":{"fromDay":1.75,"multiplies":{"move":{"factor":0.1}}}}""", """events={"plague":{"day":2,"set":{"cells:sleeper:states:awake:die:perDay":2}},"more":{"day":2.5,"add":{"type":"mover","count":4}}}"""];
        var whole = Run.Execute(TinyNiche.Compile(arm), new RunOptions { Folder = folder["whole"] });
        ResumeTests.RunFor(TinyNiche.Compile(Trunk), folder["trunk"], 40);

        var branch = Run.Execute(TinyNiche.Compile(arm), new RunOptions { Folder = folder["branch"], From = folder["trunk"] });

        Assert.Equal((RunStatus.Complete, whole.StateHash), (branch.Status, branch.StateHash));
        Assert.EndsWith(Rows(folder.Text("branch/readouts.csv")), folder.Text("whole/readouts.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_is_made_longer()
    {
        using var folder = new TemporaryFolder();
        var whole = Run.Execute(TinyNiche.Compile(Trunk), new RunOptions { Folder = folder["whole"] });
        Run.Execute(TinyNiche.Compile([.. Trunk, "time:durationDays=1.5"]), new RunOptions { Folder = folder["short"] });

        var branch = Run.Execute(TinyNiche.Compile(Trunk), new RunOptions { Folder = folder["long"], From = folder["short/checkpoint"] });

        Assert.Equal(whole.StateHash, branch.StateHash);
    }

    [Fact]
    public void Rules_and_readouts_may_be_others()
    {
        using var folder = new TemporaryFolder();
        ResumeTests.RunFor(TinyNiche.Compile(Trunk), folder["trunk"], 36);
        string[] other =
        [
            .. Trunk, """rules={"a-rule":{"cell":"mover","signal":"crowding","halfMaximum":0.2,"increases":"divide","toPerDay":3}}""",
            """readouts:a-new-count={"kind":"count"}""", """readouts:in-right={"kind":"crossings","region":"right"}""", """regions:right={"box":{"xFromUm":30}}""",
            """readouts:in=null""", """readouts:new-growth={"kind":"growth-rate","readout":"a-new-count","windowDays":0.5}""", """readouts:divisions={"kind":"event-count","event":"divide","types":"mover"}""",
        ];

        Assert.Equal(RunStatus.Complete, Run.Execute(TinyNiche.Compile(other.Where(o => !o.EndsWith("null", StringComparison.Ordinal))), new RunOptions { Folder = folder["branch"], From = folder["trunk"] }).Status);

        var (rows, first) = (Csv.Read(folder["branch/readouts.csv"]), Csv.Read(folder["trunk/events.csv"]).Column("mover.divide.base").Sum());
        Assert.Equal(1.75, rows.Column("day")[0]);
        Assert.Equal([double.NaN, double.NaN], rows.Column("new-growth")[..2]);
        Assert.False(double.IsNaN(rows.Column("new-growth")[2]));
        Assert.False(double.IsNaN(rows.Column("growth")[0]));
        Assert.Equal(0, rows.Column("in-right")[0]);
        Assert.True(rows.Column("divisions")[0] >= first);
        Assert.True(Csv.Read(folder["branch/events.csv"]).Column("mover.divide.a-rule").Sum() > 0);
    }

    [Fact]
    public void A_branch_says_where_it_comes_from_and_can_be_resumed_itself()
    {
        using var folder = new TemporaryFolder();
        var scenario = TinyNiche.Compile([.. Trunk, "seed=11"]);
        ResumeTests.RunFor(TinyNiche.Compile(Trunk), folder["trunk"], 36);
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = folder["whole"], From = folder["trunk"] }).Status);

        foreach (var ticks in (int[])[3, 9, 1, 14])
            Assert.Equal(RunStatus.Interrupted, ResumeTests.RunFor(scenario, folder["parts"], ticks, from: folder["trunk"]).Status);
        Assert.Equal(RunStatus.Complete, ResumeTests.RunFor(scenario, folder["parts"], 1000, from: folder["trunk"]).Status);

        RunComparison.AssertSame(folder["whole"], folder["parts"]);
        using var origin = Checkpoint.Open(folder["trunk"]);
        Assert.Equal(origin.Origin, RunRecord.Read(folder["parts"])!.From);
        Assert.Equal((36, 3), (origin.Origin.Tick, origin.Origin.Seed));
        Assert.Contains("from another beginning", Run.Execute(scenario, new RunOptions { Folder = folder["parts"], Resume = true }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lattice:widthVoxels=25", "its lattice has 24 x 20 x 1 voxels, the scenario's 25 x 20 x 1")]
    [InlineData("lattice:voxelUm=11", "its voxels have another size")]
    [InlineData("time:tickMinutes=30", "its ticks last 60 minutes, the scenario's 30")]
    [InlineData("""fields:G={"diffusionUm2PerSecond":10,"decayPerMinute":0.6,"molecularWeightKDa":10}""", "its fields are not the scenario's; the checkpoint lacks G")]
    [InlineData("""fields:F:tracks={"other":["mover"]}""", "its tracked parts of fields are not the scenario's; the checkpoint lacks F.other")]
    [InlineData("""tissue:bone:stores={"F":{"moleculesPerUm3":1}}""", "its fields stored in bone are not the scenario's; the checkpoint lacks F")]
    [InlineData("""cells:newcomer={}""", "its cell types and states are not the scenario's; the checkpoint lacks newcomer")]
    [InlineData("""cells:sleeper:states:dreaming={}""", "the checkpoint lacks sleeper.dreaming")]
    [InlineData("""cells:sleeper:attributes={"luck":{}}""", "its attributes are not the scenario's; the checkpoint lacks luck")]
    [InlineData("time:durationDays=0.5", "it is of day 1.5, and the scenario goes from day 0 to 0.5")]
    public void A_state_that_does_not_fit_is_refused_with_the_reason(string change, string why)
    {
        using var folder = new TemporaryFolder();
        ResumeTests.RunFor(TinyNiche.Compile(Trunk), folder["trunk"], 36);

        var result = Run.Execute(TinyNiche.Compile([.. Trunk, change]), new RunOptions { Folder = folder["branch"], From = folder["trunk"] });

        Assert.Equal(RunStatus.Refused, result.Status);
        Assert.Contains(why, result.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["branch"]));
    }

    /// <summary>The trunk holds movers, which the branch never makes: there they turn into ghosts, or by one plan into what another one turns into ghosts.</summary>
    [Theory]
    [InlineData("""cells:ghost={}""", "", false)]
    [InlineData("""cells:mover:turnInto={"ghost":{"perDay":1}}""", "it holds cells that can bring about ghost cells, which the scenario never makes: the field G, which they read, is not solved in it", false)]
    [InlineData("""cells:mover:turnInto={"middle":{"perDay":1}}""", "", false)]
    [InlineData("""cells:mover:turnInto={"middle":{"perDay":1}}""", "it holds cells that can bring about ghost cells", true)]
    public void What_cells_of_the_trunk_can_become_must_be_served_too(string change, string why, bool later)
    {
        string[] both = ["time:durationDays=4", """cells:ghost={}""", """cells:middle={"turnInto":{"ghost":{"perDay":0}}}""", """fields:G={"diffusionUm2PerSecond":10,"decayPerMinute":0.6,"molecularWeightKDa":10,"onDemand":true}"""];
        string[] branch =
        [
            .. both, TinyNiche.At("sleeper", 3, 1), """rules={"haunt":{"cell":"ghost","signal":"field:G","increases":"die","toPerDay":1,"halfMaximumPicomolar":1}}""", change,
            .. later ? ["""events={"e":{"day":2,"set":{"cells:mover:turnInto:middle:perDay":0,"cells:middle:turnInto:ghost:perDay":1}}}"""] : (string[])[],
        ];
        using var folder = new TemporaryFolder();
        ResumeTests.RunFor(TinyNiche.Compile([.. both, TinyNiche.At("mover", 1, 1)]), folder["trunk"], 4);

        var result = Run.Execute(TinyNiche.Compile(branch), new RunOptions { Folder = folder["branch"], From = folder["trunk"] });

        Assert.Equal(why.Length > 0 ? RunStatus.Refused : RunStatus.Complete, result.Status);
        Assert.Contains(why, result.Message ?? "", StringComparison.Ordinal);
    }

    private static string Rows(string table) => table[(table.IndexOf('\n', StringComparison.Ordinal) + 1)..];
}
