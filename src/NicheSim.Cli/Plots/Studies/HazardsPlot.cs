namespace NicheSim.Cli.Plots.Studies;

/// <summary>Hazard ratios of Cox's fits within each arm, per standard deviation of each covariate.</summary>
internal static class HazardsPlot
{
    public static Figure? Draw(StudyFiles study)
    {
        if (study.Hazards is not { RowCount: > 0 } table)
            return null;
        var (hazards, arms, outcomes, covariates) = (table.Text("hazard"), table.Text("arm"), table.Text("outcome"), table.Text("covariate"));
        var (ratios, lows, highs) = (table.NumbersOrNone("hazardRatioPerSd"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"));
        var names = covariates.Select((covariate, row) => study.Arms.Count > 1 ? $"{covariate}, {arms[row]}" : covariate).ToArray();
        var figure = study.NewFigure();
        var left = StudyPanel.RoomFor(names, 170);
        foreach (var rows in Enumerable.Range(0, table.RowCount).GroupBy(row => hazards[row]))
            ForestPanel.Add(
                figure, $"{rows.Key}: {outcomes[rows.First()]}", [.. rows.OrderBy(row => covariates[row], StringComparer.Ordinal).Select(row => new Estimate(names[row], ratios[row], lows[row], highs[row], study.Colors.Of(arms[row])))],
                left, isRatio: true);
        figure.Note("Hazard ratio per standard deviation, with its 95 % interval; full where that leaves out 1.");
        return figure;
    }
}
