using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Engine;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Rules;

public class FieldsInUseTests
{
    private const string Cells = """
        "a": { "start": { "x": { "count": 4 } }, "secrete": { "seen": { "moleculesPerSecond": 1 }, "unseen": { "moleculesPerSecond": 1 } }, "die": { "perDay": 0 } },
        "b": { "die": { "perDay": 0 } }
        """;

    private const string Rule = """ "r": { "cell": "CELL", "signal": "field:seen", "increases": "die", "toPerDay": 1, "halfMaximumPicomolar": 1 } """;

    [Theory]
    [InlineData("a", "", "", "seen,decoy")]
    [InlineData("b", "", "", "")]
    [InlineData("b", "", "\"a\": { \"turnInto\": { \"b\": { \"perDay\": 1 } } },", "seen,decoy")]
    [InlineData("b", "\"m\": { \"kind\": \"field-mean\", \"field\": \"unseen\" }", "", "unseen")]
    public void A_field_is_solved_where_a_cell_that_can_be_or_a_readout_reads_it(string cell, string readout, string more, string solved)
    {
        var compilation = ScenarioCompiler.LoadText("x.json", Text(cell, readout, more));
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        var scenario = compilation.Scenario!;
        Assert.Equal(solved.Split(',', StringSplitOptions.RemoveEmptyEntries).Append("own").Order(), scenario.Names.Fields.Where((_, f) => scenario.Plan.Fields[f].IsSolved).Order());
        Assert.Equal(1 + (12 * scenario.Plan.Fields.Count(f => f.IsSolved)), FieldTable.Columns(scenario.Plan, scenario.Names).Count());
    }

    [Fact]
    public void What_is_not_solved_stays_at_its_start_and_what_is_does_not()
    {
        using var niche = Niche.Found(Text("a", "", ""));
        niche.Run(3);
        var names = ScenarioCompiler.LoadText("x.json", Text("a", "", "")).Scenario!.Names.Fields;
        Assert.True(niche.State.Fields[Array.IndexOf(names, "seen")].Max() > 0);
        Assert.Equal(0, niche.State.Fields[Array.IndexOf(names, "unseen")].Max());
        Assert.True(niche.State.Fields[Array.IndexOf(names, "own")].Max() >= 0);
    }

    /// <summary>Cells outlive the way in which they came: a field is solved throughout where a plan of any day reads it.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void What_an_event_changes_leaves_fields_solved(double before, double after)
    {
        var text = Text("b", "", "\"a\": { \"turnInto\": { \"b\": { \"perDay\": 1 } } },")
            .Replace("\"turnInto\": { \"b\": { \"perDay\": 1 } }", FormattableString.Invariant($"\"turnInto\": {{ \"b\": {{ \"perDay\": {before} }} }}"), StringComparison.Ordinal)
            .Replace("\"cells\":", FormattableString.Invariant($"\"events\": {{ \"e\": {{ \"day\": 0.5, \"set\": {{ \"cells:a:turnInto:b:perDay\": {after} }} }} }}, \"cells\":"), StringComparison.Ordinal);
        var compilation = ScenarioCompiler.LoadText("x.json", text);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        var scenario = compilation.Scenario!;
        var seen = scenario.Names.Field("seen");
        Assert.True(scenario.Plan.Fields[seen].IsSolved);
        Assert.All(scenario.Changes, change => Assert.True(change.Plan.Fields[seen].IsSolved));
        Assert.Single(scenario.Changes);
    }

    /// <summary>Cells that one plan makes another one turns into what reads the field, though no plan alone does both.</summary>
    [Fact]
    public void What_cells_become_by_one_plan_after_another_is_reached()
    {
        var text = Text("b", "", "\"a\": { \"turnInto\": { \"b\": { \"perDay\": 1 } } },")
            .Replace("\"turnInto\": { \"b\": { \"perDay\": 1 } }", "\"turnInto\": { \"c\": { \"perDay\": 1 } }", StringComparison.Ordinal)
            .Replace("\"b\": {", "\"c\": { \"turnInto\": { \"b\": { \"perDay\": 0 } } }, \"b\": {", StringComparison.Ordinal);
        var changed = text.Replace("\"cells\":", "\"events\": { \"e\": { \"day\": 0.5, \"set\": { \"cells:a:turnInto:c:perDay\": 0, \"cells:c:turnInto:b:perDay\": 1 } } }, \"cells\":", StringComparison.Ordinal);
        Assert.Equal((false, true), (IsSolved(text), IsSolved(changed)));

        static bool IsSolved(string text) => ScenarioCompiler.LoadText("x.json", text).Scenario is { } scenario && scenario.Plan.Fields[scenario.Names.Field("seen")].IsSolved;
    }

    /// <summary>Vessels are there from the start without a placement.</summary>
    [Fact]
    public void What_a_vessel_reads_is_solved()
    {
        var text = Text("V", "", "").Replace("\"b\": {", "\"V\": { \"vessel\": true, \"die\": { \"perDay\": 0 } }, \"b\": {", StringComparison.Ordinal);
        var without = ScenarioCompiler.LoadText("x.json", text).Scenario!;
        var with = ScenarioCompiler.LoadText("x.json", text.Replace("\"cells\":", "\"tissue\": { \"vessels\": { \"pattern\": \"grid\", \"type\": \"V\", \"spacingUm\": 60 } }, \"cells\":", StringComparison.Ordinal)).Scenario!;
        Assert.Equal((false, true), (IsSeen(without), IsSeen(with)));

        static bool IsSeen(CompiledScenario scenario) => scenario.Plan.Fields[scenario.Names.Field("seen")].IsSolved;
    }

    private static string Text(string cell, string readout, string more)
    {
        var cells = more.Length == 0 ? Cells : Cells.Replace("\"die\": { \"perDay\": 0 } },", "\"die\": { \"perDay\": 0 }, \"turnInto\": { \"b\": { \"perDay\": 1 } } },", StringComparison.Ordinal);
        const string Field = "\"diffusionUm2PerSecond\": 30, \"halfLifeMinutes\": 5, \"molecularWeightKDa\": 20, \"outOfPlaneLossPerMinute\": 0";
        return $$"""
            {
              "time": { "durationDays": 1 }, "lattice": { "widthVoxels": 9, "heightVoxels": 9 },
              "fields": {
                "seen": { {{Field}}, "onDemand": true, "neutralizedBy": { "field": "decoy", "dissociationPicomolar": 1 } },
                "decoy": { {{Field}}, "onDemand": true }, "unseen": { {{Field}}, "onDemand": true }, "own": { {{Field}} }
              },
              "cells": { {{cells}} },
              "rules": { {{Rule.Replace("CELL", cell, StringComparison.Ordinal)}} },
              "readouts": { {{readout}} }
            }
            """;
    }
}
