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
/// All numbers that stand on a parameter are multiplied by the same factor, which leaves each of them within the range; it is uniform in the logarithm
/// where the range does not reach to 0. Seed and draw have the same number, and a draw depends on no other, so that a further pass only adds.
/// </summary>
public static class EvidenceDraws
{
    /// <summary>The shares, beside the other tables of the evidence.</summary>
    public const string Shares = "draws.csv";

    /// <summary>Folder of the runs of the draws: all that there is where no verdict was asked for yet.</summary>
    internal const string Folder = "draws";

    /// <summary>Column that tells shares of another engine or other assignments.</summary>
    private const string Basis = "basis";

    /// <summary>Seed of what is drawn.</summary>
    private const ulong Seed = 1;

    /// <param name="plan">The claims.</param>
    /// <param name="folder">The folder of the evidence.</param>
    /// <param name="draws">Parameter sets.</param>
    /// <param name="engine">What makes the runs.</param>
    /// <param name="progress">Is told how far it is, over all draws.</param>
    /// <param name="made">Is called once no run is made any more, before the shares are written.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>How the last draw ended.</returns>
    public static StudyResult Execute(EvidencePlan plan, string folder, int draws, IStudyEngine engine, Action<StudyProgress>? progress = null, Action? made = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(engine);
        var numbers = plan.Study.Arms.Select(arm => SourcedNumber.Of(plan.Study.Compiler.Compile(arm, [], 1).Resolved, plan.Register)).ToArray();
        var ranges = Ranges(plan.Register, numbers);
        var counts = plan.Comparisons.Where(comparison => comparison.Expected.Sign != Sign.Report).ToDictionary(NameOf, _ => (Draws: 0, Holding: 0));
        var watch = Stopwatch.StartNew();
        var (failures, complete, fresh, runs) = (new List<string>(), 0, 0, 0);
        for (var draw = 1; draw <= draws && !stop.IsCancellationRequested; draw++)
        {
            var number = draw;
            var study = Study(plan.Study, numbers, ranges, number);
            var result = StudyExecution.Execute(study, Path.Combine(folder, Folder), engine, (outcomes, _) => Count(plan, outcomes, counts), progress is null ? null : now => progress(OverAll(now, number, draws, watch.Elapsed)), null, stop);
            if (result.Message.Length > 0)
                return result;
            failures.AddRange(result.Failures.Select(failure => string.Create(CultureInfo.InvariantCulture, $"draw {number}, {failure}")));
            (complete, fresh, runs) = (complete + result.Complete, fresh + result.Made, runs + result.Runs);
        }

        made?.Invoke();
        Write(Path.Combine(folder, Shares), plan, counts);
        return new StudyResult(complete == runs && !stop.IsCancellationRequested ? RunStatus.Complete : stop.IsCancellationRequested ? RunStatus.Interrupted : RunStatus.Failed, folder, runs, complete, fresh, failures, [], "");
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

    /// <summary>The least and the largest factor of each parameter that leave every number that stands on it within its range.</summary>
    private static SortedDictionary<string, (double Least, double Most)> Ranges(EvidenceRegister register, IEnumerable<IReadOnlyList<SourcedNumber>> numbers)
    {
        var ranges = new SortedDictionary<string, (double Least, double Most)>(StringComparer.Ordinal);
        foreach (var number in numbers.SelectMany(all => all))
            if (number.Parameter is { } name && register.Parameters[name] is { From: { } from, To: { } to } && number.Value > 0 && number.Value >= from && number.Value <= to)
            {
                var (least, most) = ranges.TryGetValue(name, out var known) ? known : (0, double.PositiveInfinity);
                ranges[name] = (Math.Max(least, from / number.Value), Math.Min(most, to / number.Value));
            }

        return ranges;
    }

    /// <summary>The progress of one draw as that of all.</summary>
    private static StudyProgress OverAll(StudyProgress now, int draw, int draws, TimeSpan elapsed)
    {
        var before = (draw - 1) * now.Runs;
        var done = (double)(before + now.Complete + now.Failed) / (draws * now.Runs);
        return now with { Runs = draws * now.Runs, Complete = before + now.Complete, Elapsed = elapsed, Left = done > 0 ? elapsed * ((1 - done) / done) : null };
    }

    private static StudyPlan Study(StudyPlan study, IReadOnlyList<SourcedNumber>[] numbers, SortedDictionary<string, (double Least, double Most)> ranges, int draw)
    {
        var factors = ranges.ToDictionary(range => range.Key, range => Factor(range.Key, range.Value, draw));
        var compiler = study.Compiler.Anew();
        StudyArm[] arms = [.. study.Arms.Select((arm, a) => arm with
        {
            Assignments = [.. arm.Assignments, .. numbers[a].Where(number => number.Parameter is { } name && factors.ContainsKey(name) && number.Value != 0)
                .Select(number => (RunCompiler.Text(number.Path, NineDigits.Round(number.Value * factors[number.Parameter!])), ""))],
        })];
        // A set of parameters that makes no scenario is a run that fails, and says so.
        foreach (var arm in arms)
            compiler.Read(arm, []);
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

    private static double Factor(string parameter, (double Least, double Most) range, int draw)
    {
        var share = DesignPoints.Share(parameter, Seed, draw);
        return range.Least > 0
            ? Elementary.Exp(Elementary.Log(range.Least) + (share * (Elementary.Log(range.Most) - Elementary.Log(range.Least))))
            : range.Most * share;
    }

    private static void Count(EvidencePlan plan, IReadOnlyList<RunOutcome> outcomes, Dictionary<string, (int Draws, int Holding)> counts)
    {
        foreach (var comparison in plan.Comparisons)
            if (outcomes[comparison.Treated].Tables is { } treated && outcomes[comparison.Control].Tables is { } control
                && EvidenceVerdict.Holds(comparison.Expected, treated.At(comparison.Readout, comparison.Day), control.At(comparison.Readout, comparison.Day)) is { } holds)
            {
                var (draws, holding) = counts[NameOf(comparison)];
                counts[NameOf(comparison)] = (draws + 1, holding + (holds ? 1 : 0));
            }
    }

    private static void Write(string path, EvidencePlan plan, Dictionary<string, (int Draws, int Holding)> counts)
    {
        var table = new CsvText("comparison", "draws", "holding", Basis);
        var basis = BasisOf(plan);
        foreach (var (name, (draws, holding)) in counts)
            table.Row(name, (long)draws, (long)holding, basis);
        table.Write(path);
    }
}
