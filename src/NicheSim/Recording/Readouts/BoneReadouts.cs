using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>Bone: how much, its surface, its turnover, and the holes in it. NaN where there is nothing to divide by.</summary>
internal static class BoneReadouts
{
    private const double DaysPerYear = 365;

    /// <summary>Mean fill of the region's voxels (BV/TV).</summary>
    public static double VolumeFraction(Readout readout, ReadoutRow row)
    {
        var (sum, count) = (0.0, 0);
        foreach (var voxel in Voxels(readout, row))
            (sum, count) = (sum + row.State.Tissue.Fill[voxel], count + 1);
        return sum / count;
    }

    /// <summary>Surface between bone and marrow per tissue volume (BS/TV) [1/um]; faces count where their bone voxel is in the region.</summary>
    public static double Surface(Readout readout, ReadoutRow row)
    {
        var (faces, count) = (0L, 0);
        foreach (var voxel in Voxels(readout, row))
            (faces, count) = (faces + Faces(row.View, voxel), count + 1);
        return faces / (count * row.View.Plan.VoxelUm);
    }

    /// <summary>Share of the surface voxels that were resorbed, or the marrow before them was, and not formed anew (ES/BS).</summary>
    public static double ErodedSurface(Readout readout, ReadoutRow row) => ShareOfSurface(readout, row, row.View.IsErodedSurface);

    /// <summary>Share of the surface voxels whose mineral is less than half their fill (OS/BS).</summary>
    public static double OsteoidSurface(Readout readout, ReadoutRow row)
        => ShareOfSurface(readout, row, voxel => row.State.Tissue.Mineral[voxel] < row.State.Tissue.Fill[voxel] / 2);

    /// <summary>Bone resorbed since the row before [um3/day].</summary>
    public static double ResorptionRate(Readout readout, ReadoutRow row)
        => (row.State.BoneResorbed - row.History.BoneResorbed) * row.View.Plan.VoxelVolumeUm3 / row.IntervalDays;

    /// <summary>Bone formed since the row before [um3/day].</summary>
    public static double FormationRate(Readout readout, ReadoutRow row)
        => (row.State.BoneFormed - row.History.BoneFormed) * row.View.Plan.VoxelVolumeUm3 / row.IntervalDays;

    /// <summary>Share of the bone that would be formed anew in a year at the rate since the row before [1/year].</summary>
    public static double RenewedPerYear(Readout readout, ReadoutRow row)
    {
        double bone = 0;
        foreach (var fill in row.State.Tissue.Fill)
            bone += fill;
        return (row.State.BoneFormed - row.History.BoneFormed) / bone / row.IntervalDays * DaysPerYear;
    }

    /// <summary>Mean over voxels of the time from the first resorption of their site (voxels that touch, as long as work on them goes on) until they were resorbed away [days].</summary>
    public static double ResorptionTime(Readout readout, ReadoutRow row) => MeanDays(row, row.State.Resorptions);

    /// <summary>Mean time from the last resorption of a site until it was full again [days].</summary>
    public static double FormationTime(Readout readout, ReadoutRow row) => MeanDays(row, row.State.Formations);

    /// <summary>Lesions: voxels of marrow that were bone at the first row and hang together over faces, edges or corners, of the asked sizes.</summary>
    public static double LesionCount(Readout readout, ReadoutRow row) => Lesions(readout, row).Sizes.Count(size => IsAsked(readout, size));

    /// <summary>Area of all lesions of the asked sizes, seen along z as on a radiograph [um2].</summary>
    public static double LesionArea(Readout readout, ReadoutRow row)
    {
        var lesions = Lesions(readout, row);
        var (grid, seen) = (row.View.Plan.Grid, new HashSet<(int X, int Y)>());
        for (var voxel = 0; voxel < lesions.Label.Length; voxel++)
            if (lesions.Label[voxel] >= 0 && IsAsked(readout, lesions.Sizes[lesions.Label[voxel]]))
                seen.Add((grid.X(voxel), grid.Y(voxel)));
        return seen.Count * row.View.Plan.VoxelUm * row.View.Plan.VoxelUm;
    }

    /// <summary>Marrow matrix degraded since the start, as a volume of density 1 [um3].</summary>
    public static double MatrixRemoved(Readout readout, ReadoutRow row) => row.State.MatrixRemoved * row.View.Plan.VoxelVolumeUm3;

    /// <summary>Faces between solid bone and marrow whose bone voxel is in the region, at whatever distance the readout counts.</summary>
    public static long Faces(Readout readout, View view)
    {
        var faces = 0L;
        for (var voxel = 0; voxel < view.Plan.Grid.Count; voxel++)
            if (readout.Region < 0 || view.Region(readout.Region)[voxel])
                faces += Faces(view, voxel);
        return faces;
    }

    private static int Faces(View view, int voxel)
    {
        var faces = 0;
        for (var direction = 0; view.State.Tissue.IsSolid(voxel) && direction < view.Neighborhood.Faces; direction++)
            faces += view.Neighborhood.Neighbor(voxel, direction) is >= 0 and var neighbor && !view.State.Tissue.IsSolid(neighbor) ? 1 : 0;
        return faces;
    }

    private static double ShareOfSurface(Readout readout, ReadoutRow row, Func<int, bool> counts)
    {
        var (share, surface) = (0, 0);
        foreach (var voxel in Voxels(readout, row))
        {
            if (!row.View.IsSurface(voxel))
                continue;
            surface++;
            share += counts(voxel) ? 1 : 0;
        }

        return (double)share / surface;
    }

    private static Groups Lesions(Readout readout, ReadoutRow row)
    {
        var set = new bool[row.View.Plan.Grid.Count];
        foreach (var voxel in Voxels(readout, row))
            set[voxel] = row.History.FirstFill[voxel] >= Tissue.Solid && !row.State.Tissue.IsSolid(voxel);
        return Groups.Of(set, row.View.Neighborhood);
    }

    private static bool IsAsked(Readout readout, int size) => size >= readout.SizeFrom && size <= readout.SizeTo;

    private static double MeanDays(ReadoutRow row, (long Sites, long Ticks) sum) => (double)sum.Ticks / sum.Sites * row.View.Plan.TickDays;

    private static IEnumerable<int> Voxels(Readout readout, ReadoutRow row)
    {
        for (var voxel = 0; voxel < row.View.Plan.Grid.Count; voxel++)
            if (row.IsInPlace(readout, voxel))
                yield return voxel;
    }
}
