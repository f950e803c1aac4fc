using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary><c>sensitivity.csv</c>: which parameters matter to which readout, by elementary effects (Morris) or shares of variance (Sobol'). Replicates of a point are averaged.</summary>
internal static class SensitivityTable
{
    public static bool IsAsked(StudyPlan plan) => plan.IsSampled && plan.Settings.Design.Kind is DesignKind.Morris or DesignKind.SobolIndices;

    public static void Write(string path, StudyPlan plan, IReadOnlyList<RunOutcome> outcomes)
    {
        var isMorris = plan.Settings.Design.Kind == DesignKind.Morris;
        var table = isMorris
            ? new CsvText("arm", "readout", "parameter", "effects", "mu", "muStar", "muStarCiLow", "muStarCiHigh", "sigma")
            : new CsvText("arm", "readout", "parameter", "rows", "first", "firstCiLow", "firstCiHigh", "total", "totalCiLow", "totalCiHigh");
        var bootstrap = new Bootstrap(SummaryTable.BootstrapSeed, resamples: 1000);
        for (var arm = 0; arm < plan.Arms.Count; arm++)
            foreach (var readout in plan.Readouts)
            {
                var outputs = Means(plan, outcomes.Where(outcome => outcome.Run.Arm == arm), readout);
                if (isMorris)
                    foreach (var (effect, p) in Morris.Effects(DesignPoints.Unit(plan), outputs, bootstrap).Select((effect, p) => (effect, p)))
                        table.Row(plan.Arms[arm].Name, readout, plan.Parameters[p].Name, effect.Count, effect.Mu, effect.MuStar, effect.MuStarInterval.Low, effect.MuStarInterval.High, effect.Sigma);
                else
                    foreach (var (index, p) in SobolIndices.Of(plan.Parameters.Count, outputs, bootstrap).Select((index, p) => (index, p)))
                        table.Row(plan.Arms[arm].Name, readout, plan.Parameters[p].Name, index.Rows, index.First, index.FirstInterval.Low, index.FirstInterval.High, index.Total, index.TotalInterval.Low, index.TotalInterval.High);
            }

        table.Write(path);
    }

    /// <summary>Mean of the readout's last value over the replicates of each point; NaN where a run is missing.</summary>
    private static double[] Means(StudyPlan plan, IEnumerable<RunOutcome> outcomes, string readout)
    {
        var byPoint = outcomes.ToLookup(outcome => outcome.Run.Point, outcome => outcome.Tables?.At(readout, null) ?? double.NaN);
        return [.. Enumerable.Range(0, plan.Points.Count).Select(point => byPoint[point].DefaultIfEmpty(double.NaN).Average())];
    }
}
