using NicheSim.Recording;
namespace NicheSim.Cli.Plots.Studies;

/// <summary>What arms change, readout by readout: the mean paired effect with its 95 % interval, and hazard ratios of the outcomes below.</summary>
internal static class ContrastsPlot
{
    /// <summary>More rows than this in a panel are for the tables.</summary>
    public const int MostRows = 16;

    private const float MostRoom = 150;

    public static Figure? Draw(StudyFiles study)
    {
        if (study.Contrasts is not { RowCount: > 0 } table)
            return null;
        var names = Names(study, table);
        var arms = table.Text("treated");
        var (effects, lows, highs, days) = (table.NumbersOrNone("effect"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"), table.NumbersOrNone("day"));
        var all = Panels(table);
        var panels = Array.FindAll(all, rows => rows.Count() <= MostRows);
        if (panels.Length == 0)
            return null;
        var figure = study.NewFigure();
        var left = StudyPanel.RoomFor(names, MostRoom);
        foreach (var rows in panels.Take(StudyPanel.MostPanels))
        {
            var quantity = study.Quantity(rows.Key.Item1, rows.SelectMany(row => new[] { effects[row], lows[row], highs[row] }));
            var day = days.Distinct().Count() > 1 && double.IsFinite(rows.Key.Item2) ? $", day {Scale.Plain(rows.Key.Item2)}" : "";
            ForestPanel.Add(figure, quantity.Title + day, [.. rows.Select(row => new Estimate(names[row], quantity.Told(effects[row]), quantity.Told(lows[row]), quantity.Told(highs[row]), study.Colors.Of(arms[row])))], left);
        }

        AddHazards(figure, study, left);
        var last = days.Where(double.IsFinite).Distinct().ToArray();
        figure.Note($"Paired difference in the mean{Of(table)}{(last.Length == 1 ? $" on day {Scale.Plain(last[0])}" : "")}{Against(table)}, with its 95 % interval; full where that leaves out no effect.");
        if (panels.Length > StudyPanel.MostPanels)
            figure.Note($"Not drawn: {string.Join(", ", panels.Skip(StudyPanel.MostPanels).Select(rows => rows.Key.Item1))}.");
        NoteLong(figure, all.Except(panels).Select(rows => rows.Key.Item1));
        NoteLong(figure, LongHazards(study));
        return figure;
    }

    /// <summary>Has the study contrasts, and all of them in panels that are too long?</summary>
    public static bool AreAllTooLong(StudyFiles study)
        => study.Contrasts is { RowCount: > 0 } table && Panels(table) is { Length: > 0 } all && Array.TrueForAll(all, rows => rows.Count() > MostRows);

    /// <summary>The rows of each readout and day that have an interval somewhere.</summary>
    private static IGrouping<(string, double), int>[] Panels(CsvTable table)
    {
        var (readouts, days, lows, highs) = (table.Text("readout"), table.NumbersOrNone("day"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"));
        return [.. Enumerable.Range(0, table.RowCount).GroupBy(row => (readouts[row], days[row])).Where(rows => rows.Any(row => highs[row] > lows[row]))];
    }

    private static void AddHazards(Figure figure, StudyFiles study, float left)
    {
        if (study.SurvivalContrasts is not { RowCount: > 0 } table)
            return;
        var names = Names(study, table);
        var (outcomes, arms) = (table.Text("outcome"), table.Text("treated"));
        var (ratios, lows, highs) = (table.NumbersOrNone("hazardRatio"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"));
        foreach (var rows in Enumerable.Range(0, table.RowCount).GroupBy(row => outcomes[row]).Where(rows => rows.Count() <= MostRows))
            ForestPanel.Add(figure, $"{rows.Key}: hazard ratio", [.. rows.Select(row => new Estimate(names[row], ratios[row], lows[row], highs[row], study.Colors.Of(arms[row])))], left, isRatio: true);
    }

    private static IEnumerable<string> LongHazards(StudyFiles study)
        => study.SurvivalContrasts is { } table ? table.Text("outcome").GroupBy(outcome => outcome).Where(rows => rows.Count() > MostRows).Select(rows => $"{rows.Key} (hazard ratio)") : [];

    private static void NoteLong(Figure figure, IEnumerable<string> names)
    {
        if (names.Distinct().ToArray() is { Length: > 0 } left)
            figure.Note($"In the tables alone, of more than {MostRows} rows: {string.Join(", ", left)}.");
    }

    /// <summary>What each row is called: its treated arm with its point, and the control where rows have several.</summary>
    private static string[] Names(StudyFiles study, CsvTable table)
    {
        var (arms, controls) = (table.Text("treated"), table.Text("control"));
        var hasArms = arms.Distinct().Count() > 1;
        var hasControls = controls.Distinct().Count() > 1;
        return [.. study.TreatedOf(table).Select((group, row) => study.Label(group, hasArms) + (hasControls ? $" − {controls[row]}" : ""))];
    }

    private static string Of(CsvTable table) => table.Text("treated").Distinct().ToArray() is [var one] ? $", {one}" : "";

    private static string Against(CsvTable table) => table.Text("control").Distinct().ToArray() is [var one] ? $" against {one}" : "";
}
