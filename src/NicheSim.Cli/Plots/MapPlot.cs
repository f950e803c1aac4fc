using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>The middle slice of the tissue on one day; y runs upward as in the scenario.</summary>
internal static class MapPlot
{
    /// <summary>The longer side of a map [pixels]; a large lattice has a larger one, so that a cell stays a visible dot.</summary>
    private static float LongerSide(int voxels) => Math.Clamp(1.5f * voxels, 360, 720);

    private const float Margin = 12;
    private const float BelowMap = 30;

    public static Figure? Draw(RunFolder run, Palette palette, IReadOnlyList<MapVoxel> voxels, double day)
    {
        if (voxels.Count == 0)
            return null;
        var (width, height, voxelUm) = run.Lattice;
        var side = LongerSide(Math.Max(width, height)) / Math.Max(width, height);
        var key = new MapKey(run, palette, [.. run.FirstMap, .. run.LastMap]);
        var legend = new MapLegend(key.Entries);
        var panelHeight = Math.Max(height * side + BelowMap, legend.Height) + 4;
        var figure = new Figure((int)MathF.Ceiling(Margin + width * side + legend.Width + Margin), run.Name, RunPlots.Subtitle(run), $", day {Scale.Plain(day)}");

        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.Axes.Title.IsVisible = plot.Axes.Left.IsVisible = plot.Axes.Bottom.IsVisible = plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        plot.HideGrid();
        plot.DataBorder = new LineStyle { Color = Palette.FaintInk, Width = 0.8f, IsVisible = true };
        plot.PlottableList.Add(new VoxelMap(voxels, key, width, height));
        plot.Axes.SetLimits(0, width, 0, height);
        plot.Axes.AddPanel(legend);
        plot.Axes.AddPanel(new ScaleBar(width * voxelUm));
        plot.Layout.Fixed(new PixelPadding(Margin, figure.Width - Margin - width * side, panelHeight - height * side, 0));
        figure.Add(plot, panelHeight);
        return figure;
    }
}
