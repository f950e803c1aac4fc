using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>A line of a forest plot: an estimate and its interval.</summary>
internal sealed record Estimate(string Name, double Value, double Low, double High, Color Color)
{
    public bool IsKnown => double.IsFinite(Value) && double.IsFinite(Low) && double.IsFinite(High);
}

/// <summary>Estimates one under the other with their intervals, a line where there is no effect, and the numbers at the right.</summary>
internal static class ForestPanel
{
    private const float RowHeight = 17;
    private const float LeastRight = 150;
    private const float Margin = 10;
    private const float Top = 22;
    private const float Bottom = 26;

    public static void Add(Figure figure, string heading, IReadOnlyList<Estimate> rows, float left, bool isRatio = false)
    {
        var ends = rows.Where(row => row.IsKnown).SelectMany(row => new[] { row.Low, row.High, row.Value }).ToArray();
        var scale = isRatio ? Ratios(ends) : Scale.Linear(ends.Append(0).Min() - Room(ends), ends.Append(0).Max() + Room(ends), 5);
        var right = Math.Max(LeastRight, rows.Max(row => PlotFonts.Width(Text(row), Pen.TextSize)) + (2 * Margin));
        var padding = new PixelPadding(left, right, Bottom, Top);
        var plot = StudyPanel.Of(scale, "", StudyPanel.Names([.. rows.Select(row => row.Name)], left - 19), "", heading, figure.Width, padding);
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.PlottableList.Add(new Marks((canvas, at) =>
        {
            canvas.Segment(at(scale.Position(isRatio ? 1 : 0), -1), at(scale.Position(isRatio ? 1 : 0), rows.Count), Palette.FaintInk, 1, Palette.Pattern(3));
            for (var i = 0; i < rows.Count; i++)
                if (rows[i].IsKnown)
                    Draw(canvas, rows[i], value => at(scale.Position(value), rows.Count - 1 - i), isRatio ? 1 : 0);
        }));
        plot.Layout.Fixed(padding);
        var height = Top + Bottom + (RowHeight * rows.Count);
        figure.Add(
            (canvas, place) =>
            {
                Figure.DrawPlot(canvas, plot, place);
                for (var i = 0; i < rows.Count; i++)
                    canvas.Write(Text(rows[i]), place.Right - right + Margin, place.Top + Top + (RowHeight * (i + 0.5f)), Palette.Ink);
            },
            height);
    }

    /// <summary>A full disc where the interval leaves out no effect, a ring where it does not.</summary>
    private static void Draw(SKCanvas canvas, Estimate row, Func<double, SKPoint> at, double none)
    {
        canvas.Segment(at(row.Low), at(row.High), row.Color, 2);
        foreach (var end in new[] { at(row.Low), at(row.High) })
            canvas.Segment(new SKPoint(end.X, end.Y - 3), new SKPoint(end.X, end.Y + 3), row.Color, 1.4f);
        if (row.Low > none || row.High < none)
            canvas.Dot(at(row.Value), 4, row.Color);
        else
            canvas.Ring(at(row.Value), 4, row.Color);
    }

    private static string Text(Estimate row) => row.IsKnown ? $"{Quantity.ThreeDigits(row.Value)} ({Quantity.ThreeDigits(row.Low)} to {Quantity.ThreeDigits(row.High)})" : "no estimate";

    private static double Room(double[] ends) => ends.Length == 0 ? 1 : Math.Max(0.06 * (ends.Append(0).Max() - ends.Append(0).Min()), 1e-6);

    /// <summary>An axis by powers of ten and what lies between, 1 on it.</summary>
    private static Scale Ratios(double[] ends)
    {
        var logs = ends.Where(end => end > 0).Select(Math.Log10).Append(0).ToArray();
        var (low, high) = (Math.Max(logs.Min(), -4) - 0.1, Math.Min(logs.Max(), 4) + 0.1);
        double[] digits = high - low > 3 ? [1] : high - low > 1.5 ? [1, 3] : [1, 2, 5];
        var ticks = Enumerable.Range(-5, 11).SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power))).Where(value => Math.Log10(value) >= low && Math.Log10(value) <= high);
        return new(value => Math.Clamp(Math.Log10(Math.Max(value, 1e-9)), low, high), low, high, [.. ticks.Select(value => Tick.Major(Math.Log10(value), Scale.Plain(value)))], "log");
    }
}
