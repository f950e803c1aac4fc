using System.Diagnostics;
using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>
/// About how long a run takes on this machine, measured: the first of its ticks are run. What comes later is not seen: where cells multiply a run takes longer than
/// this says, where they die it takes less. Recording and pictures are not in it.
/// </summary>
public static class TimeEstimate
{
    /// <summary>How long to measure, where one tick is not longer.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time of all ticks, by the later half of those that fit into the time to measure: the first ones wait for the compiler and for fields that fill from
    /// nothing. Null where a level left the range of numbers within these ticks, as it would in the run; then the problem says where.
    /// </summary>
    /// <param name="scenario">What would be run.</param>
    /// <param name="threads">With so many threads.</param>
    /// <param name="measuring">How long to measure.</param>
    /// <param name="problem">What would stop the run; else empty.</param>
    public static TimeSpan? Of(CompiledScenario scenario, int threads, TimeSpan measuring, out string problem)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        using var simulation = new Simulation(scenario.PlanAt(scenario.Plan.FirstTick), Founding.Found(scenario.Plan, out _), threads);
        var ends = new List<TimeSpan> { TimeSpan.Zero };
        problem = "";
        try
        {
            for (var watch = Stopwatch.StartNew(); !simulation.IsComplete && (ends.Count == 1 || ends[^1] < measuring); ends.Add(watch.Elapsed))
            {
                if (Array.Exists(scenario.Changes, change => change.Tick == simulation.State.Tick))
                    simulation.ChangePlan(scenario.PlanAt(simulation.State.Tick));
                simulation.Step();
            }
        }
        catch (NumberFaultException fault)
        {
            problem = FaultText.Of(fault, scenario, simulation.State);
            return null;
        }

        var half = (ends.Count - 1) / 2;
        return (ends[^1] - ends[half]) / (ends.Count - 1 - half) * (scenario.Plan.LastTick - scenario.Plan.FirstTick);
    }
}
