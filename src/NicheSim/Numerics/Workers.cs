using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NicheSim.Numerics;

/// <summary>
/// A team of threads that works through the chunks of one loop at a time; the caller is one of them. Chunks are claimed in order, but which thread
/// takes one and when it ends is left to chance: a body must write only what belongs to its chunk. A run allocates nothing.
/// <para>
/// Waiting threads spin for some microseconds and then block; where there are more threads than CPUs they block at once. A thread that wakes up after
/// the last chunk was claimed is not waited for.
/// </para>
/// </summary>
public sealed class Workers : IDisposable
{
    // The state of the current run: number of threads at work (lowest 16 bits), whether more may join (next bit), number of the run (the rest).
    private const long AtWork = 0xFFFF, Open = 1L << 16, NextRun = 1L << 17;

    private readonly Thread[] _threads;
    private readonly Lock _failing = new();
    private readonly object _start = new(), _end = new();
    private readonly int _spins;
    private long _state;
    private int _sleeping, _callerWaits, _busy;
    private bool _disposed;

    private Action<Workers>? _claim;
    private object? _context, _body;
    private int _chunks, _next;
    private int _failedChunk;
    private ExceptionDispatchInfo? _failure;

    /// <param name="threads">Threads in all, the caller included: 1 to 1024.</param>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        _spins = threads > Environment.ProcessorCount ? 0 : 200;
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

        (_claim, _context, _body, _chunks, _next, _failure) = (Typed<T>.Claim, context, body, chunks, 0, null);
        var alone = _threads.Length == 0 || chunks <= 1;
        if (!alone)
            Start(chunks - 1);
        _claim(this);
        if (!alone)
            End();

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

    private void Start(int useful)
    {
        // The increment is a full fence: either a thread about to sleep sees the new run, or this one sees the sleeper.
        Interlocked.Add(ref _state, NextRun + Open);
        var wake = Math.Min(useful, Volatile.Read(ref _sleeping));
        if (wake == 0)
            return;
        lock (_start)
            for (; wake > 0; wake--)
                Monitor.Pulse(_start);
    }

    private void End()
    {
        Interlocked.Add(ref _state, -Open);
        for (var i = 0; i < _spins; i++)
        {
            if ((Volatile.Read(ref _state) & AtWork) == 0)
                return;
            Thread.SpinWait(10);
        }

        lock (_end)
        {
            Interlocked.Exchange(ref _callerWaits, 1);
            while ((Volatile.Read(ref _state) & AtWork) != 0)
                Monitor.Wait(_end);
            Volatile.Write(ref _callerWaits, 0);
        }
    }

    private void Work()
    {
        var seen = 0L;
        while (Wait(seen) is var state && !Volatile.Read(ref _disposed))
        {
            // Joining fails where the run has ended, or where another thread joined in between.
            if ((state & Open) == 0 || Interlocked.CompareExchange(ref _state, state + 1, state) != state)
            {
                if ((state & Open) == 0)
                    seen = state / NextRun;
                continue;
            }

            seen = state / NextRun;
            _claim!(this);
            if ((Interlocked.Decrement(ref _state) & (AtWork | Open)) == 0 && Volatile.Read(ref _callerWaits) != 0)
                lock (_end)
                    Monitor.Pulse(_end);
        }
    }

    /// <summary>Returns the state as soon as it belongs to another run than the one seen, or when the team is disposed of.</summary>
    private long Wait(long seen)
    {
        long state;
        for (var i = 0; i < _spins; i++)
        {
            state = Volatile.Read(ref _state);
            if (state / NextRun != seen || Volatile.Read(ref _disposed))
                return state;
            Thread.SpinWait(10);
        }

        lock (_start)
        {
            Interlocked.Increment(ref _sleeping);
            while ((state = Volatile.Read(ref _state)) / NextRun == seen && !_disposed)
                Monitor.Wait(_start);
            Interlocked.Decrement(ref _sleeping);
        }

        return state;
    }

    private void Claim<T>()
        where T : class
    {
        var context = Unsafe.As<T>(_context)!;
        var body = Unsafe.As<Action<T, int>>(_body)!;
        for (var chunk = Interlocked.Increment(ref _next) - 1; chunk < _chunks; chunk = Interlocked.Increment(ref _next) - 1)
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

    private static class Typed<T>
        where T : class
    {
        internal static readonly Action<Workers> Claim = static team => team.Claim<T>();
    }
}
