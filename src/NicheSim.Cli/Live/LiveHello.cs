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

    public static object Of(OpenRun run, LiveSetup setup)
    {
        var (scenario, grid) = (run.Scenario, run.Plan.Grid);
        return new
        {
            type = "hello",
            name = scenario.Scenario.Name,
            about = scenario.Scenario.About,
            seed = scenario.Scenario.Seed,
            lastDay = run.Plan.DayOf(run.Plan.LastTick),
            lattice = new[] { grid.Nx, grid.Ny, grid.Nz },
            voxelUm = run.Plan.VoxelUm,
            fields = scenario.Names.Fields,
            profiles = MapColors.Profiles(scenario),
            tables = run.Tables,
            timed = setup.HasTimedChanges,
            treatments = scenario.Names.Treatments.Select(name => new
            {
                name,
                about = scenario.Scenario.Treatments[name].About,
                efficacy = scenario.Scenario.Treatments[name].Efficacy,
                added = setup.Blocks.ContainsKey(name),
            }),
            rules = scenario.Scenario.Rules.Where(rule => rule.Value.Enabled).Select(rule => rule.Key).Order(StringComparer.Ordinal),
            parameters = Parameter.All<Scenario>(scenario.Resolved)
                .Where(parameter => Sections.Contains(parameter.Keys[0]) && !(parameter.Keys[0] == "treatments" && setup.Blocks.ContainsKey(parameter.Keys[1])))
                .Select(parameter => new
                {
                    parameter.Path, parameter.Keys, parameter.Value, parameter.Minimum, parameter.Maximum, parameter.IsWhole, parameter.About, parameter.Evidence,
                    Restarts = ScenarioCompiler.ActsAtStartOnly(parameter.Path),
                }),
        };
    }
}
