namespace NicheSim.Scenarios;

[About("A bone niche to simulate: its lattice, fields, tissue, cells and rules.")]
public sealed record Scenario
{
    [About("Version of the scenario language; 1.")]
    [Bounds(1, 1)]
    public int Format { get; init; } = 1;

    [About("Name of the scenario; the file's name where it is left out.")]
    public string Name { get; init; } = "";

    [About("What the scenario shows, in one or two sentences.")]
    public string About { get; init; } = "";

    [About("Claims of the evidence register that the scenario is about.")]
    public string[] Claims { get; init; } = [];

    [About("Seed of every random number of the run.")]
    [Bounds(0, long.MaxValue)]
    public long Seed { get; init; } = 1;

    [About("Duration, tick and recording times.")]
    public required TimeSettings Time { get; init; }

    [About("The box of voxels that cells and fields live on.")]
    public required LatticeSettings Lattice { get; init; }

    [About("Diffusing substances, by name.")]
    public Dictionary<string, FieldSettings> Fields { get; init; } = [];

    [About("Bone, marrow matrix and vessels at the start.")]
    public TissueSettings Tissue { get; init; } = new();

    [About("Named parts of the niche, for starts, events, rules and readouts.")]
    public Dictionary<string, RegionSettings> Regions { get; init; } = [];

    [About("The blood that flows through the niche: circulating cells and serum levels.")]
    public BloodSettings? Blood { get; init; }

    [About("Receptors and pathway steps that rules act through, by name.")]
    public Dictionary<string, LabelSettings> Labels { get; init; } = [];

    [About("Cell types, by name.")]
    public Dictionary<string, CellTypeSettings> Cells { get; init; } = [];

    [About("Rules, by name: how a signal changes a behavior of a cell type.")]
    public Dictionary<string, RuleSettings> Rules { get; init; } = [];

    [About("Treatments, by name: blockers, added factors, multipliers, with their schedule.")]
    public Dictionary<string, TreatmentSettings> Treatments { get; init; } = [];

    [About("Things that happen on a day, by name.")]
    public Dictionary<string, EventSettings> Events { get; init; } = [];

    [About("What readouts.csv reports, by name.")]
    public Dictionary<string, ReadoutSettings> Readouts { get; init; } = [];
}

[About("Duration, tick and recording times.")]
public sealed record TimeSettings
{
    [About("Day on which the run starts; negative for a burn-in before day 0.")]
    [Bounds(-36500, 0)]
    public double FromDay { get; init; }

    [About("Day on which the run ends, counted from day 0; later than fromDay.")]
    [Bounds(-36500, 36500)]
    public required double DurationDays { get; init; }

    [About("Length of one tick [minutes].")]
    [Bounds(0.1, 1440)]
    public double TickMinutes { get; init; } = 30;

    [About("Interval between recorded rows [hours].")]
    [Bounds(0.01, 87600)]
    public double RecordEveryHours { get; init; } = 6;

    [About("Further days to record.")]
    [Bounds(-36500, 36500)]
    public double[] RecordAtDays { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("The box of voxels that cells and fields live on.")]
public sealed record LatticeSettings
{
    [About("Voxels along x.")]
    [Bounds(1, 100000)]
    public required int WidthVoxels { get; init; }

    [About("Voxels along y.")]
    [Bounds(1, 100000)]
    public required int HeightVoxels { get; init; }

    [About("Voxels along z; 1 is a slice.")]
    [Bounds(1, 100000)]
    public int DepthVoxels { get; init; } = 1;

    [About("Side of a voxel [um]; one cell to a voxel.")]
    [Bounds(1, 1000)]
    public double VoxelUm { get; init; } = 15;

    [About("Thickness that a slice stands for [um]; the voxel's side where it is left out.")]
    [Bounds(0.1, 10000)]
    public double? SliceThicknessUm { get; init; }

    [About("What cells meet at the sides of the lattice.")]
    public CellEdgeSettings CellEdges { get; init; } = new();

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

public enum CellEdgeKind
{
    Wall,
    Periodic,
    Exit,
}

[About("What cells meet at each side: a wall, the opposite side (periodic), or an exit.")]
public sealed record CellEdgeSettings
{
    [About("All sides that are not named.")]
    public CellEdgeKind All { get; init; } = CellEdgeKind.Wall;

    [About("The side at x = 0.")]
    public CellEdgeKind? XMin { get; init; }

    [About("The side at the largest x.")]
    public CellEdgeKind? XMax { get; init; }

    [About("The side at y = 0.")]
    public CellEdgeKind? YMin { get; init; }

    [About("The side at the largest y.")]
    public CellEdgeKind? YMax { get; init; }

    [About("The side at z = 0.")]
    public CellEdgeKind? ZMin { get; init; }

    [About("The side at the largest z.")]
    public CellEdgeKind? ZMax { get; init; }
}

[About("A receptor or a pathway step that rules act through and blockers hit.")]
public sealed record LabelSettings
{
    [About("What the label stands for.")]
    public string About { get; init; } = "";

    [About("Where this comes from.")]
    public string[] Evidence { get; init; } = [];
}
