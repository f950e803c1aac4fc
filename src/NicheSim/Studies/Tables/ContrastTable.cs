using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary><c>contrasts.csv</c>: what an arm changes, replicate by replicate with the same seed, and what the pairing is worth. Where points depend on each other, effects have neither interval nor p.</summary>
internal static class ContrastTable
{
    /// <summary>Its columns besides those of the group, the first before them.</summary>
    public static readonly string[] Fixed = [
        "contrast", "control", "readout", "day", "pairs", "controlMean", "treatedMean",
        "effect", "ciLow", "ciHigh", "p", "signedRankP", "unpairedCiLow", "unpairedCiHigh", "unpairedP", "varianceReduction"];

    public static void Write(string path, StudyPlan plan, RunGroups groups)
    {
        var table = new CsvText([Fixed[0], .. groups.Columns("treated"), .. Fixed[1..]]);
        var isSample = !SensitivityTable.IsAsked(plan);
        foreach (var (name, contrast) in Of(plan))
            foreach (var treated in groups.All.Where(group => group.Arm == contrast.Treated))
            {
                if (groups.Beside(treated, contrast.Control!) is not { } control)
                    continue;
                var pairs = treated.PairedWith(control).ToArray();
                var days = Array.ConvertAll(pairs, pair => contrast.Day ?? RunTables.LastCommonDay(pair.Own.Tables!, pair.Other.Tables!));
                var day = days.Distinct().Count() == 1 ? days[0] : null;
                foreach (var readout in contrast.Readouts.Length > 0 ? contrast.Readouts : plan.Readouts)
                {
                    var (with, without) = (Values(pair => pair.Own), Values(pair => pair.Other));
                    var paired = Sampled(MeanContrast.Paired(with, without));
                    var unpaired = Sampled(MeanContrast.Unpaired(with, without));
                    var complete = with.Zip(without).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)).ToArray();
                    table.Row([
                        name, .. groups.Cells(treated), contrast.Control, readout, day ?? double.NaN, paired.Count,
                        complete.Length > 0 ? complete.Average(pair => pair.Second) : double.NaN, complete.Length > 0 ? complete.Average(pair => pair.First) : double.NaN,
                        paired.Effect, paired.Interval.Low, paired.Interval.High, paired.P, isSample ? SignedRank.Of(with, without).P : double.NaN,
                        unpaired.Interval.Low, unpaired.Interval.High, unpaired.P, Pairing.Of(with, without).VarianceReduction]);

                    double[] Values(Func<(RunOutcome Own, RunOutcome Other), RunOutcome> of)
                        => RunGroups.PerPoint(plan, [.. pairs.Select(pair => pair.Own)], [.. pairs.Select((pair, i) => days[i] is { } on ? of(pair).Tables!.At(readout, on) : double.NaN)]);
                }
            }

        table.Write(path);

        MeanContrast Sampled(MeanContrast contrast) => isSample ? contrast : contrast with { Interval = Interval.Undefined, P = double.NaN };
    }

    /// <summary>The contrasts of a study with their controls named: those that it declares, else every arm against the first; none where its arms are there for targets of their own.</summary>
    public static IEnumerable<(string Name, ContrastSettings Contrast)> Of(StudyPlan plan)
    {
        var first = plan.Arms[0].Name;
        return plan.Settings.Contrasts.Count > 0
            ? plan.Settings.Contrasts.OrderBy(contrast => contrast.Key, StringComparer.Ordinal).Select(contrast => (contrast.Key, contrast.Value with { Control = contrast.Value.Control ?? first }))
            : plan.Settings.Targets.Count > 0 ? []
            : plan.Arms.Skip(1).Select(arm => (arm.Name, new ContrastSettings { Treated = arm.Name, Control = first }));
    }
}
