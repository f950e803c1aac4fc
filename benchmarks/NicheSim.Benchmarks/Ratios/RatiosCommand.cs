using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>"ratios": every kernel against what memory allows and against an explicit step; one JSON object a line.</summary>
internal static class RatiosCommand
{
    /// <summary>Of every group; ticks of cells. What a minute allows on a busy machine is fewer.</summary>
    public const int Rounds = 15, RoundsInAMinute = 9;

    public static int Run(string[] args)
    {
        var tiny = args is ["--tiny"];
        foreach (var line in Measure(tiny ? Extent.Tiny : Extent.Minute, tiny ? [] : args))
            Console.WriteLine(line);
        return 0;
    }

    /// <summary>The results, group by group.</summary>
    /// <param name="extent">How much to time.</param>
    /// <param name="names">The kernels to time beside explicit steps, and of a full extent the grids; none: all.</param>
    public static IEnumerable<RatioLine> Measure(Extent extent, string[] names)
    {
        string[] grids = [.. names.Where(name => char.IsAsciiDigit(name[0]))], kernels = [.. names.Except(grids)];
        using var one = new Workers(1);
        using var two = new Workers(2);
        var (tiny, full) = (extent == Extent.Tiny, extent == Extent.Full);
        var rounds = tiny ? 1 : full ? Rounds : RoundsInAMinute;
        foreach (var group in tiny ? [RatioGroups.Tiny(one, two)] : full ? RatioGroups.All(one, two, kernels, grids) : RatioGroups.Some(two, kernels))
        {
            Measured.Interleave(group, rounds, full ? 0.15 : tiny ? 0 : 0.05, tiny ? 0 : full ? 0.01 : 0.003);
            foreach (var line in RatioLine.Of(group))
                yield return line;
            GC.Collect();
        }

        if (names.Length > 0 && !kernels.Contains("cells"))
            yield break;
        var copy = RatioKernels.Copy(two).Seconds(1);
        foreach (var cells in tiny ? CellsBenchmark.Measure([2], rounds, side: 12) : CellsBenchmark.Measure(full ? [1, 2] : [2], rounds))
            yield return RatioLine.OfCells(cells, LargeCopy.Bytes / copy);
    }

    /// <summary>A small grid once, what a minute allows, or everything.</summary>
    internal enum Extent
    {
        Tiny,
        Minute,
        Full,
    }
}
