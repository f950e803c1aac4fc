using NicheSim.Recording;
using ScottPlot;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>Pairs that go together: a dot for each run, Spearman's coefficient with its 95 % interval above. Declared pairs come first, then, in a cohort, each parameter with each readout, the strongest first.</summary>
internal static class CorrelationsPlot
{
    private const float Height = 180;

    /// <summary>Lines of coefficients that a panel has room for above it.</summary>
    public const int MostArms = 4;

    public static Figure? Draw(StudyFiles study)
    {
        if (study.Correlations is not { RowCount: > 0 } table || study.Arms.Count > MostArms)
            return null;
        var pairs = Pairs(study, table);
        if (pairs.Length == 0)
            return null;
        var figure = study.NewFigure();
        if (study.Arms.Count > 1)
            KeyStrip.Add(figure, [.. study.Arms.Select((arm, a) => KeyStrip.Entry.OfSymbol(arm, study.Colors.Of(arm), a))]);
        StudyPanel.AddGrid(figure, [.. pairs.Take(StudyPanel.MostPanels - 2).Select(pair => Panel(study, pair))], Height + (12 * study.Arms.Count));
        figure.Note("ρ: Spearman's rank correlation with its 95 % interval. Readouts and populations are of the last day where no other is told.");
        if (pairs.Length > StudyPanel.MostPanels - 2)
            figure.Note($"{pairs.Length - StudyPanel.MostPanels + 2} weaker pairs are not drawn.");
        return figure;
    }

    /// <param name="X">A parameter, readout or population.</param>
    /// <param name="Y">Another.</param>
    /// <param name="Day">Day of what is no parameter; null for the last.</param>
    /// <param name="Found">What each arm came to.</param>
    private sealed record Pair(string X, string Y, double? Day, (string Arm, double Value, double Low, double High)[] Found);

    private static Pair[] Pairs(StudyFiles study, CsvTable table)
    {
        var (names, methods, arms, x, y) = (table.Text("correlation"), table.Text("method"), table.Text("arm"), table.Text("x"), table.Text("y"));
        var (values, lows, highs) = (table.NumbersOrNone("coefficient"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"));
        var isCohort = study.Settings.Design.Kind == NicheSim.Studies.DesignKind.Cohort;
        return [.. Enumerable.Range(0, table.RowCount)
            .Where(row => methods[row] == "spearman" && (names[row].Length > 0 || isCohort) && double.IsFinite(values[row]))
            .GroupBy(row => (Name: names[row], X: x[row], Y: y[row]))
            .OrderBy(rows => rows.Key.Name.Length == 0).ThenByDescending(rows => rows.Max(row => Math.Abs(values[row])))
            .Select(rows => new Pair(
                rows.Key.X, rows.Key.Y, study.Settings.Correlations.GetValueOrDefault(rows.Key.Name)?.Day, [.. rows.Select(row => (arms[row], values[row], lows[row], highs[row]))]))];
    }

    private static Plot Panel(StudyFiles study, Pair pair)
    {
        var (x, y) = (study.ValuesOfRuns(pair.X, pair.Day), study.ValuesOfRuns(pair.Y, pair.Day));
        var runs = Enumerable.Range(0, x.Length).Where(run => double.IsFinite(x[run]) && double.IsFinite(y[run])).ToArray();
        var (acrossName, upName) = (study.Quantity(pair.X, runs.Select(run => x[run])), study.Quantity(pair.Y, runs.Select(run => y[run])));
        var isParameter = study.Parameters.Contains(pair.X);
        var told = acrossName.Told(runs.Select(run => x[run]));
        var horizontal = told.Length == 0 ? Scale.Linear(0, 1) : isParameter ? study.AxisOf(pair.X, told) : Quantity.Axis(told);
        var vertical = Quantity.Axis(upName.Told(runs.Select(run => y[run])));
        var top = 26 + (12 * pair.Found.Length);
        var day = pair.Day is { } asked ? $", day {Scale.Plain(asked)}" : "";
        var plot = StudyPanel.Of(horizontal, acrossName.Title, vertical, "", "", StudyPanel.HalfWidth, new PixelPadding(46, 12, 40, top));
        plot.Axes.AddPanel(new Above(Pen.Fitted(upName.Title + day, 13, StudyPanel.HalfWidth - 60), [.. pair.Found.Select(found =>
            ($"ρ = {Quantity.ThreeDigits(found.Value)} ({Quantity.ThreeDigits(found.Low)} to {Quantity.ThreeDigits(found.High)})", pair.Found.Length > 1 ? study.Colors.Of(found.Arm) : Palette.FaintInk))]));
        plot.PlottableList.Add(new Marks((canvas, at) =>
        {
            foreach (var run in runs)
                canvas.Symbol(
                    at(horizontal.Position(acrossName.Told(x[run])), upName.Told(y[run])), 2.6f, study.Colors.Of(study.RunArms[run]).WithAlpha(0.65), study.Arms.ToList().IndexOf(study.RunArms[run]));
        }));
        return plot;
    }

    /// <summary>A heading with lines in colors of their own below it.</summary>
    private sealed class Above : ScottPlot.Panels.PanelBase
    {
        private readonly string _heading;
        private readonly (string Text, Color Color)[] _lines;

        public Above(string heading, (string Text, Color Color)[] lines)
        {
            Edge = Edge.Top;
            (_heading, _lines) = (heading, lines);
        }

        public override float Measure(Paint paint) => 20 + (12 * _lines.Length);

        public override void Render(RenderPack rp, float size, float offset)
        {
            var y = rp.DataRect.Top - 4;
            for (var i = _lines.Length - 1; i >= 0; i--, y -= 12)
                rp.Canvas.Write(_lines[i].Text, rp.DataRect.Left, y, _lines[i].Color, Alignment.LowerLeft, 10.5f);
            new LabelStyle { Text = _heading, Font = PlotFonts.SemiBold, FontSize = 12, ForeColor = Palette.Ink, Alignment = Alignment.LowerLeft }
                .Render(rp.Canvas, new Pixel(rp.DataRect.Left, y - 2), rp.Paint);
        }
    }
}
