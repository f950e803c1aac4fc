namespace NicheSim.Recording;

/// <summary>How many cells there are, of what kind, and where.</summary>
internal static class CellReadouts
{
    /// <summary>[cells].</summary>
    public static double Count(Readout readout, ReadoutRow row) => row.Cells(readout).Count();

    /// <summary>The same with those in the blood, to which events happen too [cells].</summary>
    public static double CountWithBlood(Readout readout, ReadoutRow row) => Count(readout, row) + Circulating(readout, row);

    /// <summary>The selected cells, as a share of all cells of the whole's types and state wherever they are; NaN where there is none.</summary>
    public static double Share(Readout readout, ReadoutRow row)
    {
        var whole = 0;
        foreach (var cell in row.View.CellsById)
            whole += row.State.Cells.Voxel[cell] != State.Cells.InBlood && readout.Of[row.State.Cells.Profile[cell]] ? 1 : 0;
        return Count(readout, row) / whole;
    }

    /// <summary>NaN without cells.</summary>
    public static double AttributeMean(Readout readout, ReadoutRow row) => Moments(readout, row).Mean;

    /// <summary>Standard deviation over the selected cells: the root of the mean squared difference from their mean; NaN without cells.</summary>
    public static double AttributeSd(Readout readout, ReadoutRow row) => Moments(readout, row).Sd;

    /// <summary>Voxel faces that cells cover [um2].</summary>
    public static double Area(Readout readout, ReadoutRow row) => Count(readout, row) * row.View.Plan.VoxelUm * row.View.Plan.VoxelUm;

    /// <summary>[um3].</summary>
    public static double Volume(Readout readout, ReadoutRow row) => Count(readout, row) * row.View.Plan.VoxelVolumeUm3;

    /// <summary>In the blood now [cells].</summary>
    public static double Circulating(Readout readout, ReadoutRow row)
        => row.View.CellsById.Count(cell => row.State.Cells.Voxel[cell] == State.Cells.InBlood && row.IsSelected(readout, cell));

    /// <summary>Held in vessels now [cells].</summary>
    public static double Arrested(Readout readout, ReadoutRow row) => row.Cells(readout).Count(cell => row.State.Cells.Arrested[cell]);

    /// <summary>Cells per mm of bone perimeter in a slice, per mm2 of bone surface in three dimensions, both of the region where there is one; NaN without bone surface.</summary>
    public static double CellsPerBoneSurface(Readout readout, ReadoutRow row)
    {
        var sideMm = row.View.Plan.VoxelUm / 1000;
        var faces = BoneReadouts.Faces(readout, row.View);
        return faces > 0 ? Count(readout, row) / (faces * (row.View.Plan.Grid.Dimensions == 2 ? sideMm : sideMm * sideMm)) : double.NaN;
    }

    private static (double Mean, double Sd) Moments(Readout readout, ReadoutRow row)
    {
        var values = row.Cells(readout).Select(cell => (double)row.State.Cells.Attributes[readout.Attribute][cell]).ToArray();
        double sum = 0, squares = 0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / values.Length));
    }
}
