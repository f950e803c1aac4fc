using NicheSim.Recording;
using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>What maps without axes are put together from.</summary>
internal static class MapDrawing
{
    public const float TextSize = 11;
    private static readonly ScottPlot.Colormaps.Viridis Colors = new();

    public static void Text(SKCanvas canvas, string text, float left, float baseline, float size, Color color, bool bold = false)
    {
        using var font = new SKFont(bold ? PlotFonts.SemiBold : PlotFonts.Regular, size) { Subpixel = true, Hinting = SKFontHinting.Slight };
        using var paint = new SKPaint { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, left, baseline, font, paint);
    }

    public static void Frame(SKCanvas canvas, SKRect place)
    {
        using var paint = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 0.8f, Color = Palette.FaintInk.ToSKColor(), IsAntialias = true };
        canvas.DrawRect(place, paint);
    }

    /// <summary>A bar of round length for a map of this width, and its length.</summary>
    public static void LengthBar(SKCanvas canvas, float left, float y, float mapWidth, double widthUm)
    {
        var length = Scale.NiceStep(widthUm / 5);
        using var paint = new SKPaint { StrokeWidth = 2.5f, Color = Palette.Ink.ToSKColor() };
        var right = left + (float)(length / widthUm * mapWidth);
        canvas.DrawLine(left, y, right, y, paint);
        Text(canvas, $"{Scale.Plain(length)} µm", right + 7, y + 4, TextSize, Palette.Ink);
    }

    /// <summary>A field's levels as colors, with solid bone in its own; one pixel per entry of the map, y upward.</summary>
    public static void Field(SKCanvas canvas, SKRect place, FramePlane plane, PlaneMap map, int field, MapPart part, LevelScale scale)
    {
        using var pixels = new SKBitmap(part.Width, part.Height);
        var levels = map.Fields[field];
        var colors = Enumerable.Range(0, 256).Select(level => scale.ColorOf(levels.Picomolar((byte)level)).ToSKColor()).ToArray();
        var bone = Palette.Bone.ToSKColor();
        for (var y = 0; y < part.Height; y++)
            for (var x = 0; x < part.Width; x++)
            {
                var (column, row) = (part.X + x, part.Y + y);
                var level = levels.Levels[(column / plane.Bin) + (plane.FieldWidth * (row / plane.Bin))];
                pixels.SetPixel(x, part.Height - 1 - y, map.Bone[column + (plane.Width * row)] >= 128 && plane.At != FramePlane.Projection ? bone : colors[level]);
            }

        using var image = SKImage.FromBitmap(pixels);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
        Frame(canvas, place);
    }

    /// <summary>The colors of a scale with a number at each end and between.</summary>
    public static void ColorBar(SKCanvas canvas, SKRect place, LevelScale scale)
    {
        using var paint = new SKPaint();
        for (var x = 0; x < place.Width; x++)
        {
            paint.Color = Colors.GetColor(x / (place.Width - 1.0)).ToSKColor();
            canvas.DrawRect(place.Left + x, place.Top, 1.5f, place.Height, paint);
        }

        Frame(canvas, place);
        foreach (var (share, text) in scale.Ticks)
        {
            var at = place.Left + ((float)share * place.Width);
            using var tick = new SKPaint { StrokeWidth = 0.8f, Color = Palette.Ink.ToSKColor() };
            canvas.DrawLine(at, place.Bottom, at, place.Bottom + 3, tick);
            var width = PlotFonts.Width(text, TextSize);
            Text(canvas, text, Math.Clamp(at - (width / 2), place.Left - 4, place.Right + 4 - width), place.Bottom + 14, TextSize, Palette.Ink);
        }
    }
}
