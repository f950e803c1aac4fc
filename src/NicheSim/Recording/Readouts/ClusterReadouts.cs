namespace NicheSim.Recording;

/// <summary>Clusters: selected cells that hang together over faces, edges or corners. Cells arrested in vessels belong to none.</summary>
internal static class ClusterReadouts
{
    /// <summary>Clusters of the asked sizes.</summary>
    public static double Clusters(Readout readout, ReadoutRow row) => Find(readout, row).Sizes.Count(size => IsAsked(readout, size));

    /// <summary>The largest cluster of the asked sizes [cells]; 0 without one.</summary>
    public static double LargestCluster(Readout readout, ReadoutRow row)
        => Find(readout, row).Sizes.Where(size => IsAsked(readout, size)).DefaultIfEmpty(0).Max();

    /// <summary>Share of the clusters of the asked sizes that touch a cell of the other types; NaN without clusters.</summary>
    public static double ContactShare(Readout readout, ReadoutRow row)
    {
        var clusters = Find(readout, row);
        var border = Border(readout, row, clusters);
        var asked = clusters.Sizes.Count(size => IsAsked(readout, size));
        return (double)Enumerable.Range(0, clusters.Sizes.Count).Count(c => IsAsked(readout, clusters.Sizes[c]) && border[c].Touched > 0) / asked;
    }

    /// <summary>
    /// The same share, were the cells of the other types anywhere in the marrow outside the clusters: the mean over the clusters of 1 - (1 - f)^b,
    /// with b the marrow voxels that a cluster borders on and f the share of the marrow outside all clusters that the other types hold.
    /// </summary>
    public static double ContactExpected(Readout readout, ReadoutRow row)
    {
        var clusters = Find(readout, row);
        var border = Border(readout, row, clusters);
        var (held, free) = (0, 0);
        for (var voxel = 0; voxel < clusters.Label.Length; voxel++)
        {
            if (clusters.Label[voxel] >= 0 || row.State.Tissue.IsSolid(voxel))
                continue;
            free++;
            held += IsOf(readout, row, voxel) ? 1 : 0;
        }

        var (sum, asked) = (0.0, 0);
        for (var c = 0; c < border.Length; c++)
        {
            if (!IsAsked(readout, clusters.Sizes[c]))
                continue;
            var missed = 1.0;
            for (var voxel = 0; voxel < border[c].Voxels; voxel++)
                missed *= 1 - ((double)held / free);
            sum += 1 - missed;
            asked++;
        }

        return sum / asked;
    }

    private static Groups Find(Readout readout, ReadoutRow row)
    {
        var set = new bool[row.View.Plan.Grid.Count];
        foreach (var cell in row.Cells(readout))
            set[row.State.Cells.Voxel[cell]] |= !row.State.Cells.Arrested[cell];
        return Groups.Of(set, row.View.Neighborhood);
    }

    /// <summary>Per cluster: the marrow voxels around it, and how many of them the other types hold.</summary>
    private static (int Voxels, int Touched)[] Border(Readout readout, ReadoutRow row, Groups clusters)
    {
        var border = new (int Voxels, int Touched)[clusters.Sizes.Count];
        var counted = new HashSet<(int Cluster, int Voxel)>();
        for (var voxel = 0; voxel < clusters.Label.Length; voxel++)
        {
            var cluster = clusters.Label[voxel];
            for (var direction = 0; cluster >= 0 && direction < row.View.Neighborhood.All; direction++)
            {
                var neighbor = row.View.Neighborhood.Neighbor(voxel, direction);
                if (neighbor < 0 || clusters.Label[neighbor] >= 0 || row.State.Tissue.IsSolid(neighbor) || !counted.Add((cluster, neighbor)))
                    continue;
                border[cluster].Voxels++;
                border[cluster].Touched += IsOf(readout, row, neighbor) ? 1 : 0;
            }
        }

        return border;
    }

    private static bool IsOf(Readout readout, ReadoutRow row, int voxel)
        => row.State.Occupant[voxel] >= 0 && readout.Of[row.State.Cells.Profile[row.State.Occupant[voxel]]];

    private static bool IsAsked(Readout readout, int size) => size >= readout.SizeFrom && size <= readout.SizeTo;
}
