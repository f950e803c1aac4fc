using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>
/// Colors that hold through all pictures of a run and that color-blind readers tell apart: Okabe and Ito (2008,
/// jfly.uni-koeln.de/color) first, then from Tol's schemes (personal.sron.nl/~pault)
/// what stays apart from the earlier ones, from bone and from vessels under simulated deuteranopia and protanopia.
/// </summary>
internal sealed class Palette
{
    /// <summary>Bone, full; partial fill is mixed with white in proportion.</summary>
    public static Color Bone { get; } = Color.FromHex("#B9AE9E");

    public static Color Ink => Theme.Now.Ink;

    public static Color FaintInk => Theme.Now.FaintInk;

    private static readonly string[] Cycle =
    [
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#332288", "#DDCC77",
        "#225555", "#999933", "#EE6677", "#111111", "#88CCEE", "#AA4499",
    ];

    /// <summary>Types that line vessels: dark red, so that a map shows vessels as anatomists draw them.</summary>
    private static readonly string[] Vessels = ["#8B1A1A", "#B5404B", "#5E1224"];

    public static Color Vessel { get; } = Color.FromHex(Vessels[0]);

    private readonly Dictionary<string, Color> _colors = [];

    /// <summary>Gives each name the color asked for, else the next of the cycle, in the order of the alphabet, that nobody asked for.</summary>
    public Palette(IEnumerable<string> names, IReadOnlyDictionary<string, string>? asked = null, IReadOnlySet<string>? vesselTypes = null)
    {
        var taken = (asked?.Values ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var left = Array.FindAll(Cycle, color => !taken.Contains(color));
        var (next, nextVessel) = (0, 0);
        foreach (var name in names.Order(StringComparer.Ordinal))
            _colors[name] = asked?.GetValueOrDefault(name) is { } color ? Color.FromHex(color)
                : vesselTypes?.Contains(name) == true ? At(Vessels, nextVessel++) : At(left, next++);
    }

    /// <summary>A color of a cycle; where that begins again its colors are lighter, then darker, and so on.</summary>
    private static Color At(string[] cycle, int number)
    {
        var (color, turn) = (Color.FromHex(cycle[number % cycle.Length]), number / cycle.Length);
        return turn == 0 ? color : color.MixedWith(turn % 2 == 1 ? Colors.White : Colors.Black, 1 - Math.Pow(0.5, (turn + 1) / 2));
    }

    public Color Of(string name) => _colors.TryGetValue(name, out var color) ? Theme.Now.OnPaper(color) : FaintInk;

    /// <summary>The shade of state number <paramref name="state"/> of a type: its color, then in turns lighter and darker.</summary>
    public static Color Shade(Color color, int state) => state switch
    {
        0 => color,
        1 => color.MixedWith(Colors.White, 0.55),
        2 => color.MixedWith(Colors.Black, 0.45),
        3 => color.MixedWith(Colors.White, 0.78),
        4 => color.MixedWith(Colors.Black, 0.7),
        _ => color.MixedWith(state % 2 == 1 ? Colors.White : Colors.Black, FurtherShades[(state - 5) % FurtherShades.Length]),
    };

    /// <summary>How much lighter and darker the states from the fifth on are, in turns, between the first ones [share of white or black]; they repeat from the fourteenth on.</summary>
    private static readonly double[] FurtherShades = [0.3, 0.25, 0.67, 0.58, 0.43, 0.35, 0.88, 0.82];

    /// <summary>As <see cref="Shade"/>, but never too light for a line on white.</summary>
    public static Color LineShade(Color color, int state) => state switch
    {
        0 => color.MixedWith(Colors.White, 0.15),
        1 => color.MixedWith(Colors.White, 0.4),
        2 => color.MixedWith(Colors.Black, 0.45),
        3 => color.MixedWith(Colors.Black, 0.2),
        _ => color.MixedWith(state % 2 == 0 ? Colors.White : Colors.Black, FurtherLines[(state - 4) % FurtherLines.Length]),
    };

    /// <summary>The same of lines, whose pattern tells four states apart [share of white or black].</summary>
    private static readonly double[] FurtherLines = [0.28, 0.6, 0.5, 0.33, 0.05, 0.7];

    /// <summary>The line of state number <paramref name="state"/> of a type; dash and gap lengths in line widths' order, pixels.</summary>
    public static LinePattern Pattern(int state) => (state % 4) switch
    {
        0 => new LinePattern([6, 2.5f], 0, "dashed"),
        1 => new LinePattern([1.8f, 2.2f], 0, "dotted"),
        2 => new LinePattern([8, 2.5f, 1.8f, 2.5f], 0, "dash-dotted"),
        _ => new LinePattern([3.5f, 2], 0, "short-dashed"),
    };
}
