using System.Diagnostics;

namespace NicheSim.Engine;

public enum Stage
{
    Response,
    Transport,
    Fate,
    Motion,
    Demography,
    Remodeling,
    Bookkeeping,

    /// <summary>What is done between ticks.</summary>
    Recording,
    Count,
}

/// <summary>Wall time per stage; watched, never read by a stage.</summary>
public sealed class StageClock
{
    private readonly long[] _spent = new long[(int)Stage.Count];
    private long _mark;

    public void Begin() => _mark = Stopwatch.GetTimestamp();

    /// <summary>Books the time since the last call on a stage.</summary>
    public void End(Stage stage)
    {
        var now = Stopwatch.GetTimestamp();
        _spent[(int)stage] += now - _mark;
        _mark = now;
    }

    /// <summary>Seconds spent in a stage.</summary>
    public double Seconds(Stage stage) => (double)_spent[(int)stage] / Stopwatch.Frequency;
}
