namespace NicheSim.Studies;

public enum RunState
{
    Complete,
    Failed,

    /// <summary>Not made yet, or stopped on the way.</summary>
    Missing,
}

/// <summary>What has come of one run.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">How it stands.</param>
/// <param name="Message">Why it failed; empty otherwise.</param>
/// <param name="Key">Where it is kept; empty where its scenario does not compile, or nothing was made yet.</param>
/// <param name="StateHash">Hash of its last state; empty where it is not complete.</param>
/// <param name="Tables">What it has recorded; null where it is not complete.</param>
public sealed record RunOutcome(StudyRun Run, RunState State, string Message, string Key, string StateHash, RunTables? Tables);
