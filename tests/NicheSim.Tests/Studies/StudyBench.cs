using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Studies;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Studies;

/// <summary>A folder with a niche that runs in some hundredths of a second, and studies of it.</summary>
internal sealed class StudyBench : IDisposable
{
    /// <summary>Amoebas that divide and die for two days; a treatment may stop their division.</summary>
    public const string Niche =
        """
        {
          "time": { "durationDays": 2, "tickMinutes": 60, "recordEveryHours": 12 },
          "lattice": { "widthVoxels": 20, "heightVoxels": 20 },
          "cells": { "amoeba": { "start": { "some": { "count": 20 } }, "divide": { "meanCycleHours": 20 }, "die": { "perDay": 0.2 } } },
          "readouts": { "amoebas": { "kind": "count", "types": "amoeba" }, "growth": { "kind": "growth-rate", "types": "amoeba", "windowDays": 1 } }
        }
        """;

    public const string Drug = """{ "treatments": { "drug": { "fromDay": 0, "efficacy": 0.9, "multiplies": { "divide": { "factor": 0 } } } } }""";

    /// <summary>A study of two arms and four replicates.</summary>
    public const string TwoArms =
        """
        {
          "scenario": "niche.json",
          "replicates": { "count": 4, "firstSeed": 11 },
          "arms": { "untreated": {}, "treated": { "overlays": ["drug.json"] } },
          "outcomes": { "crowded": { "readout": "amoebas", "above": 40 } }
        }
        """;

    /// <summary>Studies of all kinds.</summary>
    public static string[] Kinds { get; } =
    [
        TwoArms,
        """{ "format": 1, "name": "grid", "scenario": "niche.json", "parameters": { "cycle": { "path": ["cells:amoeba:divide:meanCycleHours"], "values": [10, 20] }, "death": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1, "points": 3, "scale": "log", "evidence": ["assumed"] } }, "readouts": ["amoebas"], "keep": "everything" }""",
        """{ "scenario": "niche.json", "design": { "kind": "morris", "trajectories": 3, "seed": 7 }, "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 10, "to": 20, "multiplies": false }, "death": { "path": "cells:amoeba:die:perDay", "from": 0.1, "to": 1 } } }""",
        """
        { "scenario": "niche.json", "replicates": { "count": 9 }, "design": { "kind": "cohort", "correlations": { "cycle": { "death": 0.5 } } },
          "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "distribution": { "kind": "lognormal", "median": 20, "sdFactor": 1.5, "from": 5, "to": 80 } }, "death": { "path": "cells:amoeba:die:perDay", "distribution": { "kind": "beta", "alpha": 2, "beta": 3 } } },
          "outcomes": { "crowded": { "readout": "amoebas", "above": 40, "fromDay": 0.5 } }, "splits": { "fast": { "by": "cycle", "quantile": 0.3 } }, "hazards": { "h": { "outcome": "crowded", "covariates": ["cycle"], "day": 1 } }, "correlations": { "c": { "x": "amoebas", "y": "death" } } }
        """,
        """{ "scenario": "niche.json", "trunk": { "untilDay": 1, "arm": "a" }, "arms": { "a": {}, "b": { "about": "x", "enabled": true, "set": { "time:durationDays": 2, "cells:amoeba:die:perDay": 0.4 } } }, "contrasts": { "c": { "treated": "b", "control": "a", "readouts": ["amoebas"], "day": 1.5 } } }""",
        """{ "scenario": "niche.json", "parameters": { "cycle": { "path": "cells:amoeba:divide:meanCycleHours", "from": 8, "to": 80 } }, "calibration": { "targets": { "t": { "readout": "amoebas", "day": 1, "relativeToDay": 0, "from": 1, "to": 3 } }, "particles": 12, "generations": 4, "quantile": 0.4, "stopAt": 0.3 } }""",
    ];

    private readonly TemporaryFolder _folder = new();

    public StudyBench()
    {
        Write("niche.json", Niche);
        Write("drug.json", Drug);
    }

    public string Out => _folder["out"];

    public string PathOf(string name) => _folder[name];

    public string Write(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return _folder[name];
    }

    public LoadedStudy Load(string study, params string[] assignments)
        => StudyLoader.Load(Write("study.json", study), new LoaderOptions { Assignments = assignments });

    public StudyPlan Plan(string study, params string[] assignments)
    {
        var loaded = Load(study, assignments);
        Assert.True(loaded.Plan is not null, string.Join('\n', loaded.Diagnostics));
        return loaded.Plan!;
    }

    /// <summary>The lines of what is wrong with a study, each from the file's name on.</summary>
    public string[] Errors(string study)
        => [.. Load(study).Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.ToString().Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];

    public StudyResult Run(StudyPlan plan, string? folder = null, int processors = 2, Action<StudyProgress>? progress = null, CancellationToken stop = default)
        => StudyExecution.Execute(plan, folder ?? Out, new LocalEngine(processors, 1e9), progress, stop: stop);

    /// <summary>A complete study's folder.</summary>
    public string Complete(string study, params string[] assignments)
    {
        var result = Run(Plan(study, assignments));
        Assert.True(result.Status == RunStatus.Complete, string.Join('\n', [result.Message, .. result.Failures]));
        return result.Folder;
    }

    /// <summary>All tables of a study's folder, by name.</summary>
    public static Dictionary<string, byte[]> Tables(string folder)
        => StudyFolder.Tables.Select(name => Path.Combine(folder, name)).Where(File.Exists).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);

    public static void AssertSameTables(string expected, string actual)
    {
        var (first, second) = (Tables(expected), Tables(actual));
        Assert.NotEmpty(first);
        Assert.Equal(first.Keys.Order(), second.Keys.Order());
        foreach (var (name, bytes) in first)
            Assert.True(bytes.AsSpan().SequenceEqual(second[name]), $"{name} differs");
    }

    /// <summary>A table as rows of cells by column.</summary>
    public static Dictionary<string, string>[] Csv(string folder, string name)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, name));
        var columns = lines[0].Split(',');
        return [.. lines[1..].Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    public void Dispose() => _folder.Dispose();
}
