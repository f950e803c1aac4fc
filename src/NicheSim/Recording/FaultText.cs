using System.Globalization;
using NicheSim.Engine;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>What stopped a run, by name.</summary>
internal static class FaultText
{
    /// <summary>One line: when, which field, where, which cells are there, and which rules act on what they give and take.</summary>
    public static string Of(NumberFaultException fault, CompiledScenario scenario, SimulationState state)
    {
        var (names, plan) = (scenario.Names, scenario.PlanAt(fault.Tick));
        var field = names.Fields[fault.Field];
        var day = string.Create(CultureInfo.InvariantCulture, $"tick {fault.Tick} (day {plan.DayOf(fault.Tick):G6})");
        if (fault.Voxel < 0)
            return string.Create(CultureInfo.InvariantCulture, $"{day}: the serum level of {field} is {fault.Level} pM");
        var grid = plan.Grid;
        var part = fault.Part < 0 ? "" : $" of the part {names.Parts[fault.Field][fault.Part]}";
        var types = fault.Cells.Select(cell => names.Types[plan.Profiles[state.Cells.Profile[cell]].Type]).Distinct().ToArray();
        string[] rules = [.. names.Rules.Where(rule => types.Contains(scenario.Scenario.Rules[rule].Cell) && ActsOn(scenario.Scenario.Rules[rule], field))];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{day}: the level of {field}{part} is {fault.Level} pM at voxel ({grid.X(fault.Voxel)}, {grid.Y(fault.Voxel)}, {grid.Z(fault.Voxel)}), where {fault.SourceRate:G4} pM/s come in and {fault.LossRate:G4} per second go; ")
            + $"cells there: {List(fault.Cells.Select(cell => Name(cell)))}; rules on what they secrete, take up or exchange of it: {List(rules)}";

        string Name(int cell)
        {
            var (profile, stateName) = (state.Cells.Profile[cell], names.States[state.Cells.Profile[cell]]);
            return string.Create(CultureInfo.InvariantCulture, $"{names.Types[plan.Profiles[profile].Type]}{(stateName.Length > 0 ? "." + stateName : "")} (id {state.Cells.Id[cell]})");
        }
    }

    private static bool ActsOn(Scenarios.RuleSettings rule, string field)
        => (rule.Increases ?? rule.Decreases) is { } behavior && (behavior == $"secrete:{field}" || behavior == $"takeUp:{field}" || behavior == $"exchange:{field}");

    private static string List(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } list ? list : "none";
}
