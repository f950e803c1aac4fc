using NicheSim.State;

namespace NicheSim.Tests.Recording;

public sealed class ReadoutTissueTests
{
    /// <summary>F = x + 1 in the marrow and 100 in the bone; the part is 1 everywhere. So 3 voxels each of 1 to 6.</summary>
    [Theory]
    [InlineData("""{"kind":"field-mean","field":"F"}""", 3.5)]
    [InlineData("""{"kind":"field-mean","field":"F","region":"left"}""", 2)]
    [InlineData("""{"kind":"field-mean","field":"F","part":"own"}""", 1)]
    [InlineData("""{"kind":"field-mean","field":"F","fromUm":10,"toUm":20,"to":"vessel"}""", 4)]
    [InlineData("""{"kind":"field-mean","field":"F","fromUm":1000}""", double.NaN)]
    [InlineData("""{"kind":"field-p95","field":"F"}""", 6)]
    [InlineData("""{"kind":"field-p95","field":"F","region":"left"}""", 3)]
    [InlineData("""{"kind":"field-cv","field":"F"}""", 0.48795003647426655)]
    [InlineData("""{"kind":"field-share","field":"F","part":"own"}""", 1 / 3.5)]
    [InlineData("""{"kind":"field-share","field":"F","part":"own","region":"left"}""", 0.5)]
    [InlineData("""{"kind":"serum-level","field":"F"}""", 12)]
    [InlineData("""{"kind":"serum-outflow","field":"F"}""", 77)]
    public void Fields_are_measured_in_the_marrow(string readout, double expected)
    {
        using var bench = ReadoutBench.Of(readout);
        for (var voxel = 0; voxel < bench.State.Grid.Count; voxel++)
        {
            bench.State.Fields[0][voxel] = bench.State.Tissue.IsSolid(voxel) ? 100 : bench.State.Grid.X(voxel) + 1;
            bench.State.Parts[0][0][voxel] = 1;
        }

        (bench.State.Serum[0], bench.State.SerumOutflow[0]) = (12, 77);

        // A wall of three vessel voxels at x = 5: the columns x = 4, 3, 2 are 5, 15, 25 um from it.
        for (var y = 1; y < 4; y++)
            bench.Add("wall", 5, y);

        Assert.Equal(expected, bench.Record(), 12);
    }

    /// <summary>The bone of 6 voxels: (0, 0) gone but for 0.25, (1, 0) eroded to 0.75, (5, 0) without mineral; (5, 1) freshly filled to 0.5.</summary>
    [Theory]
    [InlineData("""{"kind":"bone-volume-fraction"}""", (4 + 0.25 + 0.75 + 0.5) / 24)]
    [InlineData("""{"kind":"bone-volume-fraction","region":"left"}""", 2.0 / 12)]
    [InlineData("""{"kind":"bone-surface"}""", 7 / (24 * 10.0))]
    [InlineData("""{"kind":"bone-surface","region":"left"}""", 3 / (12 * 10.0))]
    [InlineData("""{"kind":"eroded-surface"}""", 1 / 5.0)]
    [InlineData("""{"kind":"osteoid-surface"}""", 1 / 5.0)]
    [InlineData("""{"kind":"lesion-count"}""", 1)]
    [InlineData("""{"kind":"lesion-count","sizeFrom":2}""", 0)]
    [InlineData("""{"kind":"lesion-area"}""", 100)]
    [InlineData("""{"kind":"resorption-time"}""", 2 / 24.0)]
    [InlineData("""{"kind":"formation-time"}""", double.NaN)]
    [InlineData("""{"kind":"matrix-removed"}""", 2500)]
    [InlineData("""{"kind":"resorption-rate"}""", 1000 / 0.5)]
    [InlineData("""{"kind":"formation-rate"}""", 500 / 0.5)]
    [InlineData("""{"kind":"renewed-per-year"}""", 0.5 / 5.5 / 0.5 * 365)]
    public void Bone_is_measured_as_defined(string readout, double expected)
    {
        using var bench = ReadoutBench.Of(readout);
        bench.Record();
        bench.SetFill(0, 0, 0.25f);
        bench.SetFill(1, 0, 0.75f);
        bench.SetFill(5, 1, 0.5f);
        bench.State.Tissue.Mineral[bench.Voxel(1, 0)] = 0.75f;
        bench.State.Tissue.ErodedTick[bench.Voxel(0, 0)] = bench.State.Tissue.ErodedTick[bench.Voxel(1, 0)] = 3;
        bench.State.Resorptions = (3, 6);
        (bench.State.BoneResorbed, bench.State.BoneFormed, bench.State.MatrixRemoved) = (1, 0.5, 2.5);

        Assert.Equal(expected, bench.Record(12), 12);
    }

    [Fact]
    public void A_surface_is_eroded_by_itself_or_by_the_marrow_before_it()
    {
        using var bench = ReadoutBench.Of("""{"kind":"eroded-surface"}""");
        bench.State.Tissue.ErodedTick[bench.Voxel(1, 0)] = 3;
        Assert.Equal(1 / 6.0, bench.Record(), 12);
        bench.State.Tissue.ErodedTick[bench.Voxel(4, 1)] = 3;
        Assert.Equal(2 / 6.0, bench.Record(1), 12);
    }

    [Fact]
    public void Rates_of_bone_are_those_of_the_last_interval_and_unknown_at_the_first_row()
    {
        using var bench = ReadoutBench.Of("""{"kind":"resorption-rate"}""");
        Assert.Equal(double.NaN, bench.Record());
        bench.State.BoneResorbed = 1;
        Assert.Equal(4000, bench.Record(6), 9);
        Assert.Equal(0, bench.Record(6));
    }

    [Fact]
    public void A_lesion_in_three_dimensions_has_the_area_that_is_seen_along_z()
    {
        using var bench = ReadoutBench.Of("""{"kind":"lesion-area"}""", "lattice:depthVoxels=3");
        bench.Record();
        foreach (var (x, z) in new[] { (0, 0), (0, 1), (0, 2), (1, 2) })
            bench.State.Tissue.Fill[bench.State.Grid.Index(x, 0, z)] = 0;
        bench.SetFill(0, 0, 0);

        Assert.Equal(200, bench.Record(1));
    }

    [Fact]
    public void Cells_per_bone_surface_are_per_mm2_in_three_dimensions()
    {
        using var bench = ReadoutBench.Of("""{"kind":"cells-per-bone-surface"}""", "lattice:depthVoxels=3");
        bench.Add("mover", 1, 1);

        Assert.Equal(1 / (18 * 1e-4), bench.Record(), 9);
    }

    [Fact]
    public void Cells_per_bone_surface_have_no_value_without_bone()
    {
        using var bench = ReadoutBench.Of("""{"kind":"cells-per-bone-surface"}""", "tissue:bone:pattern=none");
        bench.Add("mover", 1, 1);

        Assert.Equal(double.NaN, bench.Record());
    }
}
