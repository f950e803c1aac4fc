using NicheSim.Recording;
using ScottPlot;
using SkiaSharp;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>
/// Kaplan and Meier's curves of each outcome, with their 95 % intervals, a stroke where runs are censored, and the numbers at risk below. What Cox's fit and
/// the log-rank test say of the arms stands at the foot.
/// </summary>
internal static class SurvivalPlot
{
    /// <summary>More groups than this are not told apart.</summary>
    public const int MostGroups = 8;

    private const float Height = 190;
    private const float RowHeight = 15;
    private const float Right = 16;

    public static Figure? Draw(StudyFiles study)
    {
        if (study.Survival is not { RowCount: > 0 } table || study.Courses.Groups.Count is 0 or > MostGroups)
            return null;
        var figure = study.NewFigure();
        var labels = study.Courses.Groups.Select(study.Label).ToArray();
        var palette = study.ColorsOfGroups;
        var left = Math.Max(54, Math.Min(180, labels.Max(label => PlotFonts.Width(label, Pen.TextSize)) + 56));
        foreach (var outcome in table.Text("outcome").Distinct())
        {
            var curves = study.Courses.Groups.Select((group, g) => new Curve(labels[g], palette.Of(labels[g]), StudyFiles.PatternOf(g), Steps(table, outcome, group))).Where(curve => curve.Steps.Count > 0).ToArray();
            Add(figure, study, outcome, curves, left);
        }

        foreach (var text in Comparisons(study))
            figure.Note(text);
        figure.Note("Bands: 95 % intervals. Upright strokes: runs that ended without it.");
        return figure;
    }

    private sealed record Step(double Day, int AtRisk, int Censored, double Share, double Low, double High);

    private sealed record Curve(string Label, Color Color, LinePattern Pattern, IReadOnlyList<Step> Steps)
    {
        /// <summary>How many are watched just before a day and have not had the event.</summary>
        public int AtRisk(double day) => Steps.FirstOrDefault(step => step.Day >= day - 1e-9)?.AtRisk ?? 0;
    }

    private static List<Step> Steps(CsvTable table, string outcome, StudyGroup group)
    {
        var (outcomes, arms) = (table.Text("outcome"), table.Text("arm"));
        var points = table.Has("point") ? table.Integers("point") : null;
        var (days, share, low, high) = (table.NumbersOrNone("days"), table.NumbersOrNone("survival"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"));
        var (atRisk, censored) = (table.Integers("atRisk"), table.Integers("censored"));
        return [.. Enumerable.Range(0, table.RowCount)
            .Where(row => outcomes[row] == outcome && arms[row] == group.Arm && (points is null || points[row] == group.Point))
            .Select(row => new Step(days[row], atRisk[row], censored[row], share[row], low[row], high[row]))];
    }

    private static void Add(Figure figure, StudyFiles study, string outcome, Curve[] curves, float left)
    {
        var last = Math.Max(curves.Max(curve => curve.Steps[^1].Day), 1e-3);
        var scale = Scale.Linear(0, last * 1.02, 8);
        var settings = study.Settings.Outcomes.GetValueOrDefault(outcome);
        var plot = StudyPanel.Of(
            scale, settings is { FromDay: not 0 } late ? $"days since day {Scale.Plain(late.FromDay)}" : "days", Scale.Linear(0, 1.03, 5).WithRoomBelow(), "share without it",
            $"{outcome}{Meaning(study, settings)}", figure.Width, new PixelPadding(left, Right, 40, 24));
        plot.PlottableList.Add(new Marks((canvas, at) =>
        {
            foreach (var curve in curves)
                canvas.Area([.. Outline(curve, step => step.High).Select(p => at(p.X, p.Y)), .. Outline(curve, step => step.Low).Reverse().Select(p => at(p.X, p.Y))], curve.Color.WithAlpha(0.14));
            foreach (var curve in curves)
            {
                canvas.Polyline(Outline(curve, step => step.Share).Select(p => at(p.X, p.Y)), new Line("", [], curve.Color, curve.Pattern, 2));
                foreach (var step in curve.Steps.Where(step => step.Censored > 0))
                    Stroke(canvas, at(step.Day, step.Share), curve.Color);
            }
        }));
        figure.Add(plot, Height);
        figure.Add((canvas, place) => WriteAtRisk(canvas, place, curves, scale, left), (RowHeight * (curves.Length + 1)) + 10);
    }

    private static string Meaning(StudyFiles study, NicheSim.Studies.OutcomeSettings? outcome)
    {
        if (outcome is null)
            return "";
        var level = outcome.Above is { } above ? $"above {Scale.Plain(above)}" : "";
        if (outcome.Below is { } below)
            level += (level.Length > 0 ? " or " : "") + $"below {Scale.Plain(below)}";
        return $": {outcome.Readout} {level} {study.UnitOf(outcome.Readout)}".TrimEnd();
    }

    /// <summary>The corners of a step curve; an interval that is not there ends at the last one that is.</summary>
    private static IEnumerable<(double X, double Y)> Outline(Curve curve, Func<Step, double> value)
    {
        var before = double.NaN;
        foreach (var step in curve.Steps)
        {
            if (!double.IsNaN(before))
                yield return (step.Day, before);
            var now = value(step);
            if (double.IsNaN(now))
                yield break;
            yield return (step.Day, before = now);
        }
    }

    private static void Stroke(SKCanvas canvas, SKPoint at, Color color) => canvas.Segment(new SKPoint(at.X, at.Y - 5), new SKPoint(at.X, at.Y + 3), color, 1.4f);

    private static void WriteAtRisk(SKCanvas canvas, SKRect place, Curve[] curves, Scale scale, float left)
    {
        var y = place.Top + (RowHeight / 2);
        canvas.Write("at risk", place.Left + 12, y, Palette.FaintInk);
        foreach (var curve in curves)
        {
            y += RowHeight;
            canvas.Segment(new SKPoint(place.Left + 12, y), new SKPoint(place.Left + 30, y), curve.Color, 2, curve.Pattern);
            canvas.Write(Pen.Fitted(curve.Label, Pen.TextSize, left - 54), place.Left + 34, y, Palette.Ink);
            foreach (var tick in scale.Ticks.Where(tick => tick.IsMajor))
                canvas.Write(
                    FormattableString.Invariant($"{curve.AtRisk(tick.Position)}"), place.Left + left + (float)((tick.Position - scale.Low) / (scale.High - scale.Low) * (place.Width - left - Right)), y,
                    Palette.Ink, Alignment.MiddleCenter);
        }
    }

    private static IEnumerable<string> Comparisons(StudyFiles study)
    {
        if (study.SurvivalContrasts is not { RowCount: > 0 } table || study.Courses.IsByPoint)
            yield break;
        var (outcome, treated, control, status) = (table.Text("outcome"), table.Text("treated"), table.Text("control"), table.Text("coxStatus"));
        var (ratio, low, high, p) = (table.NumbersOrNone("hazardRatio"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"), table.NumbersOrNone("logRankP"));
        for (var row = 0; row < table.RowCount; row++)
        {
            var hazard = double.IsFinite(ratio[row]) && double.IsFinite(low[row]) && double.IsFinite(high[row])
                ? $"hazard ratio {Quantity.ThreeDigits(ratio[row])} ({Quantity.ThreeDigits(low[row])} to {Quantity.ThreeDigits(high[row])})" : $"no hazard ratio ({status[row]})";
            yield return $"{outcome[row]}, {treated[row]} against {control[row]}: {hazard}, log-rank {Quantity.P(p[row])}.".Replace(", log-rank .", ".", StringComparison.Ordinal);
        }
    }
}
