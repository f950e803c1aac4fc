using System.Globalization;
using NicheSim.Cli.Plots;
using NicheSim.Cli.Web;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Live;

/// <summary>The first message to a page: what there is to see and to change.</summary>
internal static class LiveHello
{
    /// <summary>Parts of a scenario whose numbers are on sliders.</summary>
    private static readonly string[] Sections = ["rules", "treatments", "fields", "cells", "blood"];

    /// <summary>Which fields have levels: those that something of the scenario reads.</summary>
    public static IEnumerable<bool> Solved(CompiledScenario scenario) => scenario.Plan.Fields.Select(field => field.IsSolved);

    /// <summary>The seed as text: numbers of JavaScript are exact up to 2^53 only.</summary>
    public static string Seed(OpenRun run) => run.Scenario.Scenario.Seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>The numbers that can be changed, as they hold now, by path: events, also those of the file, have set some of them.</summary>
    public static IReadOnlyDictionary<string, double> Values(OpenRun run)
    {
        var set = run.Scenario.SetUntil(run.State.Tick);
        return Parameters(run).ToDictionary(parameter => parameter.Path, parameter => set.GetValueOrDefault(parameter.Path, parameter.Value));
    }

    private static IEnumerable<Parameter> Parameters(OpenRun run) => Parameter.All<Scenario>(run.Scenario.Resolved).Where(parameter => Sections.Contains(parameter.Keys[0]));

    /// <param name="run">The run.</param>
    /// <param name="setup">What it is made of.</param>
    /// <param name="ticksPerSecond">Most ticks per second; 0 for as many as there can be.</param>
    public static object Of(OpenRun run, LiveSetup setup, double ticksPerSecond = 0)
    {
        var (scenario, grid, values) = (run.Scenario, run.Plan.Grid, Values(run));
        return new
        {
            type = "hello",
            name = scenario.Scenario.Name,
            about = scenario.Scenario.About,
            seed = Seed(run),
            ticksPerSecond,
            lastDay = run.Plan.DayOf(run.Plan.LastTick),
            lattice = new[] { grid.Nx, grid.Ny, grid.Nz },
            voxelUm = run.Plan.VoxelUm,
            fields = scenario.Names.Fields,
            solved = Solved(scenario),
            profiles = MapColors.Profiles(scenario),
            tables = run.Tables,
            units = scenario.Scenario.Readouts.ToDictionary(readout => readout.Key, readout => ReadoutUnit.Of(readout.Value.Kind)),
            timed = setup.HasTimedChanges,
            treatments = scenario.Names.Treatments.Select(name => new
            {
                name,
                about = scenario.Scenario.Treatments[name].About,
                efficacy = values.GetValueOrDefault($"treatments:{name}:efficacy", scenario.Scenario.Treatments[name].Efficacy),
                added = setup.Blocks.ContainsKey(name),
            }),
            rules = scenario.Scenario.Rules.Where(rule => rule.Value.Enabled).Select(rule => rule.Key).Order(StringComparer.Ordinal),
            parameters = Parameters(run)
                .Where(parameter => !(parameter.Keys[0] == "treatments" && setup.Blocks.ContainsKey(parameter.Keys[1])))
                .Select(parameter => new
                {
                    parameter.Path, parameter.Keys, Value = values[parameter.Path], parameter.Minimum, parameter.Maximum, parameter.IsWhole, parameter.About, parameter.Evidence,
                    Restarts = ScenarioCompiler.ActsAtStartOnly(parameter.Path),
                }),
        };
    }
}
