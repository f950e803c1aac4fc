using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary><c>populations.csv</c>: cells of the niche per type and per state; arrested ones count, those in the blood do not.</summary>
internal static class PopulationTable
{
    public static IEnumerable<string> Columns(Plan plan, Names names)
    {
        yield return "day";
        for (var type = 0; type < names.Types.Length; type++)
        {
            yield return names.Types[type];
            foreach (var profile in States(plan, names, type))
                yield return $"{names.Types[type]}.{names.States[profile]}";
        }
    }

    public static IEnumerable<double> Row(View view, Names names)
    {
        var counts = new int[view.Plan.Profiles.Length];
        foreach (var cell in view.CellsById)
            counts[view.State.Cells.Profile[cell]] += view.State.Cells.Voxel[cell] != Cells.InBlood ? 1 : 0;
        for (var type = 0; type < names.Types.Length; type++)
        {
            yield return Enumerable.Range(0, counts.Length).Where(p => view.Plan.Profiles[p].Type == type).Sum(p => counts[p]);
            foreach (var profile in States(view.Plan, names, type))
                yield return counts[profile];
        }
    }

    /// <summary>Profiles of a type that has named states.</summary>
    private static IEnumerable<int> States(Plan plan, Names names, int type)
        => Enumerable.Range(0, plan.Profiles.Length).Where(p => plan.Profiles[p].Type == type && names.States[p].Length > 0);
}
