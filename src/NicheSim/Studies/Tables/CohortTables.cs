using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>What goes with what over the runs of an arm: halves (<c>splits.csv</c>), hazards (<c>hazards.csv</c>), rank correlations (<c>correlations.csv</c>).</summary>
internal static class CohortTables
{
    public static void WriteSplits(string path, StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
    {
        var table = new CsvText("split", "by", "arm", "outcome", "cut", "lowN", "lowEvents", "highN", "highEvents", "hazardRatio", "ciLow", "ciHigh", "coxStatus", "logRankP");
        foreach (var (name, split) in plan.Settings.Splits.OrderBy(split => split.Key, StringComparer.Ordinal))
            foreach (var arm in plan.Arms.Select((_, arm) => Complete(outcomes, arm)).Where(runs => runs.Length > 0))
                foreach (var (outcomeName, outcome) in SurvivalTables.Outcomes(plan))
                {
                    var day = DayOf(plan, arm, [split.By], split.Day);
                    var runs = EventTimes.AtRisk(arm, outcome, day);
                    var values = Values(plan, runs, split.By, day);
                    var cut = Quantiles.Of(values, split.Quantile);
                    var low = EventTimes.Of(runs.Where((_, i) => values[i] <= cut), outcome).Since(outcome, day);
                    var high = EventTimes.Of(runs.Where((_, i) => values[i] > cut), outcome).Since(outcome, day);
                    var comparison = TwoGroups.Of(low, high);
                    table.Row(name, split.By, plan.Arms[arm[0].Run.Arm].Name, outcomeName, cut, low.Count, low.Events, high.Count, high.Events,
                        comparison.HazardRatio, comparison.Interval.Low, comparison.Interval.High, comparison.Status, comparison.LogRankP);
                }

        table.Write(path);
    }

    public static void WriteHazards(string path, StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
    {
        var table = new CsvText("hazard", "arm", "outcome", "covariate", "n", "events", "hazardRatioPerSd", "ciLow", "ciHigh", "p", "coxStatus");
        foreach (var (name, hazard) in plan.Settings.Hazards.OrderBy(hazard => hazard.Key, StringComparer.Ordinal))
            foreach (var arm in plan.Arms.Select((_, arm) => Complete(outcomes, arm)).Where(runs => runs.Length > 0))
            {
                var (outcome, day) = (plan.Settings.Outcomes[hazard.Outcome], DayOf(plan, arm, hazard.Covariates, hazard.Day));
                var runs = EventTimes.AtRisk(arm, outcome, day);
                var columns = hazard.Covariates.Select(covariate => Values(plan, runs, covariate, day)).ToArray();
                var rows = Enumerable.Range(0, runs.Length).Where(row => columns.All(column => double.IsFinite(column[row]))).ToArray();
                var times = EventTimes.Of(rows.Select(row => runs[row]), outcome).Since(outcome, day);
                var fit = CoxFit.Fit(times.Days, times.Happened, [.. columns.Select(column => PerSd([.. rows.Select(row => column[row])]))]);
                for (var c = 0; c < columns.Length; c++)
                    table.Row(name, plan.Arms[arm[0].Run.Arm].Name, hazard.Outcome, hazard.Covariates[c], times.Count, times.Events,
                        fit.Coefficients[c].HazardRatio, fit.Coefficients[c].Interval.Low, fit.Coefficients[c].Interval.High, fit.Coefficients[c].P, TwoGroups.Words(fit.Status));
            }

        table.Write(path);
    }

    /// <summary>
    /// The declared pairs by Spearman's coefficient; where parameters are drawn, each of them with each readout besides, by that and by the partial rank correlation.
    /// Points that change one parameter at a time depend on each other: what they say of parameters stands in <c>sensitivity.csv</c>, and a declared pair has no interval.
    /// </summary>
    public static void WriteCorrelations(string path, StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
    {
        var table = new CsvText("correlation", "method", "arm", "x", "y", "day", "n", "coefficient", "ciLow", "ciHigh", "p");
        var isSample = !SensitivityTable.IsAsked(plan);
        foreach (var arm in plan.Arms.Select((_, arm) => Complete(outcomes, arm)).Where(runs => runs.Length > 0))
        {
            var armName = plan.Arms[arm[0].Run.Arm].Name;
            foreach (var (name, pair) in plan.Settings.Correlations.OrderBy(correlation => correlation.Key, StringComparer.Ordinal))
            {
                var found = Correlation.Spearman(PerPoint(pair.X, pair.Day), PerPoint(pair.Y, pair.Day));
                Row(name, "spearman", pair.X, pair.Y, pair.Day, isSample ? found : found with { Interval = Interval.Undefined, P = double.NaN });
            }

            if (!plan.IsSampled || !isSample)
                continue;
            var inputs = plan.Parameters.Select(parameter => PerPoint(parameter.Name, null)).ToArray();
            foreach (var readout in plan.Readouts)
            {
                var output = PerPoint(readout, null);
                var partial = PartialRank.Of(inputs, output);
                for (var p = 0; p < inputs.Length; p++)
                {
                    Row("", "spearman", plan.Parameters[p].Name, readout, null, Correlation.Spearman(inputs[p], output));
                    Row("", "partial rank", plan.Parameters[p].Name, readout, null, partial[p]);
                }
            }

            double[] PerPoint(string name, double? day) => RunGroups.PerPoint(plan, arm, Values(plan, arm, name, day));

            void Row(string name, string method, string x, string y, double? day, Correlation found)
                => table.Row(name, method, armName, x, y, day ?? arm[0].Tables!.Days[^1], found.Count, found.Value, found.Interval.Low, found.Interval.High, found.P);
        }

        table.Write(path);
    }

    /// <summary>The day of the readouts among these names: the one that is asked for, or the first; none where all are parameters, which a run has from its beginning.</summary>
    private static double? DayOf(StudyPlan plan, RunOutcome[] runs, string[] names, double? asked)
        => names.All(name => plan.Parameters.Any(parameter => parameter.Name == name)) ? null : asked ?? runs[0].Tables!.Days[0];

    private static RunOutcome[] Complete(IReadOnlyList<RunOutcome> outcomes, int arm) => [.. outcomes.Where(outcome => outcome.Run.Arm == arm && outcome.Tables is not null)];

    /// <summary>A parameter's or a readout's value in each run.</summary>
    private static double[] Values(StudyPlan plan, RunOutcome[] runs, string name, double? day)
    {
        var parameter = plan.Parameters.ToList().FindIndex(known => known.Name == name);
        return Array.ConvertAll(runs, run => parameter >= 0 ? run.Run.Values[parameter] : run.Tables!.At(name, day));
    }

    private static double[] PerSd(double[] values)
    {
        var summary = Summary.Of(values);
        return Array.ConvertAll(values, value => (value - summary.Mean) / (summary.Sd > 0 ? summary.Sd : 1));
    }
}
