using System.Globalization;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>What made cells change their state: per change that happened, how many since the first row, stacked by the rule that did it.</summary>
internal static class WakePlot
{
    private const int MostChanges = 6;

    public static Figure? Draw(RunFolder run)
    {
        if (run.Events is not { RowCount: > 1 } events)
            return null;
        var days = events.Numbers("day");
        var changes =
            (from type in run.Types
             from column in events.Columns
             let name = EventName.Parse(column, type.Type, type.States)
             where name is { State.Length: > 0 } && name.Event.StartsWith("become:", StringComparison.Ordinal)
             group (name.Cause, Counts: Sums(events.Numbers(column))) by (name.Type, name.State, To: name.Event["become:".Length..]) into change
             let total = change.Sum(cause => cause.Counts[^1])
             where total > 0
             orderby total descending
             select (change.Key.Type, change.Key.State, change.Key.To, Total: total, Layers: Layers(change))).ToArray();
        if (changes.Length == 0)
            return null;
        // States that change most are often those that flicker; the order of the types keeps the picture's order.
        var drawn = changes.Take(MostChanges).OrderBy(change => change.Type, StringComparer.Ordinal).ToArray();
        var figure = new Figure(StackPanel.WidthFor(drawn.SelectMany(change => change.Layers)), run.Name, RunPlots.Subtitle(run));
        foreach (var change in drawn)
            figure.Add(StackPanel.Draw(days, change.Layers, [], $"{change.Type}: {change.State} → {change.To}", "changes so far", figure.Width), StackPanel.HeightFor(change.Layers, 150));
        figure.Note("By the rule behind it; \"base\" is the rate without any signal.");
        if (changes.Length > MostChanges)
            figure.Note($"The {MostChanges} most frequent of {changes.Length.ToString(CultureInfo.InvariantCulture)} changes.");
        return figure;
    }

    /// <summary>A layer per cause: base in gray, rules in the colors of the cycle.</summary>
    private static Layer[] Layers(IEnumerable<(string Cause, double[] Counts)> causes)
    {
        var happened = causes.Where(cause => cause.Counts[^1] > 0).OrderBy(cause => cause.Cause != "base").ThenBy(cause => cause.Cause, StringComparer.Ordinal).ToArray();
        var palette = new Palette(happened.Select(cause => cause.Cause).Where(cause => cause != "base"));
        return [.. happened.Select(cause => new Layer(cause.Cause, cause.Counts, cause.Cause == "base" ? Color.FromHex("#9A9A9A") : palette.Of(cause.Cause)))];
    }

    private static double[] Sums(double[] counts)
    {
        var sum = 0.0;
        return Array.ConvertAll(counts, count => sum += count);
    }
}
