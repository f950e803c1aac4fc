using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>Makes the runs of the evidence that are not there yet, and judges the claims.</summary>
public static class EvidenceExecution
{
    /// <summary>The verdicts, row by row, as <c>evidence --json</c> gives them.</summary>
    public const string Rows = "evidence.json";

    /// <summary>The verdicts as a table for people.</summary>
    public const string Results = "RESULTS.md";

    /// <param name="plan">The claims.</param>
    /// <param name="folder">The folder. What is there of its runs is kept.</param>
    /// <param name="engine">What makes the runs.</param>
    /// <param name="progress">See <see cref="StudyExecution.Execute(StudyPlan, string, IStudyEngine, Action{StudyProgress}?, Action?, CancellationToken)"/>.</param>
    /// <param name="made">Is called once no run is made any more, before verdicts are written.</param>
    /// <param name="stop">Ends the work; what is complete is judged.</param>
    /// <returns>How the runs ended, and a row per claim, intervention and readout, in the order of claims.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static (StudyResult Result, IReadOnlyList<EvidenceRow> Rows) Execute(EvidencePlan plan, string folder, IStudyEngine engine, Action<StudyProgress>? progress = null, Action? made = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(engine);
        IReadOnlyList<EvidenceRow> rows = [];
        var result = StudyExecution.Execute(plan.Study, folder, engine, (outcomes, _) => rows = Tabulate(plan, folder, outcomes), progress, made, stop);
        return (result, rows);
    }

    private static EvidenceRow[] Tabulate(EvidencePlan plan, string folder, IReadOnlyList<RunOutcome> outcomes)
    {
        RunsTable.Write(Path.Combine(folder, StudyFolder.Runs), plan.Study, outcomes);
        LongTable.Write(Path.Combine(folder, StudyFolder.Readouts), outcomes, run => run.ReadoutNames);
        var rows = Judge(plan, outcomes, EvidenceDraws.Read(plan, folder));
        AtomicFile.Write(Path.Combine(folder, Rows), EvidenceTables.Json(rows));
        AtomicFile.Write(Path.Combine(folder, Results), EvidenceTables.Markdown(plan, rows));
        return rows;
    }

    private static EvidenceRow[] Judge(EvidencePlan plan, IReadOnlyList<RunOutcome> outcomes, IReadOnlyDictionary<string, (int Draws, int Holding)> shares)
    {
        var arms = outcomes.ToLookup(outcome => outcome.Run.Arm);
        var effects = new Dictionary<(string Claim, string Intervention, string Readout), double>();
        var rows = plan.Comparisons.Select(comparison =>
        {
            // The rows with the rules come before those without.
            var row = EvidenceVerdict.Of(comparison, Values(comparison, arms), comparison.Gone is null ? 0 : effects[(comparison.Claim, comparison.Gone, comparison.Readout)]);
            effects[(comparison.Claim, comparison.Intervention, comparison.Readout)] = row.TreatedMean - row.ControlMean ?? 0;
            return WithShare(row, shares.GetValueOrDefault(EvidenceDraws.NameOf(comparison)));
        }).ToArray();
        return WithNotSimulable(plan, rows);
    }

    /// <summary>The rows, with one of each claim that has no contrast, in the order of claims.</summary>
    internal static EvidenceRow[] WithNotSimulable(EvidencePlan plan, IEnumerable<EvidenceRow> rows)
    {
        var others = plan.NotSimulable.Select(claim => new EvidenceRow { Claim = claim, Verdict = EvidenceVerdict.NotSimulable, Why = plan.Register.Claims[claim].Limits });
        return [.. rows.Concat(others).OrderBy(row => row.Claim, StringComparer.Ordinal)];
    }

    /// <summary>The row, with the share of draws in which its sign holds, if there are any.</summary>
    internal static EvidenceRow WithShare(EvidenceRow row, (int Draws, int Holding) share)
        => share.Draws > 0 ? row with { SignShare = Math.Round((double)share.Holding / share.Draws, 4), Draws = share.Draws } : row;

    /// <summary>The readout in each arm of a comparison, replicate by replicate of those that all arms have; NaN where a run has none.</summary>
    private static double[][] Values(Comparison comparison, ILookup<int, RunOutcome> arms)
    {
        var values = comparison.Arms.Select(arm => arms[arm].ToDictionary(run => run.Run.Replicate, run => run.Tables?.At(comparison.Readout, comparison.Day) ?? double.NaN)).ToArray();
        var replicates = values[0].Keys.Where(replicate => values.All(arm => arm.ContainsKey(replicate))).ToArray();
        return Array.ConvertAll(values, arm => Array.ConvertAll(replicates, replicate => arm[replicate]));
    }
}
