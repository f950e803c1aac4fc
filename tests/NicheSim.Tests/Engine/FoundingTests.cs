using NicheSim.State;

namespace NicheSim.Tests.Engine;

public class FoundingTests
{
    /// <summary>A random stream ends at 131,072 draws of a place; larger groups go on with another.</summary>
    [Fact]
    public void Groups_of_any_size_are_placed()
    {
        using var niche = Niche.Found(Niche.Text("'a': { 'start': { 'x': { 'share': 1 } } }", width: 400, height: 400));
        Assert.Equal(160_000, niche.Cells.Count);
        Assert.Equal(160_000, niche.Cells.Voxel.Take(160_000).Distinct().Count());
    }

    private const string Tissue = "'bone': { 'pattern': 'slab', 'thicknessUm': 30 }, 'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 1000, 'diameterUm': 40 }";

    [Theory]
    [InlineData("anywhere")]
    [InlineData("marrow")]
    [InlineData("bone-surface")]
    [InlineData("at-vessels")]
    [InlineData("in-vessels")]
    [InlineData("in-bone")]
    [InlineData("disc")]
    [InlineData("region")]
    [InlineData("blood")]
    public void Founders_stand_where_they_are_asked_to(string place)
    {
        using var niche = Found($"'count': 4, 'place': '{place}', 'radiusUm': 40, 'region': 'r', 'centerXUm': 40, 'centerYUm': 250");
        Assert.Empty(niche.Shortfalls);
        Assert.Equal(4, niche.Count("a"));
        for (var cell = 0; cell < niche.Cells.Count; cell++)
        {
            if (niche.Cells.Profile[cell] != niche.Profile("a"))
                continue;
            var voxel = niche.Cells.Voxel[cell];
            var (x, y) = voxel < 0 ? (-1, -1) : (voxel % 20, voxel / 20);
            Assert.True(place switch
            {
                "anywhere" => niche.State.Occupant[voxel] == cell,
                "bone-surface" => y == 2,
                "at-vessels" => niche.State.Occupant[voxel] == cell && NicheSim.Engine.Placing.VesselNear(niche.Simulation, voxel) >= 0,
                "in-vessels" => niche.Cells.Arrested[cell] && NicheSim.Engine.Placing.IsVessel(niche.Simulation, voxel),
                "in-bone" => y < 2,
                "disc" => Square(((x + 0.5) * 15) - 40) + Square(((y + 0.5) * 15) - 250) <= 1600,
                "region" => x >= 15,
                "blood" => voxel == Cells.InBlood,
                _ => y >= 2,
            });
        }
    }

    [Fact]
    public void A_placement_may_be_of_more_cells_than_one_random_stream_can_place()
    {
        using var niche = Niche.Found(Niche.Text("'a': { 'start': { 'x': { 'share': 0.9 } } }", width: 400, height: 400));
        Assert.Equal(144_000, niche.Cells.Count);
        var free = Enumerable.Range(0, 400).Select(row => niche.State.Occupant.AsSpan(400 * row, 400).Count(SimulationState.Empty));

        // 40 free voxels expected per row, standard deviation 6: all rows within 6 deviations with probability above 1 - 1e-6.
        Assert.All(free, count => Assert.InRange(count, 4, 76));
    }

    [Theory]
    [InlineData("disc")]
    [InlineData("marrow")]
    public void A_share_of_a_place_is_spread_over_it(string place)
    {
        // Half of the voxels: fewer than a third of them in the upper half of the place with probability below 1e-6.
        using var niche = Found($"'share': 0.5, 'place': '{place}', 'radiusUm': 60, 'centerXUm': 70, 'centerYUm': 220");
        var rows = Enumerable.Range(0, niche.Cells.Count).Where(c => niche.Cells.Profile[c] == niche.Profile("a")).Select(c => niche.Cells.Voxel[c] / 20).ToArray();
        var middle = place == "disc" ? 14 : 10;
        Assert.InRange(rows.Count(y => y > middle), rows.Length / 4, rows.Length * 3 / 4);
    }

    [Fact]
    public void A_placement_may_hold_more_cells_than_a_random_stream_has_words()
    {
        using var niche = Niche.Found("""
            { "format": 1, "about": "x", "time": { "durationDays": 1, "tickMinutes": 60 },
              "lattice": { "widthVoxels": 600, "heightVoxels": 600 }, "cells": { "some": { "start": { "all": { "count": 300000 } } } } }
            """);
        Assert.Equal(300_000, niche.Cells.Count);
        Assert.Equal(300_000, niche.Cells.Voxel.Take(300_000).Distinct().Count());
    }

    [Fact]
    public void Too_few_places_are_told()
    {
        using var niche = Found("'count': 1000");
        Assert.Equal((0, niche.Count("a")), Assert.Single(niche.Shortfalls));
    }

    private static double Square(double x) => x * x;

    private static Niched Found(string start)
        => Niche.Found(Niche.Text(
            $"'a': {{ 'livesInBone': true, 'start': {{ 'x': {{ {start} }} }} }}, 'v': {{ 'vessel': true }}", "", "", Tissue, "'regions': { 'r': { 'box': { 'xFromUm': 225 } } }, 'blood': { }", width: 20, height: 20));
}
