using System.Globalization;
using System.Text;
using System.Xml.Linq;
using NicheSim.Cli.Output;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>Replaces the text of an SVG by its outlines: viewers and journals that lack the typeface would set another.</summary>
internal static class SvgOutlines
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Reads the SVG that Skia wrote and saves it with every text element as a path; what it said stays as its label.</summary>
    public static void Convert(Stream svg, string path)
    {
        var document = XDocument.Load(svg, LoadOptions.PreserveWhitespace);
        foreach (var text in document.Descendants(Svg + "text").ToList())
            text.ReplaceWith(Outline(text));
        NumberClips(document);
        WholeFile.Write(path, Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting)));
    }

    /// <summary>Numbers clip paths from 1: Skia counts on through a process, so a picture would differ from its redrawing.</summary>
    private static void NumberClips(XDocument document)
    {
        var names = document.Descendants(Svg + "clipPath").Select((clip, i) => (Old: clip.Attribute("id")!.Value, New: $"clip-{i + 1}")).ToDictionary(n => $"url(#{n.Old})", n => n.New);
        foreach (var use in document.Descendants().Attributes("clip-path"))
            use.Value = $"url(#{names[use.Value]})";
        foreach (var clip in document.Descendants(Svg + "clipPath").Attributes("id"))
            clip.Value = names[$"url(#{clip.Value})"];
    }

    private static XElement Outline(XElement text)
    {
        using var font = new SKFont(Number(text, "font-weight", 400) > 400 ? PlotFonts.SemiBold : PlotFonts.Regular, Number(text, "font-size", 12));
        var at = Numbers(text, "x");
        var y = Numbers(text, "y")[0];
        var letters = text.Value.Trim();
        using var outline = new SKPath();
        for (var i = 0; i < letters.Length; i++)
        {
            using var glyph = font.GetTextPath(letters.AsSpan(i, 1), new SKPoint(at[Math.Min(i, at.Length - 1)], y));
            outline.AddPath(glyph);
        }

        return new XElement(
            Svg + "path",
            text.Attributes().Where(a => a.Name == "fill" || a.Name == "fill-opacity" || a.Name == "transform"),
            new XAttribute("aria-label", letters),
            new XAttribute("d", outline.ToSvgPathData()));
    }

    private static float Number(XElement text, string attribute, float standing) =>
        float.TryParse(text.Attribute(attribute)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : standing;

    private static float[] Numbers(XElement text, string attribute) =>
        [.. text.Attribute(attribute)!.Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
}
