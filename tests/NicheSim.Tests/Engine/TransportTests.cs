using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Tests.Engine;

public class TransportTests
{
    private const string TwoFields = """
        {
          "format": 1, "about": "Fields of every kind, large enough for several chunks.",
          "time": { "durationDays": 1, "tickMinutes": 30 },
          "lattice": { "widthVoxels": 300, "heightVoxels": 450 },
          "fields": {
            "steady": { "diffusionUm2PerSecond": 40, "decayPerMinute": 0.2, "molecularWeightKDa": 17, "backgroundUptake": { "marrowPerMinute": 0.01 } },
            "slow": { "diffusionUm2PerSecond": 30, "decayPerMinute": 0.001, "molecularWeightKDa": 17, "boneDiffusionFactor": 0.1, "basalProductionPicomolarPerHour": 1 }
          },
          "tissue": { "bone": { "pattern": "trabeculae", "volumeFraction": 0.15, "thicknessUm": 50 } },
          "cells": { "maker": { "start": { "any": { "count": 300 } }, "secrete": { "steady": { "moleculesPerSecond": 5 }, "slow": { "moleculesPerSecond": 2 } } } }
        }
        """;

    [Fact]
    public void Any_number_of_threads_gives_the_same_fields_and_balances()
    {
        var expected = Run(1);
        foreach (var threads in new[] { 2, 3, 7 })
        {
            var actual = Run(threads);
            Assert.Equal(expected.Fields, actual.Fields);
            Assert.Equal(expected.Balances, actual.Balances);
        }

        static SimulationState Run(int threads)
        {
            using var simulation = Begin(threads);
            for (var tick = 0; tick < 3; tick++)
                simulation.Step();
            Assert.Equal(0, simulation.UnconvergedSolves);
            return simulation.State;
        }
    }

    /// <summary>At steady state within the tolerance of each solve; in time the step's own balance closes as well.</summary>
    [Fact]
    public void What_comes_in_goes_out_or_is_stored()
    {
        using var simulation = Begin(1);
        for (var tick = 0; tick < 4; tick++)
            simulation.Step();
        foreach (var balance in simulation.State.Balances)
        {
            Assert.True(balance.Secreted > 0);
            Assert.InRange(balance.Residual / (balance.Secreted + balance.Supplied), -1.1e-5, 1.1e-5);
        }
    }

    /// <summary>
    /// Steps in which a field loses a millionth, less than the tolerance of a solve: after a thousand of them it has lost what its half-life says, to the
    /// hundredth of each change that a step may leave undone and the rounding of float32, which is a sixteenth of it.
    /// </summary>
    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(10, 100)]
    public void Small_steps_in_time_add_up(double tickMinutes, int stepsPerTick)
    {
        var ticks = 1000 / stepsPerTick;
        using var niche = Niche.Found(Niche.Text("'a': { 'start': { 'x': { 'count': 1 } } }",
            FormattableString.Invariant($"'F': {{ 'diffusionUm2PerSecond': 10, 'halfLifeMinutes': 70000, 'molecularWeightKDa': 10, 'initialPicomolar': 1000, 'solve': 'in-time', 'stepsPerTick': {stepsPerTick} }}"),
            tickMinutes: tickMinutes)).Run(ticks);
        var lost = 1000 * (1 - Math.Exp(-Math.Log(2) * ticks * tickMinutes / 70000));
        Assert.All(niche.Field("F"), level => Assert.InRange(1000 - level, 0.9 * lost, 1.1 * lost));
        Assert.Equal(0, niche.Simulation.UnconvergedSolves);
    }

    /// <summary>One cell that clears a millionth of a large field in a tick takes what it is said to take.</summary>
    [Fact]
    public void A_small_sink_takes_its_share()
    {
        using var niche = Niche.Found(Niche.Text("'a': { 'start': { 'x': { 'count': 1 } }, 'takeUp': { 'F': { 'clearanceUm3PerSecond': 0.01 } } }",
            "'F': { 'diffusionUm2PerSecond': 1000, 'decayPerMinute': 0, 'molecularWeightKDa': 10, 'initialPicomolar': 1000, 'solve': 'in-time' }", width: 100, height: 100)).Run(20);
        var taken = 0.01 * 20 * 1800 / niche.Plan.VoxelVolumeUm3 * 1000;
        Assert.Equal(taken, 1000.0 * 10000 - niche.Field("F").Sum(level => (double)level), 0.1 * taken);
    }

    /// <summary>A dose with a half-life of two hours: two days later the field is what it is without it, not drawn to nothing.</summary>
    [Fact]
    public void What_is_left_of_a_dose_takes_nothing_away()
    {
        const string Cells = "'a': { 'start': { 'x': { 'count': 20 } }, 'secrete': { 'F': { 'moleculesPerSecond': 100 } } }";
        const string Field = "'F': { 'diffusionUm2PerSecond': 30, 'decayPerMinute': 0.02, 'molecularWeightKDa': 10 }";
        using var without = Niche.Found(Niche.Text(Cells, Field)).Run(96);
        using var dosed = Niche.Found(Niche.Text(Cells, Field, more: "'treatments': { 't': { 'halfLifeDays': 0.0833, 'adds': { 'F': { 'picomolar': 5000 } } } }")).Run(96);
        var ratio = dosed.Field("F").Sum() / without.Field("F").Sum();
        Assert.InRange(ratio, 0.99, 1.01);
    }

    [Fact]
    public void Transport_allocates_nothing()
    {
        using var simulation = Begin(2);
        for (var tick = 0; tick < 3; tick++)
            simulation.Step();
        Assert.Equal(0, Allocation.Least(() => Transport.Solve(simulation)));
    }

    private static Simulation Begin(int threads)
    {
        var compilation = ScenarioCompiler.LoadText("niche.json", TwoFields);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        return new Simulation(compilation.Scenario.Plan, Founding.Found(compilation.Scenario.Plan, out _), threads);
    }
}
