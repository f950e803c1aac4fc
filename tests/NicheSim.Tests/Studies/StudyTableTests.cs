using System.Globalization;
using DuckDB.NET.Data;
using NicheSim.Recording;
using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public sealed class StudyTableTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void DuckDB_reads_the_parquet_files()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        Assert.Equal([["untreated", 4L, 4L], ["treated", 4L, 4L]], Query($"select arm, count(*), count(distinct seed) from '{folder}/runs.parquet' where status = 'complete' group by arm order by min(run)"));
        Assert.Equal([[8L, 5L, 0.0, 2.0]], Query($"select count(distinct run), count(distinct day), min(day), max(day) from '{folder}/populations.parquet' where name = 'amoeba'"));
        // The wide table's last values are the long one's.
        Assert.Equal([[8L]], Query($"select count(*) from '{folder}/runs.parquet' r join '{folder}/readouts.parquet' t using (run) where t.name = 'amoebas' and t.day = 2 and t.value = r.amoebas"));
        // A growth rate over a day has no value on day 0.
        Assert.Equal([[8L]], Query($"select count(*) from '{folder}/readouts.parquet' where name = 'growth' and day = 0 and value is null"));
    }

    [Fact]
    public void The_summary_is_that_of_the_runs()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        var row = StudyBench.Csv(folder, "summary.csv").Single(row => (row["arm"], row["day"], row["name"]) == ("untreated", "2", "amoebas"));
        var values = Query($"select amoebas from '{folder}/runs.parquet' where arm = 'untreated'").Select(value => (double)value[0]).ToArray();
        Assert.Equal("4", row["n"]);
        Assert.Equal(values.Average(), Number(row["mean"]), 1e-6);
        Assert.InRange(Number(row["mean"]), Number(row["ciLow"]), Number(row["ciHigh"]));
        Assert.InRange(Number(row["median"]), values.Min(), values.Max());
    }

    [Fact]
    public void A_contrast_pairs_the_same_seeds()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        var row = Assert.Single(StudyBench.Csv(folder, "contrasts.csv"), row => row["readout"] == "amoebas");
        var differences = Query($"select t.amoebas - u.amoebas from '{folder}/runs.parquet' t join '{folder}/runs.parquet' u using (seed) where t.arm = 'treated' and u.arm = 'untreated'").Select(value => (double)value[0]).ToArray();
        Assert.Equal(("treated", "untreated", "4"), (row["treated"], row["control"], row["pairs"]));
        Assert.Equal(differences.Average(), Number(row["effect"]), 1e-6);
        Assert.True(Number(row["effect"]) < 0);
        Assert.InRange(Number(row["effect"]), Number(row["ciLow"]), Number(row["ciHigh"]));
    }

    [Fact]
    public void Outcomes_give_incidence_and_survival()
    {
        var folder = _bench.Complete(StudyBench.TwoArms, "replicates:count=12");
        var incidence = StudyBench.Csv(folder, "incidence.csv").ToDictionary(row => row["arm"]);
        foreach (var arm in (ReadOnlySpan<string>)["untreated", "treated"])
        {
            var events = (long)Query($"select count(*) from (select run from '{folder}/readouts.parquet' join '{folder}/runs.parquet' using (run) where name = 'amoebas' and value > 40 and arm = '{arm}' group by run)")[0][0];
            Assert.Equal((12, events), (Number(incidence[arm]["n"]), (long)Number(incidence[arm]["events"])));
            Assert.Equal(1 - (events / 12.0), Number(StudyBench.Csv(folder, "survival.csv").Last(row => row["arm"] == arm)["survival"]), 1e-6);
        }

        var contrast = Assert.Single(StudyBench.Csv(folder, "survival-contrasts.csv"));
        Assert.Equal(incidence["treated"]["events"], contrast["treatedEvents"]);
        Assert.True(Number(contrast["riskDifference"]) < 0);
    }

    [Fact]
    public void In_a_grid_each_point_is_summed_up_apart()
    {
        var folder = _bench.Complete(
            """{ "scenario": "niche.json", "replicates": { "count": 3 }, "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "values": [12, 48] } }, "readouts": ["amoebas"] }""");
        var last = StudyBench.Csv(folder, "summary.csv").Where(row => (row["day"], row["name"]) == ("2", "amoebas")).ToArray();
        Assert.Equal([("0", "12", "3"), ("1", "48", "3")], last.Select(row => (row["point"], row["cycle"], row["n"])));
        Assert.True(Number(last[0]["mean"]) > Number(last[1]["mean"]));
        Assert.Equal([["amoebas"]], Query($"select distinct name from '{folder}/readouts.parquet'"));
        Assert.False(File.Exists(Path.Combine(folder, "contrasts.csv")));
    }

    [Fact]
    public void A_cohort_gives_halves_hazards_and_rank_correlations()
    {
        var folder = _bench.Complete(
            """
            {
              "scenario": "niche.json", "replicates": { "count": 40 }, "design": { "kind": "cohort" },
              "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 10, "to": 60 }, "idle": { "path": "lattice:voxelUm", "from": 15, "to": 16 } },
              "outcomes": { "crowded": { "readout": "amoebas", "above": 45 } },
              "splits": { "fast": { "by": "cycle" } },
              "hazards": { "speed": { "outcome": "crowded", "covariates": ["cycle", "idle"] } },
              "correlations": { "growth": { "x": "amoebas", "y": "growth" } }
            }
            """);
        // Of 40 patients whose cycles go from 10 to 60 hours, the correlation with the number after two days is near -0.9: below -0.6 but for chances under 1e-6.
        var correlations = StudyBench.Csv(folder, "correlations.csv");
        foreach (var method in (ReadOnlySpan<string>)["spearman", "partial rank"])
            Assert.True(Number(correlations.Single(row => (row["method"], row["x"], row["y"]) == (method, "cycle", "amoebas"))["coefficient"]) < -0.6);
        Assert.Equal("40", correlations.Single(row => row["correlation"] == "growth")["n"]);
        var split = Assert.Single(StudyBench.Csv(folder, "splits.csv"));
        Assert.Equal(("20", "20"), (split["lowN"], split["highN"]));
        Assert.True(Number(split["lowEvents"]) > Number(split["highEvents"]));
        Assert.True(Number(split["logRankP"]) < 0.05);
        var hazard = StudyBench.Csv(folder, "hazards.csv").ToDictionary(row => row["covariate"]);
        Assert.True(Number(hazard["cycle"]["hazardRatioPerSd"]) < 0.7);
    }

    [Theory]
    [InlineData("morris", "muStar")]
    [InlineData("sobol-indices", "total")]
    public void Sensitivity_finds_the_parameter_that_matters(string design, string column)
    {
        var folder = _bench.Complete(
            $$"""
            {
              "scenario": "niche.json", "set": { "time:durationDays": 1 }, "design": { "kind": "{{design}}", "points": 8, "trajectories": 6 }, "readouts": ["amoebas"],
              "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 6, "to": 60 }, "record": { "path": "time:recordEveryHours", "from": 11, "to": 13 } }
            }
            """);
        var rows = StudyBench.Csv(folder, "sensitivity.csv").ToDictionary(row => row["parameter"], row => Number(row[column]));
        Assert.True(rows["cycle"] > 0.1);
        Assert.Equal(0, rows["record"], 1e-9);
    }

    /// <summary>Generations leave proposals of a batch over, and the next ones use their numbers again: what is told of a particle is what its own parameters came to.</summary>
    [Fact]
    public void A_calibration_reads_each_particle_from_a_run_of_its_own_values()
    {
        var plan = _bench.Plan(
            """
            {
              "scenario": "niche.json", "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 8, "to": 80 }, "death": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 0.5 } },
              "calibration": { "targets": { "amoebas": { "readout": "amoebas", "from": 30, "to": 34 } }, "particles": 16, "generations": 4, "quantile": 0.3, "stopAt": 0 }
            }
            """);
        _bench.Run(plan, _bench.Out);
        var particles = StudyBench.Csv(_bench.Out, "calibration.csv");
        Assert.Equal(16, particles.Length);
        foreach (var particle in particles)
        {
            var seed = (long)Query($"select seed from '{_bench.Out}/runs.parquet' where cycle = cast('{particle["cycle"]}' as double) and death = cast('{particle["death"]}' as double)")[0][0];
            var alone = Run.Execute(plan.Compiler.Compile(plan.Arms[0], [Number(particle["cycle"]), Number(particle["death"])], seed), new RunOptions { Folder = _bench.PathOf("alone"), Frames = FrameKind.None });
            Assert.Equal(RunStatus.Complete, alone.Status);
            Assert.Equal(RunTables.Read(alone.Folder).At("amoebas", null), Number(particle["target:amoebas"]));
        }

        // No number stands for two points, and another process comes to the same from the runs that are there.
        Assert.Equal([[0L]], Query($"select count(*) - count(distinct point) from '{Path.Combine(_bench.Out, "runs.parquet")}'"));
        var tables = File.ReadAllText(Path.Combine(_bench.Out, "calibration.csv"));
        Assert.Equal(0, _bench.Run(plan, _bench.Out).Made);
        Assert.Equal(tables, File.ReadAllText(Path.Combine(_bench.Out, "calibration.csv")));
    }

    /// <summary>Else its parameters would be fitted to one realization of the noise. Arms share their seeds.</summary>
    [Fact]
    public void Each_proposal_of_a_calibration_has_seeds_of_its_own()
    {
        var plan = _bench.Plan(StudyBench.Kinds[^1].Replace("\"parameters\"", "\"replicates\": { \"count\": 2 }, \"arms\": { \"a\": {}, \"b\": {} }, \"parameters\"", StringComparison.Ordinal));
        var runs = new Calibration(plan).Next();
        Assert.Equal(12 * 2 * 2, runs.Count);
        Assert.Equal(12 * 2, runs.Select(run => run.Seed).Distinct().Count());
        Assert.All(runs.GroupBy(run => (run.Point, run.Replicate)), group => Assert.Single(group.Select(run => run.Seed).Distinct()));
        Assert.Equal(runs.Select(run => run.Seed), new Calibration(plan).Next().Select(run => run.Seed));
    }

    /// <summary>Stopped while it looks through runs that are there, a calibration has not come to its end.</summary>
    [Fact]
    public void A_calibration_that_is_stopped_says_so()
    {
        var plan = _bench.Plan(StudyBench.Kinds[^1]);
        Assert.Equal(RunStatus.Complete, _bench.Run(plan, _bench.Out).Status);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal(RunStatus.Interrupted, _bench.Run(plan, _bench.Out, stop: stop.Token).Status);
        Assert.Equal(RunStatus.Interrupted, StudyStatus.Read(_bench.Out)!.Status);
    }

    /// <summary>Arms of different length are compared on the last day that both have.</summary>
    [Fact]
    public void A_contrast_without_a_day_takes_the_last_one_that_both_runs_have()
    {
        var folder = _bench.Complete("""{ "scenario": "niche.json", "replicates": { "count": 3 }, "arms": { "short": { "set": { "time:durationDays": 1 } }, "long": {} }, "readouts": ["amoebas"] }""");
        var row = Assert.Single(StudyBench.Csv(folder, "contrasts.csv"));
        Assert.Equal(("1", "3", "0"), (row["day"], row["pairs"], row["effect"]));
    }

    /// <summary>Six points of a hypercube, ten times each, are six of a sample, not sixty.</summary>
    [Fact]
    public void Replicates_of_a_drawn_point_are_no_further_points()
    {
        const string Study = """
            { "scenario": "niche.json", "replicates": { "count": 4 }, "design": { "kind": "latin-hypercube", "points": 6 }, "arms": { "untreated": {}, "treated": { "overlays": ["drug.json"] } },
              "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 10, "to": 60 } }, "readouts": ["amoebas"], "correlations": { "c": { "x": "cycle", "y": "amoebas" } } }
            """;
        var folder = _bench.Complete(Study);
        Assert.All(StudyBench.Csv(folder, "correlations.csv"), row => Assert.Equal("6", row["n"]));
        Assert.Equal("6", Assert.Single(StudyBench.Csv(folder, "contrasts.csv"))["pairs"]);
        var means = Query($"select avg(amoebas) from '{folder}/runs.parquet' where arm = 'untreated' group by point").Select(row => (double)row[0]).ToArray();
        var summary = StudyBench.Csv(folder, "summary.csv").Single(row => (row["arm"], row["day"], row["name"]) == ("untreated", "2", "amoebas"));
        Assert.Equal("24", summary["n"]);
        Assert.InRange(Number(summary["mean"]), means.Average() - 1e-6, means.Average() + 1e-6);

        // The interval of the mean is that of six values: its half-width about two standard errors of them.
        var error = Math.Sqrt(means.Sum(mean => Math.Pow(mean - means.Average(), 2)) / 5 / 6);
        Assert.InRange((Number(summary["ciHigh"]) - Number(summary["ciLow"])) / 2, 1.2 * error, 2.2 * error);
        var one = _bench.Complete(Study.Replace("\"latin-hypercube\", \"points\": 6", "\"morris\", \"trajectories\": 3", StringComparison.Ordinal));
        Assert.Equal(["", ""], StudyBench.Csv(one, "correlations.csv").Select(row => row["p"]));
        Assert.All(StudyBench.Csv(one, "summary.csv"), row => Assert.Equal(("", ""), (row["ciLow"], row["ciHigh"])));
        var contrast = Assert.Single(StudyBench.Csv(one, "contrasts.csv"));
        Assert.NotEmpty(contrast["effect"]);
        Assert.All(["ciLow", "ciHigh", "p", "signedRankP", "unpairedCiLow", "unpairedCiHigh", "unpairedP"], column => Assert.Empty(contrast[column]));
    }

    /// <summary>What is measured on a day explains what comes later: runs that are crowded by then are no runs at risk, and time counts from then.</summary>
    [Fact]
    public void Splits_by_a_readout_look_ahead_only()
    {
        var folder = _bench.Complete(
            """
            { "scenario": "niche.json", "replicates": { "count": 12 }, "outcomes": { "crowded": { "readout": "amoebas", "above": 26 } },
              "splits": { "early": { "by": "amoebas", "day": 1 }, "first": { "by": "amoebas" } }, "hazards": { "h": { "outcome": "crowded", "covariates": ["amoebas"], "day": 1 } } }
            """);
        var crowded = (long)Query($"select count(distinct run) from '{folder}/readouts.parquet' where name = 'amoebas' and value > 26 and day <= 1")[0][0];
        Assert.InRange(crowded, 1, 11);
        var splits = StudyBench.Csv(folder, "splits.csv").ToDictionary(row => row["split"]);
        Assert.Equal(12 - crowded, Number(splits["early"]["lowN"]) + Number(splits["early"]["highN"]));
        Assert.Equal("20", splits["first"]["cut"]);
        Assert.Equal(12 - crowded, Number(Assert.Single(StudyBench.Csv(folder, "hazards.csv"))["n"]));
    }

    /// <summary>Also on the outcome's first day: thirty amoebas are crowded from the beginning, ten are not.</summary>
    [Fact]
    public void Runs_that_have_the_outcome_on_the_day_of_the_readout_are_not_at_risk()
    {
        var folder = _bench.Complete(
            """
            { "scenario": "niche.json", "replicates": { "count": 3 }, "parameters": { "founders": { "path": "cells:amoeba:start:some:count", "values": [10, 30] } },
              "outcomes": { "crowded": { "readout": "amoebas", "above": 25 } }, "splits": { "by-readout": { "by": "amoebas" }, "by-parameter": { "by": "founders" } } }
            """);
        var splits = StudyBench.Csv(folder, "splits.csv").ToDictionary(row => row["split"], row => Number(row["lowN"]) + Number(row["highN"]));
        Assert.Equal((3, 6), (splits["by-readout"], splits["by-parameter"]));
    }

    [Fact]
    public void A_calibration_finds_the_parameter_that_made_the_target()
    {
        // The number after two days at a cycle of 20 hours is the target; the prior goes from 8 to 80 hours.
        var truth = Number(StudyBench.Csv(_bench.Complete("""{ "scenario": "niche.json", "replicates": { "count": 20 } }"""), "summary.csv").Single(row => (row["day"], row["name"]) == ("2", "amoebas"))["mean"]);
        var study = $$"""
            {
              "name": "fit", "scenario": "niche.json", "replicates": { "count": 2 },
              "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 8, "to": 80 } },
              "calibration": { "targets": { "amoebas": { "readout": "amoebas", "from": {{truth - 5}}, "to": {{truth + 5}} } }, "particles": 12, "generations": 4 }
            }
            """;
        var folder = _bench.PathOf("fit");
        _bench.Run(_bench.Plan(study), folder);
        var particles = StudyBench.Csv(folder, "calibration.csv");
        Assert.Equal(12, particles.Length);
        var mean = particles.Sum(row => Number(row["weight"]) * Number(row["cycle"]));
        Assert.InRange(mean, 15, 27);
        var tolerances = StudyBench.Csv(folder, "calibration-generations.csv").Skip(1).Select(row => Number(row["tolerance"])).ToArray();
        Assert.InRange(tolerances.Length, 1, 3);
        Assert.Equal(tolerances.OrderDescending(), tolerances);
        Assert.All(particles, row => Assert.True(Number(row["distance"]) <= tolerances[^1]));

        // It comes to the same from the runs that are there, and anew.
        Assert.Equal(0, _bench.Run(_bench.Plan(study), folder).Made);
        _bench.Run(_bench.Plan(study), _bench.PathOf("anew"), processors: 1);
        StudyBench.AssertSameTables(folder, _bench.PathOf("anew"));
    }

    [Fact]
    public void A_table_that_is_not_asked_for_any_more_goes()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        Assert.True(File.Exists(Path.Combine(folder, StudyFolder.Survival)));
        _bench.Complete(StudyBench.TwoArms.Replace("\"outcomes\"", "\"splits\": {}, \"outcomes\"", StringComparison.Ordinal).Replace("""{ "crowded": { "readout": "amoebas", "above": 40 } }""", "{}", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(folder, StudyFolder.Survival)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static object[][] Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return [.. rows];
    }
}
