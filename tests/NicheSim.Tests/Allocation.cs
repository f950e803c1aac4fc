namespace NicheSim.Tests;

/// <summary>What a piece of work allocates once everything is warm.</summary>
internal static class Allocation
{
    /// <summary>
    /// The least of eight attempts, in bytes on the calling thread. Work that allocates does so every time; a collection that another test brings about
    /// in between shows as up to 8 kB (the rest of the thread's allocation context) in an attempt that allocates nothing.
    /// </summary>
    public static long Least(Action work)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
