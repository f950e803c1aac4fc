using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Shipped;

public class ShippedScenarioTests
{
    public static TheoryData<string> Scenarios => [.. Library.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void It_loads_explains_itself_and_steps(string name)
    {
        var scenario = Library.Compile(name);
        Assert.NotEmpty(scenario.Scenario.About);
        var explained = Explanation.Of(scenario).ToText(100);
        Assert.All(scenario.Names.Rules, rule => Assert.Contains(rule, explained, StringComparison.Ordinal));
        var state = Founding.Found(scenario.Plan, out var shortfalls);
        Assert.Empty(shortfalls);
        using var simulation = new Simulation(scenario.Plan, state);
        for (var tick = 0; tick < 3; tick++)
            simulation.Step();
        Assert.Equal(0, simulation.UnconvergedSolves);
    }

    /// <summary>The workloads that speed is told by have the sizes that they are named for.</summary>
    [Theory]
    [InlineData("myeloma-bone-4y", 24_000, 2, 350_400)]
    [InlineData("niche-1mm3", 125_000, 8, 7_200)]
    [InlineData("niche-81mm3", 10_077_696, 8, 240)]
    public void Reference_workloads_have_their_sizes(string name, int voxels, int fields, int ticks)
    {
        var plan = Library.Compile("reference/" + name).Plan;
        Assert.Equal((voxels, fields, ticks), (plan.Grid.Count, plan.Fields.Length, plan.LastTick - plan.FirstTick));
        if (voxels > 1_000_000)
            return;
        var state = Founding.Found(plan, out var shortfalls);
        Assert.Empty(shortfalls);
        using var simulation = new Simulation(plan, state);
        simulation.Step();
        Assert.Equal(0, simulation.UnconvergedSolves);
    }

    /// <summary>What is founded and never read, or too crowded, is said of no scenario that stands for the program; a control may lack what its twin has.</summary>
    [Theory]
    [InlineData("il1b-escape")]
    [InlineData("il6-invasion")]
    [InlineData("lif-dormancy")]
    [InlineData("homeostasis")]
    [InlineData("niche-3d")]
    public void It_has_no_warning(string name) => Assert.Empty(Library.Load(name).Diagnostics);

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Its_resolved_text_alone_is_the_same_scenario(string name)
    {
        var scenario = Library.Compile(name);
        var again = ScenarioCompiler.LoadText("resolved.json", scenario.Resolved).Scenario!;
        Assert.Equal(scenario.Resolved, again.Resolved);
        Assert.Equal(scenario.Hash, again.Hash);
    }

    /// <summary>No name of biology stands in the code: fields, types, states, labels, attributes, rules and treatments are data.</summary>
    [Fact]
    public void No_name_of_a_shipped_scenario_stands_as_a_string_in_the_source()
    {
        var names = Library.Names.Select(name => Library.Compile(name).Scenario)
            .SelectMany(s => s.Fields.Keys.Concat(s.Cells.Keys).Concat(s.Labels.Keys).Concat(s.Rules.Keys).Concat(s.Treatments.Keys)
                .Concat(s.Cells.Values.SelectMany(c => c.States.Keys.Concat(c.Attributes.Keys))))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Contains("tumor", names);
        var found = Directory.EnumerateFiles(Path.Combine(Library.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "\"([A-Za-z][A-Za-z0-9_-]*)\"")
                .Where(match => names.Contains(match.Groups[1].Value)).Select(match => $"{Path.GetFileName(file)}: {match.Value}"));
        Assert.Empty(found);
    }
}
