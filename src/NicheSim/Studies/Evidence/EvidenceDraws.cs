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
/// moves inwards every other time. Seed and draw have the same number, and a draw depends on no other, so that a further pass only adds.
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
        var counts = plan.Comparisons.Where(comparison => comparison.Expected.Sign != Sign.Report).ToDictionary(NameOf, _ => (Draws: 0, Holding: 0));
        var watch = Stopwatch.StartNew();
        var (failures, complete, fresh, runs) = (new List<string>(), 0, 0, 0);
        for (var draw = 1; draw <= draws && !stop.IsCancellationRequested; draw++)
        {
            var number = draw;
            var study = Study(plan, numbers, number);
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

    /// <summary>A number that stands on a parameter with a range, where the draw puts it; itself where it stands on none, or outside.</summary>
    private static double Drawn(EvidenceRegister register, SourcedNumber number, int draw)
        => number.Parameter is { } name && register.Parameters[name] is { From: { } from, To: { } to } && from < to && number.Value > 0 && number.Value >= from && number.Value <= to
            ? Math.Clamp(NineDigits.Round(Moved(number.Value, from, to, (2 * DesignPoints.Share(name, Seed, draw)) - 1)), from, to)
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

    private static StudyPlan Study(EvidencePlan plan, IReadOnlyList<SourcedNumber>[] numbers, int draw)
    {
        var (study, compiler) = (plan.Study, plan.Study.Compiler.Anew());
        StudyArm[] arms = [.. study.Arms.Select((arm, a) => arm with
        {
            Assignments = [.. arm.Assignments, .. numbers[a].Select(number => (number.Path, number.Value, Drawn: Drawn(plan.Register, number, draw))).Where(number => number.Drawn != number.Value)
                .Select(number => (RunCompiler.Text(number.Path, number.Drawn), ""))],
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

    private static void Count(EvidencePlan plan, IReadOnlyList<RunOutcome> outcomes, Dictionary<string, (int Draws, int Holding)> counts)
    {
        foreach (var comparison in plan.Comparisons)
            if (EvidenceVerdict.Holds(comparison.Expected, [.. comparison.Arms.Select(arm => outcomes[arm].Tables?.At(comparison.Readout, comparison.Day) ?? double.NaN)]) is { } holds)
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
