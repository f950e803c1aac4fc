using NicheSim.Cli.Plots;
using Color = ScottPlot.Color;

namespace NicheSim.Tests.Cli.Plots;

public class PaletteTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 13).Select(i => $"type-{(char)('a' + i)}")];

    [Fact]
    public void A_color_goes_by_the_alphabet_unless_the_scenario_asks_for_one()
    {
        var palette = new Palette(["b", "a", "c"], new Dictionary<string, string> { ["c"] = "#123456" });
        Assert.Equal("#0072B2", palette.Of("a").ToHex());
        Assert.Equal("#E69F00", palette.Of("b").ToHex());
        Assert.Equal("#123456", palette.Of("c").ToHex());
    }

    [Fact]
    public void A_color_that_was_asked_for_is_given_to_no_other()
    {
        var palette = new Palette(["a", "b", "c"], new Dictionary<string, string> { ["c"] = "#0072b2" });
        Assert.Equal("#E69F00", palette.Of("a").ToHex());
        Assert.Equal("#009E73", palette.Of("b").ToHex());
    }

    [Fact]
    public void Types_that_line_vessels_are_dark_red_and_take_no_color_of_the_cycle()
    {
        var palette = new Palette(["a", "b"], vesselTypes: new HashSet<string> { "a" });
        Assert.Equal(Palette.Vessel, palette.Of("a"));
        Assert.Equal("#0072B2", palette.Of("b").ToHex());
    }

    [Fact]
    public void Where_the_colors_begin_again_they_are_others()
    {
        string[] many = [.. Enumerable.Range(0, 60).Select(i => $"type-{i:00}")];
        var palette = new Palette(many, vesselTypes: many[..8].ToHashSet());
        Assert.Equal(60, many.Select(name => palette.Of(name).ToHex()).Distinct().Count());
    }

    [Fact]
    public void States_have_shades_of_their_own()
    {
        var color = Color.FromHex("#E69F00");
        Assert.Equal(13, Enumerable.Range(0, 13).Select(state => Palette.Shade(color, state).ToHex()).Distinct().Count());
        Assert.Equal(12, Enumerable.Range(0, 12).Select(state => (Palette.LineShade(color, state).ToHex(), Palette.Pattern(state).Name)).Distinct().Count());
    }

    // Linear-light matrices of Machado, Oliveira and Fernandes (2009), severity 1; a difference of 8 in CIELAB is plain to see.
    [Theory]
    [InlineData("normal", 1, 0, 0, 0, 1, 0, 0, 0, 1)]
    [InlineData("deuteranopia", 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881)]
    [InlineData("protanopia", 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998)]
    public void Thirteen_types_bone_and_vessels_are_told_apart(string vision, double a, double b, double c, double d, double e, double f, double g, double h, double i)
    {
        var palette = new Palette(Names);
        var seen = Names.Select(palette.Of).Append(Palette.Bone).Append(Palette.Vessel).Select(color => Lab(color, [a, b, c, d, e, f, g, h, i])).ToArray();
        for (var m = 0; m < seen.Length; m++)
            for (var n = 0; n < m; n++)
                Assert.True(Math.Sqrt(seen[m].Zip(seen[n], (p, q) => (p - q) * (p - q)).Sum()) > 8, $"{vision}: {m} and {n}");
    }

    private static double[] Lab(Color color, double[] vision)
    {
        double[] rgb = [.. new[] { color.Red, color.Green, color.Blue }.Select(v => v / 255.0).Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];
        double[] seen = [.. Times(vision, rgb).Select(v => Math.Clamp(v, 0, 1))];
        var xyz = Times([0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505], seen);
        double[] f = [.. xyz.Zip([0.95047, 1, 1.08883], (v, white) => v / white).Select(t => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116)];
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }

    private static double[] Times(double[] m, double[] v) => [.. Enumerable.Range(0, 3).Select(r => m[3 * r] * v[0] + m[3 * r + 1] * v[1] + m[3 * r + 2] * v[2])];
}
