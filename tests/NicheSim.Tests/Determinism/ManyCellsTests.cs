using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Determinism;

/// <summary>So many cells that threads share them and that their storage is sorted.</summary>
public class ManyCellsTests
{
    private const int Ticks = 12, Side = 220;

    private static readonly Lazy<string> SerialHash = new(() => Found(1).Run(Ticks).Hash);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        using var niche = Found(threads).Run(Ticks);
        Assert.True(niche.Cells.Count > 20_000 && niche.Tally("a", "divide") > 1000 && niche.Tally("a", "die") > 1000 && niche.Tally("b", "turnInto:a") > 100);
        Assert.True(niche.Cells.Hops.Take(niche.Cells.Count).Sum() > 10_000);
        Assert.Equal(SerialHash.Value, niche.Hash);
    }

    [Fact]
    public void The_order_of_storage_means_nothing()
    {
        using var niche = Found(2).RunShuffled(Ticks);
        Assert.Equal(SerialHash.Value, niche.Hash);
    }

    [Fact]
    public void Cells_are_stored_in_the_order_of_voxels()
    {
        using var niche = Niche.Found(Niche.Text("'a': { 'start': { 'x': { 'share': 0.6 }, 'y': { 'count': 50, 'place': 'blood' } } }", width: Side, height: Side), 2).Run(1);
        var voxels = niche.Cells.Voxel[..niche.Cells.Count];
        Assert.Equal(voxels[..^50].Order(), voxels[..^50]);
        Assert.All(voxels[^50..], voxel => Assert.Equal(NicheSim.State.Cells.InBlood, voxel));
        for (var cell = 0; cell < voxels.Length - 50; cell++)
            Assert.Equal(cell, niche.State.Occupant[voxels[cell]]);
    }

    [Fact]
    public void A_tick_allocates_nothing()
    {
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 0.6 } }, 'move': { 'speedUmPerHour': 6, 'persistenceHours': 1 }, 'die': { 'perDay': 0.01 } }", width: Side, height: Side), 2).Run(90);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var tick = 0; tick < 45; tick++)
                niche.Simulation.Step();
        }));
    }

    private static Niched Found(int threads) => Niche.Found(
        Niche.Text(
            """
            'a': { 'start': { 'x': { 'share': 0.5 } }, 'move': { 'speedUmPerHour': 12, 'persistenceHours': 1 }, 'cohesion': { 'strength': 0.05 }, 'divide': { 'meanCycleHours': 8, 'stages': 2, 'pushUpToVoxels': 2 }, 'die': { 'perDay': 1 } },
            'b': { 'start': { 'x': { 'share': 0.2 } }, 'move': { 'speedUmPerHour': 4 }, 'turnInto': { 'a': { 'perDay': 0.5 } } }
            """,
            rules: "'crowd': { 'cell': 'a', 'signal': 'crowding', 'increases': 'die', 'toPerDay': 4, 'halfMaximum': 0.6, 'hill': 4 }",
            width: Side, height: Side, lattice: "'cellEdges': { 'xMin': 'periodic', 'xMax': 'periodic', 'yMax': 'exit' }"), threads);
}
