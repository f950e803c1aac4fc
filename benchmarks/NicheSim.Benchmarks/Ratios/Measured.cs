using System.Diagnostics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>One thing that is timed in every round of a group.</summary>
/// <param name="Kernel">What it is called in the results.</param>
/// <param name="Grid">The grid, as "256x256x256".</param>
/// <param name="Fields">Fields per call.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="Bone">Share of bone.</param>
/// <param name="Updates">Voxels x fields x steps per call; bytes of a copy; cells.</param>
/// <param name="BytesPerVoxel">What one update counts with against the copy.</param>
/// <param name="Call">The work.</param>
internal sealed record Measured(string Kernel, string Grid, int Fields, int Threads, double Bone, double Updates, double BytesPerVoxel, Action Call)
{
    private readonly List<double> _rates = [];

    /// <summary>Updates per second, by rounds.</summary>
    public IReadOnlyList<double> Rates => _rates;

    public double Median => Quantile(0.5);

    public double Quantile(double share) => _rates.Order().ElementAt((int)(share * (_rates.Count - 1)));

    /// <summary>
    /// All items one after the other in each round, so that what disturbs the machine disturbs all alike. Each is called until the shortest time has
    /// passed, and before the first round until it has been warm for half a second.
    /// </summary>
    public static void Interleave(IReadOnlyList<Measured> items, int rounds, double warmSeconds, double shortestSeconds)
    {
        foreach (var item in items)
            item.Repeat(warmSeconds);
        for (var round = 0; round < rounds; round++)
            foreach (var item in items)
            {
                // What another kernel left in the caches is none of this one's business.
                item.Call();
                item._rates.Add(item.Repeat(shortestSeconds));
            }
    }

    private double Repeat(double seconds)
    {
        var (start, calls) = (Stopwatch.GetTimestamp(), 0);
        double passed;
        do
        {
            Call();
            calls++;
            passed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (passed < seconds);
        return Updates * calls / passed;
    }
}
