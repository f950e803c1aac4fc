using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Tests.Shipped;

/// <summary>
/// The three rules that the program is known for, each against its control twin with the same seeds. The twins differ in one key, the random numbers are
/// paired, and ten pairs all pointing one way by chance has probability 2^-10: a false alarm of at least nine of ten in 1.1 % per test.
/// </summary>
public class NamedRuleTests
{
    private const int Seeds = 10, Agreeing = 9;

    private static readonly string[] SmallNiche =
    [
        "lattice:widthVoxels=50", "lattice:heightVoxels=50", "cells:osteoclast-precursor:start:marrow:count=45", "cells:osteoblast-precursor:start:marrow:count=15",
        "cells:stroma:start:vessels:count=17", "cells:macrophage:start:marrow:count=15", "cells:neutrophil:start:marrow:count=4", "cells:adipocyte:start:marrow:count=1",
    ];

    private static readonly string[] Inflamed = [.. SmallNiche, "cells:macrophage:start:inflamed:count=15", "cells:tumor:start:arrived:count=20", "time:durationDays=6"];
    private static readonly string[] Arrived = [.. SmallNiche, "cells:tumor:start:arrived:count=20", "time:durationDays=4"];
    private static readonly string[] Dish = ["time:durationDays=4"];

    [Fact]
    public void IL1b_wakes_dormant_cells()
        => AssertMore("il1b-escape", Inflamed, (scenario, state) => Library.Count(scenario, state, "tumor", "proliferating"));

    [Fact]
    public void Without_the_rules_on_it_IL1b_does_nothing()
        => AssertSame("il1b-escape", [.. Inflamed, .. Without("il1b-escape", "IL1b")], (scenario, state) => Library.Count(scenario, state, "tumor", "proliferating"));

    [Fact]
    public void LIF_puts_cells_to_sleep()
        => AssertMore("lif-dormancy", Arrived, (scenario, state) => Share(scenario, state, "dormant"));

    [Fact]
    public void Without_the_rules_on_it_LIF_does_nothing()
        => AssertSame("lif-dormancy", [.. Arrived, .. Without("lif-dormancy", "LIF")], (scenario, state) => Share(scenario, state, "dormant"));

    [Fact]
    public void IL6_drives_cells_through_matrix()
        => AssertMore("il6-invasion", Dish, (_, state) => state.MatrixRemoved);

    [Fact]
    public void IL6_brings_more_cells_into_the_matrix()
        => AssertMore("il6-invasion", Dish, (scenario, state) => Library.Count(scenario, state, "tumor", "", cell => state.Grid.X(state.Cells.Voxel[cell]) >= 22));

    [Fact]
    public void Without_the_rules_on_it_IL6_does_nothing()
        => AssertSame("il6-invasion", [.. Dish, .. Without("il6-invasion", "IL6")], (scenario, state) => Library.Count(scenario, state, "tumor", "", cell => state.Grid.X(state.Cells.Voxel[cell]) >= 22));

    /// <summary>The named rule is one of several ways that the signal takes; alone it must already show.</summary>
    [Theory]
    [InlineData("il1b-escape")]
    [InlineData("lif-dormancy")]
    public void Switching_the_rule_off_shows(string rule)
    {
        var (name, small, state) = rule == "il1b-escape" ? ("il1b-escape", Inflamed, "proliferating") : ("lif-dormancy", Arrived, "dormant");
        var agreeing = Enumerable.Range(1, Seeds).Count(seed => Measure([.. small, $"seed={seed}"]) > Measure([.. small, $"seed={seed}", $"rules:{rule}:enabled=false"]));
        Assert.True(agreeing >= Agreeing, $"{rule}: {agreeing} of {Seeds} seeds");

        double Measure(string[] assignments)
        {
            var scenario = Library.Compile(name, assignments);
            return Share(scenario, Library.Run(scenario), state);
        }
    }

    /// <summary>All rules that read a field, switched off.</summary>
    private static IEnumerable<string> Without(string name, string field)
        => Library.Compile(name).Scenario.Rules.Where(rule => rule.Value.Enabled && (rule.Value.Signal == $"field:{field}" || rule.Value.With.ContainsKey($"field:{field}"))).Select(rule => $"rules:{rule.Key}:enabled=false");

    private static double Share(CompiledScenario scenario, SimulationState state, string of)
        => (double)Library.Count(scenario, state, "tumor", of) / Math.Max(1, Library.Count(scenario, state, "tumor", ""));

    private static void AssertMore(string name, string[] assignments, Func<CompiledScenario, SimulationState, double> measure)
    {
        var differences = Enumerable.Range(1, Seeds).Select(seed => Difference(name, [.. assignments, $"seed={seed}"], measure)).ToArray();
        Assert.True(differences.Count(d => d > 0) >= Agreeing, $"{name} less its control, per seed: {string.Join(", ", differences)}");
    }

    private static void AssertSame(string name, string[] assignments, Func<CompiledScenario, SimulationState, double> measure)
    {
        foreach (var seed in new[] { 1, 2 })
            Assert.Equal(0, Difference(name, [.. assignments, $"seed={seed}"], measure));
    }

    private static double Difference(string name, string[] assignments, Func<CompiledScenario, SimulationState, double> measure)
    {
        var (arm, control) = (Library.Compile(name, assignments), Library.Compile($"{name}-control", assignments));
        return measure(arm, Library.Run(arm)) - measure(control, Library.Run(control));
    }
}
