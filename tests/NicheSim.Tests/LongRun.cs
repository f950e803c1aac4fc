using System.Globalization;

namespace NicheSim.Tests;

/// <summary>The long forms of tests, which run for hours where they are asked to: see tests/README.md.</summary>
internal static class LongRun
{
    public static bool Is { get; } = Environment.GetEnvironmentVariable("NICHESIM_LONG") == "1";

    /// <summary>Folder for inputs that were findings; null where none is named.</summary>
    public static string? Kept { get; } = Environment.GetEnvironmentVariable("NICHESIM_KEEP");

    public static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>A line to standard output in a long run: the table in tests/README.md is written from it.</summary>
    public static void Log(string line)
    {
        if (Is)
            Console.WriteLine(line);
    }
}
