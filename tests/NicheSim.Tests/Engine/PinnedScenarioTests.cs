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
    private const int Scenarios = 150, Reordered = 40, Ticks = 6, Digits = 16;

    private static string Table { get; } = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Engine", "pinned.txt");

    [Fact]
    public void Every_random_niche_has_the_bits_that_it_had()
    {
        string[] lines = [.. Enumerable.Range(0, Scenarios).Select(number => string.Create(CultureInfo.InvariantCulture, $"{Hash(WildScenario.Of(number))}  {number}"))];
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            File.WriteAllLines(Table, File.ReadAllLines(Table).Where(line => line.StartsWith('#')).Concat(lines));
        Assert.Equal(File.ReadAllLines(Table).Where(line => !line.StartsWith('#')), lines);
    }

    /// <summary>More cells than are sorted in one piece, of all kinds of places; their storage is sorted anew while some sit in vessels and some are in the blood.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Many_cells_have_the_bits_that_they_had(int threads)
    {
        using var niche = new Niched(Niche.Compile(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 0.3 } }, 'move': { 'speedUmPerHour': 20 }, 'die': { 'perDay': 1 } }, 'b': { 'start': { 'x': { 'share': 0.3 } }, 'divide': { 'meanCycleHours': 1 } }, "
            + "'c': { 'start': { 'x': { 'share': 0.2 } }, 'become': { 'q': { 'perDay': 5 } }, 'initialState': 'p', 'states': { 'p': {}, 'q': { 'die': { 'perDay': 9 } } } }, "
            + "'d': { 'start': { 'x': { 'count': 400, 'place': 'blood' } }, 'arrest': { 'strength': 0.02 } }, 'v': { 'vessel': true }",
            tissue: "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 150, 'diameterUm': 20 }", more: "'blood': { 'volumeMicroliters': 0.1 }", width: 250, height: 240)), threads);
        var founders = niche.Cells.Count;
        Assert.InRange(founders, 33_000, 60_000);
        niche.Run(2);
        var guests = niche.State.Guest.Count(cell => cell >= 0);
        Assert.InRange(guests, 50, 350);
        Assert.Equal("61e0185f27aef946", niche.Run(6).Hash[..Digits]);
        Assert.True(niche.State.Wear.SortedAtId > founders, "the storage was sorted at the start only");
    }

    [Fact]
    public void The_order_of_keys_in_a_file_changes_no_bit()
        => Assert.All(Enumerable.Range(0, Reordered), number => Assert.Equal(Hash(WildScenario.Of(number)), Hash(Reversed(WildScenario.Of(number))!)));

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject inner => new JsonObject(inner.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Reversed)]),
        _ => node?.DeepClone(),
    };

    private static string Hash(JsonNode text)
    {
        if (ScenarioCompiler.LoadText("wild.json", text.ToJsonString()).Scenario is not { } scenario)
            return new string('-', Digits);
        using var niche = new Niched(scenario, 2);
        return niche.Run(Ticks).Hash[..Digits];
    }
}
