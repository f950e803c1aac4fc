using System.Text.Json.Nodes;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;
using NicheSim.Studies;
using NicheSim.Tests.Scenarios;

namespace NicheSim.Tests.Shipped;

/// <summary>What the shipped scenarios say of their evidence, held against the register: nothing dangles, nothing is unsourced or out of its range, nothing registered lies idle.</summary>
public class ShippedEvidenceTests
{
    private static readonly EvidenceRegister Register = EvidenceTests.Register;

    public static TheoryData<string> Scenarios => [.. Library.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_number_stands_on_a_parameter_within_its_range_or_says_that_it_is_assumed(string name)
    {
        var numbers = SourcedNumber.Of(Library.Compile(name).Resolved, Register);
        Assert.NotEmpty(numbers);
        Assert.Empty(numbers.Where(number => !number.IsSourced).Select(number => number.Path));
        Assert.Empty(numbers.Where(number => number.Parameter is { } parameter && !IsWithin(number.Value, Register.Parameters[parameter])).Select(number => FormattableString.Invariant($"{number.Path} = {number.Value} as {number.Parameter}")));
    }

    [Fact]
    public void Every_evidence_entry_of_every_file_leads_into_the_register()
    {
        var dangling = Files().SelectMany(file => Entries(file.Node).Where(entry => !SourcedNumber.IsAssumption(entry) && !Register.Claims.ContainsKey(entry) && !Register.Parameters.ContainsKey(entry)).Select(entry => $"{file.Name}: {entry}"));
        Assert.Empty(dangling);
    }

    [Fact]
    public void Every_rule_names_a_claim_or_says_that_it_is_assumed()
    {
        var rules = Files().SelectMany(file => file.Node["rules"]?.AsObject().Where(rule => rule.Value!["signal"] is not null).Select(rule => (rule.Key, Evidence: Entries(rule.Value!).ToArray())) ?? []);
        Assert.Empty(rules.Where(rule => !rule.Evidence.Any(entry => Register.Claims.ContainsKey(entry) || SourcedNumber.IsAssumption(entry))).Select(rule => rule.Key));
    }

    /// <summary>A parameter that gives the value of a key is there because some shipped file uses it.</summary>
    [Fact]
    public void Every_parameter_that_sets_a_key_is_used()
    {
        var used = Files().SelectMany(file => Entries(file.Node)).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Register.Parameters.Where(parameter => parameter.Value.Sets.Length > 0 && !used.Contains(parameter.Key)).Select(parameter => parameter.Key));
    }

    /// <summary>One that gives the value of no key says why: it is read of a run, enters through another number, or is a reference only.</summary>
    [Fact]
    public void A_parameter_that_sets_no_key_says_why_and_no_other()
    {
        const string Why = "No key takes it: ";
        Assert.Empty(Register.Parameters.Where(parameter => parameter.Value.Sets.Length == 0 != parameter.Value.Note.StartsWith(Why, StringComparison.Ordinal)).Select(parameter => parameter.Key));
        Assert.DoesNotContain(Register.Parameters.Values, parameter => parameter.Note.Trim().Length == Why.Trim().Length);
    }

    /// <summary>Claims of which each runs in other layers.</summary>
    [Fact]
    public void Parameters_drawn_within_their_ranges_make_a_scenario()
    {
        var plan = EvidencePlan.Of(Register, Path.Combine(Library.Root, "seeds", EvidenceLoader.File), new EvidenceOptions
        {
            Claims = ["C09", "C11", "C39", "C54", "C64", "S01"], Replicates = 2, Controls = false, Loader = new LoaderOptions { LibraryFolders = [Library.Scenarios] },
        });
        var numbers = EvidenceDraws.Numbers(plan);
        Assert.Contains(numbers[0], number => number is { IsWhole: true, Parameter: not null });
        for (var draw = 1; draw <= 2; draw++)
        {
            var drawn = EvidenceDraws.Study(plan, numbers, draw);
            Assert.All(drawn.Arms, arm => Assert.True(drawn.Compiler.Compile(arm, [], draw).Scenario.Rules.Count > 0));
        }
    }

    private static bool IsWithin(double value, ParameterEntry parameter)
        => value >= (parameter.From ?? parameter.Value ?? double.MinValue) && value <= (parameter.To ?? parameter.Value ?? double.MaxValue);

    /// <summary>All scenario files but the workloads, which make no claim.</summary>
    private static IEnumerable<(string Name, JsonObject Node)> Files()
        => Directory.EnumerateFiles(Library.Scenarios, "*.json", SearchOption.AllDirectories).Where(file => !file.Contains("schema", StringComparison.Ordinal) && !file.Contains("reference", StringComparison.Ordinal) && !file.Contains("studies", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject()));

    private static IEnumerable<string> Entries(JsonNode node) => node switch
    {
        JsonObject inner => inner.Where(member => member.Value is not null).SelectMany(member => member.Key == "evidence" ? Texts(member.Value!) : Entries(member.Value!)),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode evidence) => evidence is JsonArray list ? list.Select(entry => entry!.GetValue<string>()) : [evidence.GetValue<string>()];
}
