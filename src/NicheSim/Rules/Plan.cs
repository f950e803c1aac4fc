using NicheSim.Numerics;

namespace NicheSim.Rules;

/// <summary>
/// A scenario, compiled: integers and flat arrays, without names. Immutable; everything that changes is in the state.
/// Units: pM, um, molecules; rates of fields per second, rates of cells per day.
/// </summary>
public sealed record Plan
{
    public required Grid Grid { get; init; }

    /// <summary>Side of a voxel [um].</summary>
    public required double VoxelUm { get; init; }

    /// <summary>Volume of a voxel [um3]; in a slice the side squared times the slice's thickness.</summary>
    public required double VoxelVolumeUm3 { get; init; }

    public required CellEdges CellEdges { get; init; }

    public required ulong Seed { get; init; }

    public required int FirstTick { get; init; }

    /// <summary>The tick at which the run is complete.</summary>
    public required int LastTick { get; init; }

    public required double TickSeconds { get; init; }

    public required FieldPlan[] Fields { get; init; }

    public required TissuePlan Tissue { get; init; }

    public required RegionPlan[] Regions { get; init; }

    public required BloodPlan Blood { get; init; }

    /// <summary>Type and state of every kind of cell, flattened; cells hold an index into this.</summary>
    public required ProfilePlan[] Profiles { get; init; }

    public required TypePlan[] Types { get; init; }

    /// <summary>Number of attribute columns that cells carry.</summary>
    public required int Attributes { get; init; }

    public required TreatmentPlan[] Treatments { get; init; }

    public required PlacementPlan[] Placements { get; init; }

    /// <summary>Number of tally counters.</summary>
    public required int Tallies { get; init; }

    /// <summary>Sub-steps of motion in a tick: fixed by the fastest speed that any rule can reach, so that no hop is likelier than <see cref="LargestHopProbability"/>.</summary>
    public required int MotionSubsteps { get; init; }

    public const double LargestHopProbability = 0.3;

    /// <summary>Most sub-steps of motion: every sub-step of 100 years of ticks of 0.1 minutes has a random stream of its own.</summary>
    public const int MostMotionSubsteps = 1024;

    public double TickDays => TickSeconds / 86400;

    public double TickHours => TickSeconds / 3600;

    /// <summary>Concentration of one molecule in a voxel [pM]: 1e12 / (Avogadro's number x 1e-15 L/um3 x volume), Avogadro's number 6.02214076e23 (SI, exact).</summary>
    public double PicomolarPerMolecule => 1e12 / (6.02214076e23 * 1e-15 * VoxelVolumeUm3);

    /// <summary>The day of a tick; whole numbers are multiplied first, so that tick 12 of 30 minutes is day 0.25 to the last bit.</summary>
    public double DayOf(int tick) => tick * TickSeconds / 86400;
}

/// <summary>How a field is solved at every tick.</summary>
public enum FieldTime
{
    /// <summary>Steady state: the field relaxes much faster than a tick.</summary>
    Steady,

    /// <summary>Implicit steps in time.</summary>
    InTime,
}

public sealed record FieldPlan
{
    /// <summary>[um2/s].</summary>
    public required double Diffusion { get; init; }

    /// <summary>[1/s], with the loss out of a slice's plane apart.</summary>
    public required double Decay { get; init; }

    /// <summary>[1/s].</summary>
    public required double OutOfPlaneLoss { get; init; }

    public required FieldEdges Edges { get; init; }

    /// <summary>Diffusion inside bone as a share of that in marrow.</summary>
    public required float BoneFactor { get; init; }

    /// <summary>In marrow voxels [pM/s].</summary>
    public required float BasalProduction { get; init; }

    /// <summary>[pM].</summary>
    public required float Initial { get; init; }

    /// <summary>[1/s].</summary>
    public required float MarrowUptake { get; init; }

    /// <summary>[1/s].</summary>
    public required float BoneUptake { get; init; }

    public required FieldTime Time { get; init; }

    public required int StepsPerTick { get; init; }

    /// <summary>Field that binds this one, or -1.</summary>
    public required int Neutralizer { get; init; }

    /// <summary>[pM].</summary>
    public required float NeutralizerDissociation { get; init; }

    /// <summary>Parts[part][profile]: does the profile's secretion count towards the part?</summary>
    public required bool[][] Parts { get; init; }

    /// <summary>Treatments that block the field in all sensing.</summary>
    public required int[] Blockers { get; init; }

    /// <summary>Treatments that add to the field.</summary>
    public required AddPlan[] Additions { get; init; }

    /// <summary>Initial serum level [pM], production [pM/s], clearance [1/s].</summary>
    public required SerumPlan Serum { get; init; }
}

/// <param name="Treatment">Index of the treatment.</param>
/// <param name="Level">Level that the tissue relaxes to at full dose [pM].</param>
/// <param name="Rate">[1/s].</param>
/// <param name="AtVessels">At vessel voxels only, else everywhere.</param>
public readonly record struct AddPlan(int Treatment, float Level, float Rate, bool AtVessels);

/// <param name="Initial">[pM].</param>
/// <param name="Production">[pM/s].</param>
/// <param name="Clearance">[1/s].</param>
/// <param name="Fixed">The niche does not change the level.</param>
public readonly record struct SerumPlan(double Initial, double Production, double Clearance, bool Fixed);

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

public sealed record TissuePlan
{
    public required BoneLayout Bone { get; init; }

    /// <summary>Mineral of the bone at the start, as a share of its fill.</summary>
    public required float Mineral { get; init; }

    /// <summary>Molecules per um3 of mineralized bone, per field; 0 for what bone does not store.</summary>
    public required float[] Stores { get; init; }

    /// <summary>Density of the matrix at the start, per voxel; null for none.</summary>
    public required float[]? Matrix { get; init; }

    /// <summary>Share of the hops into matrix of density 1 that fail.</summary>
    public required float MatrixResistance { get; init; }

    public required VesselLayout Vessels { get; init; }
}

public enum LayoutKind
{
    None,
    Slab,
    Plates,
    Trabeculae,
    Grid,
    Random,
    Mask,
}

/// <summary>Bone at the start. Lengths in voxels.</summary>
public sealed record BoneLayout(LayoutKind Kind, double VolumeFraction, double Thickness, int Axis, bool[]? Mask, ulong Seed);

/// <summary>Vessels at the start. Lengths in voxels; Profile is the profile of the cells that hold them, or -1.</summary>
public sealed record VesselLayout(LayoutKind Kind, int Profile, double Spacing, double Diameter, bool[]? Mask, ulong Seed);

public enum RegionTarget
{
    Fixed,
    Bone,
    Vessel,
    Type,
}

/// <summary>A region: fixed voxels, or a band of distances [um] around bone, vessels or a type.</summary>
public sealed record RegionPlan(RegionTarget Target, bool[]? Voxels, int Type, float From, float To);

public sealed record BloodPlan
{
    /// <summary>Volume of the blood that this niche is given [um3]; 0 without blood.</summary>
    public required double VolumeUm3 { get; init; }

    /// <summary>[1/day].</summary>
    public required double PassesPerDay { get; init; }

    public required CirculatingPlan[] Circulating { get; init; }

    /// <summary>Clearance of circulating cells per type [1/day].</summary>
    public required double[] Clearance { get; init; }
}

/// <param name="Profile">Profile of the cells that enter the blood.</param>
/// <param name="Influx">[1/day].</param>
/// <param name="FromTick">First tick.</param>
/// <param name="ToTick">The tick at which it ends.</param>
/// <param name="Key">Key of the placement's random numbers.</param>
/// <param name="Starts">Start distribution per attribute of the type.</param>
public sealed record CirculatingPlan(int Profile, double Influx, int FromTick, int ToTick, ulong Key, DistributionPlan[] Starts);

public enum PlaceKind
{
    Anywhere,
    Marrow,
    BoneSurface,
    AtVessels,
    InVessels,
    InBone,
    Region,
    Voxels,
    Blood,
}

/// <summary>A group of cells to place at a tick.</summary>
public sealed record PlacementPlan
{
    public required int Tick { get; init; }

    public required int Profile { get; init; }

    public required PlaceKind Place { get; init; }

    /// <summary>Number of cells, or -1 where a share is asked.</summary>
    public required int Count { get; init; }

    /// <summary>Share of the free places.</summary>
    public required double Share { get; init; }

    public required int Region { get; init; }

    /// <summary>The voxels to choose from: of a disc or a CSV.</summary>
    public required int[]? Voxels { get; init; }

    /// <summary>Key of the placement's random numbers: a hash of its name.</summary>
    public required ulong Key { get; init; }

    /// <summary>Start distribution per attribute of the type.</summary>
    public required DistributionPlan[] Starts { get; init; }

    /// <summary>By an event, not at the start.</summary>
    public required bool ByEvent { get; init; }
}

/// <summary>A treatment's level over time.</summary>
/// <param name="FromTick">Tick of the first dose.</param>
/// <param name="ToTick">The tick at which it stops.</param>
/// <param name="IntervalTicks">Ticks between doses; 0 for one dose.</param>
/// <param name="HalfLifeTicks">Half-life of a dose; 0 for a constant level.</param>
/// <param name="Efficacy">Level at a full dose.</param>
public readonly record struct TreatmentPlan(int FromTick, int ToTick, int IntervalTicks, double HalfLifeTicks, double Efficacy)
{
    /// <summary>Level at a tick, 0 to 1: each dose adds 1 and decays by half in a half-life; their sum, at most 1, times the efficacy.</summary>
    public float LevelAt(int tick)
    {
        if (tick < FromTick || tick >= ToTick)
            return 0;
        if (HalfLifeTicks <= 0)
            return (float)Efficacy;
        var amount = 0.0;
        var doses = IntervalTicks > 0 ? ((tick - FromTick) / IntervalTicks) + 1 : 1;
        for (var dose = Math.Max(0, doses - 64); dose < doses; dose++)
            amount += Elementary.Pow(0.5, (tick - FromTick - ((double)dose * IntervalTicks)) / HalfLifeTicks);
        return (float)(Efficacy * Math.Min(1, amount));
    }
}
