using NicheSim.Recording;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>Colonies of the types that divide: how many there are of which size, stacked, and the largest and mean one.</summary>
internal static class ColonyPlot
{
    private static readonly (int From, string Text)[] Classes = [(1, "single cells"), (2, "2 to 4"), (5, "5 to 14"), (15, "15 to 49"), (50, "50 to 199"), (200, "200 and more")];

    /// <summary>A type whose cells never come together to so many has no colonies to show.</summary>
    private const int SmallestColony = 3;

    public static Figure? Draw(RunFolder run, FrameMaps frames)
    {
        var colonies = frames.All().Select(frame => frame.Colonies).ToArray();
        var types = frames.Header.Dividing.Where(type => colonies.Any(of => of.Any(colony => colony.Type == type && colony.Size >= SmallestColony))).ToArray();
        if (types.Length == 0 || frames.Days.Count < 2)
            return null;
        double[] days = [.. frames.Days];
        var panels = types.Select(type => (Name: frames.Header.Types[type], Layers: Layers(colonies, type), Lines: Lines(colonies, type))).ToArray();
        var figure = new Figure(Math.Max(StackPanel.WidthFor(panels.SelectMany(p => p.Layers)), LinePanel.WidthFor(panels.SelectMany(p => p.Lines))), run.Name, RunPlots.Subtitle(run));
        foreach (var (name, layers, lines) in panels)
        {
            figure.Add(StackPanel.Draw(days, layers, [], $"colonies of {name}, by their cells", "colonies", figure.Width), StackPanel.HeightFor(layers, 175));
            figure.Add(LinePanel.Draw(days, lines, Scale.Counts(lines.SelectMany(line => line.Values)), $"size of the colonies of {name}", "cells", figure.Width), LinePanel.HeightFor(lines, 150));
        }

        figure.Note("A colony: cells of a type that touch at a face, an edge or a corner.");
        return figure;
    }

    private static Layer[] Layers(ColonySize[][] colonies, int type) =>
    [
        .. Classes.Select((size, c) => new Layer(
            size.Text,
            Array.ConvertAll(colonies, of => (double)of.Where(colony => colony.Type == type && colony.Size >= size.From && (c == Classes.Length - 1 || colony.Size < Classes[c + 1].From)).Sum(colony => colony.Count)),
            new ScottPlot.Colormaps.Viridis().GetColor(0.95 - (0.9 * c / (Classes.Length - 1))))).Where(layer => layer.Values.Any(v => v > 0)),
    ];

    private static Line[] Lines(ColonySize[][] colonies, int type) =>
    [
        new("largest", Array.ConvertAll(colonies, of => (double)of.Where(colony => colony.Type == type).Select(colony => colony.Size).DefaultIfEmpty().Max()), Theme.Now.OnPaper(Color.FromHex("#0072B2")), LinePattern.Solid, 2),
        new("mean", Array.ConvertAll(colonies, of => of.Where(colony => colony.Type == type).Sum(colony => (double)colony.Size * colony.Count) / Math.Max(1, of.Where(colony => colony.Type == type).Sum(colony => colony.Count))), Theme.Now.OnPaper(Color.FromHex("#D55E00")), Palette.Pattern(0), 2),
    ];
}
