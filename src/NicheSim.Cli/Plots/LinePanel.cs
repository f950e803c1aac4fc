using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>A line of a panel: one value per day of the panel. A faint line has no label.</summary>
internal sealed record Line(string Name, double[] Values, Color Color, LinePattern Pattern, float Width, bool Faint = false);

/// <summary>Lines over days on one pair of axes, labeled at their ends.</summary>
internal static class LinePanel
{
    public const float Left = 70;
    public const float DataWidth = 320;
    private const float Top = 24;
    private const float TopWithoutHeading = 8;
    private const float Bottom = 40;

    /// <summary>The width of a figure whose widest labels are those of <paramref name="lines"/> [pixels].</summary>
    public static int WidthFor(IEnumerable<Line> lines) => (int)MathF.Ceiling(Left + DataWidth + LineLabels.WidthOf(lines.Where(l => !l.Faint)) + 6);

    /// <summary>The height at which all labels find room [pixels].</summary>
    public static float HeightFor(IReadOnlyCollection<Line> lines, float least = 210) =>
        Math.Max(least, Top + Bottom + lines.Count(l => !l.Faint) * LineLabels.Spacing);

    /// <param name="days">The days.</param>
    /// <param name="lines">One value per day each.</param>
    /// <param name="vertical">The vertical axis.</param>
    /// <param name="heading">Above the panel; empty for none.</param>
    /// <param name="quantity">Title of the vertical axis, with its unit.</param>
    /// <param name="figureWidth">Width of the figure [pixels].</param>
    /// <param name="bands">What is shaded behind the lines, as what replicates span: values per day.</param>
    public static Plot Draw(
        double[] days, IReadOnlyCollection<Line> lines, Scale vertical, string heading, string quantity, int figureWidth, params IReadOnlyCollection<(double[] Lower, double[] Upper, Color Color)> bands)
    {
        var plot = Frame(days, vertical, heading, quantity, figureWidth, [.. lines.Where(l => !l.Faint).Select(l => (l, l.Values.Length > 0 ? vertical.Position(l.Values[^1]) : double.NaN))]);
        foreach (var (lower, upper, color) in bands)
            plot.PlottableList.Add(new DrawnBand(days, [.. lower.Select(vertical.Position)], [.. upper.Select(vertical.Position)], color.WithAlpha(0.22)));
        foreach (var line in lines)
            plot.PlottableList.Add(new DrawnLine(days, [.. line.Values.Select(vertical.Position)], line));
        return plot;
    }

    /// <summary>An empty panel over days with labels at its right edge: lines, and where each ends on the vertical axis.</summary>
    public static Plot Frame(double[] days, Scale vertical, string heading, string quantity, int figureWidth, IReadOnlyCollection<(Line Line, double End)> labels)
    {
        PlotFonts.Install();
        var plot = new Plot();
        plot.Axes.AddPanel(new LineLabels(labels));
        Dress(plot, Scale.Days(days[0], days[^1]), "day", vertical, heading, quantity);
        plot.Layout.Fixed(new PixelPadding(Left, figureWidth - Left - DataWidth, Bottom, heading.Length > 0 ? Top : TopWithoutHeading));
        return plot;
    }

    /// <summary>Gives a panel its axes, grid and heading.</summary>
    public static void Dress(Plot plot, Scale horizontal, string horizontalTitle, Scale vertical, string heading, string quantity, string more = "")
    {
        plot.FigureBackground.Color = Colors.Transparent;
        plot.Axes.SetLimits(horizontal.Low, horizontal.High, vertical.Low, vertical.High);
        Dress(plot.Axes.Bottom, horizontal, horizontalTitle);
        Dress(plot.Axes.Left, vertical, vertical.Remark.Length == 0 ? quantity : $"{quantity}, {vertical.Remark}");
        ((ScottPlot.AxisPanels.AxisBase)plot.Axes.Left).PaddingBetweenTickAndAxisLabels = new(left: 9, right: 9, bottom: 0, top: 0);
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        plot.Grid.MajorLineColor = Palette.Ink.WithAlpha(0.08);
        plot.Grid.MajorLineWidth = 0.7f;
        plot.Axes.Title.Label.IsVisible = false;
        if (heading.Length > 0)
            plot.Axes.AddPanel(new Heading(heading, more));
    }

    private static void Dress(IAxis axis, Scale scale, string title)
    {
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(scale.Ticks);
        axis.FrameLineStyle.Width = 0.9f;
        axis.FrameLineStyle.Color = Palette.Ink;
        axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = Palette.Ink;
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
