using System.Diagnostics;

namespace NicheSim.Cli.Live;

/// <summary>How fast ticks go, and when the next one is due where there is a limit.</summary>
internal sealed class LivePace
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(0.5);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next, _windowStart;
    private int _counted;

    /// <summary>Most ticks per second; 0 for none.</summary>
    public double Limit { get; set; }

    /// <summary>Over the last half second or so.</summary>
    public double TicksPerSecond { get; private set; }

    /// <summary>Time until the next tick is due; null without a limit.</summary>
    public TimeSpan? Wait => Limit > 0 ? _next - _watch.Elapsed : null;

    /// <summary>Counts a tick that was just done.</summary>
    public void Count()
    {
        var now = _watch.Elapsed;
        if (Limit > 0)
            _next = TimeSpan.FromTicks(Math.Max(_next.Ticks, now.Ticks - TimeSpan.TicksPerSecond)) + TimeSpan.FromSeconds(1 / Limit);
        _counted++;
        if (now - _windowStart < Window)
            return;
        TicksPerSecond = _counted / (now - _windowStart).TotalSeconds;
        (_counted, _windowStart) = (0, now);
    }

    /// <summary>Forgets what was before a pause.</summary>
    public void Restart() => (_counted, TicksPerSecond, _windowStart, _next) = (0, 0, _watch.Elapsed, _watch.Elapsed);
}
