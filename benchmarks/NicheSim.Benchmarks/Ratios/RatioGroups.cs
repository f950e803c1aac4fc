using NicheSim.Benchmarks.Problems;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>What is timed together: all kernels of one grid with one share of bone, interleaved with the copies that they are compared with.</summary>
internal static class RatioGroups
{
    /// <summary>All groups, one after the other; each is set up when it is asked for.</summary>
    public static IEnumerable<List<Measured>> All(Workers one, Workers two)
    {
        yield return Of(new Grid(256, 256, 256), 1, 0, one, two, singleThread: true, steady: true);
        yield return Of(new Grid(256, 256, 256), 1, 0.2, one, two, singleThread: false, steady: true);
        yield return [.. Of(new Grid(128, 128, 128), 1, 0, one, two, singleThread: true, steady: true), RatioKernels.Classic(new Grid(128, 128, 128), 1, two)];
        yield return Of(new Grid(128, 128, 128), 1, 0.2, one, two, singleThread: false, steady: true);
        yield return [.. Of(new Grid(128, 128, 128), 8, 0, one, two, singleThread: false, steady: false), RatioKernels.Classic(new Grid(128, 128, 128), 8, two)];
        yield return Of(new Grid(1024, 1024, 1), 1, 0, one, two, singleThread: false, steady: true);
        yield return Of(new Grid(1024, 1024, 1), 1, 0.2, one, two, singleThread: false, steady: true);
        yield return Of(new Grid(150, 150, 1), 1, 0, one, two, singleThread: true, steady: true);
        yield return Of(new Grid(50, 50, 50), 8, 0, one, two, singleThread: false, steady: false);
    }

    /// <summary>A group of a few thousand voxels: what a test of the program needs.</summary>
    public static List<Measured> Tiny(Workers one, Workers two)
    {
        var grid = new Grid(24, 20, 12);
        return [.. Of(grid, 1, 0.2, one, two, singleThread: true, steady: true), RatioKernels.Classic(grid, 1, two)];
    }

    private static List<Measured> Of(Grid grid, int count, double bone, Workers one, Workers two, bool singleThread, bool steady)
    {
        var fields = Enumerable.Range(0, count).Select(_ => new FieldProblem(grid, bone)).ToArray();
        var items = new List<Measured>();
        foreach (var workers in singleThread ? new[] { two, one } : [two])
            items.AddRange([RatioKernels.Copy(workers), RatioKernels.Explicit(fields, workers), RatioKernels.Blocked(fields, workers), RatioKernels.Lines(fields, workers)]);
        if (!steady)
            return items;
        var (sources, uptake) = (new SteadyProblem(grid, bone, uptakeChanges: false, two), new SteadyProblem(grid, bone, uptakeChanges: true, two));
        items.AddRange([RatioKernels.Cycle(sources, grid, bone, two), RatioKernels.WarmSolve(sources, grid, bone, two, "sources"), RatioKernels.WarmSolve(uptake, grid, bone, two, "uptake")]);
        return items;
    }
}
