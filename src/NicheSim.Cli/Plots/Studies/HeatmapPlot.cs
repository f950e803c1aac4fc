using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>A grid of two parameters: the mean of each readout at the end as a color, a panel for each arm, with one color bar for the arms of a readout.</summary>
internal static class HeatmapPlot
{
    private const float Height = 200;
    private const float Left = 60;
    private const float Right = 58;

    /// <summary>Lightness alone tells its values apart, for all kinds of sight (S. van der Walt and N. Smith, matplotlib, 2015).</summary>
    private static readonly ScottPlot.Colormaps.Viridis Colors = new();

    public static Figure? Draw(StudyFiles study)
    {
        if (!study.Courses.IsByPoint || study.Parameters.Count != 2)
            return null;
        var (across, up) = (Values(study, 0), Values(study, 1));
        var panels = new List<Plot>();
        var names = study.Readouts.Where(name => study.Courses.Groups.Any(group => study.Courses.Of(group, name) is not null)).ToArray();
        if (across.Length < 2 || up.Length < 2 || names.Length == 0)
            return null;
        var most = Math.Max(1, StudyPanel.MostPanels / study.Arms.Count);
        foreach (var name in names.Take(most))
            panels.AddRange(Panels(study, name, across, up));
        var figure = study.NewFigure();
        StudyPanel.AddGrid(figure, panels, Height);
        figure.Note("Means on the last day.");
        if (names.Length > most)
            figure.Note($"Not drawn: {string.Join(", ", names.Skip(most))}.");
        return figure;
    }

    private static double[] Values(StudyFiles study, int parameter) => [.. study.Courses.Groups.Select(group => group.Values[parameter]).Distinct().Order()];

    private static IEnumerable<Plot> Panels(StudyFiles study, string name, double[] across, double[] up)
    {
        var ends = study.Courses.Groups.Where(group => study.Courses.Last(group, name) is not null).Select(group => (Group: group, Value: study.Courses.Last(group, name)!.Value.Mean)).ToArray();
        if (ends.Length == 0)
            yield break;
        var quantity = study.Quantity(name, ends.Select(end => end.Value));
        var (low, high) = (quantity.Told(ends.Min(end => end.Value)), quantity.Told(ends.Max(end => end.Value)));
        foreach (var arm in study.Arms)
        {
            var plot = StudyPanel.Of(
                Axis(across, StudyPanel.HalfWidth - Left - Right, text => PlotFonts.Width(text, 11.5f) + 5), study.TitleOf(study.Parameters[0]), Axis(up, Height - 64, _ => 13), study.TitleOf(study.Parameters[1]), study.Arms.Count > 1 ? $"{quantity.Title}, {arm}" : quantity.Title,
                StudyPanel.HalfWidth, new PixelPadding(Left, Right, 40, 24));
            plot.HideGrid();
            plot.PlottableList.Add(new Marks((canvas, at) =>
            {
                foreach (var (group, value) in ends.Where(end => end.Group.Arm == arm))
                {
                    var (x, y) = (Array.IndexOf(across, group.Values[0]), Array.IndexOf(up, group.Values[1]));
                    canvas.Box(at(x - 0.5, y - 0.5), at(x + 0.5, y + 0.5), ColorOf(quantity.Told(value), low, high));
                }
            }));
            plot.Axes.AddPanel(new ColorBar(low, high));
            yield return plot;
        }
    }

    private static Color ColorOf(double value, double low, double high) => Colors.GetColor(high > low ? (value - low) / (high - low) : 0.5);

    /// <summary>The values of a grid side by side, whatever lies between them.</summary>
    /// <param name="values">The values, in order.</param>
    /// <param name="length">Of the axis [pixels].</param>
    /// <param name="room">That a value's text takes along the axis [pixels].</param>
    private static Scale Axis(double[] values, float length, Func<string, float> room)
    {
        var texts = Array.ConvertAll(values, Quantity.Short);
        var every = (int)MathF.Ceiling(texts.Max(room) * values.Length / length);
        return new(v => v, -0.5, values.Length - 0.5, [.. texts.Select((text, i) => Tick.Major(i, i % every == 0 ? text : ""))], "");
    }

    /// <summary>What the colors stand for, at the right of a panel.</summary>
    private sealed class ColorBar : ScottPlot.Panels.PanelBase
    {
        private readonly double _low, _high;

        public ColorBar(double low, double high)
        {
            Edge = Edge.Right;
            (_low, _high) = (low, high);
        }

        public override float Measure(Paint paint) => 50;

        public override void Render(RenderPack rp, float size, float offset)
        {
            const float Width = 9;
            var (left, top, bottom) = (rp.DataRect.Right + 7, rp.DataRect.Top, rp.DataRect.Bottom);
            const int Steps = 64;
            for (var i = 0; i < Steps; i++)
            {
                var (from, to) = (bottom - ((bottom - top) * i / Steps), bottom - ((bottom - top) * (i + 1) / Steps));
                // A hair over the next one: no seams.
                rp.Canvas.Box(new SKPoint(left, from), new SKPoint(left + Width, Math.Max(top, to - 0.5f)), Colors.GetColor((i + 0.5) / Steps));
            }

            if (!(_high > _low))
            {
                rp.Canvas.Write(Scale.Plain(_low), left + Width + 4, (top + bottom) / 2, Palette.Ink);
                return;
            }

            foreach (var tick in Scale.Linear(_low, _high, 5).Ticks)
            {
                var y = bottom - (float)((tick.Position - _low) / (_high - _low) * (bottom - top));
                rp.Canvas.Segment(new SKPoint(left + Width, y), new SKPoint(left + Width + 3, y), Palette.Ink, 0.9f);
                rp.Canvas.Write(tick.Label, left + Width + 5, y, Palette.Ink);
            }
        }
    }
}
