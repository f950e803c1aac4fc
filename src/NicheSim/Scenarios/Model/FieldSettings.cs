namespace NicheSim.Scenarios;

[About("A diffusing substance.")]
public sealed record FieldSettings
{
    [About("False takes the field away.")]
    public bool Enabled { get; init; } = true;

    [About("Diffusion coefficient in marrow [um2/s].")]
    [Bounds(0, 1e5, AboveMinimum = true)]
    public required double DiffusionUm2PerSecond { get; init; }

    [About("Half-life in the tissue [minutes]; or give decayPerMinute.")]
    [Bounds(0, 1e7, AboveMinimum = true)]
    public double? HalfLifeMinutes { get; init; }

    [About("First-order loss everywhere in the tissue [1/minute]; or give halfLifeMinutes.")]
    [Bounds(0, 1e4)]
    public double? DecayPerMinute { get; init; }

    [About("Molecular weight [kDa], for the display unit.")]
    [Bounds(0, 1e5, AboveMinimum = true)]
    public required double MolecularWeightKDa { get; init; }

    [About("Unit that people read: pg/mL, ng/mL, pM, nM or mmHg.")]
    public string DisplayUnit { get; init; } = "pg/mL";

    [About("Concentration of 1 mmHg in solution [pM], where the display unit is mmHg.")]
    [Bounds(0, 1e12, AboveMinimum = true)]
    public double? PicomolarPerMmHg { get; init; }

    [About("What the field meets at the sides of the lattice.")]
    public FieldEdgeSettings Edges { get; init; } = new();

    [About("Diffusion inside bone as a share of that in marrow.")]
    [Bounds(0, 1)]
    public double BoneDiffusionFactor { get; init; } = 0.1;

    [About("Production in every marrow voxel [pM/hour], by cells that are not agents.")]
    [Bounds(0, 1e12)]
    public double BasalProductionPicomolarPerHour { get; init; }

    [About("Level everywhere outside bone at the start [pM].")]
    [Bounds(0, 1e12)]
    public double InitialPicomolar { get; init; }

    [About("First-order uptake by cells that are not agents, per tissue.")]
    public BackgroundUptakeSettings BackgroundUptake { get; init; } = new();

    [About("First-order loss out of the plane of a slice [1/minute]; say 0 where the tissue above and below is as in the slice. In three dimensions it does nothing.")]
    [Bounds(0, 1e4)]
    public double? OutOfPlaneLossPerMinute { get; init; }

    [About("Steady state at every tick, in time, or as the compiler chooses (auto).")]
    public SolveKind Solve { get; init; } = SolveKind.Auto;

    [About("Implicit steps per tick where the field is solved in time.")]
    [Bounds(1, 1000)]
    public int StepsPerTick { get; init; } = 1;

    [About("True leaves the field unsolved, and out of fields.csv, where no cell that can come to be and no readout reads it.")]
    public bool OnDemand { get; init; }

    [About("A decoy that binds this field: the free share in all sensing is 1 / (1 + decoy / dissociation).")]
    public NeutralizerSettings? NeutralizedBy { get; init; }

    [About("Parts of the field to follow by who secreted them: name, then cell types. Signals read field:NAME@part and field:NAME@others.")]
    public Dictionary<string, string[]> Tracks { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

public enum SolveKind
{
    Auto,
    Steady,
    InTime,
}

public enum FieldEdgeKind
{
    Closed,
    Periodic,
    Fixed,
}

[About("What a field meets at one side.")]
public sealed record FieldEdgeSide
{
    [About("Closed (no flux), periodic, or a fixed level.")]
    public FieldEdgeKind Kind { get; init; } = FieldEdgeKind.Closed;

    [About("The level at a fixed side [pM].")]
    [Bounds(0, 1e12)]
    public double Picomolar { get; init; }
}

[About("What a field meets at each side.")]
public sealed record FieldEdgeSettings
{
    [About("All sides that are not named.")]
    public FieldEdgeSide All { get; init; } = new();

    [About("The side at x = 0.")]
    public FieldEdgeSide? XMin { get; init; }

    [About("The side at the largest x.")]
    public FieldEdgeSide? XMax { get; init; }

    [About("The side at y = 0.")]
    public FieldEdgeSide? YMin { get; init; }

    [About("The side at the largest y.")]
    public FieldEdgeSide? YMax { get; init; }

    [About("The side at z = 0.")]
    public FieldEdgeSide? ZMin { get; init; }

    [About("The side at the largest z.")]
    public FieldEdgeSide? ZMax { get; init; }
}

[About("First-order uptake by cells that are not agents.")]
public sealed record BackgroundUptakeSettings
{
    [About("In marrow [1/minute].")]
    [Bounds(0, 1e4)]
    public double MarrowPerMinute { get; init; }

    [About("In bone [1/minute].")]
    [Bounds(0, 1e4)]
    public double BonePerMinute { get; init; }
}

[About("A decoy that binds a field.")]
public sealed record NeutralizerSettings
{
    [About("The field that binds.")]
    public required string Field { get; init; }

    [About("Dissociation constant [pM].")]
    [Bounds(0, 1e12, AboveMinimum = true)]
    public required double DissociationPicomolar { get; init; }
}
