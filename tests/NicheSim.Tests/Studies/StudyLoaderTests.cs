using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public sealed class StudyLoaderTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Runs_come_by_arm_point_and_replicate_in_the_order_of_the_file()
    {
        var plan = _bench.Plan(
            """
            {
              "scenario": "niche.json", "replicates": { "count": 2, "firstSeed": 5 },
              "arms": { "zebra": {}, "ant": { "set": { "cells:amoeba:die:perDay": 0.1 } } },
              "parameters": { "z-cycle": { "path": "cells:amoeba:divide:meanCycleHours", "values": [10, 30] }, "a-area": { "path": "lattice:widthVoxels", "from": 20, "to": 40, "points": 3 } }
            }
            """);
        Assert.Equal(["zebra", "ant"], plan.Arms.Select(arm => arm.Name));
        Assert.Equal(["z-cycle", "a-area"], plan.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([[10, 20], [10, 30], [10, 40], [30, 20], [30, 30], [30, 40]], plan.Points);
        Assert.Equal(2 * 6 * 2, plan.Runs.Count);
        Assert.Equal([(0, 0, 0, 5L), (0, 0, 1, 6L), (0, 1, 0, 5L)], plan.Runs.Take(3).Select(run => (run.Arm, run.Point, run.Replicate, run.Seed)));
        Assert.Equal((1, 5, 1), (plan.Runs[^1].Arm, plan.Runs[^1].Point, plan.Runs[^1].Replicate));
    }

    [Fact]
    public void A_run_s_scenario_has_the_arm_s_layers_then_its_values_then_the_parameters_and_the_seed()
    {
        var plan = _bench.Plan(
            """
            {
              "scenario": "niche.json", "set": { "time:durationDays": 1, "about": "all" },
              "arms": { "low": { "overlays": ["drug.json"], "set": { "about": "one", "treatments:drug:efficacy": 0.5 } } },
              "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "multiplies": true, "values": [2] } }
            }
            """);
        var scenario = plan.Compiler.Compile(plan.Arms[0], plan.Points[0], seed: 77).Scenario;
        Assert.Equal(("one", 1, 0.5, 40, 77, "niche"), (scenario.About, scenario.Time.DurationDays, scenario.Treatments["drug"].Efficacy, scenario.Cells["amoeba"].Divide!.MeanCycleHours, scenario.Seed, scenario.Name));
    }

    /// <summary>Nor does a layer above change the order by writing a key again.</summary>
    [Fact]
    public void Arms_and_parameters_go_by_the_lowest_layer_that_has_them_and_not_by_names_of_files()
    {
        _bench.Write("z-base.json", """{ "scenario": "niche.json", "arms": { "zebra": {}, "yak": {} }, "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "values": [10, 30] } } }""");
        var plan = _bench.Plan("""{ "extends": "z-base.json", "arms": { "ant": {}, "yak": { "about": "x" } }, "parameters": { "area": { "path": "lattice:widthVoxels", "values": [20] } } }""", "arms:yak:about=y");
        Assert.Equal(["zebra", "yak", "ant"], plan.Arms.Select(arm => arm.Name));
        Assert.Equal(["cycle", "area"], plan.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Seeds_may_stand_in_a_file()
    {
        _bench.Write("seeds.txt", "# mine\n7\n\n5 # five\n9\n");
        Assert.Equal([7, 5, 9], _bench.Plan("""{ "scenario": "niche.json", "replicates": { "seeds": "seeds.txt" } }""").Seeds);
        Assert.Equal([7, 5], _bench.Plan("""{ "scenario": "niche.json", "replicates": { "seeds": "seeds.txt", "count": 2 } }""").Seeds);
    }

    [Theory]
    [InlineData("""{ "scenario": "nich.json" }""", "study.json:1:15: error: scenario: no file \"nich.json\"; did you mean \"niche.json\"?")]
    [InlineData("""{ "scenario": "niche.json", "replicate": 1 }""", "study.json:1:29: error: no key \"replicate\"; did you mean \"replicates\"?")]
    [InlineData("""{ "about": "nothing to run" }""", "study.json:1:1: error: missing \"scenario\": expected a string")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": { "set": { "cells:ameba:divide:meanCycleHours": 3 } } } }""", "study.json:1:92: error: arms:a:set:cells:ameba:divide:meanCycleHours: cells: no name \"ameba\"; did you mean \"amoeba\"?")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": { "set": { "cells:amoeba:divide:meanCycleHours": -3 } } } }""", "arms:a:set:cells:amoeba:divide:meanCycleHours: cells:amoeba:divide:meanCycleHours: -3 is out of range")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": { "overlays": ["drog.json"] } } }""", "study.json:1:59: error: arms:a:overlays:0: no file \"drog.json\"; did you mean \"drug.json\"?")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "seed", "values": [1], "from": 2 } } }""", "give one of \"values\", \"from\" with \"to\", and \"distribution\"")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "cells:amoeba:die:perDay", "from": 0, "to": 1, "scale": "log" } } }""", "a logarithmic range begins above 0")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1e9 } } }""", "parameters:p: cells:amoeba:die:perDay: 1000000000 is out of range")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "cells:amoeba:die:perDay", "distribution": { "kind": "normal", "mean": 1, "sd": 1 } } } }""", "a distribution needs a design that draws")]
    [InlineData("""{ "scenario": "niche.json", "design": { "kind": "cohort" }, "parameters": { "p": { "path": "cells:amoeba:die:perDay", "distribution": { "kind": "lognormal", "mean": 1 } } } }""", "a lognormal distribution has \"median\" and \"sdFactor\"")]
    [InlineData("""{ "scenario": "niche.json", "outcomes": { "o": { "readout": "amebas", "above": 3 } } }""", "outcomes:o:readout: no readout or population \"amebas\"; did you mean \"amoebas\"?")]
    [InlineData("""{ "scenario": "niche.json", "outcomes": { "o": { "readout": "amoebas" } } }""", "give one of \"above\" and \"below\"")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": {}, "b": {} }, "contrasts": { "c": { "treated": "bb" } } }""", "contrasts:c:treated: no arm \"bb\"; did you mean \"b\"?")]
    [InlineData("""{ "scenario": "niche.json", "trunk": { "untilDay": 2 } }""", "expected a day between the first one (0) and the last one (2)")]
    [InlineData("""{ "scenario": "niche.json", "replicates": { "seeds": "none.txt" } }""", "replicates:seeds: no file \"none.txt\"")]
    [InlineData("""{ "scenario": "niche.json", "readouts": ["amoebas", "amoebae"] }""", "readouts:1: no readout or population \"amoebae\"; did you mean \"amoeba\"?")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "seed": { "path": "cells:amoeba:die:perDay", "values": [1] } } }""", "parameters:seed: the tables have a column of this name already")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "sd": { "path": "cells:amoeba:die:perDay", "values": [1] } } }""", "parameters:sd: the tables have a column of this name already")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "hazardRatio": { "path": "cells:amoeba:die:perDay", "values": [1] } } }""", "parameters:hazardRatio: the tables have a column of this name already")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "treated": { "path": "cells:amoeba:die:perDay", "values": [1] } } }""", "parameters:treated: the tables have a column of this name already")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": {}, "b": {} }, "contrasts": { "c": { "treated": "b", "day": 1.1 } } }""", "contrasts:c:day: no row is recorded on day 1.1 in \"b\": the nearest days are 1 and 1.5")]
    [InlineData("""{ "scenario": "niche.json", "targets": { "t": { "readout": "amoebas", "day": 3, "from": 1, "to": 2 } } }""", "targets:t:day: no row is recorded on day 3 in \"all\"")]
    [InlineData("""{ "scenario": "niche.json", "targets": { "t": { "readout": "amoebas", "relativeToDay": 0.1, "from": 1, "to": 2 } } }""", "targets:t:relativeToDay: no row is recorded")]
    [InlineData("""{ "scenario": "niche.json", "targets": { "t": { "readout": "amoebas", "relativeToDay": 0, "relativeToArm": "all", "from": 1, "to": 2 } } }""", "give one of \"relativeToDay\" and \"relativeToArm\"")]
    [InlineData("""{ "scenario": "niche.json", "outcomes": { "o": { "readout": "amoebas", "above": 3 } }, "hazards": { "h": { "outcome": "o" } } }""", "hazards:h: missing \"covariates\"")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1 } }, "calibration": { "particles": 50, "mostRuns": 30, "targets": { "t": { "readout": "amoebas", "from": 1, "to": 2 } } } }""", "calibration:mostRuns: is enough for 30 points, each run 1 times: a generation takes 50 or more")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1 }, "q": { "path": "cells:amoeba:divide:meanCycleHours", "from": 10, "to": 20 }, "r": { "path": "lattice:voxelUm", "from": 10, "to": 20 } }, "calibration": { "particles": 4, "targets": { "t": { "readout": "amoebas", "from": 1, "to": 2 } } } }""", "calibration:particles: expected 5 or more")]
    [InlineData("""{ "scenario": "niche.json", "parameters": { "p": { "path": "cells:amoeba:divide:stages", "from": 2, "to": 8, "points": 5 } } }""", "parameters:p: cells:amoeba:divide:stages: expected a whole number, not 3.5")]
    [InlineData("""{ "scenario": "niche.json", "design": { "correlations": { "p": { "q": 0.5 } } }, "parameters": { "p": { "path": "cells:amoeba:die:perDay", "values": [1] }, "q": { "path": "cells:amoeba:divide:meanCycleHours", "values": [10] } } }""", "design:correlations: a grid lays out all combinations")]
    [InlineData("""{ "scenario": "niche.json", "set": { "cells:amoeba:die:perDay": 1 }, "parameters": { "p": { "path": "cells:amoeba:die:perDay", "values": [1] } } }""", "is set by \"set\" too, and the parameter would always win")]
    [InlineData("""{ "scenario": "niche.json", "design": { "kind": "cohort" }, "parameters": { "p": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1 } }, "calibration": { "targets": { "t": { "readout": "amoebas", "from": 1, "to": 2 } } } }""", "design:kind: a calibration has no design")]
    [InlineData("""{ "scenario": "niche.json", "trunk": { "untilDay": 1 }, "arms": { "a": {}, "b": { "set": { "time:durationDays": 1 } } } }""", "and the last one (1) of the arm \"b\"")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": { "set": { "time:durationDays": 1 } }, "b": {} }, "contrasts": { "c": { "treated": "b", "day": 1.5 } } }""", "contrasts:c:day: no row is recorded on day 1.5 in \"a\"")]
    [InlineData("""{ "scenario": "niche.json", "arms": { "a": {}, "b": { "set": { "time:durationDays": 1 } } }, "correlations": { "c": { "x": "amoebas", "y": "growth", "day": 1.5 } } }""", "correlations:c:day: no row is recorded on day 1.5 in \"b\"")]
    [InlineData("""{ "scenario": "../niche.json" }""", "leads out of the scenario's folder")]
    public void What_is_wrong_is_told_with_its_place(string study, string expected) => Assert.Contains(_bench.Errors(study), error => error.Contains(expected, StringComparison.Ordinal));

    /// <summary>Each arm is compiled before the first run: 2 MB of empty arms would be hours. Nor may a message grow with the file.</summary>
    [Fact]
    public void A_study_has_a_bounded_number_of_arms_and_messages_of_a_length_to_read()
    {
        var arms = string.Join(", ", Enumerable.Range(0, 201).Select(arm => $"\"a{arm}\": {{}}"));
        Assert.Contains("arms: has 201 arms; at most 200 are possible", Assert.Single(_bench.Errors($$"""{ "scenario": "niche.json", "arms": { {{arms}} } }""")), StringComparison.Ordinal);
        var parameters = string.Join(", ", Enumerable.Range(0, 300).Select(p => $"\"p{p}\": {{ \"path\": \"cells:amoeba:die:perDay\", \"values\": [1] }}"));
        var errors = _bench.Errors($$"""{ "scenario": "niche.json", "parameters": { {{parameters}} } }""");
        Assert.Contains(errors, error => error.Contains("is set more than once: by p0, p1, ", StringComparison.Ordinal));
        Assert.All(errors, error => Assert.True(error.Length < 1000));
    }

    [Theory]
    [InlineData("latin-hypercube", 2, 1)]
    [InlineData("latin-hypercube", 1, 0)]
    [InlineData("cohort", 2, 0)]
    public void Survival_of_points_that_are_run_more_than_once_is_warned_of(string design, int replicates, int warnings)
    {
        var loaded = _bench.Load($$"""
            { "scenario": "niche.json", "design": { "kind": "{{design}}" }, "replicates": { "count": {{replicates}} },
              "parameters": { "p": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1 } }, "outcomes": { "o": { "readout": "amoebas", "above": 3 } } }
            """);
        Assert.Equal(warnings, loaded.Diagnostics.Count(finding => finding.Message.Contains("its intervals are too narrow", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("seed", "\"seed\" is a column of runs.parquet already")]
    [InlineData("day", "readouts:day: the tables have a column of this name already")]
    public void A_readout_has_no_name_of_another_column(string name, string expected)
    {
        _bench.Write("named.json", $$"""{ "readouts": { "{{name}}": { "kind": "count" } } }""");
        Assert.Contains(_bench.Errors("""{ "scenario": "niche.json", "arms": { "a": { "overlays": ["named.json"] } } }"""), error => error.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sobol-indices", 65, "parameters: this design takes 64 at most")]
    [InlineData("sobol-sequence", 129, "parameters: this design takes 128 at most")]
    [InlineData("sobol-indices", 60, "design: asks for 62,000,000 points; at most 10,000,000 runs are possible")]
    public void A_design_has_a_bounded_number_of_parameters_and_points(string design, int count, string expected)
    {
        var parameters = string.Join(", ", Enumerable.Range(0, count).Select(p => $"\"p{p}\": {{ \"path\": \"cells:amoeba:attributes:x{p}:start\", \"from\": 0, \"to\": 1 }}"));
        Assert.Contains(_bench.Errors($$"""{ "scenario": "niche.json", "design": { "kind": "{{design}}", "points": 1000000 }, "parameters": { {{parameters}} } }"""), error => error.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_is_told_once()
        => Assert.Single(_bench.Errors("""{ "scenario": "niche.json", "readouts": ["amoebae"] }"""));

    [Fact]
    public void Tables_may_begin_with_a_byte_order_mark()
    {
        _bench.Write("seeds.txt", "\uFEFF7\n5\n");
        Assert.Equal([7, 5], _bench.Plan("""{ "scenario": "niche.json", "replicates": { "seeds": "seeds.txt" } }""").Seeds);
    }

    [Fact]
    public void All_errors_are_told_at_once()
        => Assert.Equal(3, _bench.Errors("""{ "scenario": "niche.json", "arms": { "a": { "set": { "tim:x": 1 } } }, "parameters": { "p": { "path": "seed" } }, "replicates": { "seeds": "no.txt" } }""").Length);

    /// <summary>An arm that does not compile hides nothing of what the study says of its arms.</summary>
    [Fact]
    public void A_parameter_without_a_path_hides_no_contrast_without_an_arm()
    {
        var errors = _bench.Errors("""{ "scenario": "niche.json", "arms": { "a": {}, "b": {} }, "parameters": { "p": { "path": "cells:amoeba:dye:perDay", "values": [1, 2] } }, "contrasts": { "c": { "treated": "bb", "control": "a" } }, "outcomes": { "o": { "readout": "amoebas" } } }""");
        foreach (var expected in (string[])["dye", "no arm \"bb\"", "give one of \"above\" and \"below\""])
            Assert.Contains(errors, error => error.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_longer_cohort_begins_with_the_same_patients_and_another_parameter_changes_none()
    {
        const string Cohort = """
            { "scenario": "niche.json", "replicates": { "count": 5 }, "design": { "kind": "cohort" },
              "parameters": { "death": { "path": "cells:amoeba:die:perDay", "distribution": { "kind": "lognormal", "median": 0.2, "sdFactor": 2 } }MORE } }
            """;
        const string Further = """, "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 10, "to": 30 }""";
        var five = _bench.Plan(Cohort.Replace("MORE", "", StringComparison.Ordinal));
        var ten = _bench.Plan(Cohort.Replace("MORE", Further, StringComparison.Ordinal), "replicates:count=10");
        Assert.Equal(5, five.Runs.Count);
        Assert.Equal(five.Points.Select(point => point[0]), ten.Points.Take(5).Select(point => point[0]));
        Assert.Equal(Enumerable.Range(0, 5), five.Runs.Select(run => run.Replicate));
    }

    [Fact]
    public void Targets_and_ranges_may_stand_in_PEtab_tables()
    {
        _bench.Write("measured.tsv", "observableId\tsimulationConditionId\tmeasurement\ttime\tnoiseParameters\namoebas\tslow\t50\t1\t5\namoebas\t\t80\tinf\t4\n");
        _bench.Write("ranges.tsv", "parameterId\tparameterScale\tlowerBound\tupperBound\testimate\ncycle\tlog10\t10\t40\t1\n");
        const string Fit = """
            {
              "scenario": "niche.json", "arms": { "quick": {}, "slow": {} },
              "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours" } },
              "calibration": { "measurements": "measured.tsv", "parameterTable": "ranges.tsv", "particles": 8 }
            }
            """;
        var plan = _bench.Plan(Fit);
        Assert.Equal((20, 10, 40), (plan.Parameters[0].At(0.5), plan.Parameters[0].At(0), plan.Parameters[0].At(1)));
        var targets = plan.Settings.Calibration!.Targets;
        Assert.Equal(("slow", 1.0, 40.0, 60.0), (targets["amoebas-slow-day-1"].Arm, targets["amoebas-slow-day-1"].Day, targets["amoebas-slow-day-1"].From, targets["amoebas-slow-day-1"].To));
        Assert.Equal((null, null, 72.0), (targets["amoebas-day-last"].Arm, targets["amoebas-day-last"].Day, targets["amoebas-day-last"].From));

        _bench.Write("measured.tsv", "observableId\tmeasurement\ttime\tnoiseParameters\nameba\tmany\t1\t5\n");
        Assert.Contains("measured.tsv:2:7: error: measurement: expected a number, found \"many\"", string.Join('\n', _bench.Errors(Fit)), StringComparison.Ordinal);
        _bench.Write("measured.tsv", "observableId\tmeasurement\ttime\namoebas\t3\t1\n");
        Assert.Contains("measured.tsv:1:1: error: no column \"noiseParameters\"", string.Join('\n', _bench.Errors(Fit)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_is_told_from_a_scenario()
    {
        Assert.True(StudyLoader.IsStudy(_bench.Write("s.json", StudyBench.TwoArms)));
        Assert.False(StudyLoader.IsStudy(_bench.PathOf("niche.json")));
        Assert.False(StudyLoader.IsStudy(_bench.PathOf("missing.json")));
    }
}
