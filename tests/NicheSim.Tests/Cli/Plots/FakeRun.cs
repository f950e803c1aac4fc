using System.Globalization;
using System.Text;

namespace NicheSim.Tests.Cli.Plots;

/// <summary>Writes a run's folder as a run would, with smooth made-up curves: what pictures are drawn from.</summary>
internal sealed record FakeRun
{
    public string Name { get; init; } = "fake-niche";
    public string About { get; init; } = "Made-up curves over a slice with trabeculae and vessels.";
    public string Status { get; init; } = "complete";
    public int Width { get; init; } = 150;
    public int Height { get; init; } = 150;
    public double Days { get; init; } = 28;
    public double RecordEveryDays { get; init; } = 0.25;
    public int Cells { get; init; } = 1500;
    public bool Bone { get; init; } = true;
    public string[] Fields { get; init; } = ["IL1b", "IL6", "LIF", "TGFb", "CXCL12", "O2", "VEGF"];

    public (string Type, string[] States)[] Types { get; init; } =
    [
        ("tumor", ["proliferating", "dormant"]), ("osteoblast", ["active"]), ("osteoclast", ["active"]), ("stroma", ["resting"]), ("endothelium", ["quiescent"]),
    ];

    public Dictionary<string, string> Colors { get; init; } = [];

    /// <summary>Writes into a new folder below the temporary one and returns its path.</summary>
    public string Write()
    {
        var folder = Directory.CreateTempSubdirectory("nichesim-plots-").FullName;
        File.WriteAllText(Path.Combine(folder, "scenario.json"), Scenario());
        File.WriteAllText(Path.Combine(folder, "run.json"), $$"""{ "status": "{{Status}}", "scenario": "{{Name}}", "seed": 7 }""");
        File.WriteAllText(Path.Combine(folder, "populations.csv"), Populations());
        File.WriteAllText(Path.Combine(folder, "fields.csv"), FieldsCsv());
        File.WriteAllText(Path.Combine(folder, "readouts.csv"), "day\n" + string.Concat(RecordDays().Select(d => Row(d))));
        File.WriteAllText(Path.Combine(folder, "bone.csv"), BoneCsv());
        File.WriteAllText(Path.Combine(folder, "map-first.csv"), Map(Cells / 3, 1));
        File.WriteAllText(Path.Combine(folder, "map-last.csv"), Map(Cells, 2));
        return folder;
    }

    private IEnumerable<double> RecordDays() => Enumerable.Range(0, (int)(Days / RecordEveryDays) + 1).Select(i => i * RecordEveryDays);

    private string Scenario()
    {
        var cells = string.Join(", ", Types.Select(t => $"\"{t.Type}\": {{ {(Colors.TryGetValue(t.Type, out var c) ? $"\"color\": \"{c}\"" : "")} }}"));
        return $$"""{ "name": "{{Name}}", "about": "{{About}}", "lattice": { "widthVoxels": {{Width}}, "heightVoxels": {{Height}}, "voxelUm": 15 }, "cells": { {{cells}} } }""";
    }

    private string Populations()
    {
        var text = new StringBuilder("day");
        foreach (var (type, states) in Types)
            text.Append(',').Append(type).Append(string.Concat(states.Select(s => $",{type}.{s}")));
        text.Append('\n');
        foreach (var day in RecordDays())
        {
            var values = new List<double> { day };
            for (var t = 0; t < Types.Length; t++)
            {
                var counts = Types[t].States.Select((_, s) => Count(t, s, day / Math.Max(Days, 1e-9), day)).ToArray();
                values.Add(counts.Sum());
                values.AddRange(counts);
            }

            text.Append(Row([.. values]));
        }

        return text.ToString();
    }

    /// <summary>The first type wakes and grows from 40; the others drift about levels of their own.</summary>
    private static double Count(int type, int state, double phase, double day) => (type, state) switch
    {
        (0, 0) => Math.Round(Math.Exp(7 * phase) * Math.Min(1, phase * 8)),
        (0, 1) => Math.Round(40 * (1 - 0.6 * phase)),
        (0, _) => Math.Round(60 * state * phase * (1.2 - phase)),
        _ => Math.Round(40 * type * (1 + 0.3 * Math.Sin(day / 3 + type) * phase) + 90 * (type % 3) + 12 * state),
    };

    private string FieldsCsv()
    {
        var text = new StringBuilder("day");
        foreach (var f in Fields)
            text.Append($",{f}.mean,{f}.p95,{f}.near_bone,{f}.max,{f}.secreted,{f}.decayed");
        text.Append('\n');
        foreach (var day in RecordDays())
            text.Append(Row([day, .. Fields.SelectMany((_, f) =>
            {
                var mean = f == 3 && day < 2 ? 0 : Math.Pow(10, 1.6 - 0.45 * f) * (1 + 0.5 * Math.Sin(day / 9 + f));
                return new[] { mean, 3.1 * mean, 1.4 * mean, 9 * mean, 1e6, 1e6 };
            })]));
        return text.ToString();
    }

    private string BoneCsv()
    {
        var text = new StringBuilder("day,bv_tv,mineral,eroded_surface_voxels,surface_voxels,resorbed_um3,formed_um3\n");
        foreach (var day in RecordDays())
            text.Append(Bone ? Row(day, 0.21 - 0.0006 * day, 0.2 - 0.0007 * day, 60 + 3 * day, 900, 31000 * day, 14000 * day) : Row(day, 0, 0, 0, 0, 0, 0));
        return text.ToString();
    }

    private string Map(int cells, ulong seed)
    {
        var text = new StringBuilder("x,y,kind,type,state\n");
        var free = new List<(int X, int Y)>();
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
                if (Bone && Depth(x, y) > 0)
                    text.Append(CultureInfo.InvariantCulture, $"{x},{y},bone,,{Math.Min(1, 0.35 + 4 * Depth(x, y)):0.###}\n");
                else if (InVessel(x, y))
                    text.Append(CultureInfo.InvariantCulture, $"{x},{y},vessel,{Types[^1].Type},{Types[^1].States[0]}\n{(x % 11 == 0 ? $"{x},{y},guest,{Types[0].Type},{Types[0].States[0]}\n" : "")}");
                else
                    free.Add((x, y));
        for (var i = 0; i < cells && free.Count > 0; i++)
        {
            seed = seed * 6364136223846793005 + 1442695040888963407;
            var at = (int)((seed >> 33) % (ulong)free.Count);
            var (type, states) = Types[(int)((seed >> 20) % (ulong)Math.Max(1, Types.Length - 1))];
            text.Append(CultureInfo.InvariantCulture, $"{free[at].X},{free[at].Y},cell,{type},{states[(int)((seed >> 40) % (ulong)states.Length)]}\n");
            free.RemoveAt(at);
        }

        return text.ToString();
    }

    /// <summary>Above zero inside wavy trabeculae.</summary>
    private static double Depth(int x, int y) => Math.Sin((x + 14 * Math.Sin(y / 21.0)) / 13.0) * Math.Sin((y + 9 * Math.Sin(x / 17.0)) / 19.0) - 0.55;

    private bool InVessel(int x, int y) => Math.Abs(y - Height / 2.0 - Height / 8.0 * Math.Sin(x / 19.0)) < 1.5;

    private static string Row(params double[] values) => string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))) + "\n";
}
