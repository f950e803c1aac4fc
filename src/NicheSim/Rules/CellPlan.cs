namespace NicheSim.Rules;

public sealed record TypePlan
{
    /// <summary>Profile of new cells where nothing else is said.</summary>
    public required int InitialProfile { get; init; }

    public required bool Vessel { get; init; }

    public required bool LivesInBone { get; init; }

    public required bool Pushable { get; init; }

    /// <summary>The attributes that the type carries.</summary>
    public required AttributePlan[] Attributes { get; init; }

    /// <summary>First of the type's tally counters: see <see cref="TypeTally"/>.</summary>
    public required int Tally { get; init; }
}

/// <summary>Counters that every type has, as offsets from <see cref="TypePlan.Tally"/>.</summary>
public enum TypeTally
{
    /// <summary>Entered the blood from outside.</summary>
    Arrived,

    /// <summary>Arrested in a vessel.</summary>
    Arrested,

    /// <summary>Cleared from the blood.</summary>
    Cleared,

    /// <summary>Left over an exit.</summary>
    Exited,

    /// <summary>Recruited by another cell.</summary>
    Recruited,

    /// <summary>Grown as a vessel voxel.</summary>
    Sprouted,

    /// <summary>Used up as a partner of a fusion.</summary>
    FusedAway,

    /// <summary>Buried in the bone that they formed.</summary>
    Buried,

    /// <summary>Lost with the bone that they lived in.</summary>
    Resorbed,

    /// <summary>Placed by an event.</summary>
    Added,

    Count,
}

public sealed record AttributePlan
{
    /// <summary>Column of the attribute.</summary>
    public required int Attribute { get; init; }

    /// <summary>A hash of its name, of 39 bits: random numbers of an attribute must not depend on which others there are.</summary>
    public required long Key { get; init; }

    public required float Minimum { get; init; }

    public required float Maximum { get; init; }

    public required DistributionPlan Start { get; init; }

    /// <summary>Standard deviation of what a daughter gets on top; 0 copies.</summary>
    public required float InheritanceSd { get; init; }

    /// <summary>Probability that a daughter gets the minimum.</summary>
    public required float LossProbability { get; init; }

    public required float RelaxTo { get; init; }

    /// <summary>[1/day].</summary>
    public required double RelaxRate { get; init; }
}

public enum DistributionKind
{
    Value,
    Uniform,
    Normal,
    Lognormal,
    Beta,
}

/// <summary>A: value, lower bound, mean, median or first shape. B: upper bound, standard deviation, sigma or second shape.</summary>
public readonly record struct DistributionPlan(DistributionKind Kind, double A, double B);

/// <summary>A cell type in one of its states: what it reads and what it does.</summary>
public sealed record ProfilePlan
{
    public required int Type { get; init; }

    /// <summary>Index of the state within the type.</summary>
    public required int State { get; init; }

    /// <summary>A hash of the names of type and state.</summary>
    public required ulong Key { get; init; }

    /// <summary>What it secretes, takes up and exchanges: decided on the fields of the last tick.</summary>
    public required ResponsePlan Sources { get; init; }

    /// <summary>Everything else it does: decided on the fields of this tick. All slots below are of this.</summary>
    public required ResponsePlan Decisions { get; init; }

    /// <summary>Slot of division, or -1.</summary>
    public required int Divide { get; init; }

    /// <summary>Slots of the other events, which compete in one draw.</summary>
    public required int[] FateSlots { get; init; }

    /// <summary>Slot of movement, or -1.</summary>
    public required int Move { get; init; }

    /// <summary>Slot of cohesion, or -1.</summary>
    public required int Cohesion { get; init; }

    /// <summary>Slot of arrest, or -1.</summary>
    public required int Arrest { get; init; }

    /// <summary>Slot of capture, or -1.</summary>
    public required int Capture { get; init; }

    /// <summary>Slots of <see cref="BehaviorKind.Follow"/> and <see cref="BehaviorKind.Avoid"/>.</summary>
    public required int[] GradientSlots { get; init; }

    /// <summary>Slots of resorption, formation, mineralization, matrix degradation, recruitment and sprouting.</summary>
    public required int[] WorkSlots { get; init; }

    public required int[] DriftSlots { get; init; }
}

/// <summary>Signals to read and behaviors that follow from them, slot after slot.</summary>
public sealed record ResponsePlan(SignalPlan[] Signals, ChannelPlan[] Channels)
{
    /// <summary>Most ways to one end.</summary>
    public const int MostWays = 64;

    /// <summary>Most signals that one profile reads.</summary>
    public const int MostSignals = 256;

    public static readonly ResponsePlan Nothing = new([], []);
}
