using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary><c>summary.csv</c>: every readout and population over time, per arm: mean with its bootstrap interval (none where points depend on each other), median, 5 and 95 %.</summary>
internal static class SummaryTable
{
    /// <summary>Seed of the resamples: any will do, but always the same.</summary>
    public const ulong BootstrapSeed = 1;

    /// <summary>Its columns behind those of the group.</summary>
    public static readonly string[] Fixed = ["day", "name", "n", "mean", "ciLow", "ciHigh", "sd", "median", "p05", "p95"];

    public static void Write(string path, StudyPlan plan, RunGroups groups)
    {
        var table = new CsvText([.. groups.Columns(), .. Fixed]);
        var bootstrap = new Bootstrap(BootstrapSeed, resamples: 1000);
        var isSample = !SensitivityTable.IsAsked(plan);
        foreach (var group in groups.All)
        {
            var complete = group.Complete.ToArray();
            var runs = Array.ConvertAll(complete, outcome => outcome.Tables!);
            if (runs.Length == 0)
                continue;
            var names = plan.Readouts.Concat(runs[0].PopulationNames).Distinct().ToArray();
            foreach (var day in runs.SelectMany(run => run.Days).Distinct().Order())
                foreach (var name in names)
                {
                    var values = Array.ConvertAll(runs, run => run.At(name, day));
                    var summary = Summary.Of(values);
                    if (summary.Count == 0)
                        continue;
                    var interval = isSample ? bootstrap.MeanPercentile(RunGroups.PerPoint(plan, complete, values)) : Interval.Undefined;
                    table.Row([.. groups.Cells(group), day, name, summary.Count, summary.Mean, interval.Low, interval.High, summary.Sd, summary.Median, summary.P5, summary.P95]);
                }
        }

        table.Write(path);
    }
}
