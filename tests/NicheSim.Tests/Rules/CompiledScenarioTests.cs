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

    /// <summary>In a tick of half an hour a cell goes speed / 2 um, over voxels of 15 um: in so many sub-steps that the fastest that rules, attributes and treatments let it be hops rarely in each.</summary>
    [Theory]
    [InlineData(100, "", "", "", 100)]
    [InlineData(0.1, "", "", "", 0.1)]
    [InlineData(100, "'r': { 'cell': 'a', 'signal': 'crowding', 'halfMaximum': 0.5, 'increases': 'move', 'toUmPerHour': 230 }", "", "", 230)]
    [InlineData(100, "'r': { 'cell': 'a', 'signal': 'crowding', 'halfMaximum': 0.5, 'decreases': 'move', 'toUmPerHour': 10 }", "", "", 100)]
    [InlineData(100, "", "'attributes': { 'x': { 'start': { 'value': 1 }, 'maximum': 3, 'scales': ['move'] } },", "", 300)]
    [InlineData(100, "", "", "'treatments': { 't': { 'multiplies': { 'move': { 'factor': 2 } } } }", 200)]
    [InlineData(100, "", "", "'treatments': { 't': { 'multiplies': { 'move': { 'factor': 0.5 } } } }", 100)]
    public void The_fastest_cells_set_the_sub_steps(double speed, string rules, string more, string treatments, double fastest)
    {
        var text = Niche.Text(FormattableString.Invariant($"'still': {{ 'start': {{ 'x': {{ 'count': 1 }} }} }}, 'a': {{ {more} 'start': {{ 'x': {{ 'count': 1 }} }}, 'move': {{ 'speedUmPerHour': {speed} }} }}"), rules: rules, more: treatments);
        var plan = Niche.Compile(text).Plan;
        Assert.Equal((1800, 15), (plan.TickSeconds, plan.VoxelUm));
        Assert.Equal(Math.Max(1, (int)Math.Ceiling(fastest * 0.5 / 15 / Plan.LargestHopProbability)), plan.MotionSubsteps);
    }

    [Fact]
    public void What_needs_more_memory_than_is_given_is_refused()
    {
        var needed = (long)Math.Ceiling(MemoryEstimate.Bytes(Niche.Compile(Niche.Text("'a': { 'start': { 'x': { 'count': 1 } } }")).Scenario));
        Assert.NotNull(With(needed));
        Assert.Null(With(needed - 1));

        static CompiledScenario? With(long bytes)
            => ScenarioCompiler.LoadText("niche.json", Niche.Text("'a': { 'start': { 'x': { 'count': 1 } } }"), new LoaderOptions { MostMemoryBytes = bytes }).Scenario;
    }

    /// <summary>Number 0 is a type and a state like any other.</summary>
    [Theory]
    [InlineData("p", true, false)]
    [InlineData("q", false, true)]
    public void A_rule_acts_in_the_state_that_it_names(string state, bool inP, bool inQ)
    {
        var plan = Niche.Compile(Niche.Text(
            "'a': { 'start': { 'x': { 'count': 1 } }, 'initialState': 'p', 'die': { 'perDay': 1 }, 'states': { 'p': { 'become': { 'q': { 'perDay': 1 } } }, 'q': {} } }",
            rules: $"'r': {{ 'cell': 'a', 'state': '{state}', 'signal': 'crowding', 'halfMaximum': 0.5, 'increases': 'die', 'toPerDay': 2 }}")).Plan;
        Assert.Equal([inP, inQ], plan.Profiles.Select(profile => profile.Decisions.Channels.Single(channel => channel.Kind == BehaviorKind.Die).Increasing.Length > 0));
    }
}
