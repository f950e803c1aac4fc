using System.Globalization;
using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>What loading a study gives: the plan where there was no error, and all that was found.</summary>
public sealed record LoadedStudy(StudyPlan? Plan, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Loads a study file: strictly, all errors at once, each with its place. No input makes it throw.</summary>
public static class StudyLoader
{
    /// <summary>Most runs of one study.</summary>
    public const int MostRuns = 10_000_000;

    /// <summary>Most arms of one study: each is a scenario that is compiled before the first run.</summary>
    public const int MostArms = 200;

    private const string Unnamed = "all";

    /// <param name="path">The file.</param>
    /// <param name="options">Where files are looked up, and what lies over the study.</param>
    public static LoadedStudy Load(string path, LoaderOptions? options = null)
        => Check(ScenarioLoader.Load<StudySettings>(path, options), path, options ?? new LoaderOptions());

    /// <summary>Loads a text as if it stood in a file of that name.</summary>
    public static LoadedStudy LoadText(string name, string json, LoaderOptions? options = null)
        => Check(ScenarioLoader.LoadText<StudySettings>(name, json, options), name, options ?? new LoaderOptions());

    /// <summary>Is the file a study, not a scenario? It names the scenario that it runs.</summary>
    public static bool IsStudy(string path) => Root(path) is { } root && root.Find("scenario") is not null && !HasNiche(root);

    /// <summary>Is the file a scenario, not a study? It holds parts of a niche, or lies over a scenario.</summary>
    public static bool IsScenario(string path) => Root(path) is { } root && root.Find("scenario") is null && (HasNiche(root) || root.Find("rules") is not null || root.Find("time") is not null);

    private static bool HasNiche(SourceObject root) => root.Find("cells") is not null || root.Find("lattice") is not null;

    private static SourceObject? Root(string path)
    {
        try
        {
            return BoundedFile.Read(path, LayerReader.LargestInput) is { } bytes ? JsonSource.Parse(path, bytes, []) as SourceObject : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static LoadedStudy Check(LoadedScenario<StudySettings> loaded, string file, LoaderOptions options)
    {
        var diagnostics = new List<Diagnostic>(loaded.Diagnostics);
        if (loaded.Value is not { } study)
            return new LoadedStudy(null, diagnostics);
        // Assignments of the command line are the study's, not the scenarios'.
        options = options with { Assignments = [] };
        var lookup = new FileLookup(options);
        study = new PetabTables(lookup, file, loaded.Sources, diagnostics).Join(study);
        var scenario = Find(study.Scenario, "scenario");
        var arms = ArmsOf(study, loaded.Sources, Find);
        var parameters = new ParameterCompiler(study, loaded.Sources, diagnostics).Compile();
        var seeds = SeedList.Of(study.Replicates, loaded.Sources, lookup, file, diagnostics);
        if (arms.Count > MostArms)
            diagnostics.Add(loaded.Sources.Error("arms", string.Create(CultureInfo.InvariantCulture, $"has {arms.Count:N0} arms; at most {MostArms} are possible (what varies in a number is a parameter)")));
        if (scenario is null || arms.Count > MostArms)
            return new LoadedStudy(null, diagnostics);
        // A run is named as its scenario, and finds files beside the study.
        var place = Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileName(study.Scenario));
        if (diagnostics.Exists(finding => finding.Severity == Severity.Error))
        {
            // The arms can be checked all the same.
            var whole = arms.Where(arm => arm.Layers.All(layer => lookup.Find(layer, file).Path is not null)).ToArray();
            new StudyChecks(study, whole, [], seeds.Length, new RunCompiler(place, [], options), loaded.Sources, diagnostics).CompileArms([], seeds[0]);
            return new LoadedStudy(null, diagnostics);
        }

        var points = study.Calibration is null ? DesignPoints.Of(study, parameters, seeds.Length, loaded.Sources, diagnostics) : [];
        var runs = (double)arms.Count * points.Length * (study.Design.Kind == DesignKind.Cohort && parameters.Count > 0 ? 1 : seeds.Length);
        if (runs > MostRuns)
            diagnostics.Add(loaded.Sources.Error("", string.Create(CultureInfo.InvariantCulture, $"asks for {runs:N0} runs; at most {MostRuns:N0} are possible")));
        var compiler = new RunCompiler(place, parameters, options);
        double[] values = points.Length > 0 ? points[0] : [.. parameters.Select(p => p.At(0.5))];
        var kept = new StudyChecks(study, arms, parameters, seeds.Length, compiler, loaded.Sources, diagnostics).Run(values, seeds[0]);
        if (!diagnostics.Exists(finding => finding.Severity == Severity.Error))
            foreach (var arm in arms)
                diagnostics.AddRange(compiler.Read(arm, values).Diagnostics.Where(finding => finding.Severity == Severity.Error)
                    .Select(finding => loaded.Sources.Error(study.Arms.ContainsKey(arm.Name) ? $"arms:{arm.Name}" : "scenario", $"without the parameters that multiply, {finding.Path} {finding.Message}")));
        if (diagnostics.Exists(finding => finding.Severity == Severity.Error))
            return new LoadedStudy(null, diagnostics);
        return new LoadedStudy(
            new StudyPlan(compiler)
            {
                Settings = study,
                Name = study.Name.Length > 0 ? study.Name : Path.GetFileNameWithoutExtension(file),
                Resolved = loaded.Resolved!,
                Arms = arms,
                Parameters = parameters,
                Points = points,
                Seeds = seeds,
                Readouts = kept,
            },
            diagnostics);

        string? Find(string name, string path)
        {
            var (found, problem) = lookup.Find(name, file);
            if (found is null)
                diagnostics.Add(loaded.Sources.Error(path, problem));
            return found;
        }
    }

    /// <summary>The arms in the order of the file, from the lowest layer's to the highest's.</summary>
    private static List<StudyArm> ArmsOf(StudySettings study, SourceMap sources, Func<string, string, string?> find)
    {
        var common = study.Set.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => (RunCompiler.Text(set.Key, set.Value), $"set:{set.Key}")).ToArray();
        var arms = new List<StudyArm>();
        foreach (var name in FileOrder.Of(study.Arms.Where(arm => arm.Value.Enabled).Select(arm => arm.Key), "arms", sources))
        {
            var arm = study.Arms[name];
            foreach (var (overlay, i) in arm.Overlays.Select((overlay, i) => (overlay, i)))
                find(overlay, string.Create(CultureInfo.InvariantCulture, $"arms:{name}:overlays:{i}"));
            arms.Add(new StudyArm(name, arm.About, [study.Scenario, .. arm.Overlays],
                [.. common, .. arm.Set.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => (RunCompiler.Text(set.Key, set.Value), $"arms:{name}:set:{set.Key}"))]));
        }

        return arms.Count > 0 ? arms : [new StudyArm(Unnamed, "", [study.Scenario], common)];
    }
}
