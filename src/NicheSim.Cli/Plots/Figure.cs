using NicheSim.Cli.Commands;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots.Studies;
using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>A picture: a title, a line or two below it, plots one under another, notes at the foot. Sizes in pixels at 1:1.</summary>
internal sealed class Figure
{
    /// <summary>Pixels of the PNG per pixel of the layout: 510 wide becomes 1530, 450 dots per inch in a column of 86 mm.</summary>
    public const float DefaultScale = 3;

    /// <summary>A title makes a picture no wider than a column of a journal; a longer one is cut.</summary>
    public const int WidestTitle = 510;

    private const float Margin = 12;
    private const float TitleSize = 15;
    private const float TextSize = 11;
    private const float LineHeight = 15;
    private const int SubtitleLines = 3;
    private const char NoBreak = '\u00A0';

    /// <summary>Width of the semi-bold letters against the regular ones, with some to spare [-].</summary>
    private const float SemiBoldWidth = 1.1f;

    private readonly string title;
    private readonly string[] subtitle;
    private readonly List<(Action<SKCanvas, SKRect> Draw, float Height)> panels = [];
    private readonly List<string> notes = [];

    public int Width { get; }

    public int Height => (int)MathF.Ceiling(HeaderHeight + panels.Sum(p => p.Height) + FooterHeight);

    private float HeaderHeight => Margin + 20 + subtitle.Length * LineHeight + 6;

    private float FooterHeight => notes.Count == 0 ? 4 : notes.Count * LineHeight + 12;

    /// <summary>A figure of the given width, or up to <see cref="WidestTitle"/> where the title needs it.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="title">Its title.</param>
    /// <param name="subtitle">What stands below that.</param>
    /// <param name="tail">End of the title, as the day, that is not cut.</param>
    public Figure(int width, string title, string subtitle, string tail = "")
    {
        PlotFonts.Install();
        title = OneLine(title);
        var needed = (int)(PlotFonts.Width(title + tail, TitleSize) * SemiBoldWidth + 2 * Margin);
        Width = Math.Max(width, Math.Min(WidestTitle, needed));
        this.title = (needed <= Width ? title : Pen.Fitted(title, TitleSize, (Width - 2 * Margin) / SemiBoldWidth - PlotFonts.Width(tail, TitleSize))) + tail;
        var lines = Wrap(subtitle, TextSize);
        this.subtitle = [.. lines.Take(SubtitleLines)];
        if (lines.Count > SubtitleLines)
            this.subtitle[^1] += " …";
    }

    /// <summary>Adds what draws into a rectangle of the figure's width.</summary>
    public void Add(Action<SKCanvas, SKRect> draw, float height) => panels.Add((draw, height));

    public void Add(Plot plot, float height) => Add((canvas, place) => DrawPlot(canvas, plot, place), height);

    /// <summary>Adds plots side by side, as wide as each other.</summary>
    public void AddRow(IReadOnlyList<Plot> plots, float height, int columns) => Add(
        (canvas, place) =>
        {
            var width = place.Width / columns;
            for (var i = 0; i < plots.Count; i++)
                DrawPlot(canvas, plots[i], new SKRect(place.Left + (i * width), place.Top, place.Left + ((i + 1) * width), place.Bottom));
        },
        height);

    /// <summary>Adds a remark at the foot, wrapped to the figure's width.</summary>
    public void Note(string text) => notes.AddRange(Wrap(text, TextSize));

    /// <exception cref="BadInputException">It is larger than can be drawn.</exception>
    public void SavePng(string path, float scale = DefaultScale)
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)(Width * scale), (int)(Height * scale), SKColorType.Rgba8888, SKAlphaType.Opaque)) ?? throw TooLarge(path, scale);
        surface.Canvas.Scale(scale);
        Draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100) ?? throw TooLarge(path, scale);
        WholeFile.Write(path, data.SaveTo);
    }

    /// <summary>A text without new lines and tabs, which would be drawn as boxes. Spaces that hold words together stay.</summary>
    public static string OneLine(string text)
        => string.Join(' ', string.Concat(text.Select(letter => char.IsWhiteSpace(letter) && letter != NoBreak ? ' ' : letter)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Names a size at which four bytes a pixel are half of what a picture can hold.</summary>
    private BadInputException TooLarge(string path, float scale)
    {
        var size = Math.Floor(2 * Math.Min(Math.Sqrt(int.MaxValue / 8.0 / (Width * (double)Height)), scale / 2)) / 2;
        return new BadInputException(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path)} would have {Width * (double)scale:0} x {Height * (double)scale:0} pixels, more than can be drawn: {(size < 0.5 ? "no --size would do" : $"--size {size:0.#} would do")}"));
    }

    /// <summary>Writes the figure as SVG whose letters are outlines, so that it looks the same without the typeface.</summary>
    public void SaveSvg(string path)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
            Draw(canvas);
        stream.Position = 0;
        SvgOutlines.Convert(stream, path);
    }

    private void Draw(SKCanvas canvas)
    {
        // ScottPlot draws a plot again when its layout has moved the axis limits: settle that before anything is seen.
        using (var nowhere = new SKNoDrawCanvas(Width, Height))
            DrawPanels(nowhere);
        canvas.Clear(Theme.Now.Paper.ToSKColor());
        DrawText(canvas, title, PlotFonts.SemiBold, TitleSize, Palette.Ink, Margin + 14);
        for (var i = 0; i < subtitle.Length; i++)
            DrawText(canvas, subtitle[i], PlotFonts.Regular, TextSize, Palette.FaintInk, Margin + 31 + i * LineHeight);
        DrawPanels(canvas);
        for (var i = 0; i < notes.Count; i++)
            DrawText(canvas, notes[i], PlotFonts.Regular, TextSize, Palette.FaintInk, Height - FooterHeight + (i + 1) * LineHeight);
    }

    private void DrawPanels(SKCanvas canvas)
    {
        var top = HeaderHeight;
        foreach (var (draw, height) in panels)
        {
            draw(canvas, new SKRect(0, top, Width, top + height));
            top += height;
        }
    }

    public static void DrawPlot(SKCanvas canvas, Plot plot, SKRect place)
    {
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.Render(canvas, new PixelRect(place.Left, place.Right, place.Bottom, place.Top));
    }

    private static void DrawText(SKCanvas canvas, string text, SKTypeface typeface, float size, Color color, float baseline)
    {
        using var font = new SKFont(typeface, size) { Subpixel = true, Hinting = SKFontHinting.Slight };
        using var paint = new SKPaint { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, Margin, baseline, font, paint);
    }

    private List<string> Wrap(string text, float size)
    {
        var lines = new List<string>();
        foreach (var word in OneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (lines.Count > 0 && PlotFonts.Width($"{lines[^1]} {word}", size) <= Width - 2 * Margin - size)
                lines[^1] += " " + word;
            else
                lines.Add(word);
        return lines;
    }
}
