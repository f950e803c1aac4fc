namespace NicheSim.Tests.Engine;

public class GeometryTests
{
    /// <summary>A slab of two rows of voxels of 15 um: the center of the next row is 7.5 um off, that of each further row 15 um more. Both ends of a band belong to it.</summary>
    [Theory]
    [InlineData(0, 7.5, new[] { 0, 1, 2 })]
    [InlineData(7.5, 7.5, new[] { 2 })]
    [InlineData(22.5, 37.5, new[] { 3, 4 })]
    [InlineData(22.501, 37.499, new int[0])]
    [InlineData(97.5, 1000, new[] { 8 })]
    public void A_band_holds_both_of_its_ends(double from, double to, int[] rows)
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 1 } } }", rules: "'r': { 'cell': 'a', 'region': 'band', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 0 }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 30 }",
            more: FormattableString.Invariant($"'regions': {{ 'band': {{ 'band': {{ 'to': 'bone', 'fromUm': {from}, 'toUm': {to} }} }} }}")));
        niche.Simulation.Geometry.Update(niche.Plan, niche.State);
        var region = niche.Simulation.Geometry.InRegion(niche.Plan, niche.State, 0);
        Assert.Equal(rows, Enumerable.Range(0, region.Length).Where(voxel => region[voxel]).Select(niche.Plan.Grid.Y).Distinct());
    }

    /// <summary>As a neighbor does, a guest of a vessel counts; a cell in the blood is nowhere.</summary>
    [Theory]
    [InlineData("in-vessels", true)]
    [InlineData("blood", false)]
    public void A_band_around_a_type_lies_around_its_cells_in_vessels_too(string place, bool counts)
    {
        using var niche = Niche.Found(Niche.Text(
            $"'a': {{ 'start': {{ 'x': {{ 'count': 1, 'place': '{place}' }} }} }}, 'v': {{ 'vessel': true }}",
            tissue: "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 60, 'diameterUm': 20 }", more: "'blood': { }, 'regions': { 'band': { 'band': { 'to': 'type:a', 'toUm': 1 } } }"));
        niche.Simulation.Geometry.Update(niche.Plan, niche.State);
        var region = niche.Simulation.Geometry.InRegion(niche.Plan, niche.State, 0);
        Assert.Equal(counts ? [niche.Cells.Voxel[niche.CellOf("a")]] : [], Enumerable.Range(0, region.Length).Where(voxel => region[voxel]));
    }

    /// <summary>Regions beside what changes follow it: after each tick they are what a geometry made anew finds.</summary>
    [Theory]
    [InlineData("bone")]
    [InlineData("vessel")]
    [InlineData("type:a")]
    public void A_band_follows_what_it_lies_beside(string beside)
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 3 } }, 'move': { 'speedUmPerHour': 60 } }, 'b': { 'start': { 'x': { 'count': 4, 'place': 'bone-surface' } }, 'resorb': { 'umPerDay': 400, 'footprintUm': 45 } }, 'v': { 'vessel': true, 'die': { 'perDay': 8 } }",
            rules: "'r': { 'cell': 'a', 'region': 'band', 'signal': 'age', 'halfMaximumDays': 1, 'increases': 'die', 'toPerDay': 0.001 }",
            tissue: "'bone': { 'pattern': 'slab', 'thicknessUm': 30 }, 'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 45, 'diameterUm': 10 }",
            more: $"'regions': {{ 'band': {{ 'band': {{ 'to': '{beside}', 'toUm': 20 }} }} }}"));
        var seen = new HashSet<string>();
        for (var tick = 0; tick < 8; tick++)
        {
            niche.Run(1);
            niche.Simulation.Geometry.Update(niche.Plan, niche.State);
            using var anew = new NicheSim.Engine.Simulation(niche.Plan, niche.State);
            anew.Geometry.Update(niche.Plan, niche.State);
            var region = niche.Simulation.Geometry.InRegion(niche.Plan, niche.State, 0);
            Assert.Equal(anew.Geometry.InRegion(niche.Plan, niche.State, 0), region);
            seen.Add(string.Concat(region.Select(isIn => isIn ? '1' : '0')));
        }

        Assert.True(seen.Count > 1, "the region never changed");
    }
}
