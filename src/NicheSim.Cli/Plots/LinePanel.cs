using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>A line of a panel: one value per day of the panel. A faint line has no label.</summary>
internal sealed record Line(string Name, double[] Values, Color Color, LinePattern Pattern, float Width, bool Faint = false);

/// <summary>Lines over days on one pair of axes, labeled at their ends.</summary>
internal static class LinePanel
{
    public const float Left = 66;
    public const float DataWidth = 320;
    private const float Top = 24;
    private const float TopWithoutHeading = 8;
    private const float Bottom = 40;

    /// <summary>The width of a figure whose widest labels are those of <paramref name="lines"/> [pixels].</summary>
    public static int WidthFor(IEnumerable<Line> lines) => (int)MathF.Ceiling(Left + DataWidth + LineLabels.WidthOf(lines.Where(l => !l.Faint)) + 6);

    /// <summary>The height at which all labels find room [pixels].</summary>
    public static float HeightFor(IReadOnlyCollection<Line> lines, float least = 210) =>
        Math.Max(least, Top + Bottom + lines.Count(l => !l.Faint) * LineLabels.Spacing);

    public static Plot Draw(double[] days, IReadOnlyCollection<Line> lines, Scale vertical, string heading, string quantity, int figureWidth)
    {
        PlotFonts.Install();
        var plot = new Plot();
        foreach (var line in lines)
            plot.PlottableList.Add(new DrawnLine(days, [.. line.Values.Select(vertical.Position)], line));
        plot.Axes.AddPanel(new LineLabels(lines.Where(l => !l.Faint).Select(l => (l, l.Values.Length > 0 ? vertical.Position(l.Values[^1]) : double.NaN))));
        Dress(plot, Scale.Days(days[0], days[^1]), vertical, heading, quantity);
        plot.Layout.Fixed(new PixelPadding(Left, figureWidth - Left - DataWidth, Bottom, heading.Length > 0 ? Top : TopWithoutHeading));
        return plot;
    }

    private static void Dress(Plot plot, Scale days, Scale vertical, string heading, string quantity)
    {
        plot.FigureBackground.Color = Colors.Transparent;
        plot.Axes.SetLimits(days.Low, days.High, vertical.Low, vertical.High);
        Dress(plot.Axes.Bottom, days, "day");
        Dress(plot.Axes.Left, vertical, vertical.Remark.Length == 0 ? quantity : $"{quantity}, {vertical.Remark}");
        ((ScottPlot.AxisPanels.AxisBase)plot.Axes.Left).PaddingBetweenTickAndAxisLabels = new(left: 9, right: 9, bottom: 0, top: 0);
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        plot.Grid.MajorLineColor = Palette.Ink.WithAlpha(0.08);
        plot.Grid.MajorLineWidth = 0.7f;
        plot.Axes.Title.Label.IsVisible = false;
        if (heading.Length > 0)
            plot.Axes.AddPanel(new Heading(heading));
    }

    private static void Dress(IAxis axis, Scale scale, string title)
    {
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(scale.Ticks);
        axis.FrameLineStyle.Width = 0.9f;
        axis.FrameLineStyle.Color = Palette.Ink;
        (axis.MajorTickStyle.Length, axis.MajorTickStyle.Width) = (4, 0.9f);
        (axis.MinorTickStyle.Length, axis.MinorTickStyle.Width) = (2, 0.6f);
        axis.TickLabelStyle.FontSize = 11.5f;
        axis.TickLabelStyle.ForeColor = Palette.Ink;
        axis.Label.Text = title;
        axis.Label.FontSize = 12;
        axis.Label.Font = PlotFonts.Regular;
        axis.Label.ForeColor = Palette.Ink;
    }
}
