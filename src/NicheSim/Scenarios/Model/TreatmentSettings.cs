namespace NicheSim.Scenarios;

[About("A treatment: its schedule, and what it blocks, adds or multiplies.")]
public sealed record TreatmentSettings
{
    [About("False takes the treatment away.")]
    public bool Enabled { get; init; } = true;

    [About("What the treatment stands for.")]
    public string About { get; init; } = "";

    [About("First day; may be negative.")]
    [Bounds(-36500, 36500)]
    public double FromDay { get; init; }

    [About("Day on which it stops, with all that is left of doses; to the end where left out.")]
    [Bounds(-36500, 36500)]
    public double? ToDay { get; init; }

    [About("Days between doses; one dose where left out.")]
    [Bounds(0, 36500, AboveMinimum = true)]
    public double? IntervalDays { get; init; }

    [About("Half-life of a dose [days]; a constant level where left out.")]
    [Bounds(0, 36500, AboveMinimum = true)]
    public double? HalfLifeDays { get; init; }

    [About("Level at a full dose, 0 to 1.")]
    [Bounds(0, 1)]
    public double Efficacy { get; init; } = 1;

    [About("What it blocks: field:NAME, label:NAME, or a behavior such as secrete:NAME.")]
    [NamePattern("[A-Za-z]+(:[A-Za-z][A-Za-z0-9_-]*){0,2}", Expected = "field:NAME, label:NAME or a behavior")]
    public Dictionary<string, BlockSettings> Blocks { get; init; } = [];

    [About("Fields that it adds, by field.")]
    public Dictionary<string, AddSettings> Adds { get; init; } = [];

    [About("Behaviors that it multiplies, by behavior.")]
    [NamePattern("[A-Za-z]+(:[A-Za-z][A-Za-z0-9_-]*){0,2}", Expected = "a behavior such as secrete:NAME")]
    public Dictionary<string, MultiplySettings> Multiplies { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A block; true stands for a plain one.")]
public sealed record BlockSettings
{
    [About("False takes the block away.")]
    public bool Enabled { get; init; } = true;

    [About("Only on these types; on all where left out.")]
    public string[] Types { get; init; } = [];

    [About("Competitive: the ligand is divided by 1 + level / dissociation instead of being shut off.")]
    public bool Competitive { get; init; }

    [About("Level of half the competition.")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double Dissociation { get; init; } = 0.1;
}

public enum AddThrough
{
    Bath,
    Vessels,
}

[About("A field that is added: the tissue relaxes to a level.")]
public sealed record AddSettings
{
    [About("Level that is added at full dose [pM].")]
    [Bounds(0, 1e12)]
    public required double Picomolar { get; init; }

    [About("Rate at which a voxel relaxes to it [1/minute].")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double PerMinute { get; init; } = 1;

    [About("Everywhere (bath) or at vessels only.")]
    public AddThrough Through { get; init; } = AddThrough.Bath;
}

[About("A factor on a behavior.")]
public sealed record MultiplySettings
{
    [About("Factor at full level.")]
    [Bounds(0, 1e6)]
    public required double Factor { get; init; }

    [About("Only on these types; on all where left out.")]
    public string[] Types { get; init; } = [];
}

[About("Something that happens on a day: give one of add, set and bath.")]
public sealed record EventSettings
{
    [About("False takes the event away.")]
    public bool Enabled { get; init; } = true;

    [About("Day.")]
    [Bounds(-36500, 36500)]
    public required double Day { get; init; }

    [About("Cells to add.")]
    public AddCellsSettings? Add { get; init; }

    [About("Parameters to change from this day on: path, then number.")]
    [NamePattern("[A-Za-z][A-Za-z0-9_:.@-]*", Expected = "a path such as rules:NAME:toPerDay")]
    public Dictionary<string, double> Set { get; init; } = [];

    [About("A bath to start.")]
    public BathSettings? Bath { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Cells to add on a day.")]
public sealed record AddCellsSettings : PlacementSettings
{
    [About("The cell type.")]
    public required string Type { get; init; }
}

[About("A bath of one field.")]
public sealed record BathSettings
{
    [About("The field.")]
    public required string Field { get; init; }

    [About("Level of the bath [pM].")]
    [Bounds(0, 1e12)]
    public required double Picomolar { get; init; }

    [About("Rate at which a voxel relaxes to it [1/minute].")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double PerMinute { get; init; } = 1;

    [About("Day on which the bath ends; to the end where left out.")]
    [Bounds(-36500, 36500)]
    public double? ToDay { get; init; }
}
