namespace NicheSim.Recording;

/// <summary>Clones: selected cells that descend from one founder, of the asked sizes.</summary>
internal static class CloneReadouts
{
    public static double Clones(Readout readout, ReadoutRow row) => Sizes(readout, row).Count;

    /// <summary>[cells]; 0 without clones.</summary>
    public static double LargestClone(Readout readout, ReadoutRow row) => Sizes(readout, row).DefaultIfEmpty(0).Max();

    /// <summary>[cells]; NaN without clones.</summary>
    public static double MeanCloneSize(Readout readout, ReadoutRow row)
    {
        var sizes = Sizes(readout, row);
        return (double)sizes.Sum() / sizes.Count;
    }

    private static List<int> Sizes(Readout readout, ReadoutRow row)
        => [.. row.Cells(readout).CountBy(cell => row.State.Cells.Clone[cell]).Select(clone => clone.Value).Where(size => size >= readout.SizeFrom && size <= readout.SizeTo)];
}
