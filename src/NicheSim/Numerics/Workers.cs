using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace NicheSim.Numerics;

/// <summary>
/// A team of threads that works through the chunks of one loop at a time; the caller is one of them. Chunks are claimed in order, but which thread
/// takes one and when it ends is left to chance: a body must write only what belongs to its chunk. A run allocates nothing.
/// <para>
/// Waiting threads spin for about as long as it takes to wake a blocked one, and then block. Each learns from its waits how long it pays to spin: where
/// runs follow each other closely all stay awake, where they are far apart they leave the CPUs to others soon. A thread that finds itself displaced while
/// it spins blocks, as others want its CPU, and begins to learn anew; where there are more threads than CPUs none spins. A thread that wakes up after the
/// last chunk was claimed is not waited for.
/// </para>
/// </summary>
public sealed class Workers : IDisposable
{
    /// <summary>Most threads of one team.</summary>
    public const int MostThreads = 1024;

    // The state of the current run: number of threads at work (lowest 16 bits), whether more may join (next bit), number of the run (the rest).
    private const long AtWork = 0xFFFF, Open = 1L << 16, NextRun = 1L << 17;

    // A blocked thread takes 50 to 400 us to wake (measured): it spins no longer, and at least for as long as it takes to see a run that is just beginning.
    private static readonly long LongestSpin = Microseconds(200), ShortestSpin = Microseconds(5);

    // Waking costs the caller about 10 us, and the thread comes 30 us later at best (measured): not worth it before so much work has gone without.
    private static readonly long WorthWaking = Microseconds(80);

    // Between two looks at the clock a few microseconds pass, unless the thread was displaced.
    private static readonly long Displaced = Microseconds(500);

    private readonly Thread[] _threads;
    private readonly Lock _failing = new();
    private readonly object _start = new(), _end = new();
    private readonly bool _maySpin;
    private readonly long[] _chunkTimes = new long[64];
    private Shared _shared;
    private long _missed;
    private int _sleeping, _callerWaits, _busy;
    private bool _disposed;

    private Action<Workers>? _claim;
    private object? _context, _body;
    private int _chunks;
    private int _failedChunk;
    private ExceptionDispatchInfo? _failure;

    /// <param name="threads">Threads in all, the caller included: 1 to <see cref="MostThreads"/>.</param>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MostThreads);
        _maySpin = threads <= Environment.ProcessorCount;
        Array.Fill(_chunkTimes, WorthWaking); // a body never seen may be a long one
        _threads = new Thread[threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"worker {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads in all, the caller included.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>Elements <c>Start</c> up to, but without, <c>End</c> of chunk number index, where count elements are cut into chunks of chunkSize.</summary>
    public static (int Start, int End) Chunk(int count, int chunkSize, int index)
    {
        var start = (int)Math.Min(count, (long)chunkSize * index);
        return (start, start + Math.Min(chunkSize, count - start));
    }

    /// <summary>Number of chunks of chunkSize that count elements are cut into, the last one perhaps shorter.</summary>
    public static int Chunks(int count, int chunkSize) => (int)(((long)count + chunkSize - 1) / chunkSize);

    /// <summary>
    /// Calls body(context, chunk) once for each chunk from 0 to chunks - 1 and returns when all have ended. If any threw, all others still run, and then
    /// the exception of the lowest chunk is thrown here. Keep the body in a static field, or in a static lambda: a capturing lambda allocates.
    /// </summary>
    /// <exception cref="InvalidOperationException">The team is at work already: a body, or another thread, may not start it again.</exception>
    public void Run<T>(int chunks, T context, Action<T, int> body)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            throw new InvalidOperationException("The workers are at work already.");

        (_claim, _context, _body, _chunks, _shared.Next, _failure) = (Typed<T>.Claim, context, body, chunks, 0, null);
        if (_threads.Length == 0 || chunks <= 1)
            _claim(this);
        else
            Share(ref _chunkTimes[RuntimeHelpers.GetHashCode(body) % _chunkTimes.Length]);

        var failure = _failure;
        (_claim, _context, _body, _failure) = (null, null, null, null);
        Volatile.Write(ref _busy, 0);
        failure?.Throw();
    }

    /// <summary>Ends the threads; not while a run is under way.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        lock (_start)
        {
            Volatile.Write(ref _disposed, true);
            Monitor.PulseAll(_start);
        }

        foreach (var thread in _threads)
            thread.Join();
    }

    /// <summary>Works with the others. Takes what a chunk of this body took the last time, and measures it anew: as a guess that decides nothing but who is woken.</summary>
    private void Share(ref long chunkTime)
    {
        var began = Stopwatch.GetTimestamp();
        Start(_chunks - 1, chunkTime * (_chunks - 1));
        _claim!(this);
        chunkTime = (Stopwatch.GetTimestamp() - began) / _chunks;
        End();
    }

    private void Start(int useful, long work)
    {
        // The increment is a full fence: either a thread about to sleep sees the new run, or this one sees the sleeper.
        Interlocked.Add(ref _shared.State, NextRun + Open);
        var wake = Math.Min(useful, Volatile.Read(ref _sleeping));
        _missed = wake == 0 ? 0 : _missed + work;
        if (_missed < WorthWaking)
            return;
        _missed = 0;
        lock (_start)
            for (; wake > 0; wake--)
                Monitor.Pulse(_start);
    }

    private void End()
    {
        if ((Interlocked.Add(ref _shared.State, -Open) & AtWork) == 0)
            return;
        for (var spin = new Spin(_maySpin ? LongestSpin : 0); spin.Goes();)
            if ((Volatile.Read(ref _shared.State) & AtWork) == 0)
                return;

        lock (_end)
        {
            Interlocked.Exchange(ref _callerWaits, 1);
            while ((Volatile.Read(ref _shared.State) & AtWork) != 0)
                Monitor.Wait(_end);
            Volatile.Write(ref _callerWaits, 0);
        }
    }

    private void Work()
    {
        var (seen, patience) = (0L, LongestSpin);
        while (Wait(seen, ref patience) is var state && !Volatile.Read(ref _disposed))
        {
            // Joining fails where the run has ended, or where another thread joined in between.
            if ((state & Open) == 0 || Interlocked.CompareExchange(ref _shared.State, state + 1, state) != state)
            {
                if ((state & Open) == 0)
                    seen = state / NextRun;
                continue;
            }

            seen = state / NextRun;
            _claim!(this);
            if ((Interlocked.Decrement(ref _shared.State) & (AtWork | Open)) == 0 && Volatile.Read(ref _callerWaits) != 0)
                lock (_end)
                    Monitor.Pulse(_end);
        }
    }

    /// <summary>Returns the state as soon as it belongs to another run than the one seen, or when the team is disposed of; learns how long to spin.</summary>
    private long Wait(long seen, ref long patience)
    {
        long state;
        var spin = new Spin(_maySpin ? patience : 0);
        while (spin.Goes())
        {
            state = Volatile.Read(ref _shared.State);
            if (state / NextRun != seen || Volatile.Read(ref _disposed))
                return state;
        }

        lock (_start)
        {
            Interlocked.Increment(ref _sleeping);
            while ((state = Volatile.Read(ref _shared.State)) / NextRun == seen && !_disposed)
                Monitor.Wait(_start);
            Interlocked.Decrement(ref _sleeping);
        }

        // Judged by the time from run to run, as it may have slept through some.
        patience = spin.WasDisplaced ? 0
            : spin.Lasted / Math.Max(1, (state / NextRun) - seen) <= LongestSpin ? Math.Min(2 * Math.Max(patience, ShortestSpin), LongestSpin)
            : Math.Max(patience / 2, ShortestSpin);
        return state;
    }

    private void Claim<T>()
        where T : class
    {
        var context = Unsafe.As<T>(_context)!;
        var body = Unsafe.As<Action<T, int>>(_body)!;
        for (var chunk = Interlocked.Increment(ref _shared.Next) - 1; chunk < _chunks; chunk = Interlocked.Increment(ref _shared.Next) - 1)
            try
            {
                body(context, chunk);
            }
            catch (Exception exception)
            {
                lock (_failing)
                    if (_failure is null || chunk < _failedChunk)
                        (_failure, _failedChunk) = (ExceptionDispatchInfo.Capture(exception), chunk);
            }
    }

    private static long Microseconds(int microseconds) => Stopwatch.Frequency * microseconds / 1_000_000;

    /// <summary>What all threads write, on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Shared
    {
        [FieldOffset(128)]
        public long State;

        [FieldOffset(256)]
        public int Next;
    }

    /// <summary>A wait that spins for some time at most.</summary>
    private struct Spin(long longest)
    {
        private const int TurnsPerLook = 16;

        private readonly long _began = Stopwatch.GetTimestamp();
        private long _looked = long.MaxValue;
        private int _turns;

        /// <summary>Time since it began, with what came after the spinning.</summary>
        public readonly long Lasted => Stopwatch.GetTimestamp() - _began;

        /// <summary>Another thread had the CPU in between.</summary>
        public bool WasDisplaced { get; private set; }

        /// <summary>True for one turn more.</summary>
        public bool Goes()
        {
            if (longest == 0)
                return false;
            if (++_turns % TurnsPerLook == 0)
            {
                var now = Stopwatch.GetTimestamp();
                WasDisplaced = now - _looked > Displaced;
                _looked = now;
                if (WasDisplaced || now - _began > longest)
                    return false;
            }

            Thread.SpinWait(4);
            return true;
        }
    }

    private static class Typed<T>
        where T : class
    {
        internal static readonly Action<Workers> Claim = static team => team.Claim<T>();
    }
}
