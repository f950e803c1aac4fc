using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>What lies between two lines, filled: a share of a stack, or what replicates span.</summary>
internal sealed class DrawnBand(double[] days, double[] lower, double[] upper, Color color) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        if (days.Length < 2)
            return;
        using var path = new SKPath();
        for (var i = 0; i < days.Length; i++)
            Add(i, upper[i], start: i == 0);
        for (var i = days.Length - 1; i >= 0; i--)
            Add(i, lower[i], start: false);
        path.Close();
        using var fill = new SKPaint { Style = SKPaintStyle.Fill, Color = color.ToSKColor(), IsAntialias = true };
        rp.Canvas.DrawPath(path, fill);

        void Add(int i, double value, bool start)
        {
            var pixel = Axes.GetPixel(new Coordinates(days[i], value));
            if (start)
                path.MoveTo(pixel.X, pixel.Y);
            else
                path.LineTo(pixel.X, pixel.Y);
        }
    }
}
