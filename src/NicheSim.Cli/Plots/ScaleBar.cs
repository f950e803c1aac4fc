using ScottPlot;
using ScottPlot.Panels;

namespace NicheSim.Cli.Plots;

/// <summary>A bar of round length under a map, so that it covers nothing.</summary>
internal sealed class ScaleBar : PanelBase
{
    private readonly double widthUm;

    /// <summary>A bar for a map of the given width [um]: a quarter of it at least, rounded to 1, 2 or 5 times a power of ten.</summary>
    public ScaleBar(double widthUm)
    {
        Edge = Edge.Bottom;
        this.widthUm = widthUm;
    }

    public double LengthUm => Scale.NiceStep(widthUm / 5);

    public override float Measure(Paint paint) => 26;

    public override void Render(RenderPack rp, float size, float offset)
    {
        var (left, y) = (rp.DataRect.Left, rp.DataRect.Bottom + 13);
        var right = left + (float)(LengthUm / widthUm * rp.DataRect.Width);
        Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(left, y), new Pixel(right, y), Palette.Ink, 2.5f);
        new LabelStyle { Text = $"{Scale.Plain(LengthUm)} µm", FontSize = 11.5f, ForeColor = Palette.Ink, Alignment = Alignment.MiddleLeft }
            .Render(rp.Canvas, new Pixel(right + 7, y), rp.Paint);
    }
}
