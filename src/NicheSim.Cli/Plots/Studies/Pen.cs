using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>The few shapes that pictures of studies are made of. Sizes in pixels.</summary>
internal static class Pen
{
    public const float TextSize = 11;

    private const int Shapes = 4;

    public static void Segment(this SKCanvas canvas, SKPoint from, SKPoint to, Color color, float width = 1.2f, LinePattern? pattern = null)
    {
        using var path = new SKPath();
        path.MoveTo(from);
        path.LineTo(to);
        Stroke.Draw(canvas, path, new Line("", [], color, pattern ?? LinePattern.Solid, width));
    }

    public static void Polyline(this SKCanvas canvas, IEnumerable<SKPoint> points, Line line)
    {
        using var path = new SKPath();
        path.AddPoly([.. points], close: false);
        Stroke.Draw(canvas, path, line);
    }

    /// <summary>Fills the outline through the points.</summary>
    public static void Area(this SKCanvas canvas, IEnumerable<SKPoint> points, Color color)
    {
        using var path = new SKPath();
        path.AddPoly([.. points], close: true);
        using var paint = Fill(color);
        canvas.DrawPath(path, paint);
    }

    public static void Box(this SKCanvas canvas, SKPoint corner, SKPoint opposite, Color color)
    {
        using var paint = Fill(color);
        canvas.DrawRect(Math.Min(corner.X, opposite.X), Math.Min(corner.Y, opposite.Y), Math.Abs(corner.X - opposite.X), Math.Abs(corner.Y - opposite.Y), paint);
    }

    public static void Dot(this SKCanvas canvas, SKPoint center, float radius, Color color)
    {
        using var paint = Fill(color);
        canvas.DrawCircle(center, radius, paint);
    }

    /// <summary>A disc of paper with a rim.</summary>
    public static void Ring(this SKCanvas canvas, SKPoint center, float radius, Color color)
    {
        canvas.Dot(center, radius, color);
        canvas.Dot(center, radius - 1.3f, Theme.Now.Paper);
    }

    /// <summary>A disc, square, triangle or diamond, in turns, so that more than color tells them apart.</summary>
    public static void Symbol(this SKCanvas canvas, SKPoint at, float radius, Color color, int number)
    {
        SKPoint[] corners = (number % Shapes) switch
        {
            1 => [new(-0.85f, -0.85f), new(0.85f, -0.85f), new(0.85f, 0.85f), new(-0.85f, 0.85f)],
            2 => [new(0, -1.1f), new(1.05f, 0.8f), new(-1.05f, 0.8f)],
            3 => [new(0, -1.2f), new(1.2f, 0), new(0, 1.2f), new(-1.2f, 0)],
            _ => [],
        };
        if (corners.Length == 0)
            canvas.Dot(at, radius, color);
        else
            canvas.Area(corners.Select(corner => new SKPoint(at.X + (radius * corner.X), at.Y + (radius * corner.Y))), color);
    }

    public static void Write(this SKCanvas canvas, string text, float x, float y, Color color, Alignment alignment = Alignment.MiddleLeft, float size = TextSize)
    {
        using var paint = Paint.NewDisposablePaint();
        new LabelStyle { Text = text, FontSize = size, ForeColor = color, Alignment = alignment }.Render(canvas, new Pixel(x, y), paint);
    }

    /// <summary>The text, cut with an ellipsis where it is wider than there is room for.</summary>
    public static string Fitted(string text, float size, float room)
    {
        if (PlotFonts.Width(text, size) <= room)
            return text;
        var kept = text.Length;
        while (kept > 1 && PlotFonts.Width(text[..kept] + "…", size) > room)
            kept--;
        return text[..kept].TrimEnd() + "…";
    }

    private static SKPaint Fill(Color color) => new() { Style = SKPaintStyle.Fill, Color = color.ToSKColor(), IsAntialias = true };
}
