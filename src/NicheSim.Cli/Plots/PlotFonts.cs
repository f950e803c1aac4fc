using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>
/// The one typeface of every picture, Inter, carried in this assembly: a machine without fonts draws the same text. Without a
/// typeface ScottPlot draws none and says nothing.
/// </summary>
internal sealed class PlotFonts : IFontResolver
{
    public const string Family = "Inter";

    public static SKTypeface Regular { get; } = Load("Inter-Regular.otf");

    public static SKTypeface SemiBold { get; } = Load("Inter-SemiBold.otf");

    private static readonly Lazy<bool> Installed = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new PlotFonts());
        Fonts.Default = Fonts.Sans = Family;
        Fonts.DefaultFontStyle = Regular;
        return true;
    });

    /// <summary>Makes the carried typeface the one that every new ScottPlot object uses.</summary>
    public static void Install() => _ = Installed.Value;

    public static float Width(string text, float size)
    {
        using var font = new SKFont(Regular, size);
        return font.MeasureText(text);
    }

    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        weight > FontWeight.Medium ? SemiBold : Regular;

    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => bold ? SemiBold : Regular;

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(PlotFonts).Assembly.GetManifestResourceStream("Fonts/" + file)!;
        return SKTypeface.FromStream(stream) ?? throw new InvalidOperationException($"the carried font {file} cannot be read");
    }
}
