using ScottPlot;
using NicheSim.Recording;

namespace NicheSim.Cli.Plots;

/// <summary>Clone lineage (a Muller plot): the cells of a type that descend from each of its founders, stacked over the days; the largest by color, in the order of their founders.</summary>
internal static class ClonePlot
{
    private const int MostClones = 12;

    /// <summary>A type none of whose clones has ever so many cells has no lineage to show.</summary>
    private const int SmallestLineage = 4;

    public static Figure? Draw(RunFolder run, FrameMaps frames)
    {
        var sizes = frames.All().Select(frame => frame.Clones).ToArray();
        var types = frames.Header.Dividing.Where(type => sizes.Any(clones => clones.Any(clone => clone.Type == type && clone.Founder > 0 && clone.Cells >= SmallestLineage))).ToArray();
        if (types.Length == 0 || frames.Days.Count < 2)
            return null;
        var stacks = types.Select(type => (Name: frames.Header.Types[type], Layers: Layers(sizes, type))).ToArray();
        var figure = new Figure(StackPanel.WidthFor(stacks.SelectMany(stack => stack.Layers)), run.Name, RunPlots.Subtitle(run));
        foreach (var (name, layers) in stacks)
            figure.Add(StackPanel.Draw([.. frames.Days], layers, [], $"clones of {name}", "cells", figure.Width), StackPanel.HeightFor(layers, 230));
        figure.Note("A clone is what descends from one cell of the start, an arrival or a recruit, and is named by its number. Gray: all clones that are not named.");
        return figure;
    }

    private static Layer[] Layers(CloneSize[][] sizes, int type)
    {
        var ofType = Array.ConvertAll(sizes, clones => clones.Where(clone => clone.Type == type).ToDictionary(clone => clone.Founder, clone => clone.Cells));
        var largest = ofType.SelectMany(clones => clones).Where(clone => clone.Key > 0).GroupBy(clone => clone.Key).OrderByDescending(clone => clone.Max(size => size.Value))
            .ThenBy(clone => clone.Key).Take(MostClones).Select(clone => clone.Key).Order().ToArray();
        var colors = new Palette(largest.Select((_, i) => $"{i:00}"));
        var others = new Layer("others", Array.ConvertAll(ofType, clones => (double)clones.Where(clone => !largest.Contains(clone.Key)).Sum(clone => clone.Value)), Color.FromHex("#B4B4B4"));
        return [.. others.Values.Any(v => v > 0) ? [others] : Array.Empty<Layer>(), .. largest.Select((founder, i) => new Layer($"clone {founder}", Array.ConvertAll(ofType, clones => (double)clones.GetValueOrDefault(founder)), colors.Of($"{i:00}")))];
    }
}
