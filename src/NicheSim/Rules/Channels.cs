namespace NicheSim.Rules;

/// <summary>What cells can do. A <see cref="ChannelPlan"/> is one of these with its argument.</summary>
public enum BehaviorKind
{
    Divide,
    Die,

    /// <summary>Argument: the target profile.</summary>
    Become,

    /// <summary>Argument: the target profile.</summary>
    TurnInto,

    /// <summary>Argument: the target profile.</summary>
    Fuse,

    /// <summary>Argument: an <see cref="AttachTarget"/>.</summary>
    Attach,
    Detach,
    Extravasate,
    Intravasate,
    Move,

    /// <summary>Argument: a field.</summary>
    Follow,

    /// <summary>Argument: a field.</summary>
    Avoid,
    Cohesion,
    Arrest,
    Capture,

    /// <summary>Argument: a field.</summary>
    Secrete,

    /// <summary>Argument: a field.</summary>
    TakeUp,

    /// <summary>Argument: a field.</summary>
    Exchange,
    DegradeMatrix,
    Resorb,
    Form,
    Mineralize,

    /// <summary>Argument: the profile of the recruits.</summary>
    Recruit,

    /// <summary>Argument: an attribute.</summary>
    Drift,
    Sprout,
}

/// <summary>What a cell can attach to; a type is its index plus <see cref="Type"/>.</summary>
public static class AttachTarget
{
    public const int Matrix = 0;
    public const int Bone = 1;
    public const int Vessel = 2;
    public const int Type = 3;
}

/// <summary>One behavior of a profile: its base value, the ways that change it, and what else the stage needs.</summary>
public sealed record ChannelPlan
{
    public required BehaviorKind Kind { get; init; }

    public required int Argument { get; init; }

    /// <summary>Value without any signal: rate [1/day], speed [um/hour], secretion [molecules/s], clearance [um3/s], depth [um/day], exchange [1/s], strength.</summary>
    public required float Base { get; init; }

    public required WayPlan[] Increasing { get; init; }

    public required WayPlan[] Decreasing { get; init; }

    /// <summary>Slots of the signals (attributes) that the value is multiplied by.</summary>
    public required int[] Scales { get; init; }

    /// <summary>Treatments that multiply the value: by 1 + (factor - 1) x level.</summary>
    public required (int Treatment, float Factor)[] Factors { get; init; }

    /// <summary>First tally counter: one for the base, then one for each increasing term.</summary>
    public required int Tally { get; init; }

    /// <summary>Divide: stages. Fuse: partners.</summary>
    public int Count { get; init; }

    /// <summary>Divide: how far to push [voxels]. Fuse, recruit: how far away [um]. Resorb, form, mineralize: footprint [um]. Move: persistence [hours]. TakeUp: half-maximum [pM], 0 for linear uptake.</summary>
    public float Reach { get; init; }

    /// <summary>Fuse: beside bone only. Form: eroded surface only. Recruit: beside vessels.</summary>
    public bool Flag { get; init; }

    /// <summary>Form: profile of a cell that is buried, or -1.</summary>
    public int Buried { get; init; } = -1;

    /// <summary>Cohesion: types that are held on to.</summary>
    public bool[] With { get; init; } = [];
}

/// <summary>
/// One way to an end: rules through the same receptor, whose doses add up; or one rule of its own.
/// </summary>
public sealed record WayPlan(TermPlan[] Terms);

/// <summary>One rule in one way.</summary>
public sealed record TermPlan
{
    /// <summary>Value at saturation, in the channel's unit.</summary>
    public required float Saturation { get; init; }

    /// <summary>The signals that must all be there. With one, not below, the term is a dose; otherwise it is a strength: the product of the members' Hill terms.</summary>
    public required MemberPlan[] Members { get; init; }

    /// <summary>Slot of the signal that is 1 inside the rule's region, or -1.</summary>
    public required int Region { get; init; }

    public required AvailabilityPlan[] Labels { get; init; }

    /// <summary>The rule, as an index into the names of the scenario.</summary>
    public required int Rule { get; init; }

    public bool IsDose => Members.Length == 1 && !Members[0].Below;
}

/// <param name="Signal">Slot of the signal.</param>
/// <param name="HalfMaximum">In the signal's unit.</param>
/// <param name="Power">Hill power.</param>
/// <param name="Below">1 - Hill.</param>
public readonly record struct MemberPlan(int Signal, float HalfMaximum, float Power, bool Below);

/// <summary>How much of a label a profile has, and which treatments block it.</summary>
/// <param name="Level">Level of the label, 0 to 1; where <paramref name="Attribute"/> is a slot, the factor on it.</param>
/// <param name="Attribute">Slot of the attribute that is the level, or -1.</param>
/// <param name="Blockers">Treatments that shut the label off by their level.</param>
/// <param name="Competitors">Treatments that divide the ligand by 1 + level / dissociation.</param>
public sealed record AvailabilityPlan(float Level, int Attribute, int[] Blockers, (int Treatment, float Dissociation)[] Competitors);

/// <summary>What cells can sense.</summary>
public enum SignalKind
{
    /// <summary>Free level of field A [pM].</summary>
    Field,

    /// <summary>Free level of part B of field A [pM].</summary>
    FieldPart,

    /// <summary>Free level of field A without its part B [pM].</summary>
    FieldOthers,

    /// <summary>Size of the gradient of field A [pM/um].</summary>
    Gradient,

    /// <summary>Neighbors of type A, in profile B where B is not -1 [cells].</summary>
    Neighbors,

    /// <summary>[um].</summary>
    BoneDistance,

    /// <summary>[um].</summary>
    VesselDistance,

    /// <summary>Distance to region A [um].</summary>
    RegionDistance,

    /// <summary>1 inside region A, else 0.</summary>
    InRegion,

    /// <summary>1 where the cell's or a neighboring surface was eroded, else 0.</summary>
    Eroded,

    /// <summary>Time since the latest erosion nearby [days]; infinity where there was none.</summary>
    SinceResorbed,

    /// <summary>Mean mineral of the neighboring bone, as a share of its fill.</summary>
    Mineral,

    /// <summary>Matrix density of the cell's voxel.</summary>
    Matrix,

    /// <summary>Share of the neighboring voxels that are taken.</summary>
    Crowding,

    /// <summary>Own attribute A.</summary>
    Attribute,

    /// <summary>[days].</summary>
    Age,

    /// <summary>[days].</summary>
    TimeInState,

    /// <summary>[days]; since birth where there was no division.</summary>
    SinceDivision,

    /// <summary>Serum level of field A [pM].</summary>
    Serum,

    /// <summary>Level of treatment A, 0 to 1.</summary>
    Treatment,
}

public readonly record struct SignalPlan(SignalKind Kind, int A, int B);
