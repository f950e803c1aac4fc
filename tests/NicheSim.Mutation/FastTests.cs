namespace NicheSim.Mutation;

/// <summary>The tests that are tried on each fault: all that mirror the library, but for the slow ones and one that is of wall time.</summary>
internal static class FastTests
{
    /// <summary>[s] of processor time that the classes tried on one fault may cost, counted one by one.</summary>
    public const double Seconds = 40;

    private static readonly string[] Folders = ["Numerics", "State", "Scenarios", "Rules", "Engine", "Physics", "Determinism", "Recording"];

    private static readonly string[] Slow = ["MultigridConvergenceTests", "ResumeTests", "SnapshotTests", "ProcessTests", "WildScenarioTests", "FrameTests", "TimeEstimateTests"];

    public static bool Contains(string name)
    {
        var parts = name.Split('.');
        return Folders.Contains(parts[2]) && !Slow.Contains(parts[^1]);
    }
}
