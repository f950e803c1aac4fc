using ScottPlot;
using ScottPlot.Panels;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>The symbols of a map, one a line, to the right of it.</summary>
internal sealed class MapLegend : PanelBase
{
    private const float Spacing = 17;
    private const float Side = 11;
    private const float TextSize = 11.5f;
    private const float Gap = 14;

    private readonly MapSymbol[] entries;

    public MapLegend(IEnumerable<MapSymbol> entries)
    {
        Edge = Edge.Right;
        this.entries = [.. entries];
    }

    public float Height => entries.Length * Spacing;

    public float Width => Gap + Side + 7 + entries.Select(e => PlotFonts.Width(e.Name, TextSize)).DefaultIfEmpty().Max();

    public override float Measure(Paint paint) => Width;

    public override void Render(RenderPack rp, float size, float offset) => Draw(rp.Canvas, rp.DataRect.Right, rp.DataRect.Top);

    /// <summary>Draws the legend to the right of an edge, from a height downward.</summary>
    public void Draw(SKCanvas canvas, float right, float top)
    {
        using var paint = new SKPaint();
        for (var i = 0; i < entries.Length; i++)
        {
            var center = new SKPoint(right + Gap + (Side / 2), top + (i * Spacing) + (Side / 2));
            if (entries[i].Kind == "guest")
                VoxelMap.DrawSymbol(canvas, paint, center, Side, "vessel", Palette.Vessel);
            VoxelMap.DrawSymbol(canvas, paint, center, Side, entries[i].Kind, entries[i].Fill);
            MapDrawing.Text(canvas, entries[i].Name, center.X + (Side / 2) + 7, center.Y + 4, TextSize, Palette.Ink);
        }
    }
}
