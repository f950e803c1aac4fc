namespace NicheSim.Scenarios.Evidence;

/// <summary>What loading the register gives: the register where there was no error, and all that was found.</summary>
public sealed record LoadedEvidence(EvidenceRegister? Register, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Loads the evidence register as strictly as a scenario: every key, value and name is checked, and all errors are reported at once with their places.</summary>
public static class EvidenceLoader
{
    /// <summary>The register's file, as it is looked up in the library.</summary>
    public const string File = "evidence/register.json";

    private static readonly string[] Confidences = ["A", "B", "C", "D"];

    /// <summary>The register of the library; null, without a finding, where the library has none.</summary>
    public static LoadedEvidence Find(LoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = options.LibraryFolders.Select(folder => Path.Combine(folder, File)).FirstOrDefault(System.IO.File.Exists);
        return path is null ? new LoadedEvidence(null, []) : Load(path, options);
    }

    /// <summary>A register from its file; errors make it null.</summary>
    public static LoadedEvidence Load(string path, LoaderOptions? options = null)
        => Check(ScenarioLoader.Load<EvidenceRegister>(path, options is null ? null : options with { Assignments = [] }));

    /// <summary>A register from a text, as if it stood in a file of that name.</summary>
    public static LoadedEvidence LoadText(string name, string json)
        => Check(ScenarioLoader.LoadText<EvidenceRegister>(name, json));

    private static LoadedEvidence Check(LoadedScenario<EvidenceRegister> loaded)
    {
        var diagnostics = new List<Diagnostic>(loaded.Diagnostics);
        if (loaded.Value is { } register)
            diagnostics.AddRange(Faults(register, loaded.Sources));
        return new LoadedEvidence(diagnostics.Exists(finding => finding.Severity == Severity.Error) ? null : loaded.Value, diagnostics);
    }

    /// <summary>Names that lead nowhere, and entries that contradict themselves.</summary>
    private static IEnumerable<Diagnostic> Faults(EvidenceRegister register, SourceMap sources)
    {
        foreach (var (name, claim) in register.Claims)
        {
            var path = $"claims:{name}";
            foreach (var fault in Dangling("reference", claim.References, register.References.Keys, $"{path}:references")
                .Concat(Dangling("claim", claim.Conflicts, register.Claims.Keys, $"{path}:conflicts"))
                .Concat(Dangling("target", claim.Targets, register.Targets.Keys, $"{path}:targets")))
                yield return fault;
            if (claim.Simulable == Simulable.No && claim.Limits.Length == 0)
                yield return sources.Error(path, "a claim that cannot be simulated says why, as \"limits\"");
        }

        foreach (var (name, contrast) in register.Contrasts)
            foreach (var fault in OfContrast(name, contrast, $"contrasts:{name}"))
                yield return fault;

        foreach (var (name, conflict) in register.Conflicts)
            foreach (var fault in Dangling("claim", conflict.Claims, register.Claims.Keys, $"conflicts:{name}:claims"))
                yield return fault;
        foreach (var (name, parameter) in register.Parameters)
            foreach (var fault in Dangling("reference", parameter.Sources, register.References.Keys, $"parameters:{name}:sources").Concat(OfParameter(parameter, $"parameters:{name}")))
                yield return fault;
        foreach (var (name, target) in register.Targets)
            foreach (var fault in Dangling("reference", target.Sources, register.References.Keys, $"targets:{name}:sources").Concat(Dangling("claim", target.Claims, register.Claims.Keys, $"targets:{name}:claims")))
                yield return fault;

        IEnumerable<Diagnostic> Dangling(string kind, string[] names, ICollection<string> known, string path)
            => names.Where(name => !known.Contains(name)).Select(name => sources.Error(path, Suggestion.Unknown(kind, name, known)));

        IEnumerable<Diagnostic> OfContrast(string name, ContrastEntry contrast, string path)
        {
            if (!register.Claims.ContainsKey(name))
                yield return sources.Error(path, Suggestion.Unknown("claim", name, register.Claims.Keys));
            foreach (var fault in Dangling("overlay", contrast.Control, register.Overlays.Keys, $"{path}:control"))
                yield return fault;
            if (contrast.Kind == ContrastKind.Direct && contrast.Without.Length == 0 != contrast.Composition)
                yield return sources.Error(path, "a direct contrast names the rules \"without\" which its effect is gone, or is a matter of \"composition\"");
            if (!contrast.Interventions.Values.Any(intervention => intervention.Expect.Count > 0))
                yield return sources.Error(path, "expects nothing");
            foreach (var (arm, intervention) in contrast.Interventions)
            {
                var place = $"{path}:interventions:{arm}";
                foreach (var fault in Dangling("overlay", intervention.Overlays, register.Overlays.Keys, $"{place}:overlays"))
                    yield return fault;
                var others = contrast.Interventions.Keys.Where(other => other != arm).ToArray();
                if (intervention.Against is { } against && !others.Contains(against))
                    yield return sources.Error($"{place}:against", Suggestion.Unknown("other intervention", against, others));
                foreach (var fault in Dangling("other intervention", intervention.Through, others, $"{place}:through"))
                    yield return fault;
                foreach (var (readout, expected) in intervention.Expect)
                    if (expected.Sign == Sign.Monotone && intervention.Through.Length == 0)
                        yield return sources.Error($"{place}:expect:{readout}", "is monotone \"through\" other interventions: name those that lie between");
                    else if (expected.Day > contrast.Days)
                        yield return sources.Error($"{place}:expect:{readout}:day", "lies after the last day");
                    else if (expected.Sign is Sign.Up or Sign.Down or Sign.Differs or Sign.Monotone && expected.MinimumEffect <= 0)
                        yield return sources.Error($"{place}:expect:{readout}", "needs a \"minimumEffect\" above 0");
                    else if ((expected.Sign == Sign.Zero || contrast.Kind == ContrastKind.Direct) && expected.Sign != Sign.Report && expected.Margin <= 0)
                        yield return sources.Error($"{place}:expect:{readout}", "needs a \"margin\" above 0");
            }
        }

        IEnumerable<Diagnostic> OfParameter(ParameterEntry parameter, string path)
        {
            if (parameter.Sources.Length == 0)
                yield return sources.Error($"{path}:sources", "a parameter names at least one source");
            if (!Confidences.Contains(parameter.Confidence))
                yield return sources.Error($"{path}:confidence", $"expected one of {Suggestion.List(Confidences)}, not {Suggestion.Quote(parameter.Confidence)}");
            if (parameter.From > parameter.To || parameter.Value < parameter.From || parameter.Value > parameter.To)
                yield return sources.Error(path, "value lies outside of the range from \"from\" to \"to\"");
            foreach (var key in parameter.Sets.Where(key => ScenarioUnits.Of(key) != parameter.Unit))
                yield return sources.Error($"{path}:unit", $"{key} is in {Suggestion.Quote(ScenarioUnits.Of(key))}, not in {Suggestion.Quote(parameter.Unit)}");
        }
    }
}
