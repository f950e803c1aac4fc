using NicheSim.Recording;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>
/// Cells of each type over the days. Types with several states stand in a panel of their own, with a line per state; what never
/// occurs is named at the foot instead of drawn.
/// </summary>
internal static class PopulationPlot
{
    public static Figure? Draw(RunFolder run, Palette palette)
    {
        var days = run.Populations.Numbers("day");
        if (days.Length == 0 || run.Types.Count == 0)
            return null;
        var never = new List<string>();
        var withStates = new List<Line>();
        var others = new List<Line>();
        foreach (var (type, states) in run.Types)
        {
            var lines = Lines(run.Populations, type, states, palette.Of(type), never);
            (lines.Count > 1 ? withStates : others).AddRange(lines);
        }

        var panels = new[] { withStates, others }.Where(p => p.Count > 0).ToArray();
        var width = LinePanel.WidthFor(panels.SelectMany(p => p));
        var figure = new Figure(width, run.Name, RunPlots.Subtitle(run));
        string[] headings = panels.Length == 1 ? [""] : ["types with states", "other types"];
        foreach (var (panel, heading) in panels.Zip(headings))
            figure.Add(LinePanel.Draw(days, panel, Scale.Counts(panel.SelectMany(l => l.Values)), heading, "cells", figure.Width), LinePanel.HeightFor(panel));
        if (never.Count > 0)
            figure.Note("Zero throughout: " + string.Join("; ", never) + ".");
        return figure;
    }

    private static List<Line> Lines(CsvTable populations, string type, string[] states, Color color, List<string> never)
    {
        var total = populations.Numbers(type);
        if (total.All(v => v == 0))
        {
            never.Add(type);
            return [];
        }

        var lines = new List<Line> { new(type, total, color, LinePattern.Solid, 2) };
        for (var s = 0; s < states.Length && states.Length > 1; s++)
        {
            var values = populations.Numbers($"{type}.{states[s]}");
            var name = $"{type}, {states[s]}";
            if (values.All(v => v == 0))
                never.Add(name);
            else
                lines.Add(new(name, values, Palette.LineShade(color, s), Palette.Pattern(s), 1.7f));
        }

        return lines;
    }
}
