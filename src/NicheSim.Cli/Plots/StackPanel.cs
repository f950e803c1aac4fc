using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>A layer of a stack: one value per day, none negative.</summary>
internal sealed record Layer(string Name, double[] Values, Color Color);

/// <summary>Layers over days, one on top of the other from zero; layers that go down hang below it. Labeled at their ends, where they end with something.</summary>
internal static class StackPanel
{
    /// <summary>The width of a figure whose widest labels are those of the layers [pixels].</summary>
    public static int WidthFor(IEnumerable<Layer> layers) => LinePanel.WidthFor(layers.Select(AsLine));

    public static float HeightFor(IReadOnlyCollection<Layer> layers, float least = 210) => LinePanel.HeightFor([.. layers.Select(AsLine)], least);

    /// <param name="days">The days.</param>
    /// <param name="up">Layers from zero upward, the lowest first.</param>
    /// <param name="down">Layers from zero downward.</param>
    /// <param name="heading">Above the panel.</param>
    /// <param name="quantity">Title of the vertical axis, with its unit.</param>
    /// <param name="figureWidth">Width of the figure [pixels].</param>
    public static Plot Draw(double[] days, IReadOnlyCollection<Layer> up, IReadOnlyCollection<Layer> down, string heading, string quantity, int figureWidth)
    {
        var bands = Bands(up, 1).Concat(Bands(down, -1)).ToArray();
        var (low, high) = (bands.SelectMany(b => b.Lower).DefaultIfEmpty().Min(), bands.SelectMany(b => b.Upper).DefaultIfEmpty().Max());
        var room = 0.04 * (high - low);
        var plot = LinePanel.Frame(
            days, Scale.Linear(low < 0 ? low - room : 0, Math.Max(high, 1e-9) + room, 5), heading, quantity, figureWidth,
            [.. bands.Select(b => (AsLine(b.Layer), (b.Lower[^1] + b.Upper[^1]) / 2))]);
        foreach (var band in bands)
            plot.PlottableList.Add(new DrawnBand(days, band.Lower, band.Upper, band.Layer.Color));
        foreach (var band in bands)
            plot.PlottableList.Add(new DrawnLine(days, band.Layer.Values.Length > 0 && low < 0 && band.Lower[^1] < 0 ? band.Lower : band.Upper, new Line("", [], Theme.Now.Paper, LinePattern.Solid, 0.6f)));
        return plot;
    }

    private static IEnumerable<(Layer Layer, double[] Lower, double[] Upper)> Bands(IEnumerable<Layer> layers, int sign)
    {
        double[]? edge = null;
        foreach (var layer in layers)
        {
            var inner = edge ?? new double[layer.Values.Length];
            edge = [.. inner.Select((value, i) => value + (sign * layer.Values[i]))];
            yield return sign > 0 ? (layer, inner, edge) : (layer, edge, inner);
        }
    }

    private static Line AsLine(Layer layer) => new(layer.Name, layer.Values, layer.Color, LinePattern.Solid, 7);
}
