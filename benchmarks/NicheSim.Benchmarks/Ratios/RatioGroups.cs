using NicheSim.Benchmarks.Problems;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>What is timed together: all kernels of one grid with one share of bone, interleaved with the copies that they are compared with.</summary>
internal static class RatioGroups
{
    private static readonly string[] Steady = ["vcycle", "warm-solve"];

    /// <summary>What fits into a minute: every kernel, one after the other; each is set up when it is asked for.</summary>
    /// <param name="two">A team of two.</param>
    /// <param name="kernels">The kernels to time; none: all.</param>
    public static IEnumerable<List<Measured>> Some(Workers two, string[] kernels)
    {
        yield return Group(new Grid(256, 256, 256), 1, 0, kernels, false, two);
        yield return Group(new Grid(128, 128, 128), 1, 0, kernels, false, two);
        yield return Group(new Grid(128, 128, 128), 1, 0.2, kernels, false, two);
        yield return Group(new Grid(1024, 1024, 1), 1, 0, kernels, false, two);
    }

    /// <summary>All grids, shares of bone and numbers of fields and threads.</summary>
    /// <param name="one">A team of one.</param>
    /// <param name="two">A team of two.</param>
    /// <param name="kernels">The kernels to time; none: all.</param>
    /// <param name="grids">The grids to time them on; none: all.</param>
    public static IEnumerable<List<Measured>> All(Workers one, Workers two, string[] kernels, string[] grids)
    {
        (Grid Grid, int Fields, double Bone, Workers[] Teams)[] groups =
        [
            (new Grid(256, 256, 256), 1, 0, [two, one]),
            (new Grid(256, 256, 256), 1, 0.2, [two]),
            (new Grid(128, 128, 128), 1, 0, [two, one]),
            (new Grid(128, 128, 128), 1, 0.2, [two]),
            (new Grid(128, 128, 128), 8, 0, [two]),
            (new Grid(1024, 1024, 1), 1, 0, [two]),
            (new Grid(1024, 1024, 1), 1, 0.2, [two]),
            (new Grid(150, 150, 1), 1, 0, [two, one]),
            (new Grid(50, 50, 50), 8, 0, [two]),
        ];
        return groups.Where(g => grids.Length == 0 || grids.Contains(RatioKernels.Name(g.Grid))).Select(g => Group(g.Grid, g.Fields, g.Bone, kernels, kernels.Length == 0, g.Teams));
    }

    /// <summary>A group of a few thousand voxels: what a test of the program needs.</summary>
    public static List<Measured> Tiny(Workers one, Workers two) => [.. Group(new Grid(24, 20, 12), 1, 0.2, [], true, two, one), RatioKernels.Classic(new Grid(24, 20, 12), 1, two)];

    /// <summary>Kernels of single steps with every team; the other ones with the first.</summary>
    private static List<Measured> Group(Grid grid, int count, double bone, string[] kernels, bool operators, params Workers[] teams)
    {
        var fields = Enumerable.Range(0, count).Select(_ => new FieldProblem(grid, bone)).ToArray();
        var items = new List<Measured>();
        foreach (var workers in teams)
        {
            items.AddRange([RatioKernels.Copy(workers), RatioKernels.Explicit(fields, workers)]);
            if (Wanted("explicit-blocked"))
                items.Add(RatioKernels.Blocked(fields, workers));
            if (Wanted("lines"))
                items.Add(RatioKernels.Lines(fields, workers));
        }

        // One heap vector per voxel is too much memory at 256^3, and the design knows no bone.
        if (Wanted("classic-lines") && bone == 0 && grid.Count <= 1 << 21)
            items.Add(RatioKernels.Classic(grid, count, teams[0]));
        // More than a minute has time for: in a full record, or by name.
        if (bone > 0 && count == 1 && (operators || kernels.Contains("operator")))
            items.AddRange([RatioKernels.Operator(grid, bone, teams[0], every: 2), RatioKernels.Operator(grid, bone, teams[0], every: 100_000)]);
        if (count > 1 || !Steady.Any(Wanted))
            return items;
        var (sources, uptake) = (new SteadyProblem(grid, bone, uptakeChanges: false, teams[0]), new SteadyProblem(grid, bone, uptakeChanges: true, teams[0]));
        items.AddRange(
            [RatioKernels.Cycle(sources, grid, bone, teams[0]), RatioKernels.WarmSolve(sources, grid, bone, teams[0], "sources"), RatioKernels.WarmSolve(uptake, grid, bone, teams[0], "uptake")]);
        return items;

        bool Wanted(string kernel) => kernels.Length == 0 || kernels.Contains(kernel);
    }
}
