using NicheSim.Recording;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>What became of cells, of the types with states first: their numbers by state, stacked, and per day what added to them and what took from them.</summary>
internal static class FatesPlot
{
    private const int MostTypes = 3;

    private const string FromOthers = "came from others";

    /// <summary>Events that add cells to a type, and those that take cells from it, with their colors; of other types those that make cells of this one of theirs.</summary>
    private static readonly (string Event, string Text, string Color, bool Adds)[] Kinds =
    [
        ("divide", "divided", "#0072B2", true), ("arrived", "arrived", "#56B4E9", true), ("recruited", "recruited", "#009E73", true), ("sprouted", "sprouted", "#DDCC77", true),
        ("added", "added", "#CC79A7", true), (FromOthers, FromOthers, "#EE99AA", true), ("die", "died", "#7D7D7D", false), ("cleared", "cleared", "#E69F00", false), ("exited", "left", "#999933", false),
        ("turnInto", "turned into others", "#AA4499", false), ("fuse", "fused", "#6699CC", false), ("fusedAway", "fused away", "#332288", false), ("buried", "buried", "#225555", false), ("resorbed", "resorbed", "#EE6677", false),
    ];

    public static Figure? Draw(RunFolder run, Palette palette)
    {
        if (run.Events is not { RowCount: > 1 } events)
            return null;
        var days = run.Populations.Numbers("day");
        var types = run.Types.Select(type => (type.Type, type.States, Events: Layers(run, events, type.Type, type.States)))
            .Where(type => type.Events.Length > 0).OrderByDescending(type => type.States.Length > 1).ThenByDescending(type => type.Events.Sum(layer => layer.Layer.Values.Sum())).Take(MostTypes).ToArray();
        if (types.Length == 0)
            return null;
        var stacks = Array.ConvertAll(types, type => States(run, palette, type.Type, type.States));
        var width = StackPanel.WidthFor([.. stacks.SelectMany(stack => stack), .. types.SelectMany(type => type.Events).Select(layer => layer.Layer)]);
        var figure = new Figure(width, run.Name, RunPlots.Subtitle(run));
        for (var t = 0; t < types.Length; t++)
        {
            var (up, down) = (Of(types[t].Events, adds: true), Of(types[t].Events, adds: false));
            figure.Add(StackPanel.Draw(days, stacks[t], [], types[t].Type, "cells", figure.Width), StackPanel.HeightFor(stacks[t], 165));
            figure.Add(StackPanel.Draw(events.Numbers("day"), up, down, $"{types[t].Type}: gained and lost", "cells per day", figure.Width), StackPanel.HeightFor([.. up, .. down], 165));
        }

        if (run.Types.Count(type => Layers(run, events, type.Type, type.States).Length > 0) > MostTypes)
            figure.Note($"Types with states first; of all, the {MostTypes} in which most happened.");
        return figure;

        static Layer[] Of((Layer Layer, bool Adds)[] layers, bool adds) => [.. layers.Where(layer => layer.Adds == adds).Select(layer => layer.Layer)];
    }

    private static Layer[] States(RunFolder run, Palette palette, string type, string[] states)
    {
        Layer[] layers = states.Length < 2
            ? [new Layer(type, run.Populations.Numbers(type), palette.Of(type))]
            : [.. states.Select((state, s) => new Layer(state, run.Populations.Numbers($"{type}.{state}"), Palette.Shade(palette.Of(type), s)))];
        return [.. layers.Where(layer => layer.Values.Any(v => v > 0)).DefaultIfEmpty(layers[0])];
    }

    /// <summary>Counts since the row before, per day; the first row has none before it and looks like the second.</summary>
    private static double[] Rates(double[] days, double[] counts)
        => [.. counts.Select((_, row) => Math.Max(row, 1)).Select(row => counts[row] / (days[row] - days[row - 1]))];

    /// <summary>Per kind of event that ever happened to a type, cells per day since the row before.</summary>
    private static (Layer Layer, bool Adds)[] Layers(RunFolder run, CsvTable events, string type, string[] states)
    {
        var days = events.Numbers("day");
        string[] others = [.. run.Types.Where(other => other.Type != type).SelectMany(other => events.Columns.Where(column => EventName.Parse(column, other.Type, other.States) is { } name
            && (name.Event == $"turnInto:{type}" || run.Successors.GetValueOrDefault((other.Type, name.Event)) == type)))];
        return
        [
            .. from kind in Kinds
               let named = kind.Event == FromOthers ? others : events.Columns.Where(column => EventName.Parse(column, type, states) is { } name && name.Event.Split(':')[0] == kind.Event)
               let columns = named.Select(column => events.Numbers(column)).ToArray()
               let counts = days.Select((_, row) => columns.Sum(column => column[row])).ToArray()
               where counts.Any(count => count > 0)
               select (new Layer(kind.Text, Rates(days, counts), Theme.Now.OnPaper(Color.FromHex(kind.Color))), kind.Adds),
        ];
    }
}
