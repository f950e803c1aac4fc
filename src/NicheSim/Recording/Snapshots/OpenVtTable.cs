using System.Globalization;
using System.Text;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>
/// <c>openvt.csv</c>: places of cells in the columns of the OpenVT portal: the seed as simulation, time [hours], id, number of the type (in the order of
/// populations.csv, from 0), x and y [um]. A third dimension has no column there and is left out.
/// </summary>
internal sealed class OpenVtTable(string path, CompiledScenario scenario, FileMark? mark) : IDisposable
{
    private readonly GrowingFile _file = new(path, "simID,time,cellID,cellType,x,y\n"u8, mark);
    private readonly StringBuilder _rows = new();

    public FileMark Mark => _file.Mark;

    public void Write(Snapshot snapshot)
    {
        var (plan, hours) = (scenario.Plan, snapshot.Tick * scenario.Plan.TickSeconds / 3600);
        for (var cell = 0; cell < snapshot.Cells; cell++)
            _rows.Append(CultureInfo.InvariantCulture, $"{scenario.Scenario.Seed},{hours:R},{snapshot.Ids[cell]},{plan.Profiles[snapshot.Profiles[cell]].Type},{Center(snapshot.Places[cell].X):R},{Center(snapshot.Places[cell].Y):R}\n");
        _file.Append(Encoding.UTF8.GetBytes(_rows.ToString()));
        _rows.Clear();

        double Center(int voxel) => (voxel + 0.5) * plan.VoxelUm;
    }

    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();
}
