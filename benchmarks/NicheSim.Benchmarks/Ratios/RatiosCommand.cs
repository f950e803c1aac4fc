using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>"ratios": every kernel against what memory allows and against an explicit step, in under a minute; one JSON object a line.</summary>
internal static class RatiosCommand
{
    private const int Rounds = 15;

    public static int Run(string[] args)
    {
        foreach (var line in Measure(args is ["--tiny"], args is ["--tiny"] ? [] : args))
            Console.WriteLine(line);
        return 0;
    }

    /// <summary>The results, group by group.</summary>
    /// <param name="tiny">One small group, warm or not: for tests.</param>
    /// <param name="kernels">The kernels to time beside explicit steps; none: all.</param>
    public static IEnumerable<RatioLine> Measure(bool tiny, string[] kernels)
    {
        using var one = new Workers(1);
        using var two = new Workers(2);
        foreach (var group in tiny ? [RatioGroups.Tiny(one, two)] : RatioGroups.All(one, two, kernels))
        {
            Measured.Interleave(group, tiny ? 1 : Rounds, tiny ? 0 : 0.15, tiny ? 0 : 0.01);
            foreach (var line in RatioLine.Of(group))
                yield return line;
            GC.Collect();
        }
    }
}
