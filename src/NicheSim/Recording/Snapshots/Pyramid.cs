using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>The same box at half, a quarter, ... of its resolution. A box that is one voxel deep stays so.</summary>
internal static class Pyramid
{
    /// <summary>The smallest level has no longer side than this, so that it fits a thumbnail.</summary>
    private const int LongestSide = 64;

    private const int MostLevels = 6;

    /// <summary>The sizes, the full one first.</summary>
    public static Grid[] Levels(Grid full)
    {
        var levels = new List<Grid> { full };
        while (levels.Count < MostLevels && Math.Max(levels[^1].Nx, Math.Max(levels[^1].Ny, levels[^1].Nz)) > LongestSide)
            levels.Add(new Grid((levels[^1].Nx + 1) / 2, (levels[^1].Ny + 1) / 2, (levels[^1].Nz + 1) / 2));
        return [.. levels];
    }

    /// <summary>The next level: means over the voxels that a coarse one covers.</summary>
    public static float[] Means(float[] fine, Grid size, Grid coarse)
    {
        var (sums, counts) = (new float[coarse.Count], new int[coarse.Count]);
        for (var voxel = 0; voxel < fine.Length; voxel++)
        {
            var at = Under(size, coarse, voxel);
            sums[at] += fine[voxel];
            counts[at]++;
        }

        for (var at = 0; at < sums.Length; at++)
            sums[at] /= counts[at];
        return sums;
    }

    /// <summary>The next level of labels: the first that is not 0, so that a single cell is seen from afar.</summary>
    public static ushort[] Labels(ushort[] fine, Grid size, Grid coarse)
    {
        var labels = new ushort[coarse.Count];
        for (var voxel = 0; voxel < fine.Length; voxel++)
        {
            var at = Under(size, coarse, voxel);
            labels[at] = labels[at] == 0 ? fine[voxel] : labels[at];
        }

        return labels;
    }

    private static int Under(Grid size, Grid coarse, int voxel) => coarse.Index(size.X(voxel) / 2, size.Y(voxel) / 2, size.Z(voxel) / 2);
}
