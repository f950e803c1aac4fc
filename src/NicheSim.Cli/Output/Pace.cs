using NicheSim.Recording;

namespace NicheSim.Cli.Output;

/// <summary>How fast a run goes now, from where it was some seconds ago, and so how long it will take.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10), Spacing = TimeSpan.FromSeconds(0.25);
    private readonly Queue<(TimeSpan Elapsed, int Tick)> _earlier = [];
    private TimeSpan _latest = TimeSpan.MinValue;

    public double TicksPerSecond { get; private set; }

    /// <summary>Null as long as no tick has been timed.</summary>
    public TimeSpan? Left { get; private set; }

    public void Update(RunProgress now)
    {
        if (_earlier.TryPeek(out var then) && now.Elapsed > then.Elapsed)
        {
            TicksPerSecond = (now.Tick - then.Tick) / (now.Elapsed - then.Elapsed).TotalSeconds;
            Left = TicksPerSecond > 0 ? TimeSpan.FromSeconds(Math.Min((now.Ticks - now.Tick) / TicksPerSecond, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
        }

        if (_latest > now.Elapsed - Spacing && _earlier.Count > 0)
            return;
        _earlier.Enqueue((now.Elapsed, now.Tick));
        _latest = now.Elapsed;
        while (_earlier.Peek().Elapsed < now.Elapsed - Window && _earlier.Count > 1)
            _earlier.Dequeue();
    }
}
