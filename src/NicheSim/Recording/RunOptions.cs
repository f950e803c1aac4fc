using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>How to run a scenario; nothing here changes a bit of its results.</summary>
public sealed record RunOptions
{
    /// <summary>The folder that the run becomes.</summary>
    public required string Folder { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>Ends the run early once it has simulated this many days, counted from its first tick.</summary>
    public double StopAfterDays { get; init; } = double.PositiveInfinity;

    /// <summary>Wall time from one checkpoint to the next [s]: it becomes longer where saving would take more than 1 % of the run; 0 saves at every tick.</summary>
    public double CheckpointSeconds { get; init; } = 60;

    /// <summary>Which frames are taken: maps over time, for reports and films. A run that goes on does as it did.</summary>
    public FrameKind Frames { get; init; } = FrameKind.All;

    /// <summary>Writes the niche as it is, now and then, for other programs. A run that goes on does as it did, and is refused where it is asked for something else.</summary>
    public SnapshotSettings? Snapshots { get; init; }

    /// <summary>Goes on with the run that is in the folder, from its checkpoint; starts it where there is none.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Starts from this checkpoint, or that of this folder, instead of founding: a branch. The scenario may be another one, of the same lattice, tick, fields, types,
    /// states and attributes; what it says of the time before the checkpoint has no effect. Tables hold the rows after the checkpoint.
    /// </summary>
    public string? From { get; init; }

    /// <summary>Where the scenario's keys stand, for messages.</summary>
    public SourceMap? Sources { get; init; }
}

/// <summary>Which maps of itself a run keeps.</summary>
public enum FrameKind
{
    None,

    /// <summary>Cells and bone at the end, without fields: a hundredth of all frames.</summary>
    Last,

    /// <summary>Cells, bone and fields over time.</summary>
    All,
}

/// <summary>How far a run is.</summary>
/// <param name="Tick">Ticks done.</param>
/// <param name="Ticks">Ticks in all.</param>
/// <param name="Day">The scenario's day.</param>
/// <param name="Cells">Cells of the niche, without those in the blood.</param>
/// <param name="Elapsed">Wall time since the run began.</param>
public readonly record struct RunProgress(int Tick, int Ticks, double Day, int Cells, TimeSpan Elapsed);

public enum RunStatus
{
    Running,
    Complete,

    /// <summary>Ended early, by request; all files are consistent.</summary>
    Interrupted,
    Failed,

    /// <summary>Never begun, and nothing was touched: the scenario cannot be founded as it is written (<see cref="RunResult.Errors"/>), or what it should go on from is not fit for it (<see cref="RunResult.Message"/>).</summary>
    Refused,
}

/// <summary>How a run ended.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="StateHash">Hash of the last state; empty where there is none.</param>
/// <param name="Ticks">Ticks done.</param>
/// <param name="SimulatedDays">Days done, counted from the first tick.</param>
/// <param name="Cells">Cells of the niche at the end, without those in the blood.</param>
/// <param name="UnconvergedSolves">Solves of fields that ended above their tolerance.</param>
/// <param name="Errors">Why a run was refused.</param>
/// <param name="Message">Why it failed, or was refused.</param>
public sealed record RunResult(
    RunStatus Status, string Folder, string StateHash, int Ticks, double SimulatedDays, int Cells, long UnconvergedSolves,
    IReadOnlyList<Diagnostic> Errors, string Message)
{
    /// <summary>True where nothing was done because another process runs in the folder.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Ticks done now, not before the run was gone on with or branched.</summary>
    public int TicksMade { get; init; }

    /// <summary>Time per stage, and of recording between the ticks [s].</summary>
    public IReadOnlyDictionary<string, double> StageSeconds { get; init; } = new Dictionary<string, double>();
}
