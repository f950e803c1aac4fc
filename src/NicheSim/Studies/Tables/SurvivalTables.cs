using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>Outcomes: how many runs have them (<c>incidence.csv</c>), when (<c>survival.csv</c>), and what arms change of it (<c>survival-contrasts.csv</c>).</summary>
internal static class SurvivalTables
{
    /// <summary>Columns of the three tables besides those of the group; what names an outcome stands before them.</summary>
    public static readonly string[]
        Incidence = ["outcome", "n", "events", "share", "ciLow", "ciHigh", "medianDays", "medianCiLow", "medianCiHigh"],
        Curves = ["outcome", "days", "atRisk", "events", "censored", "survival", "ciLow", "ciHigh"],
        Contrasts = [
            "contrast", "outcome", "control", "treatedN", "treatedEvents", "controlN", "controlEvents",
            "hazardRatio", "ciLow", "ciHigh", "coxStatus", "logRankP", "pairs", "riskDifference", "riskCiLow", "riskCiHigh", "riskP"];

    /// <summary>The outcomes in the order of their names.</summary>
    public static IEnumerable<(string Name, OutcomeSettings Outcome)> Outcomes(StudyPlan plan)
        => plan.Settings.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => (outcome.Key, outcome.Value));

    public static void WriteIncidence(string path, StudyPlan plan, RunGroups groups)
    {
        var table = new CsvText([Incidence[0], .. groups.Columns(), .. Incidence[1..]]);
        foreach (var (name, outcome) in Outcomes(plan))
            foreach (var group in groups.All)
            {
                var times = EventTimes.Of(group.Outcomes, outcome);
                var share = Share.Wilson(times.Events, times.Count);
                var curve = SurvivalCurve.KaplanMeier(times.Days, times.Happened);
                table.Row([name, .. groups.Cells(group), share.Count, share.Events, share.Value, share.Interval.Low, share.Interval.High, curve.Median, curve.MedianInterval.Low, curve.MedianInterval.High]);
            }

        table.Write(path);
    }

    public static void WriteCurves(string path, StudyPlan plan, RunGroups groups)
    {
        var table = new CsvText([Curves[0], .. groups.Columns(), .. Curves[1..]]);
        foreach (var (name, outcome) in Outcomes(plan))
            foreach (var group in groups.All)
            {
                var times = EventTimes.Of(group.Outcomes, outcome);
                table.Row([name, .. groups.Cells(group), 0.0, times.Count, 0, 0, 1.0, 1.0, 1.0]);
                foreach (var point in SurvivalCurve.KaplanMeier(times.Days, times.Happened).Points)
                    table.Row([name, .. groups.Cells(group), point.Time, point.AtRisk, point.Events, point.Censored, point.Survival, point.Interval.Low, point.Interval.High]);
            }

        table.Write(path);
    }

    public static void WriteContrasts(string path, StudyPlan plan, RunGroups groups)
    {
        var table = new CsvText([.. Contrasts[..2], .. groups.Columns("treated"), .. Contrasts[2..]]);
        foreach (var (name, contrast) in ContrastTable.Of(plan))
            foreach (var (outcomeName, outcome) in Outcomes(plan))
                foreach (var treated in groups.All.Where(group => group.Arm == contrast.Treated))
                {
                    if (groups.Beside(treated, contrast.Control!) is not { } control)
                        continue;
                    var (with, without) = (EventTimes.Of(treated.Outcomes, outcome), EventTimes.Of(control.Outcomes, outcome));
                    var comparison = TwoGroups.Of(without, with);
                    var pairs = treated.PairedWith(control).Select(pair => (EventTimes.Of(pair.Own.Tables!, outcome).Happened, EventTimes.Of(pair.Other.Tables!, outcome).Happened)).ToArray();
                    var risk = ShareContrast.Paired(Array.ConvertAll(pairs, pair => pair.Item1), Array.ConvertAll(pairs, pair => pair.Item2));
                    table.Row([
                        name, outcomeName, .. groups.Cells(treated), contrast.Control, with.Count, with.Events, without.Count, without.Events,
                        comparison.HazardRatio, comparison.Interval.Low, comparison.Interval.High, comparison.Status, comparison.LogRankP,
                        pairs.Length, risk.Effect, risk.Interval.Low, risk.Interval.High, risk.P]);
                }

        table.Write(path);
    }
}

/// <summary>Survival of a group against another one.</summary>
/// <param name="HazardRatio">Of the second group over the first.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Status">What Cox's fit came to.</param>
/// <param name="LogRankP">Of the log-rank test.</param>
internal readonly record struct TwoGroups(double HazardRatio, Interval Interval, string Status, double LogRankP)
{
    public static TwoGroups Of(EventTimes first, EventTimes second)
    {
        var (all, groups) = first.With(second);
        if (first.Count == 0 || second.Count == 0)
            return new TwoGroups(double.NaN, Interval.Undefined, "", double.NaN);
        var fit = CoxFit.Fit(all.Days, all.Happened, [Array.ConvertAll(groups, group => (double)group)]);
        return new TwoGroups(fit.Coefficients[0].HazardRatio, fit.Coefficients[0].Interval, Words(fit.Status), LogRank.Test(all.Days, all.Happened, groups).P);
    }

    /// <summary><c>monotone likelihood</c>.</summary>
    public static string Words(CoxStatus status) => string.Concat(status.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString()));
}
