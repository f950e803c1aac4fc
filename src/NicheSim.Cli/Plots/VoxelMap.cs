using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>The voxels of a slice: bone and vessels as squares, cells as discs over them, guests of vessels as small ringed discs.</summary>
internal sealed class VoxelMap(IReadOnlyList<MapVoxel> voxels, MapKey key, int width, int height) : IPlottable
{
    /// <summary>A ring within a smaller voxel would be a blur [pixels].</summary>
    private const float SmallestRing = 4;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(0, width, 0, height);

    public void Render(RenderPack rp) => Draw(rp.Canvas, new SKRect(rp.DataRect.Left, rp.DataRect.Top, rp.DataRect.Right, rp.DataRect.Bottom), voxels, key, width);

    /// <summary>Draws a map that is so many voxels wide into a rectangle.</summary>
    public static void Draw(SKCanvas canvas, SKRect place, IReadOnlyList<MapVoxel> voxels, MapKey key, int width)
    {
        using var paint = new SKPaint();
        var side = place.Width / width;
        foreach (var kind in MapKey.Kinds)
            foreach (var voxel in voxels.Where(v => v.Kind == kind))
                DrawSymbol(canvas, paint, new SKPoint(place.Left + ((voxel.X + 0.5f) * side), place.Bottom - ((voxel.Y + 0.5f) * side)), side, kind, key.ColorOf(voxel));
    }

    /// <summary>Draws one symbol in a square of the given side [pixels].</summary>
    public static void DrawSymbol(SKCanvas canvas, SKPaint paint, SKPoint center, float side, string kind, Color fill)
    {
        if (kind is "bone" or "vessel")
        {
            // A hair wider than the voxel and not smoothed: no seams between neighbors.
            paint.IsAntialias = false;
            Fill(paint, fill);
            canvas.DrawRect(new SKRect(center.X - 0.505f * side, center.Y - 0.505f * side, center.X + 0.505f * side, center.Y + 0.505f * side), paint);
            return;
        }

        if (kind == "guest" && side < SmallestRing)
        {
            DrawSymbol(canvas, paint, center, side, "cell", fill.MixedWith(Colors.White, 0.35));
            return;
        }

        paint.IsAntialias = true;
        var radius = kind == "guest" ? 0.34f * side : 0.48f * side;
        Fill(paint, kind == "guest" ? Colors.White : fill.MixedWith(Colors.Black, 0.35));
        canvas.DrawCircle(center, radius, paint);
        Fill(paint, fill);
        canvas.DrawCircle(center, radius - (kind == "guest" ? 0.1f : 0.06f) * side, paint);
    }

    private static void Fill(SKPaint paint, Color color)
    {
        paint.Style = SKPaintStyle.Fill;
        paint.Color = color.ToSKColor();
    }
}
