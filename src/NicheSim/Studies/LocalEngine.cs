using System.Runtime.ExceptionServices;
using NicheSim.Rules;

namespace NicheSim.Studies;

/// <summary>Runs side by side in this process: one thread each, as many as the machine has processors and memory for.</summary>
/// <param name="processors">Processors that the study may use.</param>
/// <param name="mostMemoryBytes">Memory that all runs together may take.</param>
public sealed class LocalEngine(int processors, double mostMemoryBytes) : IStudyEngine
{
    /// <summary>From this size on a run itself is faster on several threads [voxels].</summary>
    private const int VoxelsForThreads = 500_000;

    void IStudyEngine.Make(RunSite site, IReadOnlyList<StudyRun> runs, StudyWatch watch, CancellationToken stop)
    {
        // Replicate by replicate, so that what there is early on is balanced over arms and points.
        var order = runs.OrderBy(run => run.Replicate).ThenBy(run => run.Point).ThenBy(run => run.Arm).ToArray();
        if (order.Length == 0)
            return;
        var (workers, threads) = Share(site, order);
        if (site.Plan.Settings.Trunk is not null)
            Each(order.DistinctBy(run => (run.Point, run.Replicate)).ToArray(), workers, (run, number) => Attempt(site, watch, run, number, isTrunk: true, () => site.MakeTrunk(run, threads, watch.Of(number), stop)), stop);
        Each(order, workers, (run, number) => Attempt(site, watch, run, number, isTrunk: false, () => site.Make(run, threads, watch.Of(number), stop)), stop);
    }

    /// <summary>Runs at a time, and threads of each: never more threads than processors.</summary>
    private (int Workers, int Threads) Share(RunSite site, StudyRun[] runs)
    {
        var points = StudyPlan.Extremes([.. runs.DistinctBy(run => run.Point).Select(run => run.Values)], site.Plan.Arms.Count);
        var largest = runs.DistinctBy(run => run.Arm).SelectMany(run => points.Select(values => Estimate(site, run with { Values = values }))).Max();
        var workers = (int)Math.Clamp(mostMemoryBytes / largest.Bytes, 1, Math.Min(processors, runs.Length));
        return (workers, largest.Voxels >= VoxelsForThreads ? Math.Max(1, processors / workers) : 1);
    }

    private static (double Bytes, double Voxels) Estimate(RunSite site, StudyRun run)
    {
        try
        {
            var scenario = site.Compile(run);
            return (MemoryEstimate.Bytes(scenario.Scenario), scenario.Plan.Grid.Count);
        }
        catch (InvalidDataException)
        {
            // It fails in its turn, and says why.
            return (1, 1);
        }
    }

    /// <summary>Hands items out one by one; each worker has a number from 0 on.</summary>
    private static void Each(StudyRun[] runs, int workers, Action<StudyRun, int> work, CancellationToken stop)
    {
        var next = -1;
        Exception? fault = null;
        var threads = Enumerable.Range(0, workers).Select(number => new Thread(() =>
        {
            try
            {
                while (!stop.IsCancellationRequested && Volatile.Read(ref fault) is null && Interlocked.Increment(ref next) is var item && item < runs.Length)
                    work(runs[item], number);
            }
#pragma warning disable CA1031 // What the display throws is thrown again below, where the command answers for it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref fault, e, null);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>One run, whatever comes of it: an exception of any kind is the failure of this run, and no other's.</summary>
    private static void Attempt(RunSite site, StudyWatch watch, StudyRun run, int worker, bool isTrunk, Func<bool> make)
    {
        watch.Begin(worker);
        string? failure = null;
        var isDone = false;
        try
        {
            isDone = make();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            failure = e.Message;
        }
#pragma warning disable CA1031 // A fault of the program in one run of thousands is told with the run; the others go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = $"{e.GetType().Name}: {e.Message}";
        }

        if (failure is not null)
            site.Remember(run, isTrunk, failure);
        watch.End(worker, run, isTrunk, isDone, failure);
    }
}
