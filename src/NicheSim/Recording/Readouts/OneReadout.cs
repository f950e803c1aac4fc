using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>Compiles one readout.</summary>
internal sealed class OneReadout(Catalog catalog, Names? names, string[] order, int index)
{
    private readonly ReadoutSettings _settings = catalog.Scenario.Readouts[order[index]];
    private readonly string _path = $"readouts:{order[index]}";

    public Readout Compile()
    {
        var types = Types(_settings.Types, "types");
        var attribute = Attribute(types);
        var profiles = Profiles(types, _settings.State, "state");
        if (attribute >= 0)
            for (var p = 0; p < profiles.Length; p++)
                profiles[p] &= Carries(TypeOf(p), _settings.Attribute!);
        var ofTypes = _settings.Of.Length > 0 || _settings.Kind != ReadoutKind.Share ? Types(_settings.Of, "of") : types;
        var field = _settings.Field is null ? -1 : catalog.Field(_settings.Field, $"{_path}:field");
        return new Readout
        {
            Index = index,
            Name = order[index],
            Kind = _settings.Kind,
            Types = types,
            Profiles = profiles,
            Of = Profiles(ofTypes, _settings.OfState, "ofState"),
            Attribute = attribute,
            AttributeFrom = (float)(_settings.AttributeFrom ?? double.NegativeInfinity),
            AttributeTo = (float)(_settings.AttributeTo ?? double.PositiveInfinity),
            Region = _settings.Region is null ? -1 : catalog.Region(_settings.Region, $"{_path}:region"),
            SizeFrom = _settings.SizeFrom,
            SizeTo = _settings.SizeTo,
            Field = field,
            Part = field < 0 || _settings.Part is null ? -1 : catalog.Part(field, _settings.Part, $"{_path}:part"),
            Tallies = _settings.Event is null || names is null ? [] : Tallies(names, types, profiles),
            Axis = _settings.Axis ?? Axis.X,
            Other = Other(),
            Level = _settings.Level ?? 0,
            WindowDays = _settings.WindowDays ?? 0,
            Quantile = _settings.Quantile ?? 0.95,
            FromUm = HasDistance ? (float)(_settings.FromUm ?? 0) : float.NaN,
            ToUm = HasDistance ? (float)(_settings.ToUm ?? double.PositiveInfinity) : float.NaN,
            ToVessel = _settings.To == ReadoutChecks.ToVessel,
        };
    }

    private bool HasDistance => _settings.FromUm is not null || _settings.ToUm is not null;

    /// <summary>The named types; all where none is named.</summary>
    private bool[] Types(string[] named, string key)
    {
        var types = new bool[catalog.Types.Length];
        Array.Fill(types, named.Length == 0);
        for (var i = 0; i < named.Length; i++)
            if (catalog.Type(named[i], $"{_path}:{key}:{i}") is >= 0 and var type)
                types[type] = true;
        return types;
    }

    private bool[] Profiles(bool[] types, string? state, string key)
    {
        var profiles = new bool[catalog.Profiles];
        for (var p = 0; p < profiles.Length; p++)
            profiles[p] = types[TypeOf(p)] && (state is null || StateOf(p) == state);
        var states = Enumerable.Range(0, profiles.Length).Where(p => types[TypeOf(p)]).Select(StateOf).Where(s => s.Length > 0).Distinct().ToArray();
        if (state is not null && !states.Contains(state))
            catalog.Error($"{_path}:{key}", Suggestion.Unknown("state of these types", state, states));
        return profiles;
    }

    /// <summary>Column of the attribute; -1 where none is named, or no type that counts carries it.</summary>
    private int Attribute(bool[] types)
    {
        if (_settings.Attribute is not { } name)
            return -1;
        var carried = Enumerable.Range(0, types.Length).Where(type => types[type]).SelectMany(type => catalog.Scenario.Cells[catalog.Types[type]].Attributes.Keys).Distinct().ToArray();
        if (carried.Contains(name))
            return Array.IndexOf(catalog.Attributes, name);
        catalog.Error($"{_path}:attribute", Suggestion.Unknown("attribute of these types", name, carried));
        return -1;
    }

    /// <summary>Counters of the event; none where only a rule that is off would make it happen: arms that differ by a rule have the same readouts.</summary>
    private int[] Tallies(Names names, bool[] types, bool[] profiles)
    {
        var ofTypes = Enumerable.Range(0, names.Tallies.Length).Where(t => Happens(names.Tallies[t])).ToArray();
        var isCounted = EventTable.IsCounted(_settings.Event!);
        var ofEvent = ofTypes.Where(t => isCounted && names.Tallies[t].Event == _settings.Event).ToArray();
        var ofRule = ofEvent.Where(t => _settings.Rule is null || names.Tallies[t].Cause == _settings.Rule).ToArray();
        var off = catalog.Scenario.Rules.Where(rule => isCounted && !rule.Value.Enabled && rule.Value.Increases == _settings.Event).Select(rule => rule.Key).ToArray();
        if (ofEvent.Length == 0 && off.Length == 0)
            catalog.Error($"{_path}:event", Suggestion.Unknown("event of these cells", _settings.Event!, ofTypes.Select(t => names.Tallies[t].Event).Distinct().Where(EventTable.IsCounted)));
        else if (ofRule.Length == 0 && _settings.Rule is { } rule && !off.Contains(rule))
            catalog.Error($"{_path}:rule", Suggestion.Unknown("rule behind this event", rule, ofEvent.Select(t => names.Tallies[t].Cause).Where(cause => cause.Length > 0).Distinct()));
        return ofRule;

        bool Happens(TallyName tally) => tally.Profile >= 0 ? profiles[tally.Profile] : types[tally.Type] && _settings.State is null;
    }

    private int Other()
    {
        if (_settings.Readout is not { } name)
            return -1;
        var other = Array.IndexOf(order, name);
        if (other < 0)
            catalog.Error($"{_path}:readout", Suggestion.Unknown("readout", name, order));
        return other;
    }

    private bool Carries(int type, string attribute) => catalog.Scenario.Cells[catalog.Types[type]].Attributes.ContainsKey(attribute);

    private int TypeOf(int profile) => Array.FindLastIndex(catalog.FirstProfile, catalog.Types.Length - 1, first => first <= profile);

    private string StateOf(int profile) => catalog.States[TypeOf(profile)][profile - catalog.FirstProfile[TypeOf(profile)]];
}
