using System.Globalization;
using System.Text.Json.Nodes;
using NicheSim.Rules;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Engine;

/// <summary>
/// Random niches of every mechanism, as one hash of their state each after some ticks: no result changes unseen. pinned.txt says when it may be written anew.
/// </summary>
public class PinnedScenarioTests
{
    private const int Scenarios = 100, Ticks = 5;

    /// <summary>Of a hash, in the table.</summary>
    internal const int Digits = 16;

    private static string Table { get; } = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Engine", "pinned.txt");

    [Fact]
    public void Every_random_niche_has_the_bits_that_it_had()
    {
        string[] lines = [.. Enumerable.Range(0, Scenarios).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Hash(WildScenario.Of(number))}  {number}"))];
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            File.WriteAllLines(Table, File.ReadAllLines(Table).Where(line => line.StartsWith('#')).Concat(lines));
        Assert.Equal(File.ReadAllLines(Table).Where(line => !line.StartsWith('#')), lines);
    }

    internal static string Hash(JsonNode text)
    {
        if (ScenarioCompiler.LoadText("wild.json", text.ToJsonString()).Scenario is not { } scenario)
            return new string('-', Digits);
        using var niche = new Niched(scenario, 2);
        return niche.Run(Ticks).Hash[..Digits];
    }
}
