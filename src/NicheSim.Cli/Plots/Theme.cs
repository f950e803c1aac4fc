using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>Paper and ink of the pictures that are being drawn.</summary>
/// <param name="Paper">What is drawn on.</param>
/// <param name="Ink">Text and axes.</param>
/// <param name="FaintInk">Text that stands back.</param>
internal sealed record Theme(Color Paper, Color Ink, Color FaintInk)
{
    private static readonly AsyncLocal<Theme?> Chosen = new();

    public static Theme Light { get; } = new(Colors.White, Color.FromHex("#222222"), Color.FromHex("#6B6B6B"));

    public static Theme Dark { get; } = new(Color.FromHex("#16181C"), Color.FromHex("#E8E8E8"), Color.FromHex("#A3A7AD"));

    /// <summary>The theme of this thread and what it calls.</summary>
    public static Theme Now => Chosen.Value ?? Light;

    /// <summary>Makes this the theme until what is returned is disposed.</summary>
    public IDisposable Use()
    {
        var before = Chosen.Value;
        Chosen.Value = this;
        return new Restore(before);
    }

    /// <summary>Colors darker than this are lightened on dark paper [relative luminance].</summary>
    private const double DarkestOnDark = 0.12;

    /// <summary>A color of the palette as it is seen on this paper.</summary>
    public Color OnPaper(Color color) =>
        this == Dark && Luminance(color) < DarkestOnDark ? color.MixedWith(Colors.White, 0.35 + (0.35 * (1 - (Luminance(color) / DarkestOnDark)))) : color;

    private static double Luminance(Color color) => (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));

    private static double Linear(byte part) => Math.Pow(part / 255.0, 2.2);

    private sealed class Restore(Theme? before) : IDisposable
    {
        public void Dispose() => Chosen.Value = before;
    }
}
