using NicheSim.Recording;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>Every field as a map with its color bar: side by side on the last day, or a row per field where several days were asked for.</summary>
internal static class FieldMapPlot
{
    private const int Columns = 3;
    private const float Margin = 12, Gap = 14, MapWidth = 190, Above = 20, Below = 40;

    /// <param name="run">The run.</param>
    /// <param name="frames">Its frames.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="options">Days, fields, region.</param>
    public static Figure? Draw(RunFolder run, FrameMaps frames, int plane, PlotOptions options)
    {
        var shape = frames.Header.Planes[plane];
        var part = frames.Part(shape, options);
        int[] chosen = options.Days.Length > 0 ? frames.Chosen(options) : [frames.Days.Count - 1];
        var maps = chosen.Select(index => (Day: frames.Days[index], Map: frames.Read(index).Planes[plane])).ToArray();
        var fields = Enumerable.Range(0, frames.Header.Fields.Length).Where(f => options.Wants(frames.Header.Fields[f]) && maps.Any(map => map.Map.Fields[f].High > 0)).ToArray();
        if (fields.Length == 0)
            return null;
        var columns = maps.Length > 1 ? maps.Length : Math.Min(Columns, fields.Length);
        var tileHeight = MapWidth * part.Height / part.Width;
        var tail = (maps.Length == 1 ? $", day {Scale.Plain(maps[0].Day)}" : "") + (frames.Header.Planes.Length > 1 ? $", {shape.Name}" : "");
        var figure = new Figure((int)((2 * Margin) + (columns * MapWidth) + ((columns - 1) * Gap)), run.Name, RunPlots.Subtitle(run), tail);
        var tiles = fields.SelectMany(field => maps.Select(map => (Field: field, map.Day, map.Map))).ToArray();
        foreach (var row in tiles.Chunk(columns))
            figure.Add((canvas, place) => DrawRow(canvas, place, row), Above + tileHeight + Below);
        figure.Add((canvas, place) => MapDrawing.LengthBar(canvas, Margin, place.Top + 8, MapWidth, part.Width * frames.Header.VoxelUm), 22);
        var empty = frames.Header.Fields.Where((field, f) => options.Wants(field) && !fields.Contains(f)).ToArray();
        if (empty.Length > 0)
            figure.Note($"Nowhere above zero: {string.Join(", ", empty)}.");
        return figure;

        void DrawRow(SKCanvas canvas, SKRect place, (int Field, double Day, PlaneMap Map)[] row)
        {
            for (var i = 0; i < row.Length; i++)
            {
                var (left, name) = (Margin + (i * (MapWidth + Gap)), frames.Header.Fields[row[i].Field]);
                var scale = new LevelScale(maps.Select(map => (map.Map.Fields[row[i].Field].Low, map.Map.Fields[row[i].Field].High)));
                MapDrawing.Text(canvas, maps.Length > 1 ? $"{name}, day {Scale.Plain(row[i].Day)}" : name, left, place.Top + 14, 12, Palette.Ink, bold: true);
                var map = new SKRect(left, place.Top + Above, left + MapWidth, place.Top + Above + tileHeight);
                MapDrawing.Field(canvas, map, shape, row[i].Map, row[i].Field, part, scale);
                MapDrawing.ColorBar(canvas, new SKRect(left, map.Bottom + 6, left + MapWidth - 34, map.Bottom + 14), scale);
                MapDrawing.Text(canvas, scale.Unit, left + MapWidth - 26, map.Bottom + 14, MapDrawing.TextSize, Palette.FaintInk);
            }
        }
    }
}
