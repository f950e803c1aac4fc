using System.Diagnostics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>One thing that is timed in every round of a group.</summary>
/// <param name="Kernel">What it is called in the results.</param>
/// <param name="Grid">The grid, as "256x256x256".</param>
/// <param name="Fields">Fields per call.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="Bone">Share of bone.</param>
/// <param name="Updates">Voxels x fields x steps per call; of a copy its bytes; of cells their number.</param>
/// <param name="BytesPerVoxel">What one update counts with against the copy.</param>
/// <param name="Seconds">Does the work a number of times and returns the time of one.</param>
internal sealed record Measured(string Kernel, string Grid, int Fields, int Threads, double Bone, double Updates, double BytesPerVoxel, Func<int, double> Seconds)
{
    private readonly List<double> _rates = [];

    /// <summary>What else the results say of it.</summary>
    public string? Note { get; init; }

    /// <summary>Updates per second: the median of the rounds.</summary>
    public double Median => _rates.Order().ElementAt(_rates.Count / 2);

    public double Least => _rates.Min();

    public double Most => _rates.Max();

    /// <summary>Work that can be done again and again.</summary>
    public static Func<int, double> Repeated(Action work) => times =>
    {
        var start = Stopwatch.GetTimestamp();
        for (var time = 0; time < times; time++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / times;
    };

    /// <summary>
    /// All items one after the other in each round, so that what disturbs the machine disturbs all alike. Each has been at work for a while before the
    /// first round, and once more before it is timed: what another one left in the caches is none of its business.
    /// </summary>
    public static void Interleave(IReadOnlyList<Measured> items, int rounds, double warmSeconds, double shortestSeconds)
    {
        var times = items.Select(item =>
        {
            // What a call takes of the clock, not what it returns: a difference of two timings may be nothing or less.
            long start = Stopwatch.GetTimestamp(), last;
            do
            {
                last = Stopwatch.GetTimestamp();
                item.Seconds(1);
            }
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < warmSeconds);
            return Math.Max(1, (int)(shortestSeconds / Math.Max(Stopwatch.GetElapsedTime(last).TotalSeconds, 1e-7)));
        }).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < items.Count; i++)
            {
                if (times[i] > 1)
                    items[i].Seconds(1);
                items[i]._rates.Add(items[i].Updates / items[i].Seconds(times[i]));
            }
    }
}
