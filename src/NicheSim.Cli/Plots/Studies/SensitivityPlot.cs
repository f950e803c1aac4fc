using NicheSim.Recording;
using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>
/// Which parameters matter to which readout: elementary effects as sigma against mu-star (Morris), total and first-order shares of variance (Sobol'), or
/// partial rank correlations where values are drawn otherwise.
/// </summary>
internal static class SensitivityPlot
{
    private const int MostBars = 14;
    private const float RowHeight = 17;
    private const float MostRoom = 116;

    public static Figure? Draw(StudyFiles study)
        => study.Sensitivity is { RowCount: > 0 } table ? table.Has("muStar") ? Effects(study, table) : Shares(study, table)
            : study.Correlations is { RowCount: > 0 } correlations && study.Settings.Calibration is null ? PartialRanks(study, correlations) : null;

    private static Figure? Effects(StudyFiles study, CsvTable table)
    {
        var parameters = table.Text("parameter");
        var (means, lows, highs, sigmas) = (table.NumbersOrNone("muStar"), table.NumbersOrNone("muStarCiLow"), table.NumbersOrNone("muStarCiHigh"), table.NumbersOrNone("sigma"));
        var panels = Panels(study, table, row => double.IsFinite(means[row]) && double.IsFinite(sigmas[row]), row => means[row] > 0 || sigmas[row] > 0);
        if (panels.Length == 0)
            return null;
        var palette = new Palette(study.Parameters);
        var figure = study.NewFigure();
        KeyStrip.Add(figure, [.. study.Parameters.Select((parameter, p) => KeyStrip.Entry.OfSymbol(parameter, palette.Of(parameter), p))]);
        StudyPanel.AddGrid(figure, [.. panels.Select(panel =>
        {
            var quantity = study.Quantity(panel.Readout, panel.Rows.SelectMany(row => new[] { means[row], sigmas[row] }));
            var (most, mostSigma) = (panel.Rows.Max(row => Math.Max(means[row], Finite(highs[row]))), panel.Rows.Max(row => sigmas[row]));
            var horizontal = Scale.Linear(0, quantity.Told(Math.Max(most, 0.2 * mostSigma)) * 1.1, 5).WithRoomBelow();
            var vertical = Scale.Linear(0, quantity.Told(Math.Max(mostSigma, 0.2 * most)) * 1.1, 5).WithRoomBelow();
            var plot = StudyPanel.Of(horizontal, "µ*", vertical, "σ", panel.Heading(quantity), StudyPanel.HalfWidth, new PixelPadding(54, 12, 40, 24));
            plot.PlottableList.Add(new Marks((canvas, at) =>
            {
                canvas.Segment(at(0, 0), at(horizontal.High, horizontal.High), Palette.FaintInk, 0.9f, Palette.Pattern(3));
                foreach (var row in panel.Rows)
                {
                    var color = palette.Of(parameters[row]);
                    var sigma = quantity.Told(sigmas[row]);
                    if (double.IsFinite(lows[row]) && double.IsFinite(highs[row]))
                        canvas.Segment(at(quantity.Told(lows[row]), sigma), at(quantity.Told(highs[row]), sigma), color, 1.2f);
                    canvas.Symbol(at(quantity.Told(means[row]), sigma), 4.5f, color, Index(study.Parameters, parameters[row]));
                }
            }));
            return plot;
        })], 190);
        figure.Note("Elementary effects of each parameter over its whole range: µ* is the mean of their sizes (line: 95 % interval), σ their standard deviation. Above the dashed line σ is more than µ*: the effect depends on the other parameters, or changes its sign.");
        NoteRest(figure, study, panels);
        return figure;
    }

    private static Figure? Shares(StudyFiles study, CsvTable table)
    {
        var (first, firstLow, firstHigh) = (table.NumbersOrNone("first"), table.NumbersOrNone("firstCiLow"), table.NumbersOrNone("firstCiHigh"));
        var (total, totalLow, totalHigh) = (table.NumbersOrNone("total"), table.NumbersOrNone("totalCiLow"), table.NumbersOrNone("totalCiHigh"));
        var panels = Panels(study, table, row => double.IsFinite(first[row]) && double.IsFinite(total[row]), row => total[row] > 0);
        if (panels.Length == 0)
            return null;
        var (light, dark) = (Theme.Now.OnPaper(Color.FromHex("#56B4E9")), Theme.Now.OnPaper(Color.FromHex("#0072B2")));
        var figure = study.NewFigure();
        KeyStrip.Add(figure, [KeyStrip.Entry.OfFill("total, with interactions", light), KeyStrip.Entry.OfFill("first order, by itself", dark)]);
        AddTornados(figure, study, table, panels, row => total[row], 0, 1, "share of variance", (canvas, at, row) =>
        {
            Bar(canvas, at(0), at(total[row]), 5.5f, light);
            Bar(canvas, at(0), at(first[row]), 3, dark);
            Whisker(canvas, at(totalLow[row]), at(totalHigh[row]), -3);
            Whisker(canvas, at(firstLow[row]), at(firstHigh[row]), 3);
        }, panels.SelectMany(panel => panel.Rows).SelectMany(row => new[] { totalLow[row], totalHigh[row], firstLow[row], firstHigh[row], total[row] }));
        figure.Note("Shares of the readout's variance (Sobol'). Lines: 95 % intervals, that of the total above.");
        NoteWeak(figure, panels);
        NoteRest(figure, study, panels);
        return figure;
    }

    private static Figure? PartialRanks(StudyFiles study, CsvTable table)
    {
        var (method, value, low, high) = (table.Text("method"), table.NumbersOrNone("coefficient"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"));
        var panels = Panels(study, table, row => method[row] == "partial rank" && double.IsFinite(value[row]), _ => true, "y");
        if (panels.Length == 0)
            return null;
        var (up, down) = (Theme.Now.OnPaper(Color.FromHex("#0072B2")), Theme.Now.OnPaper(Color.FromHex("#E69F00")));
        var figure = study.NewFigure();
        AddTornados(figure, study, table, panels, row => Math.Abs(value[row]), -1, 1, "partial rank correlation", (canvas, at, row) =>
        {
            Bar(canvas, at(0), at(value[row]), 5.5f, value[row] > 0 ? up : down);
            Whisker(canvas, at(low[row]), at(high[row]), 0);
        }, [], "x");
        figure.Note("Partial rank correlation of each parameter with the readout, the other parameters held. Lines: 95 % intervals.");
        NoteWeak(figure, panels);
        NoteRest(figure, study, panels);
        return figure;
    }

    private sealed record Panel(string Arm, string Readout, int[] Rows, bool HasArms)
    {
        public string Heading(Quantity quantity) => HasArms ? $"{quantity.Title}, {Arm}" : quantity.Title;
    }

    private static Panel[] Panels(StudyFiles study, CsvTable table, Func<int, bool> isKnown, Func<int, bool> isSome, string readoutColumn = "readout")
    {
        var (arms, readouts) = (table.Text("arm"), table.Text(readoutColumn));
        return [.. Enumerable.Range(0, table.RowCount).Where(isKnown).GroupBy(row => (Readout: readouts[row], Arm: arms[row]))
            .Where(rows => rows.Any(isSome)).Select(rows => new Panel(rows.Key.Arm, rows.Key.Readout, [.. rows], study.Arms.Count > 1)).Take(StudyPanel.MostPanels)];
    }

    private static void AddTornados(
        Figure figure, StudyFiles study, CsvTable table, Panel[] panels, Func<int, double> size, double low, double high, string title,
        Action<SKCanvas, Func<double, SKPoint>, int> draw, IEnumerable<double> ends, string parameterColumn = "parameter")
    {
        var parameters = table.Text(parameterColumn);
        var left = StudyPanel.RoomFor(parameters, MostRoom);
        var finite = ends.Where(double.IsFinite).ToArray();
        var scale = Scale.Linear(Math.Min(low, finite.DefaultIfEmpty(low).Min()), Math.Max(high, finite.DefaultIfEmpty(high).Max()) * 1.02, 4);
        StudyPanel.AddGrid(figure, [.. panels.Select(panel =>
        {
            var rows = panel.Rows.OrderByDescending(size).Take(MostBars).ToArray();
            var plot = StudyPanel.Of(
                scale, title, StudyPanel.Names([.. rows.Select(row => parameters[row])], left - 19), "", panel.Heading(new Quantity(panel.Readout, "", 0)), StudyPanel.HalfWidth, new PixelPadding(left, 12, 40, 24));
            plot.Grid.YAxisStyle.IsVisible = false;
            plot.Axes.Left.MajorTickStyle.Length = 0;
            plot.PlottableList.Add(new Marks((canvas, at) =>
            {
                for (var i = 0; i < rows.Length; i++)
                    draw(canvas, value => at(Math.Clamp(value, scale.Low, scale.High), rows.Length - 1 - i), rows[i]);
                canvas.Segment(at(0, -1), at(0, rows.Length), Palette.Ink, 0.9f);
            }));
            return plot;
        })], 64 + (RowHeight * Math.Min(MostBars, panels.Max(panel => panel.Rows.Length))));
    }

    private static void Bar(SKCanvas canvas, SKPoint from, SKPoint to, float half, Color color) => canvas.Box(new SKPoint(from.X, from.Y - half), new SKPoint(to.X, to.Y + half), color);

    private static void Whisker(SKCanvas canvas, SKPoint from, SKPoint to, float below)
    {
        if (float.IsFinite(from.X) && float.IsFinite(to.X))
            canvas.Segment(new SKPoint(from.X, from.Y + below), new SKPoint(to.X, to.Y + below), Palette.Ink, 1);
    }

    private static void NoteRest(Figure figure, StudyFiles study, Panel[] panels)
    {
        var rest = study.Readouts.Except(panels.Select(panel => panel.Readout)).ToArray();
        if (rest.Length > 0)
            figure.Note($"Not drawn: {string.Join(", ", rest)}.");
    }

    private static void NoteWeak(Figure figure, Panel[] panels)
    {
        if (panels.Any(panel => panel.Rows.Length > MostBars))
            figure.Note($"Of each the {MostBars} parameters with the longest bars.");
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;

    private static int Index(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name)
                return i;
        return 0;
    }
}
