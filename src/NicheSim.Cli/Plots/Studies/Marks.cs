using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>Draws into a panel by a function of its own, which is given the place of a pair of coordinates.</summary>
internal sealed class Marks(Action<SKCanvas, Func<double, double, SKPoint>> draw) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => draw(rp.Canvas, (x, y) =>
    {
        var pixel = Axes.GetPixel(new Coordinates(x, y));
        return new SKPoint(pixel.X, pixel.Y);
    });
}
