using NicheSim.State;

namespace NicheSim.Tests.Recording;

public sealed class ReadoutCellTests
{
    /// <summary>Movers of grit 0.2, 0.6 and 1 at x = 0, 1 and 4 on y = 1, and one of grit 0.7 in the blood; sleepers at (5, 1) asleep and (5, 3) awake.</summary>
    private static ReadoutBench Crowd(string readout)
    {
        var bench = ReadoutBench.Of(readout);
        float[] grit = [0.2f, 0.6f, 1];
        int[] x = [0, 1, 4];
        for (var i = 0; i < 3; i++)
            bench.Cells.Attributes[0][bench.Add("mover", x[i], 1)] = grit[i];
        var blood = bench.Add("mover", 3, 3);
        bench.State.Occupant[bench.Voxel(3, 3)] = SimulationState.Empty;
        bench.Cells.Voxel[blood] = Cells.InBlood;
        bench.Cells.Attributes[0][blood] = 0.7f;
        bench.Add("sleeper", 5, 1, "asleep");
        bench.Add("sleeper", 5, 3, "awake");
        return bench;
    }

    [Theory]
    [InlineData("""{"kind":"count"}""", 5)]
    [InlineData("""{"kind":"count","types":["mover"]}""", 3)]
    [InlineData("""{"kind":"count","types":["sleeper"],"state":"asleep"}""", 1)]
    [InlineData("""{"kind":"count","state":"asleep"}""", 1)]
    [InlineData("""{"kind":"count","region":"left"}""", 2)]
    [InlineData("""{"kind":"count","toUm":10}""", 4)]
    [InlineData("""{"kind":"count","fromUm":20}""", 1)]
    [InlineData("""{"kind":"count","toUm":10,"to":"vessel"}""", 0)]
    [InlineData("""{"kind":"count","attribute":"grit","attributeFrom":0.6}""", 2)]
    [InlineData("""{"kind":"count","attribute":"grit","attributeTo":0.6}""", 2)]
    [InlineData("""{"kind":"share","types":["mover"],"of":["mover","sleeper"]}""", 0.6)]
    [InlineData("""{"kind":"share","types":["sleeper"],"state":"asleep"}""", 0.5)]
    [InlineData("""{"kind":"share","types":["mover"],"region":"left"}""", 2.0 / 3)]
    [InlineData("""{"kind":"share","types":["mover"],"of":["sleeper"],"ofState":"awake"}""", 3)]
    [InlineData("""{"kind":"share","types":["wall"]}""", double.NaN)]
    [InlineData("""{"kind":"attribute-mean","attribute":"grit"}""", 0.6)]
    [InlineData("""{"kind":"attribute-sd","attribute":"grit"}""", 0.32659863237109)]
    [InlineData("""{"kind":"attribute-mean","attribute":"grit","attributeFrom":0.5}""", 0.8)]
    [InlineData("""{"kind":"attribute-mean","attribute":"grit","attributeFrom":2}""", double.NaN)]
    [InlineData("""{"kind":"area","types":["mover"]}""", 300)]
    [InlineData("""{"kind":"volume","types":["mover"]}""", 3000)]
    [InlineData("""{"kind":"circulating"}""", 1)]
    [InlineData("""{"kind":"circulating","types":["sleeper"]}""", 0)]
    [InlineData("""{"kind":"circulating","attribute":"grit","attributeFrom":0.8}""", 0)]
    [InlineData("""{"kind":"arrested"}""", 0)]
    [InlineData("""{"kind":"cells-per-bone-surface","types":["mover"]}""", 3 / 0.06)]
    [InlineData("""{"kind":"cells-per-bone-surface","types":["mover"],"region":"left"}""", 2 / 0.03)]
    [InlineData("""{"kind":"net-displacement"}""", 0)]
    public void Cells_are_counted_and_averaged_as_selected(string readout, double expected)
    {
        using var bench = Crowd(readout);

        Assert.Equal(expected, bench.Record(), 6);
    }

    [Fact]
    public void An_arrested_cell_counts_as_a_cell_of_the_niche_and_as_arrested()
    {
        foreach (var (kind, expected) in new[] { ("count", 1), ("arrested", 1), ("clusters", 0) })
        {
            using var bench = ReadoutBench.Of($$"""{"kind":"{{kind}}","types":["mover"]}""");
            bench.Add("wall", 2, 2);
            var guest = bench.Add("mover", 2, 3);
            bench.Cells.Voxel[guest] = bench.Voxel(2, 2);
            bench.Cells.Arrested[guest] = true;
            bench.State.IndexCells();

            Assert.Equal(expected, bench.Record());
        }
    }

    /// <summary>Movers: a group of 3 (diagonal) at x = 0, 1, 2 and a single one at x = 5. A sleeper beside the single one.</summary>
    [Theory]
    [InlineData("""{"kind":"clusters","types":["mover"]}""", 2)]
    [InlineData("""{"kind":"clusters","types":["mover"],"sizeFrom":2}""", 1)]
    [InlineData("""{"kind":"clusters","types":["mover"],"sizeTo":2}""", 1)]
    [InlineData("""{"kind":"largest-cluster","types":["mover"]}""", 3)]
    [InlineData("""{"kind":"largest-cluster","types":["mover"],"sizeTo":2}""", 1)]
    [InlineData("""{"kind":"largest-cluster","types":["wall"]}""", 0)]
    [InlineData("""{"kind":"cluster-contact-share","types":["mover"],"of":["sleeper"]}""", 0.5)]
    [InlineData("""{"kind":"cluster-contact-share","types":["mover"],"of":["sleeper"],"sizeFrom":2}""", 0)]
    [InlineData("""{"kind":"cluster-contact-share","types":["mover"],"of":["sleeper"],"ofState":"asleep"}""", 0)]
    [InlineData("""{"kind":"cluster-contact-share","types":["wall"],"of":["sleeper"]}""", double.NaN)]
    public void Clusters_hang_together_over_corners(string readout, double expected)
    {
        using var bench = ReadoutBench.Of(readout);
        PlaceClusters(bench);

        Assert.Equal(expected, bench.Record());
    }

    [Fact]
    public void Contact_by_chance_follows_from_the_border_and_the_share_of_marrow_that_is_held()
    {
        using var bench = ReadoutBench.Of("""{"kind":"cluster-contact-expected","types":["mover"],"of":["sleeper"]}""");
        PlaceClusters(bench);

        // 18 marrow voxels, 4 of them in clusters: the sleeper holds 1/14. The single one at (5, 1) borders on (4, 1), (4, 2), (5, 2).
        // The three at (0, 1), (1, 2), (2, 3) border on (0, 2), (0, 3), (1, 1), (1, 3), (2, 1), (2, 2), (3, 2), (3, 3).
        Assert.Equal((1 - Math.Pow(13.0 / 14, 3) + 1 - Math.Pow(13.0 / 14, 8)) / 2, bench.Record(), 12);
    }

    private static void PlaceClusters(ReadoutBench bench)
    {
        bench.Add("mover", 0, 1);
        bench.Add("mover", 1, 2);
        bench.Add("mover", 2, 3);
        bench.Add("mover", 5, 1);
        bench.Add("sleeper", 5, 2, "awake");
    }

    [Fact]
    public void Clusters_go_on_over_periodic_edges()
    {
        using var bench = ReadoutBench.Of("""{"kind":"clusters"}""", "lattice:cellEdges:xMin=periodic", "lattice:cellEdges:xMax=periodic");
        bench.Add("mover", 0, 1);
        bench.Add("mover", 5, 2);

        Assert.Equal(1, bench.Record());
    }

    [Theory]
    [InlineData("clones", 1, 3)]
    [InlineData("clones", 2, 1)]
    [InlineData("largest-clone", 1, 3)]
    [InlineData("mean-clone-size", 1, 5.0 / 3)]
    [InlineData("mean-clone-size", 2, 3)]
    [InlineData("mean-clone-size", 4, double.NaN)]
    public void Clones_are_cells_of_one_founder(string kind, int sizeFrom, double expected)
    {
        using var bench = ReadoutBench.Of($$"""{"kind":"{{kind}}","sizeFrom":{{sizeFrom}}}""");
        for (var i = 0; i < 5; i++)
            bench.Cells.Clone[bench.Add("mover", i, 1)] = i < 3 ? 1 : i;

        Assert.Equal(expected, bench.Record());
    }

    [Fact]
    public void The_order_in_which_cells_are_stored_changes_no_bit()
    {
        foreach (var kind in new[] { "attribute-mean", "attribute-sd" })
        {
            using var bench = ReadoutBench.Of($$"""{"kind":"{{kind}}","attribute":"grit"}""");
            for (var i = 0; i < 6; i++)
                bench.Cells.Attributes[0][bench.Add("mover", i, 1)] = 1f / (i + 3) * (i % 2 == 0 ? 1e-12f : 1);
            var before = bench.Record();

            bench.Cells.Permute([5, 2, 0, 4, 1, 3]);
            bench.State.IndexCells();

            Assert.Equal(BitConverter.DoubleToInt64Bits(before), BitConverter.DoubleToInt64Bits(bench.Record(1)));
        }
    }
}
