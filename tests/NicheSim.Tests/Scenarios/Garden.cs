using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public enum SoilKind
{
    Clay,
    NearRiver,
}

/// <summary>A small record of every kind of key, as scenario records are made.</summary>
[About("A garden.")]
public sealed record Garden
{
    [About("What it is for.")]
    public string About { get; init; } = "";

    public required Watering Water { get; init; }

    public Dictionary<string, Bed> Beds { get; init; } = [];

    public double[] Levels { get; init; } = [];

    public SoilKind Soil { get; init; } = SoilKind.Clay;

    public long? Seed { get; init; }
}

public sealed record Watering
{
    [About("Liters a day."), Bounds(0, 100, AboveMinimum = true)]
    public required double LitersPerDay { get; init; }

    [Bounds(1, 24)]
    public int TimesADay { get; init; } = 2;
}

public sealed record Bed
{
    public bool Enabled { get; init; } = true;

    public double? WidthCm { get; init; }

    public List<string> Plants { get; init; } = [];

    [NamePattern("(?:pest|weed)(?::[A-Za-z][A-Za-z0-9_-]*)*", Expected = "pest:NAME or weed:NAME")]
    public Dictionary<string, Remedy> Against { get; init; } = [];

    [Bounds(0, 1)]
    public Dictionary<string, double> Shares { get; init; } = [];

    public Dictionary<string, Dictionary<string, double>> Grid { get; init; } = [];

    public Bed? Within { get; init; }
}

public sealed record Remedy
{
    public required double Dose { get; init; }
}

internal static class GardenFile
{
    public const string Good = """
        {
          "water": { "litersPerDay": 5 },
          "beds": {
            "Herbs": { "widthCm": 80, "plants": ["mint", "basil"], "against": { "pest:snail": { "dose": 2 } } }
          }
        }
        """;

    public static LoadedScenario<Garden> Load(string json, params string[] assignments) =>
        ScenarioLoader.LoadText<Garden>("g.json", json, new LoaderOptions { Assignments = assignments });

    /// <summary>A good file with more keys at its end.</summary>
    public static LoadedScenario<Garden> LoadWith(string more, params string[] assignments) =>
        Load("{\"water\":{\"litersPerDay\":5},\n" + more + "}", assignments);

    public static string[] Errors(LoadedScenario<Garden> loaded) => [.. loaded.Diagnostics.Select(finding => finding.ToString())];
}
