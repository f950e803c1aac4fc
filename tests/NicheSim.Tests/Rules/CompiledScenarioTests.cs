using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Determinism;
using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Rules;

public class CompiledScenarioTests
{
    /// <summary>A "seed" deeper in the text, of a layout, is another one.</summary>
    [Fact]
    public void With_another_seed_it_is_as_if_compiled_with_it()
    {
        var scenario = Niche.Compile(RichNiche.Text());
        var asked = scenario.WithSeed(99);
        var compiled = ScenarioCompiler.LoadText("niche.json", scenario.Resolved, new LoaderOptions { Assignments = ["seed=99"] }).Scenario!;
        Assert.Equal((compiled.Resolved, compiled.Hash, compiled.Plan.Seed, 99L), (asked.Resolved, asked.Hash, asked.Plan.Seed, asked.Scenario.Seed));
        Assert.NotEqual(scenario.Hash, asked.Hash);
        Assert.Equal(scenario.Hash, asked.WithSeed(scenario.Scenario.Seed).Hash);
        Assert.All(asked.Changes, change => Assert.Equal(99UL, change.Plan.Seed));
    }

    [Fact]
    public void The_plan_is_that_of_the_last_change_so_far()
    {
        var scenario = Niche.Compile(RichNiche.Text());
        Assert.NotEmpty(scenario.Changes);
        Assert.Same(scenario.Plan, scenario.PlanAt(scenario.Changes[0].Tick - 1));
        Assert.Same(scenario.Changes[0].Plan, scenario.PlanAt(scenario.Changes[0].Tick));
        Assert.Same(scenario.Changes[^1].Plan, scenario.PlanAt(int.MaxValue));
    }
}
