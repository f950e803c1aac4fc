using NicheSim.Scenarios;

namespace NicheSim.MeanField;

/// <summary>What loading a mean-field model gives: the model where there was no error, and all that was found.</summary>
public sealed record LoadedMeanField(MeanFieldModel? Model, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Loads a mean-field model as strictly as a scenario, with every formula checked. No input makes it throw.</summary>
public static class MeanFieldLoader
{
    /// <param name="path">The file.</param>
    /// <param name="options">Where files are looked up, and what lies over the model.</param>
    public static LoadedMeanField Load(string path, LoaderOptions? options = null)
        => Check(ScenarioLoader.Load<MeanFieldSettings>(path, options), Path.GetFileNameWithoutExtension(path));

    /// <summary>Loads a text as if it stood in a file of that name.</summary>
    public static LoadedMeanField LoadText(string name, string json, LoaderOptions? options = null)
        => Check(ScenarioLoader.LoadText<MeanFieldSettings>(name, json, options), Path.GetFileNameWithoutExtension(name));

    private static LoadedMeanField Check(LoadedScenario<MeanFieldSettings> loaded, string name)
    {
        var diagnostics = new List<Diagnostic>(loaded.Diagnostics);
        if (loaded.Value is not { } settings)
            return new LoadedMeanField(null, diagnostics);
        var checks = new Checks(settings, loaded.Sources, diagnostics);
        checks.Run();
        var model = HasErrors() ? null : checks.Build(name);
        return new LoadedMeanField(HasErrors() ? null : model, diagnostics);

        bool HasErrors() => diagnostics.Exists(finding => finding.Severity == Severity.Error);
    }

    private sealed class Checks(MeanFieldSettings settings, SourceMap sources, List<Diagnostic> diagnostics)
    {
        private readonly HashSet<string> _reported = [];
        private readonly List<string> _ordered = [];
        private readonly Dictionary<string, bool> _dependsOnState = [];

        public void Run()
        {
            if (settings.Variables.Count == 0)
                diagnostics.Add(sources.Error("variables", "the model has none"));
            if (settings.RecordEveryDays > settings.DurationDays)
                diagnostics.Add(sources.Error("recordEveryDays", "is longer than the whole"));
            CheckSize();
            foreach (var (name, path) in Declared().Where(declared => declared.Name.Contains('-', StringComparison.Ordinal)))
                diagnostics.Add(sources.Error(path, $"{Suggestion.Quote(name)} would be read as a difference: name it without -"));
            foreach (var (name, path) in Declared().GroupBy(declared => declared.Name).Where(group => group.Count() > 1 || group.Key == MeanFieldModel.Time).Select(group => group.Last()))
                diagnostics.Add(sources.Error(path, name == MeanFieldModel.Time ? "t is the time" : "the name is taken already"));
            foreach (var name in settings.Definitions.Keys.Order(StringComparer.Ordinal))
                Order(name, []);
            foreach (var (name, variable) in settings.Variables)
            {
                NamesIn($"variables:{name}:rate", variable.Rate);
                foreach (var used in NamesIn($"variables:{name}:start", variable.Start).Where(DependsOnState))
                    diagnostics.Add(sources.Error($"variables:{name}:start", $"is taken before anything has a value: {Suggestion.Quote(used)} depends on variables or on the time"));
            }
        }

        private void CheckSize()
        {
            if (settings.DurationDays / settings.RecordEveryDays > MeanFieldModel.MostRows)
                diagnostics.Add(sources.Error("recordEveryDays", FormattableString.Invariant($"makes more than {MeanFieldModel.MostRows} rows")));
            if (settings.DurationDays / settings.StepDays > MeanFieldModel.MostSteps)
                diagnostics.Add(sources.Error("stepDays", FormattableString.Invariant($"makes more than {MeanFieldModel.MostSteps} steps")));
        }

        public MeanFieldModel Build(string name)
        {
            var formulas = new Formulas();
            foreach (var (constant, number) in settings.Constants)
                formulas.Set(constant, number.Value);
            foreach (var shorthand in _ordered.Where(shorthand => !DependsOnState(shorthand)))
                formulas.Set(shorthand, Now(formulas, $"definitions:{shorthand}:is", settings.Definitions[shorthand].Is));
            foreach (var shorthand in _ordered.Where(DependsOnState))
                formulas.Add(shorthand, settings.Definitions[shorthand].Is);
            var names = settings.Variables.Keys.Order(StringComparer.Ordinal).ToArray();
            return new MeanFieldModel(name, settings, formulas, names,
                Array.ConvertAll(names, variable => formulas.Read(settings.Variables[variable].Rate)),
                Array.ConvertAll(names, variable => Now(formulas, $"variables:{variable}:start", settings.Variables[variable].Start)));
        }

        private double Now(Formulas formulas, string path, string text)
        {
            try
            {
                return Formulas.Value(formulas.Read(text));
            }
            catch (ArithmeticException e)
            {
                diagnostics.Add(sources.Error(path, e.Message));
                return double.NaN;
            }
        }

        private IEnumerable<(string Name, string Path)> Declared()
            => settings.Constants.Keys.Select(name => (name, $"constants:{name}"))
                .Concat(settings.Definitions.Keys.Select(name => (name, $"definitions:{name}")))
                .Concat(settings.Variables.Keys.Select(name => (name, $"variables:{name}")));

        /// <summary>Puts a shorthand behind those that it uses.</summary>
        private void Order(string name, IReadOnlyList<string> users)
        {
            if (_ordered.Contains(name))
                return;
            if (users.Contains(name))
            {
                if (_reported.Add(name))
                    diagnostics.Add(sources.Error($"definitions:{name}", $"needs itself: {string.Join(" -> ", users.SkipWhile(user => user != name).Append(name))}"));
                return;
            }

            foreach (var used in NamesIn($"definitions:{name}:is", settings.Definitions[name].Is).Where(settings.Definitions.ContainsKey))
                Order(used, [.. users, name]);
            _ordered.Add(name);
        }

        /// <summary>The names that a formula uses; what is wrong with it is reported, once.</summary>
        private IReadOnlyList<string> NamesIn(string path, string text)
        {
            try
            {
                var names = Formulas.NamesIn(text);
                var known = Declared().Select(declared => declared.Name).Append(MeanFieldModel.Time).ToArray();
                foreach (var unknown in names.Where(name => !known.Contains(name)))
                    if (_reported.Add($"{path} {unknown}"))
                        diagnostics.Add(sources.Error(path, Suggestion.Unknown("name", unknown, known)));
                return names;
            }
            catch (FormatException e)
            {
                if (_reported.Add(path))
                    diagnostics.Add(sources.Error(path, $"cannot be read as a formula: {e.Message}"));
                return [];
            }
        }

        private bool DependsOnState(string name)
        {
            if (name == MeanFieldModel.Time || settings.Variables.ContainsKey(name))
                return true;
            if (!settings.Definitions.TryGetValue(name, out var definition))
                return false;
            if (_dependsOnState.TryGetValue(name, out var known))
                return known;
            // Of a shorthand that needs itself, its own part is nothing more.
            _dependsOnState[name] = false;
            return _dependsOnState[name] = NamesIn($"definitions:{name}:is", definition.Is).Any(DependsOnState);
        }
    }
}
