using System.IO.Compression;
using System.Runtime.InteropServices;
using NicheSim.Recording;

namespace NicheSim.Cli.Report;

/// <summary>The maps of a run as the page takes them: bytes, deflated, in base64.</summary>
/// <param name="Planes">What slices there are.</param>
/// <param name="Fields">Names of the fields.</param>
/// <param name="Days">Day of each frame.</param>
/// <param name="Frames">Frames[frame][plane].</param>
internal sealed record ReportMaps(IReadOnlyList<ReportPlane> Planes, IReadOnlyList<string> Fields, IReadOnlyList<double> Days, IReadOnlyList<ReportMap[]> Frames)
{
    /// <summary>What each frame is, where it is not a day of the same run.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Per profile, whether any frame shows it; null where the tables say it.</summary>
    public IReadOnlyList<bool>? There { get; init; }

    /// <summary>Most frames that are shown, and most characters that they may take in all: the page is to be sent by mail.</summary>
    private const int MostFrames = 120, MostCharacters = 3_000_000;

    /// <summary>Most bytes that are packed to find out how small they become.</summary>
    private const long MostBytes = 500_000_000;

    /// <summary>The frames of a run's folder, thinned evenly to what a page can hold; null where there are none.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static ReportMaps? Of(string folder)
    {
        using var file = FrameFile.Open(folder);
        if (file is null || file.Days.Count == 0)
            return null;
        var (header, days) = (file.Header, file.Days);
        var planes = Array.ConvertAll(header.Planes, ReportPlane.Of);
        var bytes = header.Planes.Sum(plane => (5L * plane.Width * plane.Height) + ((long)header.Fields.Length * plane.FieldWidth * plane.FieldHeight));
        var chosen = Even(days.Count, (int)Math.Clamp(MostBytes / bytes, 2, MostFrames));
        var frames = chosen.Select(frame => file.Read(frame).Planes.Select((map, p) => ReportMap.Of(map, header.Planes[p], planes[p])).ToArray()).ToArray();

        var size = frames.Sum(maps => maps.Sum(map => (long)map.Characters));
        var kept = Even(frames.Length, size <= MostCharacters ? frames.Length : (int)Math.Max(2, frames.Length * MostCharacters / size));
        return new ReportMaps(planes, header.Fields, [.. kept.Select(frame => days[chosen[frame]])], [.. kept.Select(frame => frames[frame])]);
    }

    /// <summary>The first, the last, and others evenly between them.</summary>
    private static int[] Even(int count, int most)
        => count <= most ? [.. Enumerable.Range(0, count)] : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)))];
}

/// <param name="Name">What it shows.</param>
/// <param name="Width">Voxels to the right.</param>
/// <param name="Height">Voxels upward.</param>
/// <param name="Bin">Voxels along a side of one entry of a field.</param>
/// <param name="IsAlong">Whether it is the whole box, seen along an axis.</param>
/// <param name="Axes">Names of the axes to the right, upward and across.</param>
/// <param name="At">The layer; none of a box that is seen along an axis.</param>
internal sealed record ReportPlane(string Name, int Width, int Height, int Bin, bool IsAlong, string Axes, int At)
{
    /// <summary>Longest side of a field map; fields are smooth.</summary>
    private const int LongestSide = 100;

    public static ReportPlane Of(FramePlane plane)
    {
        var side = Math.Max(plane.FieldWidth, plane.FieldHeight);
        return new ReportPlane(plane.Name, plane.Width, plane.Height, plane.Bin * ((side + LongestSide - 1) / LongestSide), plane.At == FramePlane.Projection,
            plane.Axis switch { 0 => "yzx", 1 => "xzy", _ => "xyz" }, plane.At);
    }
}

/// <summary>One plane at one time.</summary>
/// <param name="Cells">Per voxel cells and guests (uint16, 0 for none, else profile + 1) and bone (a byte, 255 for full), packed.</param>
/// <param name="Fields">A map per field.</param>
internal sealed record ReportMap(string Cells, IReadOnlyList<ReportField> Fields)
{
    /// <summary>What it takes in the page.</summary>
    internal int Characters => Cells.Length + Fields.Sum(map => map.Levels.Length);

    public static ReportMap Of(PlaneMap map, FramePlane plane, ReportPlane shown)
        => new(Packed([.. MemoryMarshal.AsBytes(map.Cells.AsSpan()), .. MemoryMarshal.AsBytes(map.Guests.AsSpan()), .. map.Bone]),
            [.. map.Fields.Select(levels => ReportField.Of(levels, plane.FieldWidth, shown.Bin / plane.Bin))]);

    /// <summary>Deflated, in base64.</summary>
    public static string Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }
}

/// <summary>Levels of a field in a plane.</summary>
/// <param name="Low">Level that 1 stands for [pM].</param>
/// <param name="High">Level that 255 stands for [pM].</param>
/// <param name="Levels">Levels as in frames, each less its left neighbor, the first of a row less the one below; packed.</param>
internal sealed record ReportField(float Low, float High, string Levels)
{
    /// <param name="map">The levels.</param>
    /// <param name="width">Entries to a row.</param>
    /// <param name="bin">Entries along a side that become one, their mean.</param>
    public static ReportField Of(FieldMap map, int width, int bin)
    {
        var binned = bin == 1 ? map : FieldMap.Of(Means(map, width, bin));
        var (levels, row) = (binned.Levels, (width + bin - 1) / bin);
        var differences = new byte[levels.Length];
        for (var i = 0; i < levels.Length; i++)
            differences[i] = (byte)(levels[i] - (i % row > 0 ? levels[i - 1] : i > 0 ? levels[i - row] : 0));
        return new ReportField(binned.Low, binned.High, ReportMap.Packed(differences));
    }

    private static float[] Means(FieldMap map, int width, int bin)
    {
        var (height, row) = (map.Levels.Length / width, (width + bin - 1) / bin);
        var sums = new float[row * ((height + bin - 1) / bin)];
        var counts = new int[sums.Length];
        for (var i = 0; i < map.Levels.Length; i++)
        {
            var to = (i % width / bin) + (row * (i / width / bin));
            sums[to] += map.Picomolar(map.Levels[i]);
            counts[to]++;
        }

        return [.. sums.Select((sum, to) => sum / counts[to])];
    }
}
