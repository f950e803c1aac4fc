using System.Globalization;

namespace NicheSim.Tests.Recording;

/// <summary>A table as a script would read it; empty fields are NaN.</summary>
internal sealed record Csv(string[] Columns, double[][] Rows)
{
    public static Csv Read(string path)
    {
        var lines = File.ReadAllLines(path);
        return new(lines[0].Split(','), [.. lines[1..].Select(line => line.Split(',').Select(Parse).ToArray())]);
    }

    public double[] Column(string name) => [.. Rows.Select(row => row[Array.IndexOf(Columns, name)])];

    private static double Parse(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
}
