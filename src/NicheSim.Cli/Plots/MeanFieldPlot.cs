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
            var (low, high) = (line.Values.Min(), line.Values.Max());
            var room = Math.Max(0.06 * (high - low), 0.01 * Math.Abs(high));
            figure.Add(LinePanel.Draw([.. course.Days], [line], Scale.Linear(low - room, high + room, 5), settings.About, settings.Unit, figure.Width), LinePanel.HeightFor([line], 165));
        }

        return figure;
    }
}
