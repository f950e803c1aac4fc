using ScottPlot;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>A grid of one parameter: the mean of each readout at the end against it, arm by arm, and what 5 to 95 % of the runs span.</summary>
internal static class DosePlot
{
    public static Figure? Draw(StudyFiles study)
    {
        if (!study.Courses.IsByPoint || study.Parameters.Count != 1)
            return null;
        var values = study.Courses.Groups.Select(group => group.Values[0]).Distinct().ToArray();
        var names = study.Readouts.Where(name => study.Courses.Groups.Any(group => study.Courses.Of(group, name) is not null)).ToArray();
        if (values.Length < 2 || names.Length == 0)
            return null;
        var figure = study.NewFigure();
        if (study.Arms.Count > 1)
            KeyStrip.Add(figure, [.. study.Arms.Select((arm, a) => KeyStrip.Entry.OfLine(arm, study.Colors.Of(arm), StudyFiles.PatternOf(a)))]);
        StudyPanel.AddGrid(figure, [.. names.Take(StudyPanel.MostPanels).Select(name => Panel(study, name, values))], 165);
        figure.Note("The last day. Lines: mean. Bands: 5 to 95 % of the runs.");
        if (names.Length > StudyPanel.MostPanels)
            figure.Note($"Not drawn: {string.Join(", ", names.Skip(StudyPanel.MostPanels))}.");
        return figure;
    }

    private static Plot Panel(StudyFiles study, string name, double[] doses)
    {
        var arms = study.Arms.Select((arm, a) => (Number: a, Name: arm, Ends: Ends(study, name, arm))).Where(arm => arm.Ends.Length > 0).ToArray();
        var all = arms.SelectMany(arm => arm.Ends).SelectMany(end => new[] { end.Mean, end.P5, end.P95 }).ToArray();
        var quantity = study.Quantity(name, all);
        var horizontal = study.AxisOf(study.Parameters[0], doses);
        var plot = StudyPanel.Of(
            horizontal, study.TitleOf(study.Parameters[0]), Quantity.Axis(quantity.Told(all)), "", quantity.Title, StudyPanel.HalfWidth, StudyPanel.HalfPadding);
        foreach (var arm in arms)
            plot.PlottableList.Add(new DrawnBand(Doses(arm.Ends), quantity.Told(arm.Ends.Select(end => end.P5)), quantity.Told(arm.Ends.Select(end => end.P95)), study.Colors.Of(arm.Name).WithAlpha(0.2)));
        foreach (var arm in arms)
        {
            var (places, means, color) = (Doses(arm.Ends), quantity.Told(arm.Ends.Select(end => end.Mean)), study.Colors.Of(arm.Name));
            plot.PlottableList.Add(new DrawnLine(places, means, new Line("", [], color, StudyFiles.PatternOf(arm.Number), 1.8f)));
            plot.PlottableList.Add(new Marks((canvas, at) =>
            {
                for (var i = 0; i < places.Length; i++)
                    canvas.Symbol(at(places[i], means[i]), 3, color, arm.Number);
            }));
        }

        return plot;

        double[] Doses((double Dose, double Mean, double P5, double P95)[] ends) => Array.ConvertAll(ends, end => horizontal.Position(end.Dose));
    }

    private static (double Dose, double Mean, double P5, double P95)[] Ends(StudyFiles study, string name, string arm)
        => [.. study.Courses.Groups.Where(group => group.Arm == arm).OrderBy(group => group.Values[0])
            .Select(group => (Dose: group.Values[0], Last: study.Courses.Last(group, name))).Where(end => end.Last is not null)
            .Select(end => (end.Dose, end.Last!.Value.Mean, end.Last.Value.P5, end.Last.Value.P95))];
}
