using ScottPlot;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>Each kept readout over the days, a panel each: the median of the runs of an arm, and what 5 to 95 % of them span.</summary>
internal static class BandsPlot
{
    /// <summary>More groups than this are not told apart.</summary>
    public const int MostGroups = 8;

    private const float Height = 150;

    public static Figure? Draw(StudyFiles study)
    {
        var groups = study.Courses.Groups;
        if (groups.Count is 0 or > MostGroups)
            return null;
        var names = Names(study);
        var moving = names.Where(name => groups.Any(group => study.Courses.Of(group, name) is { } course && course.P5.Concat(course.P95).Distinct().Count() > 1)).ToArray();
        if (moving.Length == 0)
            return null;
        var labels = groups.Select(study.Label).ToArray();
        var palette = study.ColorsOfGroups;
        var figure = study.NewFigure();
        if (groups.Count > 1)
            KeyStrip.Add(figure, [.. labels.Select((label, g) => KeyStrip.Entry.OfLine(label, palette.Of(label), StudyFiles.PatternOf(g)))]);
        StudyPanel.AddGrid(figure, [.. moving.Take(StudyPanel.MostPanels).Select(name => Panel(study, name, labels, palette))], Height);
        figure.Note("Lines: median. Bands: 5 to 95 % of the runs.");
        if (moving.Length > StudyPanel.MostPanels)
            figure.Note($"Not drawn: {string.Join(", ", moving.Skip(StudyPanel.MostPanels))}.");
        if (moving.Length < names.Length)
            figure.Note($"The same throughout: {string.Join(", ", names.Except(moving))}.");
        return figure;
    }

    /// <summary>The readouts that the study keeps and those of its outcomes; populations where it keeps none.</summary>
    private static string[] Names(StudyFiles study)
    {
        var kept = study.Readouts.Concat(study.Settings.Outcomes.Values.Select(outcome => outcome.Readout)).Distinct().ToArray();
        return kept.Length > 0 ? kept : [.. study.Populations];
    }

    private static Plot Panel(StudyFiles study, string name, string[] labels, Palette palette)
    {
        var courses = study.Courses.Groups.Select((group, g) => (Number: g, Course: study.Courses.Of(group, name))).Where(entry => entry.Course is not null).ToArray();
        var values = courses.SelectMany(entry => entry.Course!.P5.Concat(entry.Course.P95).Concat(entry.Course.Median)).ToArray();
        var days = courses.SelectMany(entry => entry.Course!.Days).ToArray();
        var isCount = study.UnitOf(name) == ReadoutUnit.Cells;
        var quantity = isCount ? new Quantity(name, ReadoutUnit.Cells, 0) : study.Quantity(name, values);
        var scale = isCount ? Scale.Counts(values) : Quantity.Axis(quantity.Told(values));
        var plot = StudyPanel.Of(
            ShortDays(days.Min(), days.Max()), "day", scale, "", scale.Remark.Length == 0 ? quantity.Title : $"{name} (cells, log)", StudyPanel.HalfWidth, StudyPanel.HalfPadding);
        foreach (var (number, course) in courses)
            plot.PlottableList.Add(new DrawnBand(course!.Days, Places(course.P5), Places(course.P95), palette.Of(labels[number]).WithAlpha(0.2)));
        foreach (var (number, course) in courses)
            plot.PlottableList.Add(new DrawnLine(course!.Days, Places(course.Median), new Line("", [], palette.Of(labels[number]), StudyFiles.PatternOf(number), 1.8f)));
        return plot;

        double[] Places(double[] told) => [.. quantity.Told(told).Select(scale.Position)];
    }

    /// <summary>Days with as few ticks as a small panel has room for.</summary>
    private static Scale ShortDays(double first, double last) => last - first is >= 14 and <= 70 ? Scale.Days(first, last) : Scale.Linear(first, Math.Max(last, first + 1e-3), 6);
}
