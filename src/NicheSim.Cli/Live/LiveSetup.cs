using System.Globalization;
using System.Text.Json;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Live;

/// <summary>
/// A scenario file and what was changed by hand: from the start, or from a tick on, which is what an event on that day says in a file.
/// Every label that rules act through has a treatment of its own at efficacy 0, which changes no bit and lets a switch block the label without a restart.
/// </summary>
internal sealed class LiveSetup
{
    private const string BlockPrefix = "block-", EventPrefix = "live-tick-";
    private const double MinutesPerDay = 1440;

    private readonly string _file, _text;
    private readonly string? _below;
    private readonly LoaderOptions _options;
    private readonly double _tickMinutes;
    private readonly List<(string Path, string Value)> _fixed = [];
    private readonly SortedDictionary<int, SortedDictionary<string, double>> _timed = [];

    /// <param name="file">The scenario file. It is read here and never again, so that no edit of it gets into the run that goes on.</param>
    /// <param name="options">How it is loaded; its assignments are the first changes.</param>
    /// <param name="compiled">The scenario, as these gave it.</param>
    public LiveSetup(string file, LoaderOptions options, CompiledScenario compiled)
    {
        var scenario = compiled.Scenario;
        (_file, _text, _tickMinutes) = (file, compiled.Resolved, scenario.Time.TickMinutes);
        _below = ScenarioLoader.Load<Scenario>(file, options with { Assignments = [] }).Resolved;
        _options = options with { Assignments = [], Contents = compiled.Files.ToDictionary(named => named.Name, named => named.Content) };
        var labels = scenario.Rules.Values.Where(rule => rule.Enabled).SelectMany(rule => rule.Through).Distinct();
        Blocks = labels.Where(label => !scenario.Treatments.Keys.Contains(BlockPrefix + label, StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToDictionary(label => BlockPrefix + label, label => JsonSerializer.Serialize(new
            {
                about = $"Blocks {label}.", efficacy = 0, fromDay = scenario.Time.FromDay, blocks = new Dictionary<string, bool> { [$"label:{label}"] = true },
            }));
    }

    private LiveSetup(LiveSetup other)
    {
        (_file, _text, _below, _options, _tickMinutes, Blocks) = (other._file, other._text, other._below, other._options, other._tickMinutes, other.Blocks);
        _fixed.AddRange(other._fixed);
        foreach (var (tick, changes) in other._timed)
            _timed[tick] = new(changes, StringComparer.Ordinal);
    }

    /// <summary>The treatments that were added, each with its JSON.</summary>
    public IReadOnlyDictionary<string, string> Blocks { get; }

    /// <summary>True where something was changed while the run went on.</summary>
    public bool HasTimedChanges => _timed.Count > 0;

    public LiveSetup Copy() => new(this);

    /// <summary>Changes a value from the start; the value is JSON.</summary>
    public void Set(string path, string value)
    {
        _fixed.RemoveAll(change => change.Path == path);
        _fixed.Add((path, value));
    }

    /// <summary>Changes a number from a tick on.</summary>
    public void SetFrom(int tick, string path, double value)
    {
        if (!_timed.TryGetValue(tick, out var changes))
            _timed[tick] = changes = new(StringComparer.Ordinal);
        changes[path] = value;
    }

    /// <summary>Lets all that was changed on the way hold from the start.</summary>
    public void MakeAllFixed()
    {
        foreach (var (path, value) in _timed.Values.SelectMany(changes => changes))
            Set(path, value.ToString("R", CultureInfo.InvariantCulture));
        _timed.Clear();
    }

    /// <summary>An error as who changed a number on the page is told it: that the change is an event is nothing of theirs.</summary>
    public static string Text(Diagnostic error)
        => error.Message == ScenarioCompiler.TooManyChanges ? $"{error.Message}, changes by hand on the way among them. After a restart what was changed by hand holds from the start, and more can be changed."
            : error.Path.StartsWith($"events:{EventPrefix}", StringComparison.Ordinal) ? error.Message : $"{error.Path}: {error.Message}";

    /// <summary>The scenario with all that was changed.</summary>
    public Compilation Compile() => Load(Assignments(Blocks.Keys));

    /// <summary>The overlay file that holds what was changed: over the scenario file it gives the bits of this setup.</summary>
    /// <param name="name">Name of the overlay.</param>
    /// <param name="extends">The scenario file, as the overlay names it.</param>
    /// <exception cref="InvalidDataException">The file is no scenario without what was set on the command line.</exception>
    public string Overlay(string name, string extends)
        => LiveOverlay.Text(
            _below ?? throw new InvalidDataException($"{_file} alone is no scenario that an overlay could lie over"), Load(Assignments(Blocks.Keys.Where(IsUsed))).Scenario!.Resolved, name, extends);

    private Compilation Load(IReadOnlyList<string> assignments) => RunPreparation.LoadText(_file, _text, _options with { Assignments = assignments });

    private IReadOnlyList<string> Assignments(IEnumerable<string> blocks)
        => [.. blocks.Select(block => $"treatments:{block}={Blocks[block]}"),
            .. _fixed.Select(change => $"{change.Path}={change.Value}"),
            .. _timed.Select(change => string.Create(
                CultureInfo.InvariantCulture, $"events:{EventPrefix}{change.Key}={JsonSerializer.Serialize(new { day = change.Key * _tickMinutes / MinutesPerDay, set = change.Value })}"))];

    private bool IsUsed(string block)
        => _fixed.Select(change => change.Path).Concat(_timed.Values.SelectMany(changes => changes.Keys)).Any(path => path.StartsWith($"treatments:{block}:", StringComparison.Ordinal));
}
