using NicheSim.MeanField;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>The course of a mean-field model: a panel for each variable.</summary>
internal static class MeanFieldPlot
{
    public static Figure Draw(MeanFieldModel model, MeanFieldCourse course)
    {
        var palette = new Palette([.. course.Names]);
        var lines = course.Names.Select((name, v) => new Line(name, course.Values[v], palette.Of(name), LinePattern.Solid, 1.9f)).ToArray();
        var figure = new Figure(LinePanel.WidthFor(lines), model.Name, model.Settings.About);
        foreach (var line in lines)
        {
            var settings = model.Settings.Variables[line.Name];
            var thousands = Thousands(line.Values.Max(Math.Abs));
            var unit = Math.Pow(1000, thousands);
            var scaled = line with { Values = [.. line.Values.Select(value => value / unit)] };
            var (low, high) = (scaled.Values.Min(), scaled.Values.Max());
            var room = Math.Max(0.06 * (high - low), 0.01 * Math.Abs(high));
            var quantity = thousands == 0 ? settings.Unit : $"{Scale.PowerOfTen(3 * thousands)} {settings.Unit}";
            figure.Add(LinePanel.Draw([.. course.Days], [scaled], Scale.Linear(low - room, high + room, 5), settings.About, quantity, figure.Width), LinePanel.HeightFor([scaled], 165));
        }

        return figure;
    }

    /// <summary>The power of a thousand that numbers are told in: long ones would push the axis' title out of the picture.</summary>
    private static int Thousands(double largest) => largest is >= 1e-2 and < 1e5 or 0 ? 0 : (int)Math.Floor(Math.Log10(largest) / 3);
}
