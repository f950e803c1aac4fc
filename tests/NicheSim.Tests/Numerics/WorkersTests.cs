using System.Diagnostics;
using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class WorkersTests
{
    private static readonly Action<int[], int> Count = (counts, chunk) => Interlocked.Increment(ref counts[chunk]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_chunk_runs_once_and_no_run_ends_early(int threads)
    {
        using var workers = new Workers(threads);
        Assert.Equal(threads, workers.Threads);
        var random = new Random(1);
        for (var run = 0; run < 5000; run++)
        {
            var counts = new int[random.Next(40)];
            workers.Run(counts.Length, counts, Count);
            Assert.All(counts, count => Assert.Equal(1, count));
            if (run % 1000 == 0)
                Thread.Sleep(5); // long enough for the threads to block
        }
    }

    [Fact]
    public void Two_threads_work_at_the_same_time()
    {
        using var workers = new Workers(2);
        using var both = new Barrier(2);
        var met = new bool[2];
        workers.Run(2, Tuple.Create(both, met), (c, chunk) => c.Item2[chunk] = c.Item1.SignalAndWait(10_000));
        Assert.Equal([true, true], met);
    }

    /// <summary>Threads that sleep are woken as soon as enough work has gone without them, be it in one run or in many short ones.</summary>
    [Theory]
    [InlineData(1, 2_000)]
    [InlineData(300, 20)]
    public void Sleeping_threads_come_back(int runs, int microseconds)
    {
        using var workers = new Workers(2);
        var seen = new bool[2];
        var caller = Environment.CurrentManagedThreadId;
        var job = Tuple.Create(seen, caller, microseconds);
        for (var attempt = 0; attempt < 100 && !seen[1]; attempt++)
        {
            Thread.Sleep(5); // long enough for the threads to block
            for (var run = 0; run <= runs && !seen[1]; run++)
                workers.Run(8, job, static (job, _) =>
                {
                    Volatile.Write(ref job.Item1[Environment.CurrentManagedThreadId == job.Item2 ? 0 : 1], true);
                    for (var begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalMicroseconds < job.Item3;)
                        Thread.SpinWait(1);
                });
        }

        Assert.True(seen[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void A_run_allocates_nothing(int threads)
    {
        using var workers = new Workers(threads);
        var counts = new int[64];
        for (var i = 0; i < 200; i++)
            workers.Run(counts.Length, counts, Count);

        // Other tests run in this process: the quietest of many attempts shows what the runs themselves allocate.
        var (own, total) = (long.MaxValue, long.MaxValue);
        for (var attempt = 0; attempt < 200 && total > 0; attempt++)
        {
            var (ownBefore, totalBefore) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
            for (var i = 0; i < 20; i++)
                workers.Run(counts.Length, counts, Count);
            total = Math.Min(total, GC.GetTotalAllocatedBytes(precise: true) - totalBefore);
            own = Math.Min(own, GC.GetAllocatedBytesForCurrentThread() - ownBefore);
        }

        Assert.Equal((0, 0), (own, total));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_exception_of_the_lowest_chunk_is_thrown_after_all_chunks_have_run(int threads)
    {
        using var workers = new Workers(threads);
        var counts = new int[50];
        for (var run = 1; run <= 100; run++)
        {
            var thrown = Assert.Throws<FormatException>(() => workers.Run(50, counts, (c, chunk) =>
            {
                Count(c, chunk);
                if (chunk >= 17)
                    throw new FormatException($"chunk {chunk}");
            }));
            Assert.Equal("chunk 17", thrown.Message);
            Assert.All(counts, count => Assert.Equal(run, count));
        }

        workers.Run(50, counts, Count);
    }

    [Fact]
    public void A_run_within_a_run_is_refused()
    {
        using var workers = new Workers(2);
        Assert.Throws<InvalidOperationException>(() => workers.Run(2, workers, (w, _) => w.Run(1, new int[1], Count)));
    }

    [Fact]
    public void A_disposed_team_has_no_threads_left_and_refuses_work()
    {
        var workers = new Workers(4);
        workers.Dispose();
        workers.Dispose();
        Assert.Throws<ObjectDisposedException>(() => workers.Run(1, new int[1], Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Workers(0));
    }

    [Fact]
    public void More_threads_than_processors_do_not_crawl()
    {
        using var workers = new Workers((4 * Environment.ProcessorCount) + 3);
        var counts = new int[16];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 2000; i++)
            workers.Run(counts.Length, counts, Count);

        // About 0.1 s on an idle machine; unbounded spinning would take 2000 scheduler slices, 8 s and more.
        Assert.True(watch.Elapsed.TotalSeconds < 5, $"{watch.Elapsed.TotalSeconds} s");
    }

    [Fact]
    public void Chunks_cover_all_elements_once()
    {
        foreach (var (count, size) in new[] { (0, 5), (1, 5), (5, 5), (6, 5), (int.MaxValue, 1 << 30) })
        {
            var end = 0;
            for (var chunk = 0; chunk < Workers.Chunks(count, size); chunk++)
            {
                var (start, next) = Workers.Chunk(count, size, chunk);
                Assert.Equal(end, start);
                Assert.InRange(next - start, 1, size);
                end = next;
            }

            Assert.Equal(count, end);
        }
    }
}
