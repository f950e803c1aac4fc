using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>Cells over bone and vessels, several maps side by side with one legend: a plane on several days, or the planes of a box on one day.</summary>
internal static class CellMapsPlot
{
    private const float Margin = 12, Gap = 12, Above = 20, Below = 8;

    /// <summary>Size of a voxel [pixels]: a cell stays a visible dot, and a row of three fits a page.</summary>
    private static float SideOf(MapPart part) => Math.Clamp(250f / Math.Max(part.Width, part.Height), 1f, 12f);

    /// <summary>The first plane on the days that were asked for.</summary>
    public static Figure OverDays(RunFolder run, FrameMaps frames, Palette palette, PlotOptions options)
        => Draw(run, frames, palette, "", [.. frames.Chosen(options).Select(index => (0, index, $"day {Scale.Plain(frames.Days[index])}"))], options);

    /// <summary>All planes on the last day that was asked for.</summary>
    public static Figure Planes(RunFolder run, FrameMaps frames, Palette palette, PlotOptions options)
    {
        var index = frames.Chosen(options)[^1];
        return Draw(run, frames, palette, $", day {Scale.Plain(frames.Days[index])}", [.. frames.Header.Planes.Select((plane, p) => (p, index, plane.Name))], options);
    }

    private static Figure Draw(RunFolder run, FrameMaps frames, Palette palette, string tail, (int Plane, int Index, string Name)[] maps, PlotOptions options)
    {
        var tiles = Array.ConvertAll(maps, map =>
        {
            var plane = frames.Header.Planes[map.Plane];
            var part = frames.Part(plane, options);
            return (map.Name, Part: part, Voxels: frames.Voxels(frames.Read(map.Index).Planes[map.Plane], plane, part));
        });
        var key = new MapKey(run, palette, [.. tiles.SelectMany(tile => tile.Voxels)]);
        var legend = new MapLegend(key.Entries);
        var columns = Math.Min(tiles.Length, tiles.Length == 4 ? 2 : 3);
        var side = tiles.Min(tile => SideOf(tile.Part));
        var (width, height) = (side * tiles.Max(tile => tile.Part.Width), side * tiles.Max(tile => tile.Part.Height));
        var rows = tiles.Chunk(columns).ToArray();
        var rowHeight = Above + height + Below;
        var figure = new Figure((int)MathF.Ceiling((2 * Margin) + (columns * width) + ((columns - 1) * Gap) + legend.Width), run.Name, RunPlots.Subtitle(run), tail);
        figure.Add(
            (canvas, place) =>
            {
                for (var row = 0; row < rows.Length; row++)
                    for (var column = 0; column < rows[row].Length; column++)
                        DrawTile(canvas, rows[row][column], Margin + (column * (width + Gap)), place.Top + (row * rowHeight));
                legend.Draw(canvas, Margin + (columns * width) + ((columns - 1) * Gap), place.Top + Above);
                MapDrawing.LengthBar(canvas, Margin, place.Top + (rows.Length * rowHeight) + 8, side * tiles[0].Part.Width, tiles[0].Part.Width * frames.Header.VoxelUm);
            },
            Math.Max((rows.Length * rowHeight) + 24, Above + legend.Height + 8));
        return figure;

        void DrawTile(SKCanvas canvas, (string Name, MapPart Part, IReadOnlyList<MapVoxel> Voxels) tile, float left, float top)
        {
            MapDrawing.Text(canvas, tile.Name, left, top + 14, 12, Palette.Ink, bold: true);
            var place = new SKRect(left, top + Above, left + (side * tile.Part.Width), top + Above + (side * tile.Part.Height));
            VoxelMap.Draw(canvas, place, tile.Voxels, key, tile.Part.Width);
            MapDrawing.Frame(canvas, place);
        }
    }
}
