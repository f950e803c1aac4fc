using System.Diagnostics;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Recording;

public class TimeEstimateTests
{
    /// <summary>Within a factor of ten on a machine of any load: it is said as "about".</summary>
    [Fact]
    public void A_run_takes_about_as_long_as_was_said()
    {
        var scenario = Niche.Compile(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 0.3 } }, 'move': { 'speedUmPerHour': 10 }, 'secrete': { 'F': { 'moleculesPerSecond': 5 } } }",
            "'F': { 'diffusionUm2PerSecond': 40, 'halfLifeMinutes': 20, 'molecularWeightKDa': 10 }", width: 60, height: 60, days: 12));
        var said = TimeEstimate.Of(scenario, 1, TimeSpan.FromSeconds(0.2), out var problem)!.Value;
        Assert.Equal("", problem);
        var watch = Stopwatch.StartNew();
        using var niche = new Niched(scenario, 1);
        niche.Run(scenario.Plan.LastTick);
        Assert.InRange(said / watch.Elapsed, 0.1, 10);
    }

    [Fact]
    public void A_run_that_ends_within_the_measure_and_one_of_a_single_tick_have_an_estimate_too()
    {
        foreach (var days in new[] { 0.02, 0.1 })
            Assert.InRange(TimeEstimate.Of(Niche.Compile(Niche.Text("'a': {}", days: days)), 2, TimeSpan.FromSeconds(5), out _)!.Value.TotalSeconds, 1e-9, 5);
    }

    [Fact]
    public void What_would_stop_the_run_is_said()
    {
        // The scenario is sound, so its plan is spoiled on its way: a basal production that is no number.
        var scenario = Niche.Compile(Niche.Text("'a': {}", "'F': { 'diffusionUm2PerSecond': 40, 'halfLifeMinutes': 20, 'molecularWeightKDa': 10 }"));
        scenario.Plan.Fields[0] = scenario.Plan.Fields[0] with { BasalProduction = float.NaN };
        Assert.Null(TimeEstimate.Of(scenario, 1, TimeSpan.FromSeconds(5), out var problem));
        Assert.Contains("the level of F", problem, StringComparison.Ordinal);
    }
}
