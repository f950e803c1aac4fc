using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;

namespace NicheSim.Studies;

/// <summary>Which part of the evidence is run, and how.</summary>
public sealed record EvidenceOptions
{
    /// <summary>The claims; all that have a contrast where it is empty.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>True leaves out emergent claims that are not named: their niches are large and their runs long.</summary>
    public bool DirectOnly { get; init; }

    /// <summary>Replicates of every arm; their seeds count on from 1.</summary>
    public int Replicates { get; init; } = 30;

    /// <summary>
    /// Most replicates without the rules that carry a claim. Where no other path leads from the change to the readout, both runs of a pair are the same to the
    /// last bit, and few are enough.
    /// </summary>
    public int RemovalReplicates { get; init; } = 12;

    /// <summary>False leaves out the runs without the rules that carry a direct claim, and the repeats in other layers.</summary>
    public bool Controls { get; init; } = true;

    /// <summary>Where files are looked up, and what lies over every scenario.</summary>
    public LoaderOptions Loader { get; init; } = new();
}

/// <summary>The contrasts of the register as one study: every scenario that any of them needs is one arm, whatever claims share it.</summary>
public sealed class EvidencePlan
{
    /// <summary>The name of the study, and of the file that its runs are named after.</summary>
    public const string Name = "evidence";

    private const string Removal = ", rules taken away";

    private EvidencePlan(EvidenceRegister register, StudyPlan study, IReadOnlyList<Comparison> comparisons)
        => (Register, Study, Comparisons) = (register, study, comparisons);

    public EvidenceRegister Register { get; }

    /// <summary>The runs.</summary>
    public StudyPlan Study { get; }

    /// <summary>What is read from them, in the order of claims and of the register's file.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>What lies over every scenario.</summary>
    public required IReadOnlyList<string> Assignments { get; init; }

    /// <summary>Claims among those asked for that have no contrast.</summary>
    public required IReadOnlyList<string> NotSimulable { get; init; }

    /// <param name="register">The claims and contrasts.</param>
    /// <param name="file">The register's file: files that arms name are looked up beside it, then in the library.</param>
    /// <param name="options">Which part of it, and how.</param>
    /// <exception cref="InvalidDataException">There is no such claim, or an arm does not compile; says why.</exception>
    public static EvidencePlan Of(EvidenceRegister register, string file, EvidenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(register);
        ArgumentNullException.ThrowIfNull(options);
        var compiler = new RunCompiler(Path.Combine(Path.GetDirectoryName(file) ?? "", Name + ".json"), [], options.Loader);
        var arms = new EvidenceArms(register, compiler);
        var comparisons = new List<(Comparison Comparison, ArmNeed[] Arms)>();
        foreach (var claim in Asked(register, options))
            comparisons.AddRange(OfContrast(claim, register.Contrasts[claim], arms, options));
        var (all, numbers) = arms.Join(options.Replicates);
        foreach (var arm in all)
            Read(compiler, arm);
        var study = new StudyPlan(compiler)
        {
            Settings = new StudySettings { Name = Name, About = "The claims of the register, each as a contrast.", Scenario = "" },
            Name = Name,
            Resolved = "",
            Arms = all,
            Parameters = [],
            Points = [[]],
            Seeds = [.. Enumerable.Range(0, options.Replicates).Select(r => 1L + r)],
            Readouts = [.. comparisons.Select(row => row.Comparison.Readout).Distinct().Order(StringComparer.Ordinal)],
        };
        return new EvidencePlan(register, study, [.. comparisons.Select(row => row.Comparison with { Arms = Array.ConvertAll(row.Arms, arm => numbers[arm]) })])
        {
            Assignments = options.Loader.Assignments,
            NotSimulable = [.. register.Claims.Keys.Where(claim => !register.Contrasts.ContainsKey(claim) && (options.Claims.Count > 0 ? options.Claims.Contains(claim) : !options.DirectOnly)).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>The scenario of an arm, as its files are now.</summary>
    /// <exception cref="InvalidDataException">It does not compile; says why.</exception>
    internal static CompiledScenario Read(RunCompiler compiler, StudyArm arm)
    {
        var compilation = compiler.Read(arm, []);
        return compilation.Scenario
            ?? throw new InvalidDataException($"{arm.Name}: {RunCompiler.Errors(compilation)}");
    }

    /// <summary>The claims that were asked for and have a contrast, in the order of their numbers.</summary>
    private static IEnumerable<string> Asked(EvidenceRegister register, EvidenceOptions options)
    {
        foreach (var claim in options.Claims.Where(claim => !register.Claims.ContainsKey(claim)))
            throw new InvalidDataException(Suggestion.Unknown("claim", claim, register.Claims.Keys));
        return register.Contrasts.Where(contrast => options.Claims.Count > 0 ? options.Claims.Contains(contrast.Key) : !options.DirectOnly || contrast.Value.Kind == ContrastKind.Direct)
            .Select(contrast => contrast.Key).Order(StringComparer.Ordinal);
    }

    /// <summary>The rows of a contrast: as it stands, without the rules that carry it, and again in other layers.</summary>
    private static IEnumerable<(Comparison Comparison, ArmNeed[] Arms)> OfContrast(string claim, ContrastEntry contrast, EvidenceArms arms, EvidenceOptions options)
    {
        foreach (var row in Rows("", new ArmVariant([], [], null), expected => expected))
            yield return row;
        if (!options.Controls)
            yield break;
        if (contrast.Without.Length > 0)
            foreach (var row in Rows(Removal, new ArmVariant([], contrast.Without, options.RemovalReplicates), expected => expected with { Sign = Sign.Zero, MinimumEffect = 0 }))
                yield return row;
        foreach (var (name, again) in contrast.Again.OrderBy(again => again.Key, StringComparer.Ordinal))
            foreach (var row in Rows($", {name}", new ArmVariant(again.Layers, [], again.Replicates), expected => expected))
                yield return row;

        IEnumerable<(Comparison Comparison, ArmNeed[] Arms)> Rows(string words, ArmVariant variant, Func<ExpectationEntry, ExpectationEntry> expect)
        {
            foreach (var (name, intervention) in contrast.Interventions)
                foreach (var (readout, expected) in intervention.Expect.Where(row => words != Removal || row.Value.Sign is not (Sign.Report or Sign.Zero)))
                {
                    var day = expected.Day ?? contrast.Days;
                    var judged = expect(expected);
                    string?[] names = [intervention.Against, .. judged.Sign == Sign.Monotone ? intervention.Through : [], name];
                    ArmNeed[] needs = [.. names.Select(one => arms.Need(claim, $"{claim} {one ?? "control"}{words}", contrast, one is null ? [] : contrast.Interventions[one].Overlays, variant, readout, day))];
                    yield return (new Comparison(claim, contrast.Kind, name + words, readout, judged, day, [], words == Removal ? name : null), needs);
                }
        }
    }
}
