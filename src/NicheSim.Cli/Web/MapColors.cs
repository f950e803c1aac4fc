using NicheSim.Cli.Plots;
using NicheSim.Rules;

namespace NicheSim.Cli.Web;

/// <summary>How cells look on the pages: as on the pictures.</summary>
internal static class MapColors
{
    /// <summary>Type, state, color and whether it lines vessels, for every profile of a scenario.</summary>
    public static IReadOnlyList<MapProfile> Profiles(CompiledScenario scenario)
    {
        var (plan, names) = (scenario.Plan, scenario.Names);
        var asked = scenario.Scenario.Cells.Where(type => type.Value.Color is not null).ToDictionary(type => type.Key, type => type.Value.Color!);
        var palette = new Palette(names.Types, asked, names.Types.Where((_, type) => plan.Types[type].Vessel).ToHashSet());
        return [.. plan.Profiles.Select((profile, p) => new MapProfile(
            names.Types[profile.Type], names.States[p], Palette.Shade(palette.Of(names.Types[profile.Type]), profile.State).ToHex(), plan.Types[profile.Type].Vessel))];
    }
}

/// <param name="Type">The cell type.</param>
/// <param name="State">Its state; empty for a type without states.</param>
/// <param name="Color">As <c>#rrggbb</c>.</param>
/// <param name="Vessel">Its cells hold vessel voxels.</param>
internal sealed record MapProfile(string Type, string State, string Color, bool Vessel);
