namespace NicheSim.Scenarios;

/// <summary>Base behaviors of a cell type or a state. The JSON key of a behavior is also its name in rules, with the target behind a colon: <c>become:dormant</c>.</summary>
[About("Base behaviors of a cell type or of one of its states. In a state, a behavior that is given replaces the type's.")]
public abstract record BehaviorSettings
{
    [About("How much the cell has of each label, by label; 1 where nothing is said.")]
    public Dictionary<string, LevelSettings> Levels { get; init; } = [];

    [About("Division.")]
    public DivideSettings? Divide { get; init; }

    [About("Death.")]
    public PerDaySettings? Die { get; init; }

    [About("Change of state, by the new state.")]
    public Dictionary<string, PerDaySettings> Become { get; init; } = [];

    [About("Change of type, by the new type.")]
    public Dictionary<string, TurnIntoSettings> TurnInto { get; init; } = [];

    [About("Fusion with neighbors of the same type into a cell of another type.")]
    public FuseSettings? Fuse { get; init; }

    [About("Movement.")]
    public MoveSettings? Move { get; init; }

    [About("Movement up the gradient of a field.")]
    public Dictionary<string, StrengthSettings> Follow { get; init; } = [];

    [About("Movement down the gradient of a field.")]
    public Dictionary<string, StrengthSettings> Avoid { get; init; } = [];

    [About("Attachment, by what to: matrix, bone, vessel, or type:NAME. Attached cells do not move.")]
    [NamePattern("(matrix|bone|vessel|type:[A-Za-z][A-Za-z0-9_-]*)", Expected = "matrix, bone, vessel or type:NAME")]
    public Dictionary<string, PerDaySettings> Attach { get; init; } = [];

    [About("Detachment; an arrested cell goes back into the blood.")]
    public PerDaySettings? Detach { get; init; }

    [About("Cohesion: hops are (1 - strength)^neighbors as likely.")]
    public CohesionSettings? Cohesion { get; init; }

    [About("Probability that a circulating cell arrests in a pass, times the capture of the vessel it passes.")]
    public StrengthSettings? Arrest { get; init; }

    [About("Of vessel cells: probability that a cell ready to arrest is held.")]
    public StrengthSettings? Capture { get; init; }

    [About("An arrested cell leaves the vessel for the marrow.")]
    public PerDaySettings? Extravasate { get; init; }

    [About("A cell beside a vessel enters the blood.")]
    public PerDaySettings? Intravasate { get; init; }

    [About("Degradation of the matrix in the cell's own and the neighboring voxels [density per day].")]
    public PerDaySettings? DegradeMatrix { get; init; }

    [About("Secretion, by field.")]
    public Dictionary<string, SecreteSettings> Secrete { get; init; } = [];

    [About("Uptake, by field.")]
    public Dictionary<string, TakeUpSettings> TakeUp { get; init; } = [];

    [About("Of vessel cells: exchange of a field with the serum, by field.")]
    public Dictionary<string, ExchangeSettings> Exchange { get; init; } = [];

    [About("Resorption of bone.")]
    public DepthSettings? Resorb { get; init; }

    [About("Formation of bone.")]
    public FormSettings? Form { get; init; }

    [About("Mineralization of the bone nearby [share of the missing mineral per day].")]
    public MineralizeSettings? Mineralize { get; init; }

    [About("Recruitment of cells of another type, by type.")]
    public Dictionary<string, RecruitSettings> Recruit { get; init; } = [];

    [About("Change of an attribute, by attribute.")]
    public Dictionary<string, DriftSettings> Drift { get; init; } = [];

    [About("Of vessel cells: growth of the vessel by a voxel.")]
    public PerDaySettings? Sprout { get; init; }
}

[About("Level of a label: a number, or an attribute that is the level.")]
public sealed record LevelSettings
{
    [About("Level, 0 to 1; a factor where an attribute is named.")]
    [Bounds(0, 1)]
    public double Level { get; init; } = 1;

    [About("Attribute that is the level.")]
    public string? Attribute { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A rate.")]
public sealed record PerDaySettings
{
    [About("Rate [1/day].")]
    [Bounds(0, 1e5)]
    public required double PerDay { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Division.")]
public sealed record DivideSettings
{
    [About("Mean time from one division to the next [hours].")]
    [Bounds(0, 1e7, AboveMinimum = true)]
    public required double MeanCycleHours { get; init; }

    [About("Stages of the cycle (Erlang); 1 is memoryless.")]
    [Bounds(1, 100)]
    public int Stages { get; init; } = 4;

    [About("How far daughters may shove other cells to find room [voxels]; 0 needs a free neighbor.")]
    [Bounds(0, 1000)]
    public int PushUpToVoxels { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Change into another type.")]
public sealed record TurnIntoSettings
{
    [About("Rate [1/day].")]
    [Bounds(0, 1e5)]
    public required double PerDay { get; init; }

    [About("State in the new type; its initial state where left out.")]
    public string? State { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Fusion: the cell and its partners become one cell of another type.")]
public sealed record FuseSettings
{
    [About("Rate where enough partners are near [1/day].")]
    [Bounds(0, 1e5)]
    public required double PerDay { get; init; }

    [About("The type that fusion makes.")]
    public required string Into { get; init; }

    [About("State in the new type; its initial state where left out.")]
    public string? State { get; init; }

    [About("Partners of the cell's own type that are used up.")]
    [Bounds(0, 100)]
    public int Partners { get; init; } = 1;

    [About("How far partners may be [um].")]
    [Bounds(0, 1e4)]
    public double WithinUm { get; init; } = 45;

    [About("Only beside bone.")]
    public bool AtBone { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Movement: a persistent random walk.")]
public sealed record MoveSettings
{
    [About("Speed along the path [um/hour].")]
    [Bounds(0, 1e5)]
    public required double SpeedUmPerHour { get; init; }

    [About("Mean time in one direction [hours].")]
    [Bounds(0, 1e5)]
    public double PersistenceHours { get; init; } = 0.5;

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A strength from 0 to 1.")]
public sealed record StrengthSettings
{
    [About("Strength, 0 to 1.")]
    [Bounds(0, 1)]
    public required double Strength { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Cohesion to neighbors.")]
public sealed record CohesionSettings
{
    [About("Strength, 0 to 1.")]
    [Bounds(0, 1)]
    public required double Strength { get; init; }

    [About("Types that the cell holds on to; its own where left out.")]
    public string[] With { get; init; } = [];

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Secretion.")]
public sealed record SecreteSettings
{
    [About("Molecules per cell and second.")]
    [Bounds(0, 1e15)]
    public required double MoleculesPerSecond { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Uptake: linear (clearance) or saturable (maximum and half-maximum).")]
public sealed record TakeUpSettings
{
    [About("Volume cleared [um3/s]; linear uptake.")]
    [Bounds(0, 1e12)]
    public double? ClearanceUm3PerSecond { get; init; }

    [About("Largest uptake [molecules/s]; saturable uptake.")]
    [Bounds(0, 1e15)]
    public double? MaximumMoleculesPerSecond { get; init; }

    [About("Level of half the largest uptake [pM].")]
    [Bounds(0, 1e12, AboveMinimum = true)]
    public double? HalfMaximumPicomolar { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Exchange with the serum.")]
public sealed record ExchangeSettings
{
    [About("Rate at which a vessel voxel relaxes to the serum level [1/minute].")]
    [Bounds(0, 1e6)]
    public required double PerMinute { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A depth rate over a footprint.")]
public sealed record DepthSettings
{
    [About("Depth [um/day].")]
    [Bounds(0, 1e5)]
    public required double UmPerDay { get; init; }

    [About("Width of the surface that one cell works on [um].")]
    [Bounds(0, 1e4, AboveMinimum = true)]
    public required double FootprintUm { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Formation of bone: a depth rate over a footprint.")]
public sealed record FormSettings
{
    [About("Depth [um/day].")]
    [Bounds(0, 1e5)]
    public required double UmPerDay { get; init; }

    [About("Width of the surface that one cell works on [um].")]
    [Bounds(0, 1e4, AboveMinimum = true)]
    public required double FootprintUm { get; init; }

    [About("Type that a cell turns into when its own voxel fills up; it must live in bone. Where left out the cell's voxel stays open.")]
    public string? BuriedAs { get; init; }

    [About("Only where the surface was eroded.")]
    public bool OnlyEroded { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Mineralization of bone nearby.")]
public sealed record MineralizeSettings
{
    [About("Share of the missing mineral that is laid down [1/day].")]
    [Bounds(0, 1e5)]
    public required double PerDay { get; init; }

    [About("Width of the bone that one cell mineralizes [um].")]
    [Bounds(0, 1e4, AboveMinimum = true)]
    public double FootprintUm { get; init; } = 45;

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

public enum RecruitFrom
{
    Marrow,
    Vessels,
}

[About("Recruitment of another type.")]
public sealed record RecruitSettings
{
    [About("Cells recruited by one cell [1/day].")]
    [Bounds(0, 1e5)]
    public required double PerDay { get; init; }

    [About("Where they come from: free marrow nearby, or beside the vessels nearby.")]
    public RecruitFrom From { get; init; } = RecruitFrom.Marrow;

    [About("How far away they appear [um].")]
    [Bounds(0, 1e4)]
    public double WithinUm { get; init; } = 60;

    [About("State of the recruits; the type's initial state where left out.")]
    public string? State { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Change of an attribute; may be negative.")]
public sealed record DriftSettings
{
    [About("Change per day.")]
    [Bounds(-1e5, 1e5)]
    public required double PerDay { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}
