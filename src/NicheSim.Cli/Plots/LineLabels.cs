using ScottPlot;
using ScottPlot.Panels;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>Names of lines at the plot's right edge: each as near to where its line ends as the others allow, joined to it.</summary>
internal sealed class LineLabels : PanelBase
{
    public const float Spacing = 15;
    private const float TextSize = 11.5f;
    private const float Join = 14;
    private const float Sample = 20;
    private const float Gap = 5;

    private readonly (Line Line, double End)[] labels;

    /// <summary>Labels for lines that end at the given places of the vertical axis; NaN is the lower end.</summary>
    public LineLabels(IEnumerable<(Line Line, double End)> labels)
    {
        Edge = Edge.Right;
        this.labels = [.. labels];
    }

    /// <summary>The width that these labels need [pixels].</summary>
    public static float WidthOf(IEnumerable<Line> lines) => Join + Sample + 2 * Gap + lines.Select(l => PlotFonts.Width(l.Name, TextSize)).DefaultIfEmpty().Max();

    public override float Measure(Paint paint) => WidthOf(labels.Select(l => l.Line));

    public override void Render(RenderPack rp, float size, float offset)
    {
        var ends = labels.Select(l => Math.Min(rp.DataRect.Bottom, EndPixel(rp, l.End))).ToArray();
        var order = Enumerable.Range(0, labels.Length).OrderBy(i => ends[i]).ToArray();
        var places = Spread([.. order.Select(i => ends[i])], Spacing, rp.DataRect.Top, rp.DataRect.Bottom);
        for (var i = 0; i < order.Length; i++)
            Draw(rp, labels[order[i]].Line, ends[order[i]], places[i]);
    }

    /// <summary>Moves places, sorted ascending, as little as possible so that they lie <paramref name="spacing"/> apart within the bounds.</summary>
    /// <remarks>Least squares under an order constraint (pool adjacent violators): neighbors that collide form a block around their mean.</remarks>
    public static float[] Spread(float[] places, float spacing, float low, float high)
    {
        var blocks = new List<(float Sum, int Count)>();
        for (var i = 0; i < places.Length; i++)
        {
            blocks.Add((places[i] - i * spacing, 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Count >= blocks[^1].Sum / blocks[^1].Count)
            {
                blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }

        var last = Math.Max(low, high - (places.Length - 1) * spacing);
        return [.. blocks.SelectMany(b => Enumerable.Repeat(Math.Clamp(b.Sum / b.Count, low, last), b.Count)).Select((start, i) => start + i * spacing)];
    }

    private static float EndPixel(RenderPack rp, double end) =>
        double.IsNaN(end) ? rp.DataRect.Bottom : rp.Plot.Axes.Left.GetPixel(end, rp.DataRect);

    private static void Draw(RenderPack rp, Line line, float end, float place)
    {
        var x = rp.DataRect.Right;
        Drawing.DrawLine(rp.Canvas, rp.Paint, new Pixel(x + 2, end), new Pixel(x + Join, place), Palette.FaintInk.WithAlpha(0.6), 0.6f);
        using var sample = new SKPath();
        sample.MoveTo(x + Join + 2, place);
        sample.LineTo(x + Join + Sample, place);
        Stroke.Draw(rp.Canvas, sample, line);
        new LabelStyle { Text = line.Name, FontSize = TextSize, ForeColor = Palette.Ink, Alignment = Alignment.MiddleLeft }
            .Render(rp.Canvas, new Pixel(x + Join + Sample + Gap, place), rp.Paint);
    }
}
