using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>A line through the points of a panel, broken where a value has no place (NaN); a single point is a disc.</summary>
internal sealed class DrawnLine(double[] days, double[] places, Line line) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        var points = days.Select((day, i) => Axes.GetPixel(new Coordinates(day, places[i]))).ToArray();
        if (points.Length == 1)
            Drawing.FillCircle(rp.Canvas, points[0], 2 * line.Width, new FillStyle { Color = line.Color }, rp.Paint);
        using var path = new ScottPlot.PathStrategies.Straight().GetPath(points);
        Stroke.Draw(rp.Canvas, path, line);
    }
}
