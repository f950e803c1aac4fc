using System.Globalization;
using CsCheck;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public class ResolvedTextTests
{
    [Fact]
    public void Keys_are_sorted_numbers_shortest_and_lists_kept() =>
        Assert.Equal(
            """
            {
              "about": "µ \"x\"",
              "beds": {
                "B": {},
                "a": {
                  "against": {
                    "pest:snail": {
                      "dose": 0
                    }
                  },
                  "grid": {
                    "x": {
                      "k10": 1,
                      "k9": 1
                    }
                  },
                  "plants": []
                }
              },
              "levels": [
                3,
                1,
                1E+21
              ],
              "seed": 9007199254740993,
              "soil": "near-river",
              "water": {
                "litersPerDay": 0.1,
                "timesADay": 12
              }
            }

            """,
            GardenFile.Load("""
                {"$schema": "s", "water": {"timesADay": 1.2e1, "litersPerDay": 0.10}, "soil": "near-river", "seed": 9007199254740993,
                 "levels": [3.0, 1, 1e21], "about": "µ \"x\"",
                 "beds": {"a": {"plants": [], "grid": {"x": {"k9": 1, "k10": 1}}, "against": {"pest:snail": {"dose": -0.0}}}, "B": {}}}
                """).Resolved);

    [Fact]
    public void The_resolved_text_loaded_alone_gives_itself()
    {
        var first = GardenFile.Load(GardenFile.Good, "water:litersPerDay={\"times\": 0.3}", "about=<&'+\u2028é😀");
        var second = GardenFile.Load(first.Resolved!);
        Assert.Equal(first.Resolved, second.Resolved);
        Assert.Equal(first.Value!.Water, second.Value!.Water);
        Assert.Equal(first.Value.About, second.Value.About);
    }

    [Fact]
    public void Every_number_is_read_back_with_the_same_bits() =>
        Gen.Double.Where(x => x == 0 || Math.Abs(x) is >= 1e-30 and <= 1e30).Array[0, 20].Sample(numbers =>
        {
            var text = "{\"water\":{\"litersPerDay\":1},\"levels\":[" + string.Join(",", numbers.Select(x => x.ToString("R", CultureInfo.InvariantCulture))) + "]}";
            var levels = GardenFile.Load(GardenFile.Load(text).Resolved!).Value!.Levels;
            Assert.Equal(numbers.Select(x => BitConverter.DoubleToInt64Bits(x + 0.0)), levels.Select(BitConverter.DoubleToInt64Bits));
        }, iter: 500);

    [Fact]
    public void The_order_of_keys_in_a_file_changes_nothing() =>
        Assert.Equal(
            GardenFile.Load("""{"water":{"litersPerDay":1.0},"beds":{"a":{},"b":{"widthCm":1e0}}}""").Resolved,
            GardenFile.Load("""{"beds":{"b":{"widthCm":1},"a":{}},"water":{"litersPerDay":1}}""").Resolved);

    [Fact]
    public void The_hash_covers_text_and_files_with_their_names_in_any_order()
    {
        ReadOnlyMemory<byte> a = new byte[] { 1 }, b = new byte[] { 2 };
        var hash = ScenarioHash.Of("{}", [("a", a), ("b", b)]);
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, ScenarioHash.Of("{}", [("b", b), ("a", a)]));
        string[] others =
        [
            ScenarioHash.Of("{}", [("a", b), ("b", a)]), ScenarioHash.Of("{ }", [("a", a), ("b", b)]), ScenarioHash.Of("{}", [("a", a)]),
            ScenarioHash.Of("{}", [("c", a), ("b", b)]), ScenarioHash.Of("{}", []),
        ];
        Assert.Equal(6, others.Append(hash).Distinct().Count());
    }
}
