using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Tests.Engine;

/// <summary>Every signal, read by a cell in a known place; the lattice is 9 x 9 voxels of 15 um, the tick an hour.</summary>
public class SensingTests
{
    private const string Bone = "'bone': { 'pattern': 'slab', 'thicknessUm': 30, 'mineral': 0.4 }";
    private const string Constant = "'F': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0, 'initialPicomolar': 7, 'molecularWeightKDa': 10 }";
    private const string Decoy = "'F': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0, 'initialPicomolar': 7, 'molecularWeightKDa': 10, 'neutralizedBy': { 'field': 'G', 'dissociationPicomolar': 2.5 } }, 'G': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0, 'initialPicomolar': 5, 'molecularWeightKDa': 10 }";
    private const string FullOfB = ", 'b': { 'initialState': 'on', 'states': { 'on': {}, 'off': {} }, 'start': { 'x': { 'share': 1 } } }";
    private const string Serum = "'blood': { 'serum': { 'F': { 'picomolar': 12, 'fixed': true }, 'G': { 'picomolar': 5, 'fixed': true } } }";

    public static TheoryData<string, double, string, string, string, string> Signals => new()
    {
        // signal, value, more cells, fields, tissue, more
        { "field:F", 7, "", Constant, "", "" },
        { "field:F", 7 / 3.0, "", Decoy, "", "" },
        { "field:F", 7 * 0.75, "", Constant, "", "'treatments': { 't': { 'efficacy': 0.25, 'blocks': { 'field:F': true } } }" },
        { "gradient:F", 0, "", Constant, "", "" },
        { "neighbors:b", 8, FullOfB, "", "", "" },
        { "neighbors:b.on", 8, FullOfB, "", "", "" },
        { "neighbors:b.off", 0, FullOfB, "", "", "" },
        { "neighbors:a", 0, FullOfB, "", "", "" },
        { "crowding", 1, FullOfB, "", "", "" },
        { "crowding", 0, "", "", "", "" },
        { "crowding", 3 / 8.0, "", "", "'bone': { 'pattern': 'slab', 'thicknessUm': 60 }", "" },
        { "distance:bone", 37.5, "", "", Bone, "" },
        { "distance:bone", double.PositiveInfinity, "", "", "", "" },
        { "distance:r", 22.5, "", "", "", "'regions': { 'r': { 'box': { 'xFromUm': 90 } } }" },
        { "distance:r", 0, "", "", "", "'regions': { 'r': { 'box': { 'xFromUm': 60 } } }" },
        { "distance:r", 7.5, "", "", Bone, "'regions': { 'r': { 'band': { 'to': 'bone', 'fromUm': 20, 'toUm': 30 } } }" },
        { "distance:vessel", (Math.Sqrt(18) - 0.5) * 15, ", 'v': { 'vessel': true, 'start': { 'x': { 'count': 1, 'place': 'region', 'region': 'r' } } }", "", "", "'regions': { 'r': { 'box': { 'xFromUm': 105, 'xToUm': 120, 'yToUm': 30, 'yFromUm': 15 } } }" },
        { "mineral", 0.4, "", "", "'bone': { 'pattern': 'slab', 'thicknessUm': 60, 'mineral': 0.4 }", "" },
        { "mineral", 0, "", "", Bone, "" },
        { "matrix", 0.3, "", "", "'matrix': { 'pattern': 'uniform', 'density': 0.3 }", "" },
        { "attribute:x", 0.37, "", "", "", "" },
        { "age", 1, "", "", "", "" },
        { "timeInState", 1, "", "", "", "" },
        { "sinceDivision", 1, "", "", "", "" },
        { "eroded", 0, "", "", Bone, "" },
        { "sinceResorbed", double.PositiveInfinity, "", "", Bone, "" },
        { "serum:F", 12, "", Constant, "", Serum.Replace(", 'G': { 'picomolar': 5, 'fixed': true }", "", StringComparison.Ordinal) },
        { "serum:F", 4, "", Decoy, "", Serum },
        { "treatment:t", 0.6, "", "", "", "'treatments': { 't': { 'efficacy': 0.6 } }" },
        { "treatment:t", 0.3, "", "", "", "'treatments': { 't': { 'efficacy': 0.6, 'halfLifeDays': 0.9583333333333333 } }" },
    };

    [Theory]
    [MemberData(nameof(Signals))]
    public void A_cell_in_the_middle_reads(string signal, double value, string cells, string fields, string tissue, string more)
    {
        using var niche = Found(signal, cells, fields, tissue, more).Run(24);
        Assert.Equal(value, Read(niche), Math.Abs(value) < 1e9 ? 1e-4 * Math.Max(1, value) : 0);
    }

    [Fact]
    public void The_gradient_is_the_central_difference_of_the_free_level()
    {
        using var niche = Found("gradient:F", "", "'F': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0.3, 'molecularWeightKDa': 10, 'edges': { 'xMax': { 'kind': 'fixed', 'picomolar': 100 }, 'yMin': { 'kind': 'fixed', 'picomolar': 100 } } }", "", "").Run(1);
        var c = niche.Field("F");
        var (x, y) = ((c[41] - c[39]) / 30, (c[49] - c[31]) / 30);
        Assert.True(x > 0 && y < 0);
        Assert.Equal(Math.Sqrt((x * x) + (y * y)), Read(niche), 1e-5);
    }

    [Fact]
    public void Parts_are_what_their_types_secreted_and_others_the_rest()
    {
        const string Field = "'F': { 'diffusionUm2PerSecond': 10, 'decayPerMinute': 0.1, 'molecularWeightKDa': 10, 'tracks': { 'mine': ['a'] }, 'edges': { 'xMax': { 'kind': 'fixed', 'picomolar': 100 } } }";
        const string Others = ", 'b': { 'start': { 'x': { 'count': 7 } }, 'secrete': { 'F': { 'moleculesPerSecond': 9 } } }";
        const string Own = "'secrete': { 'F': { 'moleculesPerSecond': 5 } }";
        using var both = Found("field:F@mine", Others, Field, "", "", Own).Run(2);
        using var alone = Found("field:F", "", Field.Replace("'picomolar': 100", "'picomolar': 0", StringComparison.Ordinal), "", "", Own).Run(2);
        Assert.Equal(Read(alone), Read(both), 1e-3 * Read(alone));
        using var rest = Found("field:F@others", Others, Field, "", "", Own).Run(2);
        Assert.Equal(both.Field("F")[40] - Read(both), Read(rest), 1e-3);
        using var nobody = Found("field:F@mine", Others, Field, "", "").Run(2);
        Assert.Equal(0f, Read(nobody));
    }

    [Fact]
    public void Erosion_nearby_is_seen_and_dated()
    {
        using var niche = Found("sinceResorbed", "", "", Bone, "").Run(24);
        niche.State.Tissue.ErodedTick[31] = 12;
        niche.State.Tissue.ErodedTick[30] = 6;
        Assert.Equal(0.5f, Read(niche));
        using var eroded = Found("eroded", "", "", Bone, "").Run(1);
        eroded.State.Tissue.ErodedTick[22] = 0;
        Assert.Equal(0f, Read(eroded));
        eroded.State.Tissue.ErodedTick[32] = 0;
        Assert.Equal(1f, Read(eroded));
    }

    [Fact]
    public void Times_count_from_their_events()
    {
        foreach (var (signal, set) in new (string, Action<Niched>)[]
        {
            ("age", n => n.Cells.BornTick[0] = 18), ("timeInState", n => n.Cells.StateTick[0] = 18), ("sinceDivision", n => n.Cells.DividedTick[0] = 18),
        })
        {
            using var niche = Found(signal, "", "", "", "").Run(24);
            set(niche);
            Assert.Equal(0.25f, Read(niche));
        }
    }

    [Fact]
    public void A_guard_of_region_lets_a_rule_act_inside_only()
    {
        // 40 cells on each side; a rate of 1e5 per day is certain in an hour.
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 1 } } }", "", "'r': { 'cell': 'a', 'region': 'left', 'signal': 'age', 'halfMaximumDays': 1e-9, 'below': true, 'increases': 'die', 'toPerDay': 100000 }",
            more: "'regions': { 'left': { 'box': { 'xToUm': 60 } } }", tickMinutes: 60)).Run(1);
        Assert.Equal(45, niche.Cells.Count);
        Assert.All(niche.Cells.Voxel.Take(45), voxel => Assert.True(voxel % 9 >= 4));
    }

    [Theory]
    [InlineData("field:F", 4)]
    [InlineData("serum:F", 4)]
    [InlineData("distance:bone", double.PositiveInfinity)]
    [InlineData("distance:vessel", 0)]
    [InlineData("crowding", 0)]
    [InlineData("neighbors:a", 0)]
    [InlineData("matrix", 0)]
    [InlineData("attribute:x", 0.37)]
    public void A_circulating_cell_senses_serum_and_nothing_of_the_tissue(string signal, double value)
    {
        using var niche = Found(signal, "", Decoy, Bone, Serum, start: "'start': { 'x': { 'count': 1, 'place': 'blood' } }").Run(1);
        Assert.Equal(value, Read(niche), value < 1e9 ? 1e-5 : 0);
    }

    private static float Read(Niched niche)
    {
        var values = new float[1];
        var signal = niche.Plan.Profiles[niche.Profile("a")].Decisions.Signals.Single();
        var cell = niche.CellOf("a");
        Sensing.Read(niche.Simulation, signal, [cell], [niche.Cells.Voxel[cell]], values);
        return values[0];
    }

    /// <summary>A cell of type a in the middle with a rule on the signal that raises nothing.</summary>
    private static Niched Found(
        string signal, string cells, string fields, string tissue, string more, string own = "'die': { 'perDay': 0 }", string start = "'start': { 'x': { 'count': 1, 'place': 'disc', 'radiusUm': 1 } }")
    {
        var half = Enum.GetValues<SignalKind>().Select(SignalCompiler.HalfMaximumKey).Distinct()
            .First(key => !ScenarioCompiler.LoadText("niche.json", Text(key)).Diagnostics.Any(d => d.Severity == NicheSim.Scenarios.Severity.Error));
        return Niche.Found(Text(half));

        string Text(string key) => Niche.Text(
            $"'a': {{ {start}, {own}, 'attributes': {{ 'x': {{ 'start': {{ 'value': 0.37 }} }} }} }} {cells}", fields,
            $"'r': {{ 'cell': 'a', 'signal': '{signal}', '{key}': 1, 'increases': 'die', 'toPerDay': 0 }}", tissue, more, tickMinutes: 60);
    }
}
