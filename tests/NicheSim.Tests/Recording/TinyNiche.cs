using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Recording;

/// <summary>
/// A slice of 6 x 4 voxels of 10 um, the row y = 0 bone, small enough to work out what every table must say. Types: mover (attribute grit),
/// sleeper (states asleep, awake), wall (vessel). One field F with the part own that movers secrete. Region left: x below 30 um.
/// </summary>
internal static class TinyNiche
{
    private const string Text = """
        {
          "name": "tiny", "seed": 3,
          "time": { "durationDays": 0.16666666666666666, "tickMinutes": 60, "recordEveryHours": 2 },
          "lattice": { "widthVoxels": 6, "heightVoxels": 4, "voxelUm": 10 },
          "fields": { "F": { "diffusionUm2PerSecond": 10, "decayPerMinute": 0.6, "molecularWeightKDa": 10, "tracks": { "own": ["mover"] } } },
          "tissue": { "bone": { "pattern": "slab", "axis": "y", "thicknessUm": 10 } },
          "regions": { "left": { "box": { "xToUm": 30 } } },
          "cells": {
            "mover": { "attributes": { "grit": {} } },
            "sleeper": { "initialState": "awake", "states": { "awake": {}, "asleep": {} } },
            "wall": { "vessel": true }
          }
        }
        """;

    /// <summary>Movers at (1, 1) and (2, 2), one sleeper asleep at (3, 1), a wall at (5, 3), none of which does anything.</summary>
    public static string[] Still { get; } = [At("mover", 1, 1), At("mover", 2, 2), At("sleeper", 3, 1, "asleep"), At("wall", 5, 3)];

    /// <summary>A larger slice in which everything happens.</summary>
    public static string[] Busy { get; } =
    [
        "lattice:widthVoxels=24", "lattice:heightVoxels=20", "tissue:bone:thicknessUm=40", "time:durationDays=4", "time:recordEveryHours=6",
        """cells:mover:move={"speedUmPerHour":20,"persistenceHours":1}""", """cells:mover:divide={"meanCycleHours":30}""", """cells:mover:secrete={"F":{"moleculesPerSecond":50}}""",
        """cells:mover:resorb={"umPerDay":6,"footprintUm":10}""", """cells:sleeper:states:awake:die={"perDay":0.2}""", """cells:sleeper:states:awake:become={"asleep":{"perDay":0.3}}""",
        """cells:mover:start={"a":{"count":5,"place":"bone-surface"}}""", """cells:sleeper:start={"a":{"count":40}}""",
        """readouts={"movers":{"kind":"count","types":["mover"]},"speed":{"kind":"speed","types":["mover"]},"level":{"kind":"field-p95","field":"F"},"in":{"kind":"crossings","region":"left"}}""",
    ];

    /// <summary>An assignment that starts one cell in a voxel.</summary>
    public static string At(string type, int x, int y, string? state = null)
    {
        var given = state is null ? "" : $"\"state\":\"{state}\",";
        return $"cells:{type}:start:at-{x}-{y}={{{given}\"count\":1,\"place\":\"disc\",\"centerXUm\":{(10 * x) + 5},\"centerYUm\":{(10 * y) + 5},\"radiusUm\":4}}";
    }

    public static Compilation Load(params IEnumerable<string> assignments) => RunPreparation.LoadText("tiny.json", Text, new LoaderOptions { Assignments = [.. assignments] });

    public static CompiledScenario Compile(params IEnumerable<string> assignments)
    {
        var compilation = Load(assignments);
        Assert.DoesNotContain(compilation.Diagnostics, finding => finding.Severity == Severity.Error);
        return compilation.Scenario!;
    }
}
