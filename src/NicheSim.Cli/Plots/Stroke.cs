using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>Draws a path in a line pattern. Dashes are laid down as filled outlines, because an SVG canvas of Skia drops line patterns.</summary>
internal static class Stroke
{
    public static void Draw(SKCanvas canvas, SKPath path, Line line)
    {
        using var effect = line.Pattern.Intervals.Length > 0 ? line.Pattern.GetPathEffect() : null;
        using var paint = new SKPaint
        {
            Style = SKPaintStyle.Stroke,
            StrokeWidth = line.Width,
            StrokeJoin = SKStrokeJoin.Round,
            Color = line.Color.ToSKColor(),
            IsAntialias = true,
            PathEffect = effect,
        };
        if (effect is null)
        {
            canvas.DrawPath(path, paint);
            return;
        }

        using var outline = paint.GetFillPath(path);
        using var fill = new SKPaint { Style = SKPaintStyle.Fill, Color = paint.Color, IsAntialias = true };
        canvas.DrawPath(outline, fill);
    }
}
