using ScottPlot;
using ScottPlot.Panels;

namespace NicheSim.Cli.Plots;

/// <summary>A line above a panel, flush with its left axis.</summary>
internal sealed class Heading : PanelBase
{
    private readonly string text;

    public Heading(string text)
    {
        Edge = Edge.Top;
        this.text = text;
    }

    public override float Measure(Paint paint) => 20;

    public override void Render(RenderPack rp, float size, float offset) =>
        new LabelStyle { Text = text, Font = PlotFonts.SemiBold, FontSize = 12, ForeColor = Palette.Ink, Alignment = Alignment.LowerLeft }
            .Render(rp.Canvas, new Pixel(rp.DataRect.Left, rp.DataRect.Top - 5), rp.Paint);
}
