using System.Globalization;
using System.Text;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>
/// <c>snapshots/vtk</c>: <c>niche-*.vti</c> with fields and tissue per voxel, <c>cells-*.vtp</c> with a point per cell, and <c>niche.pvd</c> and <c>cells.pvd</c>, which
/// name them with their days and are what ParaView opens. Lengths in um, times in days.
/// </summary>
internal sealed class VtkFiles(SnapshotPlan snapshots, CompiledScenario scenario, SnapshotFiles files)
{
    public const string Folder = "vtk";

    /// <summary>Names of arrays besides fields and attributes.</summary>
    public static readonly string[] Columns = ["bone", "mineral", "matrix", "cell_type", "id", "parent", "clone", "age", "time_in_state", "divisions", "arrested", "attached"];

    private readonly Plan _plan = scenario.Plan;
    private readonly Names _names = scenario.Names;

    public void Write(Snapshot snapshot)
    {
        files.Write($"{Folder}/{NameOf("niche", "vti", snapshot.Index)}", Niche(snapshot));
        files.Write($"{Folder}/{NameOf("cells", "vtp", snapshot.Index)}", Cells(snapshot));
        files.Write($"{Folder}/niche.pvd", Series("niche", "vti", snapshot.Index));
        files.Write($"{Folder}/cells.pvd", Series("cells", "vtp", snapshot.Index));
    }

    private static string NameOf(string kind, string extension, int index) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{index:0000}.{extension}");

    private byte[] Niche(Snapshot snapshot)
    {
        var ((x, y, z), size, h) = (snapshots.First, snapshots.Size, _plan.VoxelUm);
        var extent = $"{x} {x + size.Nx} {y} {y + size.Ny} {z} {z + size.Nz}";
        var file = new VtkWriter("ImageData")
            .Text(string.Create(CultureInfo.InvariantCulture, $"<ImageData WholeExtent=\"{extent}\" Origin=\"0 0 0\" Spacing=\"{h:R} {h:R} {h:R}\">"))
            .Text("<FieldData>").Time(_plan.DayOf(snapshot.Tick)).Texts("cell_types", Profiles()).Text("</FieldData>")
            .Text($"<Piece Extent=\"{extent}\">\n<CellData Scalars=\"bone\">");
        for (var f = 0; f < snapshot.Fields.Length; f++)
            file.Array<float>(_names.Fields[snapshots.Fields[f]], snapshot.Fields[f], "pM");
        return file.Array<float>("bone", snapshot.Fill).Array<float>("mineral", snapshot.Mineral).Array<float>("matrix", snapshot.Matrix)
            .Array<ushort>("cell_type", snapshot.CellTypes).Text("</CellData>\n</Piece>\n</ImageData>").ToBytes();
    }

    private byte[] Cells(Snapshot snapshot)
    {
        var count = snapshot.Cells;
        var points = new float[3 * count];
        for (var cell = 0; cell < count; cell++)
            (points[3 * cell], points[(3 * cell) + 1], points[(3 * cell) + 2]) = (Center(snapshot.Places[cell].X), Center(snapshot.Places[cell].Y), Center(snapshot.Places[cell].Z));
        long[] numbers = [.. Enumerable.Range(0, count + 1)];
        var file = new VtkWriter("PolyData")
            .Text("<PolyData>\n<FieldData>").Time(_plan.DayOf(snapshot.Tick)).Texts("cell_types", Profiles()).Text("</FieldData>")
            .Text($"<Piece NumberOfPoints=\"{count}\" NumberOfVerts=\"{count}\" NumberOfLines=\"0\" NumberOfStrips=\"0\" NumberOfPolys=\"0\">")
            .Text("<PointData Scalars=\"cell_type\">")
            .Array<ushort>("cell_type", System.Array.ConvertAll(snapshot.Profiles, profile => (ushort)(profile + 1)))
            .Array<long>("id", snapshot.Ids).Array<long>("parent", snapshot.Parents).Array<long>("clone", snapshot.Clones)
            .Array<float>("age", Days(snapshot, snapshot.BornTicks), "d").Array<float>("time_in_state", Days(snapshot, snapshot.StateTicks), "d")
            .Array<int>("divisions", snapshot.Divisions)
            .Array<byte>("arrested", Flags(snapshot.Arrested)).Array<byte>("attached", Flags(snapshot.Attached));
        for (var a = 0; a < snapshot.Attributes.Length; a++)
            file.Array<float>(_names.Attributes[a], snapshot.Attributes[a]);
        return file.Text("</PointData>\n<Points>").Array<float>("Points", points, "um", components: 3)
            .Text("</Points>\n<Verts>").Array<long>("connectivity", numbers.AsSpan(0, count)).Array<long>("offsets", numbers.AsSpan(1, count))
            .Text("</Verts>\n</Piece>\n</PolyData>").ToBytes();

        float Center(int voxel) => (float)((voxel + 0.5) * _plan.VoxelUm);
    }

    private float[] Days(Snapshot snapshot, int[] ticks) => System.Array.ConvertAll(ticks, tick => (float)_plan.DayOf(snapshot.Tick - tick));

    private static byte[] Flags(bool[] flags) => System.Array.ConvertAll(flags, flag => flag ? (byte)1 : (byte)0);

    /// <summary>What the numbers of <c>cell_type</c> mean: nothing, then type and state of each profile.</summary>
    private IReadOnlyCollection<string> Profiles() => ["none", .. Enumerable.Range(0, _plan.Profiles.Length).Select(p => CellNames.Of(_plan, _names, p))];

    private byte[] Series(string kind, string extension, int last)
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"1.0\" byte_order=\"LittleEndian\">\n<Collection>\n");
        for (var index = 0; index <= last; index++)
            text.Append(CultureInfo.InvariantCulture, $"<DataSet timestep=\"{_plan.DayOf(snapshots.Ticks[index]):R}\" group=\"\" part=\"0\" file=\"{NameOf(kind, extension, index)}\"/>\n");
        return Encoding.UTF8.GetBytes(text.Append("</Collection>\n</VTKFile>\n").ToString());
    }
}
