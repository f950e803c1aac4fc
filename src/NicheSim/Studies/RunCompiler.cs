using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>
/// Turns one run of a study into a scenario: the arm's layers, then its values, then those of the parameters, then the seed. The files of an arm are read once
/// (<see cref="Read"/>); all runs are made of what they held then, so that no two runs of a study come from different files.
/// </summary>
/// <param name="file">Where the study's scenario stands; runs are named after it.</param>
/// <param name="parameters">What varies.</param>
/// <param name="options">Where files are looked up, and what lies over the files of every arm, under its own values.</param>
internal sealed class RunCompiler(string file, IReadOnlyList<StudyParameter> parameters, LoaderOptions options)
{
    /// <summary>Scenarios that are remembered for further seeds, as many as a study has arms or so: compiling one takes some ten milliseconds, but points that are drawn come once.</summary>
    private const int MostRemembered = 256;

    private readonly Dictionary<string, ArmAsRead> _arms = [];
    private readonly Dictionary<string, string> _faults = [];
    private readonly ConcurrentDictionary<(string Arm, double[] Values, double? EndDay), CompiledScenario> _compiled = [];

    /// <summary>The same for other arms: nothing has been read.</summary>
    public RunCompiler Anew() => new(file, parameters, options);

    /// <summary>Reads the files of an arm, for all its runs.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="values">Values of the parameters with which its files make a whole scenario.</param>
    /// <returns>What was found; with an error nothing was read.</returns>
    public Compilation Read(StudyArm arm, double[] values)
    {
        var compilation = FromFiles(arm, values);
        if (compilation.Scenario is { } scenario)
            _arms[arm.Name] = new ArmAsRead(scenario.Resolved, scenario.Files.ToDictionary(named => named.Name, named => named.Content), scenario.Hash, values);
        else
            _faults[arm.Name] = Errors(compilation);
        return compilation;
    }

    /// <summary>Would the files of an arm, read now, give other runs?</summary>
    public bool HasChanged(StudyArm arm)
    {
        var read = _arms[arm.Name];
        return FromFiles(arm, read.Values).Scenario?.Hash != read.Hash;
    }

    /// <summary>The run's scenario.</summary>
    /// <param name="arm">Its arm.</param>
    /// <param name="values">Values of the parameters.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="endDay">Day on which it ends; the scenario's own where it is null.</param>
    /// <exception cref="InvalidDataException">It does not compile; says why.</exception>
    public CompiledScenario Compile(StudyArm arm, double[] values, long seed, double? endDay = null)
    {
        var key = (arm.Name, values, endDay);
        if (!_compiled.TryGetValue(key, out var compiled))
        {
            compiled = FromText(_arms.GetValueOrDefault(arm.Name) ?? throw new InvalidDataException(_faults[arm.Name]), values, seed, endDay);
            if (_compiled.Count < MostRemembered)
                _compiled.TryAdd(key, compiled);
        }

        return compiled.WithSeed(seed);
    }

    private CompiledScenario FromText(ArmAsRead read, double[] values, long seed, double? endDay)
    {
        string[] assignments = [.. OfParameters(values).Select(assignment => assignment.Text), Text("seed", seed), .. endDay is { } day ? [Text("time:durationDays", day)] : Array.Empty<string>()];
        var compilation = RunPreparation.LoadText(file, read.Text, options with { Assignments = assignments, Contents = read.Files });
        return compilation.Scenario ?? throw new InvalidDataException(Errors(compilation));
    }

    /// <summary>All that is wrong with a scenario, in one line.</summary>
    public static string Errors(Compilation compilation)
        => string.Join("; ", compilation.Diagnostics.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Path.Length > 0 ? $"{finding.Path}: {finding.Message}" : finding.Message));

    /// <summary>A run's scenario, or what is wrong with it, from the files as they are now: every finding with its place in them.</summary>
    public Compilation Try(StudyArm arm, double[] values, long seed) => Load(arm, [.. Assignments(arm, values).Select(assignment => assignment.Text), Text("seed", seed)]);

    /// <summary>An arm from its files, with what every run lays over them anyway; what multiplies is left to the runs, or it would be multiplied twice.</summary>
    private Compilation FromFiles(StudyArm arm, double[] values)
        => Load(arm, [.. arm.Assignments.Select(assignment => assignment.Text), .. OfParameters(values).Where(assignment => !assignment.Multiplies).Select(assignment => assignment.Text)]);

    private Compilation Load(StudyArm arm, string[] assignments)
        => RunPreparation.LoadText(file, $"{{\"extends\":{JsonSerializer.Serialize(arm.Layers)}}}", options with { Assignments = [.. options.Assignments, .. assignments] });

    /// <summary>What is laid over the files of an arm, and where in the study it stands.</summary>
    public IEnumerable<(string Text, string Path)> Assignments(StudyArm arm, double[] values)
        => arm.Assignments.Concat(OfParameters(values).Select(assignment => (assignment.Text, assignment.Path)));

    private IEnumerable<(string Text, string Path, bool Multiplies)> OfParameters(double[] values)
        => parameters.SelectMany((parameter, p) => parameter.Settings.Path.Select(path => (
            parameter.Settings.Multiplies ? $"{path}={{\"times\":{Number(values[p])}}}" : Text(path, values[p]), $"parameters:{parameter.Name}", parameter.Settings.Multiplies)));

    /// <summary>An assignment, as <c>--set</c> takes it.</summary>
    public static string Text(string path, object value) => $"{path}={(value is string text ? JsonSerializer.Serialize(text) : value is bool truth ? (truth ? "true" : "false") : Number(value))}";

    private static string Number(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    /// <summary>An arm's files as they were read.</summary>
    /// <param name="Text">All layers in one.</param>
    /// <param name="Files">What it names.</param>
    /// <param name="Hash">Hash of both.</param>
    /// <param name="Values">Values of the parameters that it was read with.</param>
    private sealed record ArmAsRead(string Text, IReadOnlyDictionary<string, byte[]> Files, string Hash, double[] Values);
}
