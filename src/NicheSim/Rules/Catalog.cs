using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>The enabled things of a scenario in ordinal order of their names, and what is said when a name is not among them.</summary>
internal sealed class Catalog
{
    private readonly SourceMap _sources;
    private readonly List<Diagnostic> _diagnostics;

    public Catalog(Scenario scenario, SourceMap sources, List<Diagnostic> diagnostics)
    {
        (Scenario, _sources, _diagnostics) = (scenario, sources, diagnostics);
        Fields = Sorted(scenario.Fields, f => f.Enabled);
        Parts = Array.ConvertAll(Fields, f => Sorted(scenario.Fields[f].Tracks, _ => true));
        Types = Sorted(scenario.Cells, c => c.Enabled);
        Labels = Sorted(scenario.Labels, _ => true);
        Rules = Sorted(scenario.Rules, r => r.Enabled);
        Treatments = Sorted(scenario.Treatments, t => t.Enabled);
        Regions = Sorted(scenario.Regions, _ => true);
        Attributes = [.. Types.SelectMany(t => scenario.Cells[t].Attributes.Keys).Distinct().Order(StringComparer.Ordinal)];
        States = Array.ConvertAll(Types, t => Sorted(scenario.Cells[t].States, s => s.Enabled) is { Length: > 0 } states ? states : [""]);
        FirstProfile = new int[Types.Length + 1];
        for (var t = 0; t < Types.Length; t++)
            FirstProfile[t + 1] = FirstProfile[t] + States[t].Length;
    }

    public Scenario Scenario { get; }

    public string[] Fields { get; }

    /// <summary>Parts[field][part].</summary>
    public string[][] Parts { get; }

    public string[] Types { get; }

    /// <summary>States[type][state]; one empty name for a type without states.</summary>
    public string[][] States { get; }

    /// <summary>Profile of the first state of each type.</summary>
    public int[] FirstProfile { get; }

    public int Profiles => FirstProfile[^1];

    public string[] Attributes { get; }

    public string[] Labels { get; }

    public string[] Rules { get; }

    public string[] Treatments { get; }

    public string[] Regions { get; }

    public int Field(string name, string path) => Find("field", Fields, name, path, Scenario.Fields.ContainsKey(name));

    public int Type(string name, string path) => Find("cell type", Types, name, path, Scenario.Cells.ContainsKey(name));

    public int Label(string name, string path) => Find("label", Labels, name, path);

    public int Treatment(string name, string path) => Find("treatment", Treatments, name, path, Scenario.Treatments.ContainsKey(name));

    public int Region(string name, string path) => Find("region", Regions, name, path);

    public int Part(int field, string name, string path) => Find($"part of field {Fields[field]}", Parts[field], name, path);

    /// <summary>An attribute that a type declares.</summary>
    public int AttributeOf(int type, string name, string path)
        => Find($"attribute of {Types[type]}", [.. Scenario.Cells[Types[type]].Attributes.Keys], name, path) < 0 ? -1 : Array.IndexOf(Attributes, name);

    /// <summary>The profile of a type in a state; in its initial state where none is named. -1 where there is no such state.</summary>
    public int Profile(int type, string? state, string path)
    {
        if (state is null)
            return InitialProfile(type);
        var named = Array.FindAll(States[type], s => s.Length > 0);
        var index = Find($"state of {Types[type]}", named, state, path);
        return index < 0 ? -1 : FirstProfile[type] + Array.IndexOf(States[type], state);
    }

    public int InitialProfile(int type)
    {
        var initial = Scenario.Cells[Types[type]].InitialState;
        return FirstProfile[type] + Math.Max(0, initial is null ? 0 : Array.IndexOf(States[type], initial));
    }

    /// <summary>True where a file or an assignment wrote exactly this key.</summary>
    public bool IsWritten(string path) => _sources.Contains(path);

    public void Error(string path, string message) => _diagnostics.Add(_sources.Error(path, message));

    public void Warning(string path, string message) => _diagnostics.Add(_sources.Warning(path, message));

    /// <param name="kind">What the names are of, in words.</param>
    /// <param name="names">Those that there are.</param>
    /// <param name="name">The one that is looked for.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="isKnown">Whether the scenario has it, though it may be switched off.</param>
    /// <returns>Its index; -1 where there is none, which is an error then.</returns>
    private int Find(string kind, string[] names, string name, string path, bool isKnown = false)
    {
        var index = Array.IndexOf(names, name);
        if (index < 0 && isKnown)
            Error(path, $"the {kind} {Suggestion.Quote(name)} is switched off: what names it is to be switched off with it");
        else if (index < 0)
            Error(path, Suggestion.Unknown(kind, name, _diagnostics.Count < Suggestion.MostLookedUp ? names : null));
        return index;
    }

    private static string[] Sorted<T>(Dictionary<string, T> items, Func<T, bool> enabled)
        => [.. items.Where(item => enabled(item.Value)).Select(item => item.Key).Order(StringComparer.Ordinal)];
}
