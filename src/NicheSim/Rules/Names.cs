namespace NicheSim.Rules;

/// <summary>What the indices of a plan are called in its scenario. Recorders and texts use it; the engine never sees it.</summary>
public sealed record Names
{
    public required string[] Fields { get; init; }

    /// <summary>Parts[field][part].</summary>
    public required string[][] Parts { get; init; }

    public required string[] Types { get; init; }

    /// <summary>The state's name per profile; empty for a type without states.</summary>
    public required string[] States { get; init; }

    public required string[] Attributes { get; init; }

    public required string[] Rules { get; init; }

    public required string[] Treatments { get; init; }

    public required string[] Regions { get; init; }

    /// <summary>Path of each placement in the scenario, as <c>cells:TYPE:start:NAME</c>.</summary>
    public required string[] Placements { get; init; }

    /// <summary>What each tally counter counts, by its index.</summary>
    public required TallyName[] Tallies { get; init; }

    public int Field(string name) => Array.IndexOf(Fields, name);

    public int Type(string name) => Array.IndexOf(Types, name);

    public int Attribute(string name) => Array.IndexOf(Attributes, name);

    public int Region(string name) => Array.IndexOf(Regions, name);
}

/// <summary>What a tally counter counts.</summary>
/// <param name="Profile">Profile of the cells it happens to; -1 for a counter of the whole type.</param>
/// <param name="Type">Type of the cells it happens to.</param>
/// <param name="Event">The behavior as in rules (<c>divide</c>, <c>die</c>, <c>become:STATE</c>), or what a type counter counts (<c>arrived</c>, <c>exited</c>).</param>
/// <param name="Cause">The rule behind it; empty for the base rate and for type counters.</param>
public readonly record struct TallyName(int Profile, int Type, string Event, string Cause);
