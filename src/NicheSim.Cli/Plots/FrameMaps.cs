using NicheSim.Cli.Commands;
using NicheSim.Recording;

namespace NicheSim.Cli.Plots;

/// <summary>A rectangle of a map [voxels].</summary>
internal readonly record struct MapPart(int X, int Y, int Width, int Height);

/// <summary>The frames of a run as maps that can be drawn.</summary>
internal sealed class FrameMaps : IDisposable
{
    private readonly FrameFile _file;
    private readonly Dictionary<int, Frame> _read = [];

    private FrameMaps(FrameFile file) => _file = file;

    public FrameHeader Header => _file.Header;

    public IReadOnlyList<double> Days => _file.Days;

    /// <summary>The frames of a folder; null where there are none.</summary>
    /// <exception cref="InvalidDataException">They are damaged.</exception>
    public static FrameMaps? Open(string folder)
    {
        var file = FrameFile.Open(folder);
        if (file is { Ticks.Count: > 0 })
            return new FrameMaps(file);
        file?.Dispose();
        return null;
    }

    /// <summary>The frame that is nearest to a day.</summary>
    public int Nearest(double day) => Enumerable.Range(0, Days.Count).MinBy(i => Math.Abs(Days[i] - day));

    /// <summary>The frames nearest to the days that were asked for; else the first, one in the middle, and the last.</summary>
    public int[] Chosen(PlotOptions options)
        => [.. (options.Days.Length > 0 ? options.Days.Select(Nearest) : [0, Nearest((Days[0] + Days[^1]) / 2), Days.Count - 1]).Distinct().Order()];

    /// <summary>A frame; those that were read are kept.</summary>
    public Frame Read(int index) => _read.TryGetValue(index, out var frame) ? frame : _read[index] = _file.Read(index);

    /// <summary>The frames one after the other, without keeping them.</summary>
    public IEnumerable<Frame> All() => Enumerable.Range(0, Days.Count).Select(_file.Read);

    /// <summary>What of a plane is drawn: the part that was asked for, or all of it.</summary>
    /// <exception cref="BadInputException">The part lies outside.</exception>
    public MapPart Part(FramePlane plane, PlotOptions options)
    {
        if (options.Region.Length == 0)
            return new MapPart(0, 0, plane.Width, plane.Height);
        var ends = options.Region.Select(um => (int)Math.Round(um / Header.VoxelUm)).ToArray();
        var (x, y) = (Math.Clamp(ends[0], 0, plane.Width), Math.Clamp(ends[2], 0, plane.Height));
        var part = new MapPart(x, y, Math.Min(ends[1], plane.Width) - x, Math.Min(ends[3], plane.Height) - y);
        return part is { Width: > 0, Height: > 0 } ? part : throw new BadInputException("--region holds no voxel of the map");
    }

    /// <summary>What a plane holds, as symbols to draw.</summary>
    public IReadOnlyList<MapVoxel> Voxels(PlaneMap map, FramePlane plane, MapPart part)
    {
        var voxels = new List<MapVoxel>();
        for (var y = 0; y < part.Height; y++)
            for (var x = 0; x < part.Width; x++)
            {
                var entry = part.X + x + (plane.Width * (part.Y + y));
                if (map.Bone[entry] > 0)
                    voxels.Add(new MapVoxel(x, y, "bone", "", "", map.Bone[entry] / 255.0));
                if (map.Cells[entry] > 0)
                    voxels.Add(Cell(x, y, map.Cells[entry] - 1, guest: false));
                if (map.Guests[entry] > 0)
                    voxels.Add(Cell(x, y, map.Guests[entry] - 1, guest: true));
            }

        return voxels;
    }

    public void Dispose() => _file.Dispose();

    private MapVoxel Cell(int x, int y, int profile, bool guest)
    {
        var (type, state, vessel) = Header.Profiles[profile];
        return new MapVoxel(x, y, guest ? "guest" : vessel ? "vessel" : "cell", Header.Types[type], state, 0);
    }
}
