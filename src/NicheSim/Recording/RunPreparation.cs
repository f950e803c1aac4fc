using System.Globalization;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>A scenario file -> a scenario that is ready to run, with its readouts and recording times checked too: the one way in for programs.</summary>
public static class RunPreparation
{
    private const int MostRows = 1_000_000;

    /// <summary>The first column of all tables.</summary>
    private const string TimeColumn = "day";

    /// <summary>Loads, checks and compiles. No input makes it throw; all errors are reported at once, and with one there is no scenario.</summary>
    public static Compilation Load(string path, LoaderOptions? options = null)
        => Check(ScenarioCompiler.Load(path, options));

    /// <summary>Prepares a text as if it stood in a file of that name.</summary>
    public static Compilation LoadText(string name, string json, LoaderOptions? options = null)
        => Check(ScenarioCompiler.LoadText(name, json, options));

    private static Compilation Check(Compilation compilation)
    {
        if (compilation.Draft is { } draft)
        {
            var found = new List<Diagnostic>();
            ReadoutCompiler.Compile(draft, null, compilation.Sources, found);
            return compilation with { Diagnostics = [.. compilation.Diagnostics, .. ScenarioCompiler.NotBroughtAbout(found, compilation.Diagnostics, draft)] };
        }

        // The readouts of a scenario that does not compile are checked in the same go.
        if ((compilation.Scenario?.Scenario ?? compilation.Read) is not { } scenario)
            return compilation;
        var diagnostics = new List<Diagnostic>(compilation.Diagnostics);
        ReadoutCompiler.Compile(scenario, compilation.Scenario?.Names, compilation.Sources, diagnostics);
        CheckTimes(scenario.Time, compilation.Sources, diagnostics);
        foreach (var (kind, named) in (ReadOnlySpan<(string, bool)>)[("readouts", scenario.Readouts.ContainsKey(TimeColumn)), ("cells", scenario.Cells.ContainsKey(TimeColumn))])
            if (named)
                diagnostics.Add(compilation.Sources.Error($"{kind}:{TimeColumn}", "the tables have a column of this name already: give it another one"));
        foreach (var (name, _) in compilation.Scenario?.Files ?? [])
            if (RunFiles.Problem(name) is { } problem)
                diagnostics.Add(compilation.Sources.Error("", $"the file {Suggestion.Quote(name)} {problem}"));
        return compilation with
        {
            Scenario = diagnostics.Exists(finding => finding.Severity == Severity.Error) ? null : compilation.Scenario,
            Diagnostics = diagnostics,
        };
    }

    private static void CheckTimes(TimeSettings time, SourceMap sources, List<Diagnostic> diagnostics)
    {
        var ticks = time.RecordEveryHours * 60 / time.TickMinutes;
        var whole = Math.Max(1, Math.Round(ticks));
        if (Math.Abs(ticks - whole) > 1e-9 * whole)
            Warn("recordEveryHours", $"is no whole number of ticks: rows are recorded every {whole * time.TickMinutes / 60} hours");
        var rows = (time.DurationDays - time.FromDay) * 24 * 60 / (whole * time.TickMinutes);
        if (rows > MostRows)
            diagnostics.Add(sources.Error("time:recordEveryHours", string.Create(CultureInfo.InvariantCulture, $"asks for {rows:F0} rows; at most {MostRows} are recorded")));
        foreach (var day in time.RecordAtDays.Where(day => day < time.FromDay || day > time.DurationDays))
            Warn("recordAtDays", $"day {day} is outside of the run and is not recorded");

        void Warn(string key, FormattableString message) => diagnostics.Add(sources.Warning($"time:{key}", message.ToString(CultureInfo.InvariantCulture)));
    }
}
