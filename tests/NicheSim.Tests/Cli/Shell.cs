using NicheSim.Cli;
using NicheSim.Cli.Output;

namespace NicheSim.Tests.Cli;

/// <summary>The program as a user sees it, in this process, and a folder to work in.</summary>
internal sealed class Shell : IDisposable
{
    /// <summary>A niche that runs in a fraction of a second.</summary>
    public const string Tiny =
        """
        {
          "time": { "durationDays": 1, "tickMinutes": 60, "recordEveryHours": 6 },
          "lattice": { "widthVoxels": 12, "heightVoxels": 10 },
          "cells": { "amoeba": { "start": { "some": { "count": 5 } }, "divide": { "meanCycleHours": 40 } } },
          "rules": { "cramped": { "cell": "amoeba", "signal": "crowding", "halfMaximum": 0.5, "decreases": "divide", "toPerDay": 0.1 } }
        }
        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("nichesim-cli-").FullName;

    public static (int Code, string Out, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Program.Run(args, new Terminal(output, error, IsLive: false, Width: 80));
        return (code, output.ToString(), error.ToString());
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
