namespace NicheSim.Recording;

/// <summary>Levels of fields in the marrow, in a region or at a distance, and in the serum. NaN where no voxel is chosen.</summary>
internal static class FieldReadouts
{
    /// <summary>[pM].</summary>
    public static double SerumLevel(Readout readout, ReadoutRow row) => row.State.Serum[readout.Field];

    /// <summary>What the niche has given to the blood since the start, less what it took [molecules].</summary>
    public static double SerumOutflow(Readout readout, ReadoutRow row) => row.State.SerumOutflow[readout.Field];

    /// <summary>[pM].</summary>
    public static double Mean(Readout readout, ReadoutRow row) => Mean(Level(readout, row), Chosen(readout, row));

    /// <summary>The level that 95 % of the voxels do not exceed (nearest rank) [pM].</summary>
    public static double P95(Readout readout, ReadoutRow row) => row.Quantile.Of(Level(readout, row), Chosen(readout, row), 0.95);

    /// <summary>Standard deviation over the voxels / mean; NaN where the field is 0.</summary>
    public static double Cv(Readout readout, ReadoutRow row)
    {
        var (level, chosen) = (Level(readout, row), Chosen(readout, row));
        var mean = Mean(level, chosen);
        var (squares, count) = (0.0, 0);
        for (var voxel = 0; voxel < level.Length; voxel++)
        {
            if (!chosen[voxel])
                continue;
            squares += (level[voxel] - mean) * (level[voxel] - mean);
            count++;
        }

        return Math.Sqrt(squares / count) / mean;
    }

    /// <summary>The part's mean / the mean of the whole; NaN where the field is 0.</summary>
    public static double Share(Readout readout, ReadoutRow row)
    {
        var chosen = Chosen(readout, row);
        return Mean(Level(readout, row), chosen) / Mean(row.State.Fields[readout.Field], chosen);
    }

    private static float[] Level(Readout readout, ReadoutRow row)
        => readout.Part < 0 ? row.State.Fields[readout.Field] : row.State.Parts[readout.Field][readout.Part];

    private static bool[] Chosen(Readout readout, ReadoutRow row)
    {
        var chosen = new bool[row.View.Plan.Grid.Count];
        for (var voxel = 0; voxel < chosen.Length; voxel++)
            chosen[voxel] = !row.State.Tissue.IsSolid(voxel) && row.IsInPlace(readout, voxel);
        return chosen;
    }

    private static double Mean(float[] level, bool[] chosen)
    {
        var (sum, count) = (0.0, 0);
        for (var voxel = 0; voxel < level.Length; voxel++)
        {
            if (!chosen[voxel])
                continue;
            sum += level[voxel];
            count++;
        }

        return sum / count;
    }
}
