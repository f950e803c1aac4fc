using NicheSim.Engine;
using NicheSim.State;
using NicheSim.Tests.Determinism;
using NicheSim.Tests.Engine;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Golden;

/// <summary>The first days of every shipped scenario, as one hash each: no result changes unseen. hashes.txt says when it may be written anew.</summary>
public class GoldenTests
{
    private const double Days = 2;

    private static string Table { get; } = Path.Combine(Library.Root, "tests", "NicheSim.Tests", "Golden", "hashes.txt");

    public static TheoryData<string> Scenarios => [.. Library.Names, RichName];

    private const string RichName = "(all-mechanisms)";

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_first_days_have_the_bits_that_they_had(string name)
    {
        var line = $"{Hash(name)}  {name}";
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            lock (Table)
                File.WriteAllLines(Table, File.ReadAllLines(Table).Where(l => !l.EndsWith("  " + name, StringComparison.Ordinal)).Append(line).OrderBy(l => !l.StartsWith('#')).ThenBy(l => l.StartsWith('#') ? "" : l[66..], StringComparer.Ordinal));
        Assert.Contains(line, File.ReadAllLines(Table));
    }

    [Fact]
    public void The_table_has_no_other_line()
        => Assert.True(Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1" || Scenarios.Count == File.ReadAllLines(Table).Count(line => line.Length > 0 && !line.StartsWith('#')));

    private static string Hash(string name)
    {
        if (name == RichName)
        {
            using var niche = Niche.Found(RichNiche.Text());
            return niche.Run((int)(Days * 48)).Hash;
        }

        using var shipped = new Niched(Library.Compile(name), 2);
        return shipped.Run((int)Math.Ceiling(Days / shipped.Plan.TickDays)).Hash;
    }
}
