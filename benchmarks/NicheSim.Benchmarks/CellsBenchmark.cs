using System.Diagnostics;
using NicheSim.Engine;
using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Benchmarks;

/// <summary>
/// How many cells the stages of a tick update in a second, all but the solves of the fields: a niche of 128 x 128 x 128 voxels, 48 % of them held by a million
/// cells that proliferate, sleep, wake, move and die, each in answer to four fields by four Hill terms. It is a scenario like any other, compiled and stepped by the engine.
/// </summary>
internal static class CellsBenchmark
{
    /// <summary>Ticks before the first that counts: code is compiled, memory is there, fields and cells have left their start.</summary>
    private const int WarmTicks = 4;

    /// <param name="Grid">The niche.</param>
    /// <param name="Fields">Its fields.</param>
    /// <param name="Threads">Threads worked with.</param>
    /// <param name="Cells">Cells at the end.</param>
    /// <param name="CellUpdatesPerSecond">Median over the ticks: cells / time of all stages but transport.</param>
    /// <param name="Min">The slowest tick.</param>
    /// <param name="Max">The fastest tick.</param>
    /// <param name="Share">Share of that time per stage.</param>
    public sealed record Result(Grid Grid, int Fields, int Threads, int Cells, double CellUpdatesPerSecond, double Min, double Max, IReadOnlyDictionary<Stage, double> Share);

    /// <summary>Steps one niche per number of threads, tick by tick in turn.</summary>
    /// <param name="threads">Numbers of threads.</param>
    /// <param name="ticks">Ticks that count.</param>
    /// <param name="tickMinutes">Length of a tick: events and hops per tick rise with it.</param>
    /// <param name="side">Voxels along each axis.</param>
    /// <exception cref="InvalidOperationException">The niches differ at the end.</exception>
    public static Result[] Measure(int[] threads, int ticks = 21, int tickMinutes = 6, int side = 128)
    {
        var plan = Compile(side, tickMinutes).Plan;
        var niches = Array.ConvertAll(threads, count => new Simulation(plan, Founding.Found(plan, out _), count));
        var rates = Array.ConvertAll(threads, _ => new List<double>());
        var spent = Array.ConvertAll(threads, _ => new double[(int)Stage.Count]);
        for (var tick = 0; tick < WarmTicks + ticks; tick++)
            for (var n = 0; n < niches.Length; n++)
            {
                var cells = niches[n].State.Cells.Count;
                var times = Step(niches[n]);
                if (tick < WarmTicks)
                    continue;
                rates[n].Add(cells / times.Sum());
                for (var stage = 0; stage < times.Length; stage++)
                    spent[n][stage] += times[stage];
            }

        if (niches.Select(niche => StateHash.Of(niche.State)).Distinct().Count() != 1)
            throw new InvalidOperationException("Another number of threads gave other cells.");
        var results = new Result[threads.Length];
        for (var n = 0; n < niches.Length; n++)
        {
            rates[n].Sort();
            var total = spent[n].Sum();
            var share = Enum.GetValues<Stage>().Where(stage => stage is not (Stage.Count or Stage.Transport)).ToDictionary(stage => stage, stage => spent[n][(int)stage] / total);
            results[n] = new Result(plan.Grid, plan.Fields.Length, threads[n], niches[n].State.Cells.Count, rates[n][ticks / 2], rates[n][0], rates[n][^1], share);
            niches[n].Dispose();
        }

        return results;
    }

    /// <summary>One tick; the seconds of each stage, 0 for transport.</summary>
    private static double[] Step(Simulation niche)
    {
        var times = new double[(int)Stage.Count];
        for (var stage = 0; stage < times.Length; stage++)
            times[stage] = -niche.Clock.Seconds((Stage)stage);
        niche.Step();
        for (var stage = 0; stage < times.Length; stage++)
            times[stage] += niche.Clock.Seconds((Stage)stage);
        times[(int)Stage.Transport] = 0;
        return times;
    }

    /// <summary>The niche; smaller ones with as many cells per voxel serve tests.</summary>
    /// <param name="side">Voxels along each axis.</param>
    /// <param name="tickMinutes">Length of a tick.</param>
    public static CompiledScenario Compile(int side = 128, int tickMinutes = 6)
    {
        var compilation = ScenarioCompiler.LoadText("cells.json", Text(side, tickMinutes));
        return compilation.Scenario ?? throw new InvalidOperationException(string.Join('\n', compilation.Diagnostics));
    }

    private static string Text(int side, int tickMinutes) => $$"""
        {
          "time": { "durationDays": 100, "tickMinutes": {{tickMinutes}} },
          "lattice": { "widthVoxels": {{side}}, "heightVoxels": {{side}}, "depthVoxels": {{side}},
            "cellEdges": { "xMin": "periodic", "xMax": "periodic", "yMin": "periodic", "yMax": "periodic", "zMin": "periodic", "zMax": "periodic" } },
          "fields": {
            "growth": { "diffusionUm2PerSecond": 40, "halfLifeMinutes": 5, "molecularWeightKDa": 17, "basalProductionPicomolarPerHour": 20, "solve": "steady" },
            "stress": { "diffusionUm2PerSecond": 40, "halfLifeMinutes": 5, "molecularWeightKDa": 17, "basalProductionPicomolarPerHour": 20, "solve": "steady" },
            "call": { "diffusionUm2PerSecond": 40, "halfLifeMinutes": 5, "molecularWeightKDa": 17, "basalProductionPicomolarPerHour": 20, "solve": "steady" },
            "wake": { "diffusionUm2PerSecond": 40, "halfLifeMinutes": 5, "molecularWeightKDa": 17, "basalProductionPicomolarPerHour": 20, "solve": "steady" }
          },
          "cells": {
            "tumor": {
              "start": { "grown": { "share": 0.26 }, "asleep": { "share": 0.15, "state": "dormant" } },
              "initialState": "proliferating",
              "secrete": { "stress": { "moleculesPerSecond": 2 } },
              "states": {
                "proliferating": { "divide": { "meanCycleHours": 30 }, "die": { "perDay": 0.3 }, "become": { "dormant": { "perDay": 0.3 } }, "move": { "speedUmPerHour": 5, "persistenceHours": 1 } },
                "dormant": { "become": { "proliferating": { "perDay": 0.1 } }, "die": { "perDay": 0.02 } }
              }
            },
            "stroma": {
              "start": { "everywhere": { "share": 0.21 } },
              "secrete": { "growth": { "moleculesPerSecond": 2 }, "call": { "moleculesPerSecond": 2 }, "wake": { "moleculesPerSecond": 2 } },
              "divide": { "meanCycleHours": 100 }, "die": { "perDay": 0.1 }, "move": { "speedUmPerHour": 3, "persistenceHours": 2 }
            }
          },
          "rules": {
            "grow": { "cell": "tumor", "state": "proliferating", "signal": "field:growth", "increases": "divide", "toPerDay": 1.2, "halfMaximumPicomolar": 5, "hill": 2 },
            "suffer": { "cell": "tumor", "state": "proliferating", "signal": "field:stress", "increases": "die", "toPerDay": 0.6, "halfMaximumPicomolar": 8, "hill": 4 },
            "travel": { "cell": "tumor", "state": "proliferating", "signal": "field:call", "increases": "move", "toUmPerHour": 8, "halfMaximumPicomolar": 5 },
            "stay-awake": { "cell": "tumor", "state": "proliferating", "signal": "field:wake", "decreases": "become:dormant", "toPerDay": 0, "halfMaximumPicomolar": 5, "hill": 2 },
            "wake-up": { "cell": "tumor", "state": "dormant", "signal": "field:wake", "increases": "become:proliferating", "toPerDay": 1, "halfMaximumPicomolar": 5, "hill": 2 },
            "wake-to-grow": { "cell": "tumor", "state": "dormant", "signal": "field:growth", "increases": "become:proliferating", "toPerDay": 0.5, "halfMaximumPicomolar": 5, "hill": 2 },
            "starve": { "cell": "tumor", "state": "dormant", "signal": "field:stress", "increases": "die", "toPerDay": 0.2, "halfMaximumPicomolar": 8, "hill": 4 },
            "hold": { "cell": "tumor", "state": "dormant", "signal": "field:call", "decreases": "die", "toPerDay": 0, "halfMaximumPicomolar": 5 },
            "spread": { "cell": "stroma", "signal": "field:growth", "increases": "divide", "toPerDay": 0.5, "halfMaximumPicomolar": 5, "hill": 2 },
            "wither": { "cell": "stroma", "signal": "field:stress", "increases": "die", "toPerDay": 0.2, "halfMaximumPicomolar": 8, "hill": 4 },
            "follow": { "cell": "stroma", "signal": "field:call", "increases": "move", "toUmPerHour": 8, "halfMaximumPicomolar": 5 },
            "answer": { "cell": "stroma", "signal": "field:wake", "increases": "secrete:growth", "toMoleculesPerSecond": 4, "halfMaximumPicomolar": 5, "hill": 2 }
          }
        }
        """;
}
