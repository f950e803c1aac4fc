using System.Text.RegularExpressions;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Engine;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Rules;

/// <summary>What is wrong with a scenario is said where it stands, before the first tick.</summary>
public partial class CompilerErrorTests
{
    private const string F = "'F': { 'diffusionUm2PerSecond': 10, 'halfLifeMinutes': 5, 'molecularWeightKDa': 10, 'outOfPlaneLossPerMinute': 0.1 ";
    private const string A = "'a': { 'start': { 'x': { 'count': 1 } }, 'die': { 'perDay': 1 }, 'secrete': { 'F': { 'moleculesPerSecond': 9 } } ";
    private const string S = ", 's': { 'initialState': 'p', 'start': { 'x': { 'count': 1 } }, 'states': { 'p': { 'become': { 'q': { 'perDay': 1 } } }, 'q': { } } }";

    public static TheoryData<string, string, string, string, string, string, string> Broken => new()
    {
        // path, part of the message, more of cells, of the field, rules, tissue, more
        { "cells:a:secrete:Q", "field", ", 'secrete': { 'Q': { 'moleculesPerSecond': 1 } }", "", "", "", "" },
        { "cells:a:become:x", "state of a", ", 'become': { 'x': { 'perDay': 1 } }", "", "", "", "" },
        { "cells:a:turnInto:x", "cell type", ", 'turnInto': { 'x': { 'perDay': 1 } }", "", "", "", "" },
        { "cells:a:turnInto:s", "state of s", ", 'turnInto': { 's': { 'perDay': 1, 'state': 'z' } } }" + S.TrimEnd('}'), "", "", "", "" },
        { "cells:a:fuse:into", "cell type", ", 'fuse': { 'perDay': 1, 'into': 'x' }", "", "", "", "" },
        { "cells:a:attach:type:x", "cell type", ", 'attach': { 'type:x': { 'perDay': 1 } }", "", "", "", "" },
        { "cells:a:attach", "matrix, bone, vessel or type:NAME", ", 'attach': { 'wall': { 'perDay': 1 } }", "", "", "", "" },
        { "cells:a:cohesion:with", "cell type", ", 'cohesion': { 'strength': 1, 'with': ['x'] }", "", "", "", "" },
        { "cells:a:form:buriedAs", "livesInBone", ", 'form': { 'umPerDay': 1, 'footprintUm': 1, 'buriedAs': 'a' }", "", "", "", "" },
        { "cells:a:takeUp:F", "clearanceUm3PerSecond, or", ", 'takeUp': { 'F': { } }", "", "", "", "" },
        { "cells:a:takeUp:F", "clearanceUm3PerSecond, or", ", 'takeUp': { 'F': { 'clearanceUm3PerSecond': 1, 'halfMaximumPicomolar': 1 } }", "", "", "", "" },
        { "cells:a:drift:x", "attribute of a", ", 'drift': { 'x': { 'perDay': 1 } }", "", "", "", "" },
        { "cells:a:recruit:x", "cell type", ", 'recruit': { 'x': { 'perDay': 1 } }", "", "", "", "" },
        { "cells:a:sprout", "vessel", ", 'sprout': { 'perDay': 1 }", "", "", "", "" },
        { "cells:a:move", "stays where it is", ", 'vessel': true, 'move': { 'speedUmPerHour': 1 }", "", "", "", "" },
        { "cells:a:initialState", "state of a", ", 'initialState': 'x'", "", "", "", "" },
        { "cells:t", "missing initialState", "}, 't': { 'states': { 'p': {}, 'q': {} }", "", "", "", "" },
        { "cells:a:attributes:x:minimum", "above the maximum", ", 'attributes': { 'x': { 'minimum': 2 } }", "", "", "", "" },
        { "cells:a:attributes:x:minimum", "negative", ", 'attributes': { 'x': { 'minimum': -1, 'scales': ['die'] } }", "", "", "", "" },
        { "cells:a:attributes:x:start", "give one of", ", 'attributes': { 'x': { 'start': { 'value': 1, 'uniform': { 'from': 0, 'to': 1 } } } }", "", "", "", "" },
        { "cells:a:attributes:x:scales", "behavior", ", 'attributes': { 'x': { 'scales': ['move'] } }", "", "", "", "" },
        { "cells:a:start:y", "count and share", ", 'start': { 'y': { } }", "", "", "", "" },
        { "cells:a:start:y:place", "livesInBone", ", 'start': { 'y': { 'count': 1, 'place': 'in-bone' } }", "", "", "", "" },
        { "cells:a:start:y", "missing count", ", 'start': { 'y': { 'share': 1, 'place': 'blood' } }", "", "", "", "" },
        { "cells:a:start:y", "missing region", ", 'start': { 'y': { 'count': 1, 'place': 'region' } }", "", "", "", "" },
        { "cells:a:start:y:region", "region", ", 'start': { 'y': { 'count': 1, 'place': 'region', 'region': 'x' } }", "", "", "", "" },
        { "cells:a:start:y:file", "missing file", ", 'start': { 'y': { 'place': 'csv' } }", "", "", "", "" },
        { "cells:a:levels:R", "label", ", 'levels': { 'R': { 'level': 0.5 } }", "", "", "", "" },
        { "cells:s:states:q:levels:R", "label", "}, 's': { 'initialState': 'q', 'states': { 'q': { 'levels': { 'R': { 'level': 0.5 } } } }", "", "", "", "" },
        { "cells:a:die:perDay", "100000", ", 'die': { 'perDay': -1 }", "", "", "", "" },
        { "fields:G", "halfLifeMinutes and decayPerMinute", "", "}, 'G': { 'diffusionUm2PerSecond': 1, 'molecularWeightKDa': 1", "", "", "" },
        { "fields:F:neutralizedBy:field", "itself", "", ", 'neutralizedBy': { 'field': 'F', 'dissociationPicomolar': 1 }", "", "", "" },
        { "fields:F:displayUnit", "unit", "", ", 'displayUnit': 'mol'", "", "", "" },
        { "fields:F", "picomolarPerMmHg", "", ", 'displayUnit': 'mmHg'", "", "", "" },
        { "fields:F:edges", "periodic at one side only", "", ", 'edges': { 'xMin': { 'kind': 'periodic' } }", "", "", "" },
        { "fields:G:solve", "a loss that is always there", "", "}, 'G': { 'diffusionUm2PerSecond': 1, 'molecularWeightKDa': 1, 'decayPerMinute': 0, 'solve': 'steady'", "", "", "" },
        { "fields:G:solve", "a loss that is always there", "", "}, 'G': { 'diffusionUm2PerSecond': 1, 'molecularWeightKDa': 1, 'decayPerMinute': 0, 'boneDiffusionFactor': 0, 'backgroundUptake': { 'marrowPerMinute': 1 }, 'solve': 'steady'", "", "'bone': { 'pattern': 'slab' }", "" },
        { "fields:F:tracks:part", "cell type", "", ", 'tracks': { 'part': ['x'] }", "", "", "" },
        { "rules:r:cell", "cell type", "", "", "'cell': 'x', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:state", "state of a", "", "", "'cell': 'a', 'state': 'x', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:region", "region", "", "", "'cell': 'a', 'region': 'x', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r", "increases and decreases", "", "", "'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, 'toPerDay': 2", "", "" },
        { "rules:r:signal", "signal", "", "", "'cell': 'a', 'signal': 'smell', 'halfMaximum': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:signal", "field", "", "", "'cell': 'a', 'signal': 'field:G', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:signal", "part of field F", "", "", "'cell': 'a', 'signal': 'field:F@b', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:signal", "@others", "", "", "'cell': 'a', 'signal': 'field:F@others', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:signal", "no name behind a colon", "", "", "'cell': 'a', 'signal': 'age:x', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r", "missing halfMaximumPicomolar", "", "", "'cell': 'a', 'signal': 'field:F', 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:halfMaximumDays", "takes halfMaximumPicomolar", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r", "missing toPerDay", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die'", "", "" },
        { "rules:r:toStrength", "takes toPerDay", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toStrength': 1", "", "" },
        { "rules:r:toPerDay", "saturates below the base 1", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 0.5", "", "" },
        { "rules:r:toPerDay", "saturates above the base 1", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'decreases': 'die', 'toPerDay': 2", "", "" },
        { "rules:r:increases", "behavior", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'dye', 'toPerDay': 2", "", "" },
        { "rules:r:increases", "declares no divide", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'divide', 'toPerDay': 2", "", "" },
        { "rules:r:increases", "takes no name", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die:F', 'toPerDay': 2", "", "" },
        { "rules:r:increases", "needs a name", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'secrete', 'toMoleculesPerSecond': 2", "", "" },
        { "rules:r:through", "label", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2, 'through': ['R']", "", "" },
        { "rules:r:with:field:G", "field", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2, 'with': { 'field:G': { 'halfMaximumPicomolar': 1 } }", "", "" },
        { "tissue:vessels", "missing type", "", "", "", "'vessels': { 'pattern': 'grid' }", "" },
        { "tissue:vessels:type", "holds no vessels", "", "", "", "'vessels': { 'pattern': 'grid', 'type': 'a' }", "" },
        { "tissue:bone:stores:G", "field", "", "", "", "'bone': { 'stores': { 'G': { 'moleculesPerUm3': 1 } } }", "" },
        { "tissue:bone:file", "missing file", "", "", "", "'bone': { 'pattern': 'mask' }", "" },
        { "tissue:bone:thicknessUm", "less than half a voxel", "", "", "", "'bone': { 'pattern': 'trabeculae', 'thicknessUm': 7 }", "" },
        { "tissue:vessels:spacingUm", "less than a voxel", ", 'vessel': true", "", "", "'vessels': { 'pattern': 'grid', 'type': 'a', 'spacingUm': 10, 'diameterUm': 5 }", "" },
        { "tissue:vessels:spacingUm", "than the vessels' own diameter", ", 'vessel': true", "", "", "'vessels': { 'pattern': 'random', 'type': 'a', 'spacingUm': 30, 'diameterUm': 31 }", "" },
        { "lattice", "memory", ", 'start': { 'y': { 'place': 'blood', 'count': 1000000000 } }", "", "", "", "" },
        { "lattice", "memory", "", "", "", "", "'blood': { 'circulating': { 'a': { 'influxPerDay': 1e9 } } }" },
        { "cells", "more than 1000", ", 'initialState': 's0', 'states': { " + string.Join(", ", Enumerable.Range(0, 1000).Select(s => $"'s{s}': {{}}")) + " } }, 'b': { 'die': { 'perDay': 1 }", "", "", "", "" },
        { "labels", "has more than 1000 names", "", "", "", "", "'labels': { " + string.Join(", ", Enumerable.Range(0, 1001).Select(l => $"'l{l}': {{}}")) + " }" },
        { "events", "more than 100 events set", "", "", "", "", "'events': { " + string.Join(", ", Enumerable.Range(0, 101).Select(e => $"'e{e}': {{ 'day': 1, 'set': {{ 'fields:F:decayPerMinute': 1 }} }}")) + " }" },
        { "regions:x", "give one of", "", "", "", "", "'regions': { 'x': { } }" },
        { "regions:x:band:to", "cell type", "", "", "", "", "'regions': { 'x': { 'band': { 'to': 'type:z', 'toUm': 1 } } }" },
        { "regions:x:band:fromUm", "beyond", "", "", "", "", "'regions': { 'x': { 'band': { 'to': 'bone', 'fromUm': 2, 'toUm': 1 } } }" },
        { "regions:r", "one of box, maskFile and band", "", "", "", "", "'regions': { 'r': { } }" },
        { "regions:r:box", "is empty", "", "", "", "", "'regions': { 'r': { 'box': { 'xFromUm': 50, 'xToUm': 20 } } }" },
        { "regions:r:box", "is empty", "", "", "", "", "'regions': { 'r': { 'box': { 'yFromUm': 50, 'yToUm': 20 } } }" },
        { "regions:r:box", "is empty", "", "", "", "", "'regions': { 'r': { 'box': { 'zFromUm': 50, 'zToUm': 20 } } }" },
        { "treatments:t:blocks:label:R", "label", "", "", "", "", "'treatments': { 't': { 'blocks': { 'label:R': true } } }" },
        { "treatments:t:blocks:field:G", "field", "", "", "", "", "'treatments': { 't': { 'blocks': { 'field:G': true } } }" },
        { "treatments:t:multiplies:move", "behavior", "", "", "", "", "'treatments': { 't': { 'multiplies': { 'move': { 'factor': 2 } } } }" },
        { "treatments:t:multiplies:die:types", "cell type", "", "", "", "", "'treatments': { 't': { 'multiplies': { 'die': { 'factor': 2, 'types': ['x'] } } } }" },
        { "treatments:t:adds:G", "field", "", "", "", "", "'treatments': { 't': { 'adds': { 'G': { 'picomolar': 2 } } } }" },
        { "events:e", "one of add, set and bath", "", "", "", "", "'events': { 'e': { 'day': 1 } }" },
        { "events:e:add:type", "cell type", "", "", "", "", "'events': { 'e': { 'day': 1, 'add': { 'type': 'x', 'count': 1 } } }" },
        { "events:e:bath:field", "field", "", "", "", "", "'events': { 'e': { 'day': 1, 'bath': { 'field': 'x', 'picomolar': 1 } } }" },
        { "events:e:set", "seed acts at the start only", "", "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'seed': 2 } } }" },
        { "events:e:set", "lattice:voxelUm acts at the start only", "", "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'lattice:voxelUm': 2 } } }" },
        { "events:e:set", "cells:a:start:x:count acts", "", "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'cells:a:start:x:count': 2 } } }" },
        { "events:e:set", "perDay", "", "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'cells:a:die:perDay': -2 } } }" },
        { "events:e:set", "die", "", "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'cells:a:dye:perDay': 2 } } }" },
        { "events:e:set", "not only numbers", "", "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'cells:a:detach:perDay': 2 } } }" },
        { "events:e:set", "not only numbers", " }" + S.TrimEnd('}'), "", "", "", "'events': { 'e': { 'day': 1, 'set': { 'cells:a:detach:perDay': 2 } } }" },
        { "blood:serum:G", "field", "", "", "", "", "'blood': { 'serum': { 'G': { 'picomolar': 1 } } }" },
        { "blood:circulating:x", "cell type", "", "", "", "", "'blood': { 'circulating': { 'x': { } } }" },
        { "lattice:cellEdges", "periodic at one side only", "", "", "", "", "LATTICE 'cellEdges': { 'xMin': 'periodic' }" },
        { "lattice:sliceThicknessUm", "for a slice", "", "", "", "", "LATTICE 'sliceThicknessUm': 5" },
        { "lattice", "memory", "", "", "", "", "LATTICE 'widthVoxels': 20000" },
        { "lattice", "longer than 46340 voxels", "", "", "", "", "LATTICE 'widthVoxels': 50000" },
        { "cells:v:start:x:place", "is a vessel", "}, 'v': { 'vessel': true, 'start': { 'x': { 'count': 1, 'place': 'blood' } }", "", "", "", "" },
        { "cells:v:start:x:place", "is a vessel", "}, 'v': { 'vessel': true, 'start': { 'x': { 'count': 1, 'place': 'in-vessels' } }", "", "", "", "" },
        { "blood:circulating:a", "is a vessel", ", 'vessel': true", "", "", "", "'blood': { 'circulating': { 'a': { 'influxPerDay': 1 } } }" },
        { "fields:G:solve", "needs a loss that is always there", "", "}, 'G': { 'diffusionUm2PerSecond': 10, 'molecularWeightKDa': 1, 'decayPerMinute': 0, 'solve': 'steady', 'edges': { 'zMin': { 'kind': 'fixed', 'picomolar': 1 } }", "", "", "" },
        { "events:e:set", "cannot be filled later", "", "", "", "'bone': { 'stores': { 'F': { 'moleculesPerUm3': 0 } } }", "'events': { 'e': { 'day': 1, 'set': { 'tissue:bone:stores:F:moleculesPerUm3': 9 } } }" },
        { "rules:r:decreases", "declares no capture", "", "", "'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, 'decreases': 'capture', 'toStrength': 0", "", "" },
        { "rules:r:toPerDay", "is below 0", "", "", "'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, 'decreases': 'die', 'toPerDay': -1", "", "" },
        { "rules:r:increases", "no target to attach to", "", "", "'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'attach:a', 'toPerDay': 1", "", "" },
        { "fields:F:tracks:others", "what no part holds", "", ", 'tracks': { 'others': ['a'] }", "", "", "" },
        { "rules:r:signal", "did you mean \"field:F\"?", "", "", "'cell': 'a', 'signal': 'F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2", "", "" },
        { "cells:a:attributes:x:start:uniform:from", "lies above to", ", 'attributes': { 'x': { 'start': { 'uniform': { 'from': 1, 'to': 0 } } } }", "", "", "", "" },
        { "regions:bone", "another name", "", "", "", "", "'regions': { 'bone': { 'box': { } } }" },
        { "regions:vessel", "another name", "", "", "", "", "'regions': { 'vessel': { 'box': { } } }" },
        { "treatments:t:blocks:label:R:dissociation", "\"competitive\": true", "", "", "", "", "'labels': { 'R': {} }, 'treatments': { 't': { 'blocks': { 'label:R': { 'dissociation': 0.01 } } } }" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_error_names_its_place(string path, string message, string cells, string field, string rules, string tissue, string more)
    {
        var compilation = Compile(cells, field, rules, tissue, more);
        Assert.True(compilation.Scenario is null, "it compiled");
        var errors = compilation.Diagnostics.Where(d => d.Severity == Severity.Error).ToArray();
        Assert.True(
            Array.Exists(errors, d => d.Path == path && d.Message.Contains(message, StringComparison.Ordinal)),
            $"expected {path}: {message}\n{string.Join('\n', compilation.Diagnostics)}");
        Assert.All(errors, d => Assert.True(d.Position.Line > 0));
    }

    [Fact]
    public void The_scenario_that_is_broken_above_is_good() => Assert.NotNull(Compile("", "", "", "", "").Scenario);

    [Fact]
    public void No_cell_type_is_an_error()
        => Assert.Contains(ScenarioCompiler.LoadText("niche.json", Niche.Text("")).Diagnostics, d => d.Path == "cells" && d.Message.Contains("needs a cell type", StringComparison.Ordinal));

    [Fact]
    public void There_is_a_loss_out_of_the_plane_in_a_slice_only()
    {
        Assert.Equal(0.1 / 60, Niche.Compile(Niche.Text(A + "}", F + "}")).Plan.Fields[0].OutOfPlaneLoss, 1e-9);
        Assert.Equal(0, Niche.Compile(Niche.Text(A + "}", F + "}", depth: 5)).Plan.Fields[0].OutOfPlaneLoss);
    }

    /// <summary>The uptake of marrow takes nothing from what is shut up in bone.</summary>
    [Theory]
    [InlineData("", "'bone': { 'pattern': 'slab' }", FieldTime.Steady)]
    [InlineData(", 'boneDiffusionFactor': 0", "'bone': { 'pattern': 'slab' }", FieldTime.InTime)]
    [InlineData(", 'boneDiffusionFactor': 0", "", FieldTime.Steady)]
    public void A_field_that_bone_shuts_in_is_solved_in_time(string bone, string tissue, FieldTime expected)
    {
        foreach (var (uptake, time) in new[] { ("'marrowPerMinute': 1", expected), ("'marrowPerMinute': 1, 'bonePerMinute': 1", FieldTime.Steady) })
        {
            var scenario = Niche.Compile(Niche.Text(A + "}", $"'F': {{ 'diffusionUm2PerSecond': 1, 'molecularWeightKDa': 1, 'decayPerMinute': 0, 'backgroundUptake': {{ {uptake} }} {bone} }}", tissue: tissue));
            Assert.Equal(time, scenario.Plan.Fields[0].Time);
            Assert.Equal(time == FieldTime.InTime, Explanation.Of(scenario).ToText(100000).Contains("because nothing that is always there takes it away in bone, which lets nothing out.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("'set': { 'cells:a:die:perDay': 2 }")]
    [InlineData("'bath': { 'field': 'F', 'picomolar': 5, 'toDay': 3 }")]
    public void What_an_event_would_do_before_the_run_never_happens(string what)
    {
        var scenario = Niche.Compile(Niche.Text(A + "}", F + "}", more: $"'events': {{ 'e': {{ 'day': -1, {what} }} }}"));
        Assert.Empty(scenario.Changes);
        Assert.All(scenario.Plan.Fields, field => Assert.Empty(field.Additions));
        var during = Niche.Compile(Niche.Text(A + "}", F + "}", more: $"'events': {{ 'e': {{ 'day': 1, {what} }} }}"));
        Assert.Equal(1, during.Changes.Length + during.Plan.Fields.Sum(field => field.Additions.Length));
    }

    /// <summary>Too many voxels, and a lattice so thin that the rows of the solver, which are padded, are too many.</summary>
    [Theory]
    [InlineData(2000, 2000, 2000)]
    [InlineData(1, 9000, 9000)]
    public void A_lattice_beyond_numbers_of_32_bits_is_refused(int width, int height, int depth)
        => Assert.Contains(ScenarioCompiler.LoadText("niche.json", Niche.Text("'a': { }", width: width, height: height, depth: depth)).Diagnostics, d => d.Path == "lattice" && d.Message.Contains("numbers of 32 bits", StringComparison.Ordinal));

    /// <summary>A rule may saturate at the base itself, whichever way the number of 32 bits was rounded.</summary>
    [Theory]
    [InlineData("0.1")]
    [InlineData("0.7")]
    public void A_rule_may_saturate_at_its_base(string perDay)
    {
        foreach (var way in new[] { "increases", "decreases" })
            Assert.NotNull(Compile($", 'die': {{ 'perDay': {perDay} }}", "", $"'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, '{way}': 'die', 'toPerDay': {perDay}", "", "").Scenario);
    }

    [Fact]
    public void Cells_that_are_switched_off_are_not_added()
    {
        const string Add = "'events': { 'e': { 'day': 1, 'add': { 'type': 'a', 'count': 9, 'place': 'disc', 'enabled': false } } }";
        var scenario = Niche.Compile(Niche.Text(A + "}", F + "}", more: Add));
        Assert.Single(scenario.Plan.Placements);
        Assert.Equal(MemoryEstimate.Bytes(Niche.Compile(Niche.Text(A + "}", F + "}")).Scenario), MemoryEstimate.Bytes(scenario.Scenario));
        Assert.Contains("no cells are added", Explanation.Of(scenario).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void More_ways_than_can_be_combined_are_refused()
    {
        string Rules(int count) => string.Join(',', Enumerable.Range(0, count).Select(r => $"'r{r}': {{ 'cell': 'a', 'signal': 'age', 'halfMaximumDays': {r + 1}, 'increases': 'die', 'toPerDay': 2 }}"));
        using var niche = Niche.Found(Niche.Text(A + "}", F + "}", Rules(64))).Run(2);
        Assert.Contains(ScenarioCompiler.LoadText("niche.json", Niche.Text(A + "}", F + "}", Rules(65))).Diagnostics, d => d.Message.Contains("more than 64 ways", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x,y,z\n1,2,0\n3,4,0\n", "")]
    [InlineData("x,y,z\n1,2,0\n3,4,0\n1,2,0\n", "line 4: this voxel stands there twice")]
    [InlineData("x,y,z\n1,2,0\n9,4,0\n", "line 3: expected x,y,z of a voxel on the lattice")]
    [InlineData("x,y,z\n1,-2,0\n", "line 2: expected x,y,z of a voxel on the lattice")]
    public void Voxels_from_a_file_are_on_the_lattice_once(string csv, string message)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "cells.csv"), csv);
            var path = Path.Combine(folder.FullName, "niche.json");
            File.WriteAllText(path, Niche.Text("'a': { 'start': { 'x': { 'place': 'csv', 'file': 'cells.csv' } } }"));
            var compilation = ScenarioCompiler.Load(path);
            Assert.Equal(message.Length == 0, compilation.Scenario is not null);
            if (message.Length > 0)
                Assert.Contains(compilation.Diagnostics, d => d.Path == "cells:a:start:x:file" && d.Message.Contains(message, StringComparison.Ordinal));
            else
                Assert.Equal([19, 39], NicheSim.Engine.Founding.Found(compilation.Scenario!.Plan, out _).Cells.Voxel[..2].Order());
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var errors = Compile(", 'turnInto': { 'x': { 'perDay': 1 } }", ", 'displayUnit': 'mol'", "'cell': 'x', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 2", "", "").Diagnostics;
        Assert.Equal(3, errors.Count(d => d.Severity == Severity.Error));
        var rule = Compile("", "", "'cell': 'a', 'signal': 'F', 'halfMaximumDays': 1, 'halfMaximumCells': 1, 'increases': 'die', 'toStrength': 2, 'toUmPerHour': 3, 'with': { 'age': { 'halfMaximumUm': 1, 'halfMaximumCells': 2 } }", "", "").Diagnostics;
        Assert.Equal(["rules:r:signal", "rules:r:toStrength", "rules:r:toUmPerHour", "rules:r:with:age:halfMaximumCells", "rules:r:with:age:halfMaximumUm"], rule.Where(d => d.Severity == Severity.Error).Select(d => d.Path).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string, string, string, string, string> Doubtful => new()
    {
        { "lattice", "closed faces", "", "", "", "NOLOSS" },
        { "fields:G", "does not resolve", "", "}, 'G': { 'diffusionUm2PerSecond': 0.1, 'molecularWeightKDa': 1, 'halfLifeMinutes': 5", "", "" },
        { "cells:s:states:q", "nothing leads", "}, 's': { 'initialState': 'p', 'start': { 'x': { 'count': 1 } }, 'states': { 'p': {}, 'q': {} }", "", "", "" },
        { "cells:a:die", "more than once in a tick", ", 'die': { 'perDay': 50 }", "", "", "" },
        { "cells:a:move", "less than a voxel", ", 'move': { 'speedUmPerHour': 10, 'persistenceHours': 1 }", "", "", "" },
        { "rules:r", "nothing produces G", "", "}, 'G': { 'diffusionUm2PerSecond': 10, 'molecularWeightKDa': 1, 'halfLifeMinutes': 5", "'cell': 'a', 'signal': 'field:G', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2", "" },
        { "rules:r", "lies above the", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1e6, 'increases': 'die', 'toPerDay': 2", "" },
        { "rules:r", "fights with rule r2", "", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2 }, 'r2': { 'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'decreases': 'die', 'toPerDay': 0", "" },
        { "cells:a", "fill half of the niche", ", 'divide': { 'meanCycleHours': 20 }", "", "", "" },
        { "cells:c", "fill half of the niche", "}, 'c': { 'start': { 'x': { 'count': 1 } }, 'divide': { 'meanCycleHours': 20 }", "", "", "" },
        { "treatments:t", "does nothing", "", "", "", "'treatments': { 't': { } }" },
        { "treatments:t:toDay", "never begins", "", "", "", "'treatments': { 't': { 'fromDay': 3, 'toDay': 2, 'blocks': { 'secrete:F': {} } } }" },
        { "treatments:t:intervalDays", "no effect without halfLifeDays", "", "", "", "'treatments': { 't': { 'intervalDays': 2, 'blocks': { 'secrete:F': {} } } }" },
        { "treatments:t", "outside of the run", "", "", "", "'treatments': { 't': { 'fromDay': 100, 'toDay': 110, 'blocks': { 'secrete:F': {} } } }" },
        { "treatments:t", "outside of the run", "", "", "", "'treatments': { 't': { 'fromDay': -3, 'toDay': 0, 'blocks': { 'secrete:F': {} } } }" },
        { "treatments:t:blocks:label:R", "no rule acts through", "", "", "", "'labels': { 'R': {} }, 'treatments': { 't': { 'blocks': { 'label:R': {} } } }" },
        { "treatments:t:blocks:label:R:types", "no rule of these types", "}, 'c': { 'start': { 'x': { 'count': 1 } }", "", "'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 1, 'increases': 'die', 'toPerDay': 2, 'through': ['R']", "'labels': { 'R': {} }, 'treatments': { 't': { 'blocks': { 'label:R': { 'types': ['c'] } } } }" },
        { "treatments:t:blocks:die:types", "none of these types", "}, 'c': { 'start': { 'x': { 'count': 1 } }", "", "", "'treatments': { 't': { 'blocks': { 'die': { 'types': ['c'] } } } }" },
        { "treatments:t:multiplies:die:types", "none of these types", "}, 'c': { 'start': { 'x': { 'count': 1 } }", "", "", "'treatments': { 't': { 'multiplies': { 'die': { 'factor': 2, 'types': ['c'] } } } }" },
        { "events:e:day", "outside of the run", "", "", "", "'events': { 'e': { 'day': 100, 'set': { 'cells:a:die:perDay': 2 } } }" },
        { "events:e:day", "outside of the run", "", "", "", "'events': { 'e': { 'day': -1, 'set': { 'cells:a:die:perDay': 2 } } }" },
        { "time:tickMinutes", "cut off", ", 'move': { 'speedUmPerHour': 100000 }", "", "", "" },
        { "cells:a:start:y:radiusUm", "\"place\": \"disc\"", ", 'start': { 'y': { 'count': 1, 'radiusUm': 5 } }", "", "", "" },
        { "cells:a:start:y:centerXUm", "\"place\": \"disc\"", ", 'start': { 'y': { 'count': 1, 'centerXUm': 5 } }", "", "", "" },
        { "cells:a:start:y:region", "\"place\": \"region\"", ", 'start': { 'y': { 'count': 1, 'region': 'r' } }", "", "", "" },
        { "cells:a:start:y:file", "\"place\": \"csv\"", ", 'start': { 'y': { 'count': 1, 'file': 'cells.csv' } }", "", "", "" },
        { "cells:a:start:y:place", "has no blood", ", 'start': { 'y': { 'count': 1, 'place': 'blood' } }", "", "", "" },
        { "cells:a:attributes:x:inheritance:sd", "copy-with-noise", ", 'attributes': { 'x': { 'inheritance': { 'sd': 0.1 } } }", "", "", "" },
        { "cells:a:attributes:x:inheritance:probability", "lose", ", 'attributes': { 'x': { 'inheritance': { 'probability': 0.1 } } }", "", "", "" },
        { "cells:a:attributes:x:start:value", "outside of the bounds, 0 to 1", ", 'attributes': { 'x': { 'start': { 'value': 3 } } }", "", "", "" },
        { "cells:a:attributes:x:start:uniform:from", "outside of the bounds", ", 'attributes': { 'x': { 'start': { 'uniform': { 'from': -1, 'to': 1 } } } }", "", "", "" },
        { "cells:a:attributes:x:start:uniform:to", "outside of the bounds", ", 'attributes': { 'x': { 'start': { 'uniform': { 'from': 0, 'to': 2 } } } }", "", "", "" },
        { "cells:a:attributes:x:relaxTo", "outside of the bounds", ", 'attributes': { 'x': { 'relaxTo': 2, 'relaxPerDay': 1 } }", "", "", "" },
        { "cells:a:start:y:attributes:x:value", "outside of the bounds", ", 'start': { 'y': { 'count': 1, 'attributes': { 'x': { 'value': 2 } } } }, 'attributes': { 'x': { } }", "", "", "" },
        { "fields:F:edges:all:picomolar", "\"kind\": \"fixed\"", "", ", 'edges': { 'all': { 'picomolar': 50 } }", "", "" },
        { "treatments:t:toDay", "same tick", "", "", "", "'treatments': { 't': { 'fromDay': 3, 'toDay': 3.005, 'blocks': { 'secrete:F': {} } } }" },
        { "treatments:t:intervalDays", "at every tick", "", "", "", "'treatments': { 't': { 'intervalDays': 0.001, 'halfLifeDays': 1, 'blocks': { 'secrete:F': {} } } }" },
        { "events:e:bath:toDay", "never begins", "", "", "", "'events': { 'e': { 'day': 2, 'bath': { 'field': 'F', 'picomolar': 1, 'toDay': 1 } } }" },
        { "blood:circulating:a:toDay", "no cell comes", "", "", "", "'blood': { 'circulating': { 'a': { 'influxPerDay': 1, 'fromDay': 3, 'toDay': 2 } } }" },
        { "treatments:t", "does nothing", "", "", "", "'treatments': { 't': { 'blocks': { 'field:G': { 'enabled': false, 'types': ['x'] } } } }" },
        { "cells:a:intravasate", "has no blood", ", 'intravasate': { 'perDay': 1 } }, 'v': { 'vessel': true, 'start': { 'x': { 'count': 5 } }", "", "", "" },
        { "rules:r:increases", "has no blood", "}, 'v': { 'vessel': true, 'start': { 'x': { 'count': 5 } }", "", "'cell': 'a', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'intravasate', 'toPerDay': 1", "" },
        { "cells:a:detach", "has no blood", ", 'start': { 'y': { 'count': 1, 'place': 'in-vessels' } }, 'detach': { 'perDay': 1 } }, 'v': { 'vessel': true, 'start': { 'x': { 'count': 5 } }", "", "", "" },
        { "blood:serum:F", "1.48 times in a tick what the blood holds", "}, 'v': { 'vessel': true, 'start': { 'x': { 'count': 20 } }, 'exchange': { 'F': { 'perMinute': 1 } }", "", "", "'blood': { 'serum': { 'F': { 'picomolar': 1 } } }" },
        { "treatments:t", "does nothing", "", "", "'enabled': false, 'cell': 'a', 'signal': 'treatment:t', 'halfMaximum': 1, 'increases': 'die', 'toPerDay': 2", "'treatments': { 't': { } }" },
    };

    [Theory]
    [MemberData(nameof(Doubtful))]
    public void What_hardly_runs_as_meant_is_warned_about(string path, string message, string cells, string field, string rules, string more)
    {
        var compilation = Compile(cells, field, rules, "", more);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        Assert.Contains(compilation.Diagnostics, d => d.Severity == Severity.Warning && d.Path == path && d.Message.Contains(message, StringComparison.Ordinal));
    }

    /// <summary>What a user reads for each of the faults above, to be read whole, but for the memory of the machine. NICHESIM_UPDATE=1 writes it anew.</summary>
    [Fact]
    public void Every_message_reads_as_it_did()
    {
        var broken = Broken.Select(row => row.Data).Select(c => Compile(c.Item3, c.Item4, c.Item5, c.Item6, c.Item7));
        var doubtful = Doubtful.Select(row => row.Data).Select(c => Compile(c.Item3, c.Item4, c.Item5, "", c.Item6));
        string[] lines = [.. broken.Concat(doubtful).SelectMany(compilation => compilation.Diagnostics.Select(finding => MemoryThere().Replace(finding.ToString(), "some GB")).Append(""))];
        var file = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Rules", "Explained", "messages.txt");
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            File.WriteAllLines(file, lines);
        Assert.Equal(File.ReadAllLines(file), lines);
    }

    [Theory]
    [InlineData("feild:F", "field")]
    [InlineData("gradiant:F", "gradient")]
    [InlineData("neighbours:a", "neighbors")]
    [InlineData("distence:bone", "distance")]
    [InlineData("erodet", "eroded")]
    [InlineData("sinceResorbd", "sinceResorbed")]
    [InlineData("minerall", "mineral")]
    [InlineData("matrx", "matrix")]
    [InlineData("crowdin", "crowding")]
    [InlineData("atribute:x", "attribute")]
    [InlineData("agee", "age")]
    [InlineData("timeInStat", "timeInState")]
    [InlineData("sinceDivison", "sinceDivision")]
    [InlineData("serrum:F", "serum")]
    [InlineData("treatmant:d", "treatment")]
    public void A_signal_that_is_spelled_wrongly_is_suggested(string signal, string meant)
        => Assert.Contains(Compile("", "", $"'cell': 'a', 'signal': '{signal}', 'halfMaximum': 1, 'increases': 'die', 'toPerDay': 2", "", "").Diagnostics,
            finding => finding.Path == "rules:r:signal" && finding.Message.Contains($"did you mean \"{meant}\"?", StringComparison.Ordinal));

    [Theory]
    [InlineData("seed", true)]
    [InlineData("format", true)]
    [InlineData("time:durationDays", true)]
    [InlineData("lattice:voxelUm", true)]
    [InlineData("events:x:day", true)]
    [InlineData("readouts:x:kind", true)]
    [InlineData("tissue:bone:thicknessUm", true)]
    [InlineData("tissue:bone:stores:F:moleculesPerUm3", false)]
    [InlineData("tissue:matrix:density", true)]
    [InlineData("tissue:matrix:resistance", false)]
    [InlineData("cells:a:start:x:count", true)]
    [InlineData("cells:a:die:perDay", false)]
    [InlineData("fields:F:initialPicomolar", true)]
    [InlineData("fields:F:halfLifeMinutes", false)]
    [InlineData("blood:serum:F:picomolar", true)]
    [InlineData("blood:serum:F:halfLifeMinutes", false)]
    [InlineData("blood:circulating:a:influxPerDay", false)]
    public void What_acts_at_the_start_only_is_known(string path, bool atStart) => Assert.Equal(atStart, ScenarioCompiler.ActsAtStartOnly(path));

    /// <summary>What stands just within the run is as it should be.</summary>
    [Fact]
    public void A_treatment_and_an_event_within_the_run_give_no_warning()
        => Assert.Empty(Compile("", "", "", "", "'treatments': { 't': { 'fromDay': 99.9, 'toDay': 110, 'blocks': { 'secrete:F': {} } }, 'u': { 'fromDay': -3, 'toDay': 0.1, 'intervalDays': 2, 'halfLifeDays': 1, 'blocks': { 'secrete:F': {} } } }, "
            + "'events': { 'e': { 'day': 0, 'set': { 'cells:a:die:perDay': 2 } } }").Diagnostics);

    /// <summary>Cells that can enter the blood need a vessel and a blood to be lost in, and what is exchanged with the serum can be little.</summary>
    [Theory]
    [InlineData(", 'intravasate': { 'perDay': 1 }", "")]
    [InlineData(", 'intravasate': { 'perDay': 1 } }, 'v': { 'vessel': true, 'start': { 'x': { 'count': 5 } }", "'blood': { }")]
    [InlineData(", 'detach': { 'perDay': 1 } }, 'v': { 'vessel': true, 'start': { 'x': { 'count': 5 } }", "")]
    [InlineData("}, 'v': { 'vessel': true, 'start': { 'x': { 'count': 20 } }, 'exchange': { 'F': { 'perMinute': 1 } }", "'blood': { 'serum': { 'F': { 'picomolar': 1, 'fixed': true } } }")]
    [InlineData("}, 'v': { 'vessel': true, 'start': { 'x': { 'count': 20 } }, 'exchange': { 'F': { 'perMinute': 1 } }", "'blood': { 'volumeMicroliters': 0.01, 'serum': { 'F': { 'picomolar': 1 } } }")]
    public void Blood_and_serum_in_order_give_no_warning(string cells, string more) => Assert.Empty(Compile(cells, "", "", "", more).Diagnostics);

    [Fact]
    public void A_good_scenario_gives_no_warning() => Assert.Empty(Compile("", "", "", "", "").Diagnostics);

    [GeneratedRegex(@"[\d.]+ [kMG]B(?= are there)")]
    private static partial Regex MemoryThere();

    /// <summary>The good scenario with something more in one of its parts. A key that is given twice takes the place of the good one.</summary>
    private static Compilation Compile(string cells, string field, string rules, string tissue, string more)
    {
        var a = cells.StartsWith(", 'die'", StringComparison.Ordinal) ? A.Replace("'die': { 'perDay': 1 }, ", "", StringComparison.Ordinal)
            : cells.StartsWith(", 'start'", StringComparison.Ordinal) ? A.Replace("'start': { 'x': { 'count': 1 } }, ", "", StringComparison.Ordinal)
            : cells.StartsWith(", 'secrete'", StringComparison.Ordinal) ? A.Replace(", 'secrete': { 'F': { 'moleculesPerSecond': 9 } }", "", StringComparison.Ordinal) : A;
        var f = more == "NOLOSS" ? F.Replace(", 'outOfPlaneLossPerMinute': 0.1", "", StringComparison.Ordinal) : F;
        var lattice = more.StartsWith("LATTICE ", StringComparison.Ordinal) ? more[8..] : "";
        more = lattice.Length > 0 || more == "NOLOSS" ? "" : more;
        var text = Niche.Text(a + cells + "}", f + field + "}", rules.Length > 0 ? $"'r': {{ {rules} }}" : "", tissue, more, lattice: lattice.StartsWith("'width", StringComparison.Ordinal) ? "" : lattice, days: 100, depth: lattice.Contains("slice", StringComparison.Ordinal) ? 2 : 1);
        if (lattice.StartsWith("'width", StringComparison.Ordinal))
            text = text.Replace("\"widthVoxels\": 9, \"heightVoxels\": 9", lattice.Replace('\'', '"') + ", " + lattice.Replace('\'', '"').Replace("width", "height", StringComparison.Ordinal), StringComparison.Ordinal);
        return ScenarioCompiler.LoadText("niche.json", text);
    }

    [Theory]
    [InlineData("fields:F", "rules:r:signal", "the field \"F\" is switched off")]
    [InlineData("cells:b", "rules:r:cell", "the cell type \"b\" is switched off")]
    public void What_is_switched_off_is_not_taken_for_a_mistake_in_spelling(string off, string path, string message)
    {
        var found = ScenarioCompiler.LoadText("s.json", """
            {
              "time": { "durationDays": 1 }, "lattice": { "widthVoxels": 5, "heightVoxels": 5 },
              "fields": { "F": { "diffusionUm2PerSecond": 10, "molecularWeightKDa": 10, "decayPerMinute": 1 }, "G": { "diffusionUm2PerSecond": 10, "molecularWeightKDa": 10, "decayPerMinute": 1 } },
              "cells": { "a": {}, "b": { "die": { "perDay": 1 } } },
              "rules": { "r": { "cell": "b", "signal": "field:F", "increases": "die", "halfMaximumPicomolar": 1, "toPerDay": 2 } }
            }
            """, new LoaderOptions { Assignments = [$"{off}:enabled=false"] }).Diagnostics;
        Assert.Contains(found, finding => finding.Path == path && finding.Message.StartsWith(message, StringComparison.Ordinal));
        Assert.DoesNotContain(found, finding => finding.Message.Contains("did you mean", StringComparison.Ordinal));
    }

    /// <summary>A refused value or key hides no wrong name elsewhere, and what it brings about is not told a second time.</summary>
    [Fact]
    public void Errors_of_form_and_of_names_come_at_once()
    {
        var found = ScenarioCompiler.LoadText("s.json", """
            {
              "time": { "durationDays": "long" }, "lattice": { "widthVoxels": 5, "heightVoxels": 5 }, "feilds": {},
              "cells": { "a": { "divide": { "meanCycleHours": 10 }, "become": { "nowhere": { "perDay": 1 } } } },
              "rules": { "r": { "cell": "b", "signal": "field:F", "increases": "divide" }, "q": { "cell": "a", "increases": "dye", "state": "x", "signal": "age", "halfMaximumUm": 3 } }
            }
            """).Diagnostics.Select(d => d.Path).ToArray();
        Assert.Equal(["", "cells:a:become:nowhere", "rules:q:halfMaximumUm", "rules:q:increases", "rules:q:state", "rules:r:cell", "time:durationDays"], found.Order(StringComparer.Ordinal));
    }

    /// <summary>An unknown key of the scenario as a whole hides nothing of its parts; a part that is missing brings its own errors about.</summary>
    [Theory]
    [InlineData(""" "time": { "durationDays": 1 }, "lattice": { "widthVoxels": 5, "heightVoxels": 5, "cellEdges": { "xMin": "periodic" } }, "feilds": {} """, ",lattice:cellEdges")]
    [InlineData(""" "time": { "durationDays": 0.001 }, "lattice": { "widthVoxels": 5, "heightVoxels": 5 }, "feilds": {} """, ",time:durationDays")]
    [InlineData(""" "time": { "durationDays": 1 } """, "")]
    [InlineData(""" "lattice": { "widthVoxels": 5, "heightVoxels": 5 } """, "")]
    public void What_is_wrong_as_a_whole_hides_no_other_part(string parts, string paths)
        => Assert.Equal(paths, string.Join(',', ScenarioCompiler.LoadText("s.json", $$"""{ {{parts}}, "cells": { "a": { "divide": { "meanCycleHours": 10 } } } }""").Diagnostics
            .Where(d => d.Severity == Severity.Error).Select(d => d.Path).Order(StringComparer.Ordinal)));
}
