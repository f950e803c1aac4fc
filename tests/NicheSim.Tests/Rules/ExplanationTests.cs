using System.Security.Cryptography;
using System.Text;
using NicheSim.Rules;
using NicheSim.Scenarios.Evidence;
using NicheSim.Tests.Determinism;
using NicheSim.Tests.Engine;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Rules;

public sealed class ExplanationTests
{
    private const int RandomNiches = 100;

    /// <summary>Most of what the language has, at least once.</summary>
    private const string Niche =
        """
        {
          "name": "wake", "about": "Sleepers meet a|b.", "claims": ["K1"],
          "time": { "durationDays": 4, "tickMinutes": 30, "recordAtDays": [1.5] },
          "lattice": { "widthVoxels": 100, "heightVoxels": 20, "sliceThicknessUm": 20, "cellEdges": { "all": "exit", "yMin": "wall" }, "evidence": ["a plate", "assumed: flat"] },
          "tissue": {
            "bone": { "pattern": "slab", "thicknessUm": 60, "stores": { "cold": { "moleculesPerUm3": 0.3, "evidence": ["stored"] } } },
            "vessels": { "pattern": "grid", "type": "pipe" }
          },
          "regions": { "rim": { "band": { "to": "bone", "toUm": 45 } } },
          "fields": {
            "warm": {
              "diffusionUm2PerSecond": 40, "halfLifeMinutes": 20, "molecularWeightKDa": 17.5, "tracks": { "own": ["sleeper"] },
              "neutralizedBy": { "field": "cold", "dissociationPicomolar": 12 }, "evidence": ["Ref 1"]
            },
            "cold": { "diffusionUm2PerSecond": 30, "halfLifeMinutes": 5, "molecularWeightKDa": 51, "edges": { "xMin": { "kind": "fixed", "picomolar": 3 } } },
            "calm": { "diffusionUm2PerSecond": 30, "halfLifeMinutes": 5, "molecularWeightKDa": 51, "solve": "in-time", "stepsPerTick": 4 }
          },
          "labels": { "RW": {}, "RC": {}, "RX": {} },
          "blood": { "circulating": { "sleeper": { "influxPerDay": 3, "state": "dormant" } } },
          "cells": {
            "sleeper": {
              "initialState": "dormant",
              "levels": { "RC": { "level": 0.4 }, "RX": { "level": 0.3, "attribute": "drowse" } },
              "attributes": { "drowse": { "start": { "beta": { "a": 2, "b": 5 } }, "inheritance": { "kind": "copy-with-noise", "sd": 0.05 }, "scales": ["move"], "evidence": ["assumed"] } },
              "start": { "middle": { "count": 4, "place": "disc", "evidence": ["counted"] } },
              "move": { "speedUmPerHour": 36, "evidence": ["tracked"] },
              "states": {
                "awake": { "divide": { "meanCycleHours": 30 }, "become": { "dormant": { "perDay": 0.05 } }, "secrete": { "warm": { "moleculesPerSecond": 2 } }, "die": { "perDay": 0.02 } },
                "dormant": { "become": { "awake": { "perDay": 0.0003, "evidence": ["C54"] } }, "die": { "perDay": 0.01 } }
              }
            },
            "pipe": { "vessel": true, "exchange": { "warm": { "perMinute": 0.1 } } }
          },
          "rules": {
            "escape": {
              "cell": "sleeper", "state": "dormant", "signal": "field:warm", "with": { "field:cold": { "halfMaximumPicomolar": 20, "hill": 2 } }, "through": ["RW"],
              "increases": "become:awake", "toPerDay": 0.15, "halfMaximumPicomolar": 10, "hill": 2, "evidence": ["C54"]
            },
            "hold": { "cell": "sleeper", "region": "rim", "signal": "distance:bone", "below": true, "halfMaximumUm": 30, "decreases": "divide", "toPerDay": 0.1, "through": ["RC", "RW"] },
            "linger": { "cell": "sleeper", "state": "awake", "signal": "matrix", "halfMaximum": 0.5, "decreases": "move", "toUmPerHour": 1, "through": ["RX"] },
            "hurry": {
              "cell": "sleeper", "state": "awake", "signal": "crowding", "halfMaximum": 0.25, "with": { "timeInState": { "halfMaximumDays": 2 }, "age": { "halfMaximumDays": 3, "below": true }, "field:calm": { "halfMaximumPicomolar": 4 } },
              "increases": "divide", "toPerDay": 2
            },
            "kill": { "cell": "sleeper", "signal": "treatment:drug", "increases": "die", "toPerDay": 0.5, "halfMaximum": 0.5 },
            "leak": { "cell": "pipe", "signal": "field:cold", "halfMaximumPicomolar": 2, "increases": "exchange:warm", "toPerMinute": 0.4 },
            "unused": { "enabled": false, "cell": "sleeper", "signal": "crowding", "halfMaximum": 1, "decreases": "move", "toUmPerHour": 0 }
          },
          "treatments": {
            "antidote": { "fromDay": 2, "blocks": { "label:RW": { "types": ["sleeper"] }, "secrete:warm": {} } },
            "drug": { "about": "Kills", "intervalDays": 2, "halfLifeDays": 1, "multiplies": { "move": { "factor": 0.2 } } }
          },
          "events": {
            "boost": { "day": 3, "set": { "rules:escape:toPerDay": 0.3 } },
            "dip": { "day": 1, "bath": { "field": "warm", "picomolar": 10, "toDay": 2 } },
            "more": { "day": 2, "add": { "type": "sleeper", "count": 5 } }
          },
          "readouts": {
            "awake-share": { "kind": "share", "types": ["sleeper"], "state": "awake", "of": ["sleeper"] },
            "asleep-of-awake": { "kind": "share", "types": ["sleeper"], "state": "dormant", "of": ["sleeper"], "ofState": "awake", "region": "rim" },
            "clones": { "kind": "clones", "types": ["sleeper"], "sizeFrom": 2, "sizeTo": 5 }, "large-clones": { "kind": "clones", "types": ["sleeper"], "sizeFrom": 6 }, "small-clones": { "kind": "clones", "types": ["sleeper"], "sizeTo": 5 },
            "drowsy": { "kind": "share", "types": ["sleeper"], "attribute": "drowse", "attributeFrom": 0.25, "attributeTo": 0.5 }, "hardly-drowsy": { "kind": "count", "types": ["sleeper"], "attribute": "drowse", "attributeTo": 0.1 },
            "woken": { "kind": "event-count", "types": ["sleeper"], "event": "become:awake", "rule": "escape" }, "first": { "kind": "first-time", "readout": "woken", "level": 3 },
            "own-warmth": { "kind": "field-mean", "field": "warm", "part": "own" }, "near": { "kind": "count", "types": ["sleeper"], "fromUm": 10, "toUm": 50 }, "near-pipes": { "kind": "count", "types": ["sleeper"], "to": "vessel", "toUm": 50 },
            "doubling": { "kind": "doubling-time", "types": ["sleeper"], "windowDays": 2 }
          }
        }
        """;

    private static readonly Explanation Explained = Explain(Niche);
    private static readonly string Prose = Explained.ToText(100000);

    [Theory]
    [InlineData(
        "In dormant sleeper cells, warm (with cold above 20 pM, Hill 2) increases the rate of becoming awake from 0.0003 towards 0.15 per day, half-maximum 10 pM, Hill power 2, "
        + "through RW (blocked by antidote) (evidence: C54).")]
    [InlineData(
        "In awake sleeper cells in rim, nearness to bone decreases the rate of division from 0.8 towards 0.1 per day, half-maximum 30 um, Hill power 1, through RC (at level 0.4) and RW (blocked by antidote).")]
    [InlineData("In sleeper cells, the treatment drug increases the rate of death from 0.02 (awake) or 0.01 (dormant) towards 0.5 per day, half-maximum 0.5, Hill power 1.")]
    [InlineData("In pipe cells, cold increases the exchange of warm with the serum from 0.1 towards 0.4 per minute, half-maximum 2 pM, Hill power 1.")]
    public void A_rule_reads_as_a_sentence(string sentence) => Assert.Contains($"\n    {sentence}\n", Prose, StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "Solved in time, one implicit step a tick, because it relaxes in 28.85 min, longer than 10 min, a third of a tick. Edges: closed. "
        + "Sources: awake sleeper cells (2 molecules/s); serum, through pipe cells (0.1 per minute, by rules up to 0.4); the bath of the event dip (10 pM). "
        + "Sinks: decay; serum, through pipe cells (0.1 per minute, by rules up to 0.4). cold binds it: the free share is half at 12 pM. Followed apart: own (secreted by sleeper). (evidence: Ref 1)")]
    [InlineData(
        "Solved at steady state at every tick, because it relaxes in 7.213 min, at most 10 min, a third of a tick. Edges: x low: held at 3 pM; x high, y low and y high: closed. "
        + "Sources: bone that is resorbed (0.3 molecules per um3). Sinks: decay.")]
    [InlineData("Solved in time, 4 implicit steps a tick, because the scenario asks for it. Edges: closed. Sources: none. Sinks: decay.")]
    public void A_field_says_how_it_is_solved_and_why_and_where_it_comes_from_and_goes(string sentence) => Assert.Contains($"\n    {sentence}\n", Prose, StringComparison.Ordinal);

    [Theory]
    [InlineData("| warm | 40 um2/s | 20 min | 263.2 um | in time |")]
    [InlineData("| time | From day 0 to day 4 in 192 ticks of 30 min; recorded every 6 h, and on day 1.5. Seed 1 |  |")]
    [InlineData("| lattice | 100 x 20 voxels of 15 um: 1.5 mm x 300 um, a slice 20 um thick. One cell to a voxel. Edges for cells: x low, x high and y high: exit; y low: wall | a plate; assumed: flat |")]
    [InlineData("| bone stores | 0.3 molecules of cold per um3 of mineralized bone, freed as it is resorbed | stored |")]
    [InlineData("| divide | every 30 h (4 stages, needs a free neighbor) | - | +hurry, -hold |  |")]
    [InlineData("| become:awake | - | 0.0003 per day | +escape | C54 |")]
    [InlineData("| move | 36 um/h (turns after 30 min) | 36 um/h (turns after 30 min) | -linger | tracked |")]
    [InlineData("| drowse | 0 to 1 | beta, 2 and 5 | a copy, noise of sd 0.05 | move | assumed |")]
    [InlineData("| middle | 4 | a disc of radius 100 um around the middle | counted |")]
    [InlineData("- **antidote**: From day 2 to the end, at a constant level, level 1 at a full dose. It blocks RW of sleeper cells and blocks the secretion of warm.")]
    [InlineData("- **drug**: Kills. From day 0 to the end, a dose every 2 days, half-life 24 h, level 1 at a full dose. It multiplies the speed by 0.2 at full level and acts through the rule kill.")]
    [InlineData("- **dip**: On day 1: a bath of warm begins: every voxel relaxes to 10 pM at 1 per minute until day 2.\n- **more**: On day 2: 5 sleeper cells are added (free marrow).\n- **boost**: On day 3: rules:escape:toPerDay becomes 0.3.")]
    [InlineData("| awake-share | share | awake sleeper cells, against sleeper cells |")]
    [InlineData("Sleepers meet a\\|b.")]
    public void Markdown_holds_the_same_in_tables(string line) => Assert.Contains($"\n{line}\n", Explained.ToMarkdown(), StringComparison.Ordinal);

    /// <summary>Whole texts, to be read: what changes in them shows in the difference. NICHESIM_UPDATE=1 writes them anew.</summary>
    [Theory]
    [InlineData("wake", Niche)]
    [InlineData("everything", null)]
    public void The_whole_text_reads_as_it_did(string name, string? json)
    {
        const string Register =
            """
            {
              "references": { "Doe2020": { "cite": "Doe, J. Sleep 1 (2020) 2" }, "Roe2021": { "cite": "Roe, R. Wake 3 (2021) 4" } },
              "claims": {
                "C54": { "says": "Warmth wakes.", "stage": "escape", "support": "mice", "simulable": "yes", "references": ["Doe2020", "Roe2021"] },
                "K1": { "says": "Cold does not.", "stage": "escape", "support": "a dish", "simulable": "partly", "limits": "only here", "references": "Roe2021" },
                "C55": { "says": "Nobody asks.", "stage": "escape", "support": "none", "simulable": "yes" }
              },
              "parameters": {
                "stored": { "about": "What bone holds", "value": 0.3, "from": 0.1, "to": 1, "sets": "moleculesPerUm3", "unit": "molecules/um3", "sources": "Doe2020", "confidence": "B" },
                "tracked": { "about": "How fast they go", "from": 10, "sets": "speedUmPerHour", "unit": "um/h", "sources": ["Doe2020", "Roe2021"], "confidence": "C" }
              }
            }
            """;
        var register = EvidenceLoader.LoadText("register.json", Register);
        Assert.Empty(register.Diagnostics);
        var scenario = ScenarioCompiler.LoadText("wake.json", json ?? RichNiche.Text()).Scenario!;
        var text = Explanation.Of(scenario, json is null ? null : register.Register).ToMarkdown() + "\n" + Explanation.Odd(scenario).ToMarkdown();
        var file = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Rules", "Explained", name + ".md");
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);
    }

    /// <summary>The texts of random niches, as a digest each: what none of the texts to be read has. NICHESIM_UPDATE=1 writes them anew.</summary>
    [Fact]
    public void Random_niches_read_as_they_did()
    {
        string[] lines = [.. Enumerable.Range(0, RandomNiches).Select(number => $"{Digest(number)}  {number}")];
        var file = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Rules", "Explained", "random.txt");
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            File.WriteAllLines(file, lines);
        Assert.Equal(File.ReadAllLines(file), lines);

        static string Digest(int number)
        {
            var compilation = ScenarioCompiler.LoadText("wild.json", WildScenario.Of(number).ToJsonString());
            var text = compilation.Scenario is { } scenario ? Explanation.Odd(scenario).ToMarkdown() : "";
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text + string.Join('\n', compilation.Diagnostics))))[..16];
        }
    }

    /// <summary>Of the very first type and state too.</summary>
    [Theory]
    [InlineData("a", "neighboring a cells")]
    [InlineData("a.p", "neighboring p a cells")]
    [InlineData("a.q", "neighboring q a cells")]
    [InlineData("b", "neighboring b cells")]
    public void Neighbors_are_named_by_type_and_state(string neighbors, string words)
        => Assert.Contains($"In b cells, {words} increases", Explain(Engine.Niche.Text(
            "'a': { 'initialState': 'p', 'states': { 'p': { 'become': { 'q': { 'perDay': 1 } } }, 'q': {} } }, 'b': { 'start': { 'x': { 'count': 1 } }, 'die': { 'perDay': 1 } }",
            rules: $"'r': {{ 'cell': 'b', 'signal': 'neighbors:{neighbors}', 'halfMaximumCells': 1, 'increases': 'die', 'toPerDay': 2 }}")).ToText(10000), StringComparison.Ordinal);

    /// <summary>What cells have: 0, where no start is given, is cut to the bounds too.</summary>
    [Fact]
    public void A_start_is_told_as_the_bounds_cut_it()
        => Assert.Contains("| x | 2 to 3 | 2 | a copy |", Explain(Engine.Niche.Text("'a': { 'start': { 'x': { 'count': 1 } }, 'attributes': { 'x': { 'minimum': 2, 'maximum': 3 } } }")).ToMarkdown(), StringComparison.Ordinal);

    [Fact]
    public void A_scenario_does_not_stand_on_what_is_switched_off()
    {
        var register = EvidenceLoader.LoadText("register.json", """{ "claims": { "C9": { "says": "Crowds linger.", "stage": "x", "support": "x", "simulable": "yes" } } }""").Register;
        foreach (var (switched, isThere) in new[] { ("", true), ("'enabled': false, ", false) })
        {
            var rule = $"'r': {{ {switched}'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2, 'evidence': ['C9'] }}";
            var scenario = Engine.Niche.Compile(Engine.Niche.Text("'a': { 'start': { 'x': { 'count': 1 } }, 'die': { 'perDay': 1 } }", rules: rule));
            Assert.Equal(isThere, Explanation.Of(scenario, register).ToText().Contains("Crowds linger.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_is_disabled_is_not_there() => Assert.DoesNotContain("unused", Prose, StringComparison.Ordinal);

    [Theory]
    [InlineData(80)]
    [InlineData(110)]
    public void Text_keeps_to_its_width(int width) => Assert.All(Explained.ToText(width).Split('\n'), line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void Times_and_the_serum_are_told_with_their_units()
    {
        var text = Explain(Niche
            .Replace("\"blood\": {", """ "blood": { "serum": { "cold": { "picomolar": 3, "fixed": true } }, """, StringComparison.Ordinal)
            .Replace("\"rules\": {", """ "rules": { "old": { "cell": "sleeper", "signal": "age", "halfMaximumDays": 60, "increases": "die", "toPerDay": 2 }, """, StringComparison.Ordinal)).ToMarkdown();
        Assert.Contains("| serum cold | 3 pM, whatever the niche gives or takes |", text, StringComparison.Ordinal);
        Assert.Contains("half-maximum 60 days, Hill power 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_in_a_scenario_cannot_move_the_cursor()
    {
        var text = Explain(Niche.Replace("Sleepers meet", "Sleepers\\n\\r\\tmeet", StringComparison.Ordinal)).ToText();
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0003f, "0.0003")]
    [InlineData(1234567, "1234567")]
    [InlineData(12345.678, "12346")]
    [InlineData(0.00001234, "1.234e-5")]
    [InlineData(-2.34567, "-2.346")]
    [InlineData(6e9, "6e9")]
    [InlineData(9.99996, "10")]
    public void Numbers_have_four_digits_that_count(double number, string text) => Assert.Equal(text, ExplainWords.Number(number));

    private static Explanation Explain(string json)
    {
        var compilation = ScenarioCompiler.LoadText("wake.json", json);
        return Explanation.Of(compilation.Scenario ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics)));
    }
}
