using System.IO.Compression;
using System.Runtime.InteropServices;
using NicheSim.Cli.Plots;

namespace NicheSim.Cli.Report;

/// <summary>The maps of a run as the page takes them: bytes, deflated, in base64.</summary>
/// <param name="Planes">What slices there are.</param>
/// <param name="Fields">Names of the fields that the maps show; none where only cells were recorded.</param>
/// <param name="Days">Day of each frame.</param>
/// <param name="Frames">Frames[frame][plane].</param>
internal sealed record ReportMaps(IReadOnlyList<ReportPlane> Planes, IReadOnlyList<string> Fields, IReadOnlyList<double> Days, IReadOnlyList<ReportMap[]> Frames)
{
    /// <summary>First and last map of a run that recorded no others; null where it has none.</summary>
    public static ReportMaps? OfMapFiles(RunContent run)
    {
        var folder = new RunFolder(run.Folder);
        var (width, height, _) = folder.Lattice;
        var maps = new[] { folder.FirstMap, folder.LastMap }.Where(map => map.Count > 0).ToArray();
        if (maps.Length == 0 || run.Populations is not { } table)
            return null;
        var profiles = run.Scenario.Plan.Profiles.Select((profile, p) => ((run.Scenario.Names.Types[profile.Type], run.Scenario.Names.States[p]), p)).ToDictionary();
        double[] days = maps.Length == 1 ? [table.Days[0]] : [table.Days[0], table.Days[^1]];
        return new ReportMaps([new ReportPlane("slice", width, height, 1)], [], days, [.. maps.Select(map => (ReportMap[])[Of(map)])]);

        ReportMap Of(IReadOnlyList<MapVoxel> map)
        {
            var (cells, guests, bone) = (new ushort[width * height], new ushort[width * height], new byte[width * height]);
            foreach (var voxel in map)
            {
                var at = voxel.X + (width * voxel.Y);
                if (voxel.Kind == "bone")
                    bone[at] = (byte)Math.Round(255 * voxel.Fill);
                else
                    (voxel.Kind == "guest" ? guests : cells)[at] = (ushort)(1 + profiles[(voxel.Type, voxel.State)]);
            }

            return new ReportMap(ReportMap.Tissue(cells, guests, bone), []);
        }
    }
}

/// <param name="Name">What it shows.</param>
/// <param name="Width">Voxels to the right.</param>
/// <param name="Height">Voxels upward.</param>
/// <param name="Bin">Voxels to a side of one value of a field.</param>
internal sealed record ReportPlane(string Name, int Width, int Height, int Bin);

/// <summary>One plane at one time.</summary>
/// <param name="Cells">Per voxel cells and guests (uint16, 0 for none, else profile + 1) and bone (a byte, 255 for full), packed.</param>
/// <param name="Fields">Levels of each field.</param>
internal sealed record ReportMap(string Cells, IReadOnlyList<ReportField> Fields)
{
    /// <summary>Characters that the page has to hold for it.</summary>
    public int Size => Cells.Length + Fields.Sum(level => level.Levels.Length);

    public static string Tissue(ReadOnlySpan<ushort> cells, ReadOnlySpan<ushort> guests, ReadOnlySpan<byte> bone)
        => Packed([.. MemoryMarshal.AsBytes(cells), .. MemoryMarshal.AsBytes(guests), .. bone]);

    /// <summary>Deflated, in base64.</summary>
    public static string Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write(content);
        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }
}

/// <summary>Levels of a field in a plane: bytes as in a live frame, each less its left neighbor.</summary>
/// <param name="Low">Level that 1 stands for [pM].</param>
/// <param name="High">Level that 255 stands for [pM].</param>
/// <param name="Levels">Packed.</param>
internal sealed record ReportField(float Low, float High, string Levels);
