using System.Text;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

/// <summary>No bytes make the loader throw: with fixed seeds, thousands of files broken in every way.</summary>
public class LoaderFuzzTests
{
    private static readonly string[] Pieces =
    [
        "null", "1e400", "-", "{", "}", "[", "]", ":", ",", "\"", "\\ud800", "\\u0000", "\"times\"", "{\"times\":2}", "\"extends\":[\"g.json\"],",
        "\"extends\":[\"\"],", "\"pest:a\"", "true", "9999999999999999999", "0.1", "\"\"", "//", "/*", "\uFEFF", "%3A", "\"beds\"", "\0", "\r",
    ];

    [Fact]
    public void No_mutation_of_a_good_file_makes_the_loader_throw()
    {
        var random = new Random(20240501);
        var good = Encoding.UTF8.GetBytes(GardenFile.Good);
        var accepted = 0;
        for (var round = 0; round < 4000; round++)
        {
            var bytes = good.ToList();
            for (var change = random.Next(4); change >= 0; change--)
                Mutate(bytes, random);
            var loaded = ScenarioLoader.LoadBytes<Garden>("g.json", [.. bytes]);
            Check(loaded);
            accepted += loaded.Value is null ? 0 : 1;
        }
        // Were all refused at the first byte, nothing behind the reader would be tried.
        Assert.InRange(accepted, 60, 5000);
    }

    [Fact]
    public void No_assignment_makes_the_loader_throw()
    {
        var random = new Random(7);
        string[] parts = ["beds", "Herbs", "water", "litersPerDay", "against", "pest", "snail", "dose", "within", ":", ":", "=", "{", "\"times\":2}", "1", "\ud800", ""];
        for (var round = 0; round < 3000; round++)
            Check(GardenFile.Load(GardenFile.Good, string.Concat(random.GetItems(parts, random.Next(12)))));
    }

    [Theory]
    [InlineData("{\"about\":\"", "x", "\"}")]
    [InlineData("{\"", "x", "\":1}")]
    [InlineData("{\"seed\":", "9", "}")]
    [InlineData("{\"water\":", "{\"water\":", "")]
    [InlineData("{\"beds\":{\"a\":", "{\"within\":", "")]
    [InlineData("{\"levels\":[", "1,", "]}")]
    [InlineData("/*", "*", "/")]
    public void Huge_files_are_read_or_refused(string start, string middle, string end) =>
        Check(GardenFile.Load(start + string.Concat(Enumerable.Repeat(middle, 300_000)) + end));

    private static void Check(LoadedScenario<Garden> loaded)
    {
        Assert.Equal(loaded.Value is null, loaded.Diagnostics.Count > 0);
        Assert.All(loaded.Diagnostics, finding => Assert.DoesNotContain('\n', finding.ToString()));
        if (loaded.Resolved is { } resolved)
            Assert.Equal(resolved, GardenFile.Load(resolved).Resolved);
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 12), bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), Math.Min(20, bytes.Count - at)));
                break;
            default:
                bytes[at] = (byte)"{}[]:,\"0aA \n"[random.Next(12)];
                break;
        }
        if (bytes.Count == 0)
            bytes.Add((byte)'{');
    }
}
