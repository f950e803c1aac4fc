using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>Turns one run of a study into a scenario: the arm's layers, then its values, then those of the parameters, then the seed.</summary>
/// <param name="file">Where the study's scenario stands; runs are named after it.</param>
/// <param name="parameters">What varies.</param>
/// <param name="options">Where files are looked up.</param>
internal sealed class RunCompiler(string file, IReadOnlyList<StudyParameter> parameters, LoaderOptions options)
{
    /// <summary>Scenarios that are remembered for further seeds: compiling one takes some ten milliseconds.</summary>
    private const int MostRemembered = 1000;

    private readonly ConcurrentDictionary<(StudyArm Arm, double[] Values, double? EndDay), CompiledScenario> _compiled = [];

    /// <summary>The run's scenario.</summary>
    /// <param name="arm">Its arm.</param>
    /// <param name="values">Values of the parameters.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="endDay">Day on which it ends; the scenario's own where it is null.</param>
    /// <exception cref="InvalidDataException">It does not compile; says why.</exception>
    public CompiledScenario Compile(StudyArm arm, double[] values, long seed, double? endDay = null)
    {
        var key = (arm, values, endDay);
        if (!_compiled.TryGetValue(key, out var compiled))
        {
            compiled = CompileAnew(arm, values, seed, endDay);
            if (_compiled.Count < MostRemembered)
                _compiled.TryAdd(key, compiled);
        }

        return compiled.WithSeed(seed);
    }

    private CompiledScenario CompileAnew(StudyArm arm, double[] values, long seed, double? endDay)
    {
        var compilation = Try(arm, values, seed, endDay);
        return compilation.Scenario ?? throw new InvalidDataException(
            string.Join("; ", compilation.Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Path}: {finding.Message}")));
    }

    /// <summary>As <see cref="Compile"/>, with all that was found.</summary>
    public Compilation Try(StudyArm arm, double[] values, long seed, double? endDay = null)
    {
        var text = $"{{\"extends\":{JsonSerializer.Serialize(arm.Layers)}}}";
        string[] assignments = [.. Assignments(arm, values).Select(assignment => assignment.Text), .. options.Assignments,
            Text("seed", seed), .. endDay is { } day ? [Text("time:durationDays", day)] : Array.Empty<string>()];
        return RunPreparation.LoadText(file, text, options with { Assignments = assignments });
    }

    /// <summary>What is laid over the files of an arm, and where in the study it stands.</summary>
    public IEnumerable<(string Text, string Path)> Assignments(StudyArm arm, double[] values)
        => arm.Assignments.Concat(parameters.SelectMany((parameter, p) => parameter.Settings.Path.Select(path => (
            parameter.Settings.Multiplies ? $"{path}={{\"times\":{Number(values[p])}}}" : Text(path, values[p]), $"parameters:{parameter.Name}"))));

    /// <summary>An assignment, as <c>--set</c> takes it.</summary>
    public static string Text(string path, object value) => $"{path}={(value is string text ? JsonSerializer.Serialize(text) : value is bool truth ? (truth ? "true" : "false") : Number(value))}";

    private static string Number(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
