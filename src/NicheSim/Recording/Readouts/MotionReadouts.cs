using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>How cells move, by steps of their own, over their lives from birth or arrival on; being shoved is none. NaN where no selected cell can say.</summary>
internal static class MotionReadouts
{
    /// <summary>Mean over the cells of path length / time alive [um/h].</summary>
    public static double Speed(Readout readout, ReadoutRow row)
        => Mean(row.Cells(readout).Where(cell => Hours(row, cell) > 0).Select(cell => row.State.Cells.Hops[cell] * row.View.Plan.VoxelUm / Hours(row, cell)));

    /// <summary>Mean over the cells of squared net displacement / (2 x dimensions x time alive) [um2/h]: the diffusion coefficient of a random walk.</summary>
    public static double Mobility(Readout readout, ReadoutRow row)
        => Mean(row.Cells(readout).Where(cell => Hours(row, cell) > 0).Select(cell => SquaredUm(row, cell) / (2 * row.View.Plan.Grid.Dimensions * Hours(row, cell))));

    /// <summary>Mean distance that the cells have come from where they were born or arrived [um].</summary>
    public static double NetDisplacement(Readout readout, ReadoutRow row) => Mean(row.Cells(readout).Select(cell => Math.Sqrt(SquaredUm(row, cell))));

    /// <summary>Mean over the cells that have moved of displacement along the axis / path length: 1 is straight up the axis, 0 no preference.</summary>
    public static double AxisIndex(Readout readout, ReadoutRow row)
    {
        var cells = row.State.Cells;
        var moved = readout.Axis switch { Scenarios.Axis.X => cells.MovedX, Scenarios.Axis.Y => cells.MovedY, _ => cells.MovedZ };
        return Mean(row.Cells(readout).Where(cell => cells.Hops[cell] > 0).Select(cell => (double)moved[cell] / cells.Hops[cell]));
    }

    /// <summary>
    /// Cells that have come into the region since the first row: seen in it at a row for the first time, and selected then. Those that were in it at the
    /// first row do not count, and daughters of cells that were seen in it do not come in.
    /// </summary>
    public static double Crossings(Readout readout, ReadoutRow row)
    {
        var (history, cells, seen) = (row.History, row.State.Cells, row.History.Seen[readout.Index]);
        foreach (var cell in row.CellsInPlace(readout))
            if (seen.Add(cells.Id[cell]) && row.IsSelected(readout, cell) && !seen.Contains(cells.Parent[cell]) && history.Ticks.Count > history.Since[readout.Index] + 1)
                history.Crossed[readout.Index]++;
        return history.Crossed[readout.Index];
    }

    /// <summary>
    /// How far from the region the cells have come [um]: the distance from the region's border that the quantile of them does not exceed (nearest rank), 0 of a
    /// cell inside it. NaN without cells, and where there is no such region now.
    /// </summary>
    public static double InvasionDepth(Readout readout, ReadoutRow row)
    {
        var distance = row.View.RegionDistance(readout.Region);
        var depths = row.View.CellsById.Where(cell => row.State.Cells.Voxel[cell] != Cells.InBlood && row.IsSelected(readout, cell))
            .Select(cell => distance[row.State.Cells.Voxel[cell]]).Order().ToArray();
        return depths.Length == 0 || float.IsInfinity(depths[0]) ? double.NaN : depths[(int)Math.Ceiling(readout.Quantile * depths.Length) - 1];
    }

    /// <summary>Time in which a cell could move: who is born, recruited or added in a tick comes after the others have moved.</summary>
    private static double Hours(ReadoutRow row, int cell)
    {
        var (cells, plan) = (row.State.Cells, row.View.Plan);
        var isFounder = cells.Parent[cell] == 0 && cells.BornTick[cell] <= plan.FirstTick;
        return (row.State.Tick - cells.BornTick[cell] - (isFounder ? 0 : 1)) * plan.TickHours;
    }

    private static double SquaredUm(ReadoutRow row, int cell)
    {
        var cells = row.State.Cells;
        double x = cells.MovedX[cell], y = cells.MovedY[cell], z = cells.MovedZ[cell];
        return ((x * x) + (y * y) + (z * z)) * row.View.Plan.VoxelUm * row.View.Plan.VoxelUm;
    }

    private static double Mean(IEnumerable<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
            (sum, count) = (sum + value, count + 1);
        return sum / count;
    }
}
