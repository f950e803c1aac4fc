using ScottPlot;
using ScottPlot.Panels;

namespace NicheSim.Cli.Plots;

/// <summary>A line above a panel, flush with its left axis, and a fainter one below it where there is more to say.</summary>
internal sealed class Heading : PanelBase
{
    private const float MoreHeight = 14;
    private readonly string text, more;

    public Heading(string text, string more = "")
    {
        Edge = Edge.Top;
        (this.text, this.more) = (text, more);
    }

    public override float Measure(Paint paint) => 20 + (more.Length > 0 ? MoreHeight : 0);

    public override void Render(RenderPack rp, float size, float offset)
    {
        new LabelStyle { Text = text, Font = PlotFonts.SemiBold, FontSize = 12, ForeColor = Palette.Ink, Alignment = Alignment.LowerLeft }
            .Render(rp.Canvas, new Pixel(rp.DataRect.Left, rp.DataRect.Top - 5 - (more.Length > 0 ? MoreHeight : 0)), rp.Paint);
        if (more.Length > 0)
            new LabelStyle { Text = more, FontSize = 10.5f, ForeColor = Palette.FaintInk, Alignment = Alignment.LowerLeft }.Render(rp.Canvas, new Pixel(rp.DataRect.Left, rp.DataRect.Top - 4), rp.Paint);
    }
}
