using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Tests.Engine;

public class TransportTests
{
    private const string Niche = """
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
        var compilation = ScenarioCompiler.LoadText("niche.json", Niche);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        return new Simulation(compilation.Scenario.Plan, Founding.Found(compilation.Scenario.Plan, out _), threads);
    }
}
