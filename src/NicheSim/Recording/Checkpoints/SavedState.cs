using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>Whether a state that was read can be stepped: every index in it points at something, and every place holds one cell.</summary>
internal static class SavedState
{
    /// <summary>What is wrong, in words; null where nothing is.</summary>
    public static string? Problem(Plan plan, SimulationState state)
    {
        var (cells, count) = (state.Cells, state.Cells.Count);
        var taken = new byte[plan.Grid.Count];
        var ids = new HashSet<long>(count);
        for (var cell = 0; cell < count; cell++)
        {
            if (cells.Profile[cell] >= plan.Profiles.Length || cells.Direction[cell] < -1 || cells.Direction[cell] >= 2 * plan.Grid.Dimensions)
                return "it holds a cell of no known type or direction";
            if (cells.Id[cell] <= 0 || cells.Id[cell] >= state.NextId || !ids.Add(cells.Id[cell]))
                return "it holds a cell whose id is not its own";
            var voxel = cells.Voxel[cell];
            if (voxel == Cells.InBlood)
                continue;
            var place = (byte)(cells.Arrested[cell] ? 2 : 1);
            if (voxel < 0 || voxel >= plan.Grid.Count || (taken[voxel] & place) != 0)
                return "it holds a cell in a place of another one, or in none";
            taken[voxel] |= place;
        }

        return null;
    }
}
