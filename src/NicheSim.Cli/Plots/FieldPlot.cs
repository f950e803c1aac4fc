using NicheSim.Recording;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>The mean of each field over the days, by decades, with its 95th percentile faint and dotted above.</summary>
internal static class FieldPlot
{
    /// <summary>More lines than this are not told apart; the highest are drawn.</summary>
    private const int MostFields = 10;

    private const string Mean = ".mean";

    /// <summary>The fields that fields.csv has columns of; none without it.</summary>
    public static IEnumerable<string> FieldsOf(CsvTable? table)
        => (table?.Columns ?? []).Where(column => column.EndsWith(Mean, StringComparison.Ordinal)).Select(column => column[..^Mean.Length]);

    public static Figure? Draw(RunFolder run, PlotOptions options)
    {
        if (run.Fields is not { RowCount: > 0 } table)
            return null;
        var days = table.Numbers("day");
        var means = FieldsOf(table).Where(options.Wants).ToDictionary(f => f, f => table.Numbers(f + Mean));
        var highest = means.Where(m => m.Value.Any(v => v > 0)).OrderByDescending(m => m.Value.Max()).Take(MostFields).Select(m => m.Key).ToArray();
        if (highest.Length == 0)
            return null;
        var palette = new Palette(highest);
        var lines = highest.Select(f => new Line(f, means[f], palette.Of(f), LinePattern.Solid, 1.9f)).ToList();
        var faint = highest.Select(f => new Line(f, table.Numbers(f + ".p95"), palette.Of(f).WithAlpha(0.55), Palette.Pattern(1), 1, Faint: true));
        List<Line> all = [.. faint, .. lines];

        var scale = Scale.Concentrations(all.SelectMany(l => l.Values));
        var width = LinePanel.WidthFor(all);
        var figure = new Figure(width, run.Name, RunPlots.Subtitle(run));
        figure.Add(LinePanel.Draw(days, all, scale, "", "concentration (pM)", figure.Width), LinePanel.HeightFor(all, 290));
        figure.Note("Solid: mean. Dotted: 95th percentile of voxels." + (all.Any(l => l.Values.Any(v => double.IsNaN(scale.Position(v)))) ? " Gaps: zero, or below 10⁻⁸ of the highest." : ""));
        if (highest.Length < means.Count)
            figure.Note($"Lower or zero, not drawn: {string.Join(", ", means.Keys.Except(highest))}.");
        return figure;
    }
}
