using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NicheSim.Numerics;
using NicheSim.Recording;
using NicheSim.Scenarios.Evidence;
using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>
/// How firmly the signs hold: the contrasts once more, with parameters drawn within the ranges that the register gives them, one pair of runs a draw.
/// All numbers that stand on a parameter move the same way: by the same share, uniform from 0 to 1, of what is left to the upper or to the lower end of the
/// range (in the logarithm where the range does not reach to 0), either way as often. So none leaves the range, their order stays, and one that lies at an end
/// moves inwards every other time. Whole numbers stay as they are. A set that makes no scenario of some arm, such as cells that divide faster by themselves than a
/// rule would let them at most, is drawn anew. Seed and draw have the same number, and a draw depends on no other, so that a further pass only adds.
/// </summary>
public static class EvidenceDraws
{
    /// <summary>The shares, beside the other tables of the evidence.</summary>
    public const string Shares = "draws.csv";

    /// <summary>Them as a table for people.</summary>
    public const string Results = "DRAWS.md";

    /// <summary>Folder of the runs of the draws: all that there is where no verdict was asked for yet.</summary>
    internal const string Folder = "draws";

    /// <summary>Column that tells shares of another engine or other assignments.</summary>
    private const string Basis = "basis";

    /// <summary>Seed of what is drawn; where a set is drawn anew, the next one.</summary>
    private const ulong Seed = 1;

    /// <summary>Sets that are drawn until one makes a scenario of every arm; the last one is taken in any case, and its runs say why they fail.</summary>
    private const int MostSets = 100;

    /// <param name="plan">The claims.</param>
    /// <param name="folder">The folder of the evidence.</param>
    /// <param name="draws">Parameter sets.</param>
    /// <param name="engine">What makes the runs.</param>
    /// <param name="progress">Is told how far it is, over all draws.</param>
    /// <param name="made">Is called once no run is made any more, before the shares are written.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>How the draws ended, and the rows that they make, each a pair of runs per draw.</returns>
    public static (StudyResult Result, IReadOnlyList<EvidenceRow> Rows) Execute(EvidencePlan plan, string folder, int draws, IStudyEngine engine, Action<StudyProgress>? progress = null, Action? made = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(engine);
        var numbers = Numbers(plan);
        // values[comparison][draw][arm]
        List<double[]>[] values = [.. plan.Comparisons.Select(_ => new List<double[]>())];
        var watch = Stopwatch.StartNew();
        var (failures, complete, fresh, runs) = (new List<string>(), 0, 0, 0);
        for (var draw = 1; draw <= draws && !stop.IsCancellationRequested; draw++)
        {
            var number = draw;
            var study = Study(plan, numbers, number);
            var result = StudyExecution.Execute(study, Path.Combine(folder, Folder), engine, (outcomes, _) => Collect(plan, outcomes, values), progress is null ? null : now => progress(OverAll(now, number, draws, watch.Elapsed)), null, stop);
            if (result.Message.Length > 0)
                return (result, []);
            failures.AddRange(result.Failures.Select(failure => string.Create(CultureInfo.InvariantCulture, $"draw {number}, {failure}")));
            (complete, fresh, runs) = (complete + result.Complete, fresh + result.Made, runs + result.Runs);
        }

        made?.Invoke();
        (int Draws, int Holding)[] shares = [.. plan.Comparisons.Zip(values, ShareOf)];
        Write(Path.Combine(folder, Shares), plan, shares);
        IReadOnlyList<EvidenceRow> rows = EvidenceExecution.WithNotSimulable(plan, plan.Comparisons.Select((comparison, c) => EvidenceExecution.WithShare(
            EvidenceVerdict.Of(comparison, [.. comparison.Arms.Select((_, arm) => values[c].Select(draw => draw[arm]).ToArray())]), shares[c])));
        AtomicFile.Write(Path.Combine(folder, Results), EvidenceTables.Markdown(plan, rows, draws));
        return (new StudyResult(complete == runs && !stop.IsCancellationRequested ? RunStatus.Complete : stop.IsCancellationRequested ? RunStatus.Interrupted : RunStatus.Failed, folder, runs, complete, fresh, failures, [], ""), rows);
    }

    /// <summary>The name under which a comparison stands in the table of shares.</summary>
    internal static string NameOf(Comparison comparison) => $"{comparison.Claim}|{comparison.Intervention}|{comparison.Readout}";

    /// <summary>The shares of a folder; empty where no draw was run with this engine and these assignments.</summary>
    internal static IReadOnlyDictionary<string, (int Draws, int Holding)> Read(EvidencePlan plan, string folder)
    {
        var path = Path.Combine(folder, Shares);
        if (!File.Exists(path) || CsvTable.Read(path) is not { } table || !table.Has(Basis))
            return new Dictionary<string, (int, int)>();
        var (names, bases, draws, holding) = (table.Text("comparison"), table.Text(Basis), table.Numbers("draws"), table.Numbers("holding"));
        var own = BasisOf(plan);
        return Enumerable.Range(0, names.Length).Where(i => bases[i] == own).ToDictionary(i => names[i], i => ((int)draws[i], (int)holding[i]));
    }

    /// <summary>What all shares of a table rest on, in one hash: the engine, and what lies over every scenario.</summary>
    private static string BasisOf(EvidencePlan plan)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [EngineIdentity.Version, EngineIdentity.Hash, .. plan.Assignments]))))[..20];

    /// <summary>A number that stands on a parameter with a range, where the draw puts it; itself where it stands on none, or outside, or is a count.</summary>
    private static double Drawn(EvidenceRegister register, SourcedNumber number, int draw, int set)
        => !number.IsWhole && number.Parameter is { } name && register.Parameters[name] is { From: { } from, To: { } to } && from < to && number.Value > 0 && number.Value >= from && number.Value <= to
            ? Math.Clamp(NineDigits.Round(Moved(number.Value, from, to, (2 * DesignPoints.Share(name, Seed + (ulong)set, draw)) - 1)), from, to)
            : number.Value;

    /// <summary>A number of a range, moved by a share of the way to its upper end (from 0 to 1) or to its lower one (from -1 to 0).</summary>
    internal static double Moved(double value, double from, double to, double share)
    {
        if (from <= 0)
            return value + (share * (share > 0 ? to - value : value - from));
        var (at, least, most) = (Elementary.Log(value), Elementary.Log(from), Elementary.Log(to));
        return Elementary.Exp(at + (share * (share > 0 ? most - at : at - least)));
    }

    /// <summary>The progress of one draw as that of all.</summary>
    private static StudyProgress OverAll(StudyProgress now, int draw, int draws, TimeSpan elapsed)
    {
        var before = (draw - 1) * now.Runs;
        var done = (double)(before + now.Complete + now.Failed) / (draws * now.Runs);
        return now with { Runs = draws * now.Runs, Complete = before + now.Complete, Elapsed = elapsed, Left = done > 0 ? elapsed * ((1 - done) / done) : null };
    }

    /// <summary>The numbers of each arm.</summary>
    internal static IReadOnlyList<SourcedNumber>[] Numbers(EvidencePlan plan)
        => [.. plan.Study.Arms.Select(arm => SourcedNumber.Of(plan.Study.Compiler.Compile(arm, [], 1).Resolved, plan.Register))];

    /// <summary>The contrasts, with one set of parameters.</summary>
    internal static StudyPlan Study(EvidencePlan plan, IReadOnlyList<SourcedNumber>[] numbers, int draw)
    {
        var study = plan.Study;
        for (var set = 0; ; set++)
        {
            var (compiler, arms) = (study.Compiler.Anew(), new StudyArm[study.Arms.Count]);
            var (isLast, isWhole) = (set == MostSets - 1, true);
            for (var a = 0; a < arms.Length && (isWhole || isLast); a++)
            {
                arms[a] = study.Arms[a] with { Assignments = [.. study.Arms[a].Assignments, .. Assignments(plan.Register, numbers[a], draw, set)] };
                isWhole &= compiler.Read(arms[a], []).Scenario is not null;
            }

            if (!isWhole && !isLast)
                continue;
            return new StudyPlan(compiler)
            {
                Settings = study.Settings,
                Name = study.Name,
                Resolved = study.Resolved,
                Arms = arms,
                Parameters = [],
                Points = [[]],
                Seeds = [draw],
                Readouts = study.Readouts,
            };
        }
    }

    /// <summary>The numbers that a set of parameters moves, where it puts them.</summary>
    private static IEnumerable<(string Text, string Path)> Assignments(EvidenceRegister register, IReadOnlyList<SourcedNumber> numbers, int draw, int set)
        => numbers.Select(number => (number.Path, number.Value, Drawn: Drawn(register, number, draw, set))).Where(number => number.Drawn != number.Value)
            .Select(number => (RunCompiler.Text(number.Path, number.Drawn), ""));

    private static void Collect(EvidencePlan plan, IReadOnlyList<RunOutcome> outcomes, List<double[]>[] values)
    {
        foreach (var (comparison, draws) in plan.Comparisons.Zip(values))
            draws.Add([.. comparison.Arms.Select(arm => outcomes[arm].Tables?.At(comparison.Readout, comparison.Day) ?? double.NaN)]);
    }

    /// <summary>The draws that tell of a sign, and those in which it holds; none of a report.</summary>
    private static (int Draws, int Holding) ShareOf(Comparison comparison, List<double[]> draws)
    {
        var told = draws.Select(values => EvidenceVerdict.Holds(comparison.Expected, values)).OfType<bool>().ToArray();
        return (told.Length, told.Count(holds => holds));
    }

    private static void Write(string path, EvidencePlan plan, (int Draws, int Holding)[] shares)
    {
        var table = new CsvText("comparison", "draws", "holding", Basis);
        var basis = BasisOf(plan);
        foreach (var (comparison, (draws, holding)) in plan.Comparisons.Zip(shares).Where(row => row.First.Expected.Sign != Sign.Report))
            table.Row(NameOf(comparison), (long)draws, (long)holding, basis);
        table.Write(path);
    }
}
