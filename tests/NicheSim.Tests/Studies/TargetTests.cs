using System.Globalization;
using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public sealed class TargetTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private static string Study(string targets) => StudyBench.TwoArms.TrimEnd()[..^1] + $$""", "targets": { {{targets}} } }""";

    /// <summary>Twenty amoebas at first; what they come to is read from the table of all runs.</summary>
    [Fact]
    public void A_study_says_which_targets_are_met_and_by_how_much()
    {
        var folder = _bench.Complete(Study("""
            "a": { "readout": "amoebas", "day": 0, "from": 18, "to": 22 },
            "b": { "readout": "amoebas", "day": 0, "from": 10, "to": 15 },
            "c": { "arm": "treated", "readout": "amoebas", "day": 2, "relativeToDay": 0, "from": 0, "to": 1 },
            "d": { "arm": "treated", "readout": "amoebas", "day": 2, "relativeToArm": "untreated", "from": 0, "to": 1 },
            "e": { "readout": "growth", "day": 0, "from": 0, "to": 1 }
            """));
        var rows = StudyBench.Csv(folder, "targets.csv").ToDictionary(row => row["target"]);
        Assert.Equal(["a", "b", "c", "d", "e"], rows.Keys);
        Assert.Equal(("4", "20", "yes", "0"), (rows["a"]["runs"], rows["a"]["value"], rows["a"]["met"], rows["a"]["miss"]));
        Assert.Equal(("20", "no", "3"), (rows["b"]["value"], rows["b"]["met"], rows["b"]["miss"]));
        double Mean(string arm) => Number(StudyBench.Csv(folder, "summary.csv").Single(row => (row["arm"], row["day"], row["name"]) == (arm, "2", "amoebas"))["mean"]);
        Assert.Equal(Mean("treated") / 20, Number(rows["c"]["value"]), 1e-6);
        Assert.Equal(Mean("treated") / Mean("untreated"), Number(rows["d"]["value"]), 1e-6);
        Assert.Equal(("0", "", "no"), (rows["e"]["runs"], rows["e"]["value"], rows["e"]["met"]));
        // Its arms are there for targets of their own.
        Assert.False(File.Exists(Path.Combine(folder, StudyFolder.Contrasts)));
    }

    [Theory]
    [InlineData("""{ "readout": "amoebs", "from": 0, "to": 1 }""", "did you mean \"amoeba\"?")]
    [InlineData("""{ "arm": "treatd", "readout": "amoebas", "from": 0, "to": 1 }""", "treated")]
    [InlineData("""{ "readout": "amoebas", "from": 2, "to": 1 }""", "below")]
    public void A_target_that_asks_for_nothing_is_refused(string target, string words)
        => Assert.Contains(words, Assert.Single(_bench.Errors(Study($"\"t\": {target}"))), StringComparison.Ordinal);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
