using System.Text.Json;
using System.Text.RegularExpressions;
using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Scenarios;

/// <summary>What the documents say is true: their scenarios load, and their tables are the code's.</summary>
/// <remarks>
/// A block fenced <c>jsonc</c> is a complete scenario file; one fenced <c>json fragment</c> is a layer over <see cref="FragmentBase"/>.
/// With NICHESIM_UPDATE=1 in the environment the reference of the manual is written anew instead of compared.
/// </remarks>
public sealed partial class ManualTests
{
    private const string Manual = "scenarios/README.md", FrontPage = "README.md";
    private const string FragmentBase = "base/bone-niche.json";
    private const string Begin = "<!-- begin: every key -->\n", End = "<!-- end: every key -->";

    public static TheoryData<string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string>();
            foreach (var document in (string[])[Manual, FrontPage])
                foreach (Match block in Block().Matches(Text(document)))
                    if (block.Groups["kind"].Value.StartsWith("json", StringComparison.Ordinal))
                        blocks.Add(document, block.Value);
            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_scenario_of_the_documents_loads(string document, string text)
    {
        var block = Block().Match(text);
        var (kind, json) = (block.Groups["kind"].Value, block.Groups["text"].Value);
        if (kind == "json fragment")
            json = json.Insert(json.IndexOf('{', StringComparison.Ordinal) + 1, $" \"extends\": [\"{FragmentBase}\"],");
        else
            Assert.True(kind == "jsonc", $"{document}: a block of {kind} is not tested");
        var compilation = RunPreparation.LoadText(Path.Combine(Library.Scenarios, "example.json"), json, new LoaderOptions { LibraryFolders = [Library.Scenarios] });
        Assert.DoesNotContain(compilation.Diagnostics, finding => finding.Severity == Severity.Error || kind == "jsonc");
        TakesATick(compilation.Scenario!.Plan);
    }

    [Fact]
    public void The_reference_holds_every_key_as_the_records_have_it()
    {
        var manual = Text(Manual);
        var from = manual.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = manual.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, $"{Manual} lacks its markers");
        var reference = "\n" + ManualReference.Of<Scenario>();
        if (Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1")
            File.WriteAllText(Path.Combine(Library.Root, Manual), manual[..from] + reference + manual[to..]);
        else
            Assert.Equal(reference, manual[from..to]);
    }

    [Fact]
    public void Every_key_says_what_it_means() => Assert.Empty(ManualReference.WithoutText<Scenario>());

    [Fact]
    public void Every_behavior_has_a_row_with_its_key_in_rules()
    {
        foreach (var kind in Enum.GetValues<BehaviorKind>())
        {
            var channel = new ChannelPlan { Kind = kind, Argument = 0, Base = 0, Increasing = [], Decreasing = [], Scales = [], Factors = [], Tally = 0 };
            var row = RowOf(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()));
            Assert.Contains($"`{BehaviorCompiler.UnitKey(channel)}`", row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_signal_has_a_row_with_its_half_maximum()
    {
        var heads = Enum.GetValues<SignalKind>().Except([SignalKind.InRegion, SignalKind.FieldPart, SignalKind.FieldOthers]).ToDictionary(
            kind => kind switch
            {
                SignalKind.BoneDistance => "distance:bone",
                SignalKind.VesselDistance => "distance:vessel",
                SignalKind.RegionDistance => "distance",
                _ => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()),
            },
            SignalCompiler.HalfMaximumKey);
        foreach (var (head, key) in heads)
            Assert.Contains($"`{key}`", RowOf(head), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_readout_has_a_row()
    {
        foreach (var kind in Enum.GetValues<ReadoutKind>())
            RowOf(JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()));
    }

    /// <summary>The table under "Worked out".</summary>
    [Fact]
    public void The_worked_example_is_what_cells_do()
    {
        var (a, b, c) = (Towards(0.5f), Towards(0.1f), Towards(0));
        AssertRow(0.2515f, [new WayPlan([a])], []);
        AssertRow(0.201f, [new WayPlan([a, b])], []);
        AssertRow(0.27575f, [new WayPlan([a]), new WayPlan([b])], []);
        AssertRow(0.137875f, [new WayPlan([a]), new WayPlan([b])], [new WayPlan([c])]);

        static TermPlan Towards(float value) => new() { Saturation = value, Members = [new MemberPlan(0, 7, 2, false)], Region = -1, Labels = [], Rule = 0 };

        static void AssertRow(float expected, WayPlan[] increasing, WayPlan[] decreasing)
        {
            var channel = new ChannelPlan { Kind = BehaviorKind.Become, Argument = 0, Base = 0.003f, Increasing = increasing, Decreasing = decreasing, Scales = [], Factors = [], Tally = 0 };
            Assert.Equal(expected, Response.Value(channel, [7], []), 1e-6f);
            Assert.Contains(FormattableString.Invariant($"{expected} |"), Text(Manual), StringComparison.Ordinal);
        }
    }

    /// <summary>The row of the hand-written tables whose first cell is a name, with or without an argument behind a colon.</summary>
    private static string RowOf(string name) =>
        Assert.Single(Text(Manual).Split(Begin)[0].Split('\n'), line => Regex.IsMatch(line, $@"^\| `{name}(:[A-Z][A-Z.@a-z]*)?`"));

    private static void TakesATick(Plan plan)
    {
        var state = Founding.Found(plan, out var shortfalls);
        Assert.Empty(shortfalls);
        using var simulation = new Simulation(plan, state);
        simulation.Step();
        Assert.Equal(plan.FirstTick + 1, state.Tick);
    }

    private static string Text(string document) => File.ReadAllText(Path.Combine(Library.Root, document)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^```(?<kind>[a-z ]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();
}
