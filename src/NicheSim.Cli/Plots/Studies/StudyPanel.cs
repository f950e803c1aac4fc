using ScottPlot;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>Panels of pictures of studies, and how they stand in a figure.</summary>
internal static class StudyPanel
{
    /// <summary>A figure is as wide as a column of a journal, 86 mm, and no wider: its letters are then of 5 to 6 points [pixels].</summary>
    public const int FigureWidth = 510;

    /// <summary>Panels that two columns of a page have room for.</summary>
    public const int MostPanels = 14;

    public const float HalfWidth = FigureWidth / 2f;

    private const float HeadingSize = 12;

    /// <summary>Room around the axes of a panel of half the figure's width [pixels].</summary>
    public static PixelPadding HalfPadding { get; } = new(46, 12, 40, 24);

    /// <summary>An empty panel.</summary>
    /// <param name="horizontal">Its axis below.</param>
    /// <param name="horizontalTitle">With the unit.</param>
    /// <param name="vertical">Its axis at the left.</param>
    /// <param name="verticalTitle">With the unit; empty where the heading says it.</param>
    /// <param name="heading">Above it.</param>
    /// <param name="width">Of the panel, axes and all [pixels].</param>
    /// <param name="padding">Room around the axes; more at the left where numbers need it [pixels].</param>
    public static Plot Of(Scale horizontal, string horizontalTitle, Scale vertical, string verticalTitle, string heading, float width, PixelPadding padding)
    {
        PlotFonts.Install();
        var plot = new Plot();
        padding = padding with { Left = Math.Max(padding.Left, vertical.Ticks.Max(tick => PlotFonts.Width(tick.Label, 11.5f)) + 13) };
        // The heading is in semi-bold letters, a tenth wider than those that are measured.
        LinePanel.Dress(plot, horizontal with { Remark = "" }, horizontalTitle, vertical with { Remark = "" }, Pen.Fitted(heading, HeadingSize * 1.1f, width - padding.Left - 4), verticalTitle);
        plot.Layout.Fixed(padding);
        return plot;
    }

    /// <summary>Adds panels in rows of two; one alone takes the whole width.</summary>
    public static void AddGrid(Figure figure, IReadOnlyList<Plot> panels, float height)
    {
        var columns = Math.Min(2, panels.Count);
        for (var first = 0; first < panels.Count; first += columns)
            figure.AddRow([.. panels.Skip(first).Take(columns)], height, columns);
    }

    /// <summary>An axis of names, the first at the top: name i stands at the count of names less i less 1.</summary>
    public static Scale Names(IReadOnlyList<string> names, float room)
        => new(v => v, -0.6, names.Count - 0.4, [.. names.Select((name, i) => Tick.Major(names.Count - 1 - i, Pen.Fitted(name, 11.5f, room)))], "");

    /// <summary>The room that names take at the left of a panel, within limits [pixels].</summary>
    public static float RoomFor(IEnumerable<string> names, float most) => Math.Clamp(names.Select(name => PlotFonts.Width(name, 11.5f)).DefaultIfEmpty().Max() + 19, 40, most);
}
