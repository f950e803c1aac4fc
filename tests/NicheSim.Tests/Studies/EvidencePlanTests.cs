using System.Text.Json.Nodes;
using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;
using NicheSim.Studies;
using NicheSim.Tests.Cli;

namespace NicheSim.Tests.Studies;

/// <summary>A register of claims on amoebas, from its contrasts to its verdicts.</summary>
public sealed class EvidencePlanTests : IDisposable
{
    private const string Rules =
        """
        { "extends": "niche.json",
          "rules": { "crowd-kills": { "cell": "amoeba", "signal": "neighbors:amoeba", "halfMaximumCells": 2, "increases": "die", "toPerDay": 3, "evidence": ["death"] } } }
        """;

    private const string Register =
        """
        {
          "references": { "Jennings1906": { "cite": "x" } },
          "claims": {
            "C1": { "says": "Crowding kills.", "stage": "x", "support": "x", "simulable": "yes" },
            "C2": { "says": "A drug | stops growth.", "stage": "x", "support": "x", "simulable": "yes" },
            "C3": { "says": "Amoebas think.", "stage": "x", "support": "x", "simulable": "no", "limits": "Inside the cell." }
          },
          "parameters": { "death": { "about": "x", "value": 3, "from": 1, "to": 6, "unit": "1/day", "sets": ["toPerDay"], "sources": "Jennings1906", "confidence": "C" } },
          "overlays": {
            "lonely": { "about": "x", "set": ["rules:crowd-kills:halfMaximumCells=7"] },
            "drug": { "about": "x", "layers": ["drug.json"] },
            "watch": { "about": "x", "set": ["readouts:dead={\"kind\":\"event-count\",\"types\":\"amoeba\",\"event\":\"die\"}"] }
          },
          "contrasts": {
            "C1": { "kind": "direct", "scenario": "crowd.json", "control": "watch", "days": 2, "without": "crowd-kills",
                    "again": { "more-room": { "layers": "room.json", "replicates": 3 } },
                    "interventions": { "lonely": { "overlays": "lonely", "expect": { "amoebas": { "sign": "up", "scale": "relative", "minimumEffect": 0.05, "margin": 0.1 }, "dead": { "sign": "report" } } } } },
            "C2": { "kind": "emergent", "scenario": "crowd.json", "days": 1, "note": "It cannot be otherwise.",
                    "interventions": { "drug": { "overlays": "drug", "expect": { "amoebas": { "sign": "down", "scale": "relative", "minimumEffect": 0.05 } } },
                                       "drug-and-room": { "overlays": ["drug", "lonely"], "against": "drug", "expect": { "amoebas": { "sign": "up", "minimumEffect": 1 } } } } }
          }
        }
        """;

    private readonly StudyBench _bench = new();
    private readonly string _file;
    private readonly EvidenceRegister _register;

    public EvidencePlanTests()
    {
        _bench.Write("crowd.json", Rules);
        _bench.Write("room.json", """{ "lattice": { "widthVoxels": 30 } }""");
        _file = _bench.Write("register.json", Register);
        var loaded = EvidenceLoader.Load(_file);
        Assert.Empty(loaded.Diagnostics);
        _register = loaded.Register!;
    }

    public void Dispose() => _bench.Dispose();

    private EvidencePlan Plan(EvidenceOptions? options = null) => EvidencePlan.Of(_register, _file, options ?? new EvidenceOptions { Replicates = 5, RemovalReplicates = 4 });

    /// <summary>The control of both claims is one arm: until day 2, and with the readouts of both, no other.</summary>
    [Fact]
    public void Scenarios_that_are_the_same_are_one_arm()
    {
        var plan = Plan();
        Assert.Equal(
            ["C1 control", "C1 lonely", "C1 control, rules taken away", "C1 lonely, rules taken away", "C1 control, more-room", "C1 lonely, more-room", "C2 drug", "C2 drug-and-room"],
            plan.Study.Arms.Select(arm => arm.Name));
        var control = plan.Study.Compiler.Compile(plan.Study.Arms[0], [], 1);
        Assert.Equal(2, control.Scenario.Time.DurationDays);
        Assert.Equal(["amoebas", "dead"], control.Scenario.Readouts.Where(readout => readout.Value.Enabled).Select(readout => readout.Key).Order());
        Assert.Equal((5 + 5) + (4 + 4) + (3 + 3) + (5 + 5), plan.Study.Runs.Count);
        Assert.Equal(0, plan.Comparisons.Single(row => row is { Claim: "C2", Intervention: "drug" }).Arms[0]);
        Assert.Equal(6, plan.Comparisons.Single(row => row is { Claim: "C2", Intervention: "drug-and-room" }).Arms[0]);
        Assert.False(plan.Study.Compiler.Compile(plan.Study.Arms[3], [], 1).Scenario.Rules["crowd-kills"].Enabled);
    }

    /// <summary>An intervention may give a readout another meaning; the cells are the same then, but what is read of them is not.</summary>
    [Fact]
    public void A_readout_of_another_meaning_is_an_arm_of_its_own()
    {
        var register = _register with
        {
            Overlays = new(_register.Overlays) { ["the-dead"] = new() { About = "x", Set = ["readouts:amoebas={\"kind\":\"event-count\",\"types\":\"amoeba\",\"event\":\"die\"}"] } },
            Contrasts = new() { ["C2"] = _register.Contrasts["C2"] with { Interventions = new() { ["dead"] = new() { Overlays = ["the-dead"], Expect = new() { ["amoebas"] = new() { Sign = Sign.Down } } } } } },
        };
        var plan = EvidencePlan.Of(register, _file, new EvidenceOptions { Replicates = 2 });
        Assert.Equal(["C2 control", "C2 dead"], plan.Study.Arms.Select(arm => arm.Name));
        Assert.Equal([0, 1], plan.Comparisons[0].Arms);
    }

    /// <summary>What lies between is read too where a readout is to be monotone, and not where its rules are taken away.</summary>
    [Fact]
    public void A_dose_is_compared_step_by_step()
    {
        var expected = new ExpectationEntry { Sign = Sign.Monotone, MinimumEffect = 1, Margin = 1 };
        var register = _register with
        {
            Contrasts = new()
            {
                ["C1"] = _register.Contrasts["C1"] with
                {
                    Again = [],
                    Interventions = new()
                    {
                        ["half"] = new() { Overlays = ["drug"], Expect = [] },
                        ["whole"] = new() { Overlays = ["lonely"], Through = ["half"], Expect = new() { ["amoebas"] = expected } },
                    },
                },
            },
        };
        var plan = EvidencePlan.Of(register, _file, new EvidenceOptions { Replicates = 2 });
        Assert.Equal(["C1 control", "C1 half", "C1 whole", "C1 control, rules taken away", "C1 whole, rules taken away"], plan.Study.Arms.Select(arm => arm.Name));
        Assert.Equal([0, 1, 2], plan.Comparisons[0].Arms);
        Assert.Equal([3, 4], plan.Comparisons[1].Arms);
        Assert.Equal((Sign.Monotone, Sign.Zero), (plan.Comparisons[0].Expected.Sign, plan.Comparisons[1].Expected.Sign));
    }

    /// <summary>A signal stands for all rules that sense it.</summary>
    [Fact]
    public void A_signal_that_is_taken_away_takes_its_rules_along()
    {
        var register = _register with { Contrasts = new() { ["C1"] = _register.Contrasts["C1"] with { Without = ["neighbors:amoeba"] } } };
        var plan = EvidencePlan.Of(register, _file, new EvidenceOptions());
        Assert.False(plan.Study.Compiler.Compile(plan.Study.Arms.Single(arm => arm.Name == "C1 lonely, rules taken away"), [], 1).Scenario.Rules["crowd-kills"].Enabled);
    }

    [Fact]
    public void Claims_can_be_chosen_and_controls_left_out()
    {
        Assert.Equal(["C1 control", "C1 lonely"], Plan(new EvidenceOptions { Claims = ["C1"], Controls = false }).Study.Arms.Select(arm => arm.Name));
        Assert.Equal(["C1"], Plan(new EvidenceOptions { DirectOnly = true }).Comparisons.Select(row => row.Claim).Distinct());
        Assert.Equal(["C2"], Plan(new EvidenceOptions { DirectOnly = true, Claims = ["C2"] }).Comparisons.Select(row => row.Claim).Distinct());
    }

    [Fact]
    public void A_claim_that_is_not_there_is_told()
        => Assert.Equal("no claim \"C4\"; did you mean \"C1\"?", Assert.Throws<InvalidDataException>(() => Plan(new EvidenceOptions { Claims = ["C4"] })).Message);

    [Fact]
    public void A_readout_that_is_not_there_is_told_with_its_claim()
    {
        var register = _register with { Contrasts = new() { ["C2"] = _register.Contrasts["C2"] with { Interventions = new() { ["drug"] = new() { Overlays = ["drug"], Expect = new() { ["amoeba"] = new() { Sign = Sign.Up } } } } } } };
        Assert.Equal("contrasts:C2: no readout \"amoeba\"; did you mean \"amoebas\"?", Assert.Throws<InvalidDataException>(() => EvidencePlan.Of(register, _file, new EvidenceOptions())).Message);
    }

    /// <summary>
    /// Whole: verdicts, files, and what is done is not done again. Each sign is that of a sum over 20 and more cells in 5 pairs; seeds are fixed, so there is no false alarm.
    /// </summary>
    [Fact]
    public void Claims_are_run_and_judged()
    {
        var (result, rows) = EvidenceExecution.Execute(Plan(), _bench.Out, new LocalEngine(2, 1e9));
        Assert.Equal((RunStatus.Complete, 34), (result.Status, result.Made));
        Assert.Equal(
            [("C1", "lonely", "amoebas", EvidenceVerdict.Supported), ("C1", "lonely", "dead", EvidenceVerdict.Reported), ("C1", "lonely, rules taken away", "amoebas", EvidenceVerdict.Supported),
             ("C1", "lonely, more-room", "amoebas", EvidenceVerdict.Supported), ("C1", "lonely, more-room", "dead", EvidenceVerdict.Reported)],
            rows.Where(row => row.Claim == "C1").Select(row => (row.Claim, row.Intervention!, row.Readout!, row.Verdict)));
        Assert.Equal((0.0, 4), (rows[2].Effect, rows[2].Replicates));
        Assert.Equal(("C3", EvidenceVerdict.NotSimulable, "Inside the cell."), (rows[^1].Claim, rows[^1].Verdict, rows[^1].Why));

        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_bench.Out, EvidenceExecution.Rows)))!.AsArray();
        Assert.Equal(rows.Count, json.Count);
        Assert.All(
            ["claim", "kind", "intervention", "readout", "expected", "minimumEffect", "effect", "ciLow", "ciHigh", "replicates", "signShare", "verdict", "why"],
            key => Assert.True(json[0]!.AsObject().ContainsKey(key), key));
        Assert.Equal(("direct", "+", 0.05), (json[0]!["kind"]!.GetValue<string>(), json[0]!["expected"]!.GetValue<string>(), json[0]!["minimumEffect"]!.GetValue<double>()));
        var text = File.ReadAllText(Path.Combine(_bench.Out, EvidenceExecution.Results));
        Assert.Contains("| direct | 1 | 1 | 0 | 0 | 0 |", text, StringComparison.Ordinal);
        Assert.Contains("| C2 | emergent | A drug \\| stops growth. |", text, StringComparison.Ordinal);
        Assert.Contains("- **C2** (", text, StringComparison.Ordinal);

        Assert.Equal(0, EvidenceExecution.Execute(Plan(), _bench.Out, new LocalEngine(2, 1e9)).Result.Made);
    }

    [Fact]
    public void Draws_vary_what_stands_on_a_parameter_within_its_range_and_give_the_share_of_signs()
    {
        var plan = Plan(new EvidenceOptions { Replicates = 5, Controls = false });
        Assert.Equal(RunStatus.Complete, EvidenceDraws.Execute(plan, _bench.Out, 3, new LocalEngine(2, 1e9)).Result.Status);
        var drawn = Directory.EnumerateFiles(Path.Combine(_bench.Out, "draws", "runs"), "scenario.json", SearchOption.AllDirectories)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!["rules"]!["crowd-kills"]!["toPerDay"]!.GetValue<double>()).Distinct().ToArray();
        Assert.Equal(3, drawn.Length);
        Assert.All(drawn, value => Assert.InRange(value, 1, 6));
        var (_, rows) = EvidenceExecution.Execute(plan, _bench.Out, new LocalEngine(2, 1e9));
        // The draws have rows of their own: a pair of runs each.
        var (_, own) = EvidenceDraws.Execute(plan, _bench.Out, 3, new LocalEngine(2, 1e9));
        Assert.Equal(rows.Select(row => (row.Claim, row.Intervention, row.Readout, row.SignShare)), own.Select(row => (row.Claim, row.Intervention, row.Readout, row.SignShare)));
        Assert.All(own.Where(row => row.Readout is not null), row => Assert.Equal(3, row.Replicates));
        Assert.Equal((3, null), (rows[0].Draws, rows[1].SignShare));
        Assert.InRange(rows[0].SignShare!.Value, 0, 1);
        Assert.Equal(0, EvidenceDraws.Execute(plan, _bench.Out, 3, new LocalEngine(2, 1e9)).Result.Made);
        Assert.Equal(4, EvidenceDraws.Execute(plan, _bench.Out, 4, new LocalEngine(2, 1e9)).Result.Made);
    }

    /// <summary>Also where no run is there yet.</summary>
    [Fact]
    public void A_run_whose_scenario_does_not_compile_fails_and_says_why()
    {
        var study = Plan(new EvidenceOptions { Claims = ["C2"], Replicates = 2, Controls = false }).Study;
        var compiler = study.Compiler.Anew();
        StudyArm[] arms = [.. study.Arms.Select(arm => arm with { Assignments = [.. arm.Assignments, ("cells:amoeba:die:perDay=-1", "")] })];
        Assert.All(arms, arm => Assert.Null(compiler.Read(arm, []).Scenario));
        var plan = new StudyPlan(compiler) { Settings = study.Settings, Name = study.Name, Resolved = "", Arms = arms, Parameters = [], Points = [[]], Seeds = [1], Readouts = [] };

        var result = StudyExecution.Execute(plan, _bench.Out, new LocalEngine(2, 1e9), (_, _) => { }, null, null, default);
        Assert.Equal((RunStatus.Failed, 0), (result.Status, result.Made));
        Assert.Equal(arms.Length, result.Failures.Count);
        Assert.All(result.Failures, failure => Assert.Contains("cells:amoeba:die:perDay: ", failure, StringComparison.Ordinal));
    }

    /// <summary>Nine in ten sets would have amoebas die faster than a rate may be.</summary>
    [Fact]
    public void A_set_of_parameters_that_makes_no_scenario_is_drawn_anew()
    {
        var register = _register with { Parameters = new(_register.Parameters) { ["death"] = _register.Parameters["death"] with { From = 2.9, To = 1e100 } } };
        var plan = EvidencePlan.Of(register, _file, new EvidenceOptions { Claims = ["C2"], Replicates = 2, Controls = false });
        var (result, _) = EvidenceDraws.Execute(plan, _bench.Out, 4, new LocalEngine(2, 1e9));
        Assert.Equal((RunStatus.Complete, 12), (result.Status, result.Made));
    }

    [Fact]
    public void What_is_assigned_lies_over_every_scenario_once()
    {
        var options = new EvidenceOptions { Replicates = 2, Controls = false };
        double[] Deaths(EvidencePlan plan) => [.. plan.Study.Arms.Select(arm => plan.Study.Compiler.Compile(arm, [], 1).Scenario.Cells["amoeba"].Die!.PerDay)];
        EvidencePlan With(string assignment) => Plan(options with { Loader = new LoaderOptions { Assignments = [assignment] } });

        var usual = Deaths(Plan(options));
        Assert.Equal(usual.Select(death => 3 * death), Deaths(With("""cells:amoeba:die:perDay={"times":3}""")));
        Assert.StartsWith("C1 control: no key \"nope\"", Assert.Throws<InvalidDataException>(() => With("nope=1")).Message, StringComparison.Ordinal);
        // What a contrast changes lies over it.
        Assert.Equal([2, 7, 2, 7], With("rules:crowd-kills:halfMaximumCells=2").Study.Arms.Select(arm => With("rules:crowd-kills:halfMaximumCells=2").Study.Compiler.Compile(arm, [], 1).Scenario.Rules["crowd-kills"].HalfMaximumCells!.Value));
    }

    [Fact]
    public void Shares_stand_for_one_engine_and_its_assignments_and_their_folder_serves_the_verdicts()
    {
        var options = new EvidenceOptions { Claims = ["C2"], Replicates = 2, Controls = false };
        var plan = Plan(options);
        EvidenceDraws.Execute(plan, _bench.Out, 1, new LocalEngine(2, 1e9));
        Assert.Null(StudyFolder.Problem(_bench.Out, EvidencePlan.Name));
        Assert.Contains("holds the study", StudyFolder.Problem(_bench.Out, "other")!, StringComparison.Ordinal);
        Assert.Equal(2, EvidenceDraws.Read(plan, _bench.Out).Count);
        Assert.Empty(EvidenceDraws.Read(Plan(options with { Loader = new LoaderOptions { Assignments = ["cells:amoeba:die:perDay=0.3"] } }), _bench.Out));
        // What a build without a mark of the engine has written is of another engine too.
        var file = Path.Combine(_bench.Out, EvidenceDraws.Shares);
        File.WriteAllLines(file, File.ReadAllLines(file).Select(line => line[..line.LastIndexOf(',')]));
        Assert.Empty(EvidenceDraws.Read(plan, _bench.Out));
    }
}
