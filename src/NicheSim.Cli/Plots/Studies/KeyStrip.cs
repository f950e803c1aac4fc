using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>What lines, symbols or fills stand for: samples with their names, side by side above the panels, in as many rows as they take.</summary>
internal static class KeyStrip
{
    private const float Left = 12;
    private const float RowHeight = 17;
    private const float SampleWidth = 22;
    private const float Between = 18;

    /// <summary>One sample: draws itself around a point in the middle of its room.</summary>
    public sealed record Entry(string Name, Action<SKCanvas, SKPoint> Draw)
    {
        public static Entry OfLine(string name, Color color, LinePattern pattern, float width = 2) => new(name, (canvas, at) =>
            canvas.Segment(new SKPoint(at.X - (SampleWidth / 2), at.Y), new SKPoint(at.X + (SampleWidth / 2), at.Y), color, width, pattern));

        public static Entry OfSymbol(string name, Color color, int number) => new(name, (canvas, at) => canvas.Symbol(at, 4, color, number));

        public static Entry OfFill(string name, Color color) => new(name, (canvas, at) =>
            canvas.Box(new SKPoint(at.X - (SampleWidth / 2), at.Y - 4), new SKPoint(at.X + (SampleWidth / 2), at.Y + 4), color));
    }

    public static void Add(Figure figure, IReadOnlyCollection<Entry> entries)
    {
        var places = new List<(Entry Entry, float X, int Row)>();
        var (x, row) = (Left, 0);
        foreach (var entry in entries)
        {
            var width = SampleWidth + 5 + PlotFonts.Width(entry.Name, Pen.TextSize);
            if (x > Left && x + width > figure.Width - Left)
                (x, row) = (Left, row + 1);
            places.Add((entry, x, row));
            x += width + Between;
        }

        figure.Add(
            (canvas, place) =>
            {
                foreach (var (entry, left, line) in places)
                {
                    var y = place.Top + 4 + ((line + 0.5f) * RowHeight);
                    entry.Draw(canvas, new SKPoint(place.Left + left + (SampleWidth / 2), y));
                    canvas.Write(entry.Name, place.Left + left + SampleWidth + 5, y, Palette.Ink);
                }
            },
            (RowHeight * (row + 1)) + 8);
    }
}
