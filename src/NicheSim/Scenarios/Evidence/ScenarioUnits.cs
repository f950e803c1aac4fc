namespace NicheSim.Scenarios.Evidence;

/// <summary>The unit that a number of a scenario is in, as its key ends with it.</summary>
public static class ScenarioUnits
{
    // Longer endings stand before those that they end with.
    private static readonly (string Ending, string Unit)[] Units =
    [
        ("Um2PerSecond", "um2/s"), ("Um3PerSecond", "um3/s"), ("MoleculesPerSecond", "molecules/s"), ("MoleculesPerUm3", "molecules/um3"), ("PicomolarPerHour", "pM/h"),
        ("PicomolarPerMmHg", "pM/mmHg"), ("PicomolarPerUm", "pM/um"), ("Picomolar", "pM"), ("UmPerHour", "um/h"), ("UmPerDay", "um/day"), ("PerMinute", "1/min"), ("PerHour", "1/h"),
        ("PerDay", "1/day"), ("Minutes", "min"), ("Hours", "h"), ("Days", "days"), ("Day", "day"), ("KDa", "kDa"), ("Voxels", "voxels"), ("Cells", "cells"),
        ("Milliliters", "mL"), ("Microliters", "uL"), ("Um", "um"),
    ];

    /// <summary>The unit; empty for a pure number.</summary>
    public static string Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var word = key.Length == 0 ? key : char.ToUpperInvariant(key[0]) + key[1..];
        return Array.Find(Units, unit => word.EndsWith(unit.Ending, StringComparison.Ordinal)).Unit ?? "";
    }
}
