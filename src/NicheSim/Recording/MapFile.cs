using System.Globalization;
using System.Text;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>A map of the middle slice: every voxel that holds bone, a vessel, a cell or a guest of a vessel, row by row.</summary>
internal static class MapFile
{
    public static void Write(string path, View view, Names names)
    {
        var (grid, state) = (view.Plan.Grid, view.State);
        var text = new StringBuilder("x,y,kind,type,state\n");
        for (var y = 0; y < grid.Ny; y++)
            for (var x = 0; x < grid.Nx; x++)
            {
                var voxel = grid.Index(x, y, grid.Nz / 2);
                if (state.Tissue.Fill[voxel] > 0)
                    Append("bone", "", CsvFile.Text(state.Tissue.Fill[voxel]), x, y);
                if (state.Occupant[voxel] >= 0)
                    AppendCell(IsVessel(state.Occupant[voxel]) ? "vessel" : "cell", state.Occupant[voxel], x, y);
                if (state.Guest[voxel] >= 0)
                    AppendCell("guest", state.Guest[voxel], x, y);
            }

        AtomicFile.Write(path, Encoding.UTF8.GetBytes(text.ToString()));

        bool IsVessel(int cell) => view.Plan.Types[view.Plan.Profiles[state.Cells.Profile[cell]].Type].Vessel;

        void AppendCell(string kind, int cell, int x, int y)
        {
            var profile = state.Cells.Profile[cell];
            Append(kind, names.Types[view.Plan.Profiles[profile].Type], names.States[profile], x, y);
        }

        void Append(string kind, string type, string detail, int x, int y)
            => text.Append(CultureInfo.InvariantCulture, $"{x},{y},{kind},{type},{detail}\n");
    }
}
