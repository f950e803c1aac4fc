namespace NicheSim.Scenarios;

[About("A cell type: its base behaviors, states, attributes and where it starts.")]
public sealed record CellTypeSettings : BehaviorSettings
{
    [About("False takes the type away.")]
    public bool Enabled { get; init; } = true;

    [About("What the type stands for.")]
    public string About { get; init; } = "";

    [About("Color in pictures, #rrggbb; chosen where left out.")]
    public string? Color { get; init; }

    [About("Cells of this type hold vessel voxels: immobile, with room for one arrested cell.")]
    public bool Vessel { get; init; }

    [About("Cells of this type may live inside bone.")]
    public bool LivesInBone { get; init; }

    [About("Dividing neighbors may shove cells of this type aside.")]
    public bool Pushable { get; init; } = true;

    [About("State of new cells where nothing else is said; needed with more than one state.")]
    public string? InitialState { get; init; }

    [About("States, by name; what a state leaves out is as the type says.")]
    public Dictionary<string, StateSettings> States { get; init; } = [];

    [About("Declared attributes, by name.")]
    public Dictionary<string, AttributeSettings> Attributes { get; init; } = [];

    [About("Groups of cells at the start, by name.")]
    public Dictionary<string, PlacementSettings> Start { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A state of a cell type.")]
public sealed record StateSettings : BehaviorSettings
{
    [About("False takes the state away.")]
    public bool Enabled { get; init; } = true;

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A number that every cell of the type carries.")]
public sealed record AttributeSettings
{
    [About("Lower bound.")]
    [Bounds(-1e9, 1e9)]
    public double Minimum { get; init; }

    [About("Upper bound.")]
    [Bounds(-1e9, 1e9)]
    public double Maximum { get; init; } = 1;

    [About("Value of starting and arriving cells.")]
    public DistributionSettings Start { get; init; } = new();

    [About("What a daughter gets.")]
    public InheritanceSettings Inheritance { get; init; } = new();

    [About("Value that the attribute relaxes to.")]
    public double RelaxTo { get; init; }

    [About("Rate of relaxation [1/day].")]
    [Bounds(0, 1e6)]
    public double RelaxPerDay { get; init; }

    [About("Behaviors that are multiplied by the attribute, such as secrete:NAME or move.")]
    public string[] Scales { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[OneOf]
[About("A start distribution: give one of value, uniform, normal, lognormal and beta.")]
public sealed record DistributionSettings
{
    [About("The same value in every cell.")]
    public double? Value { get; init; }

    [About("Uniform between two values.")]
    public UniformSettings? Uniform { get; init; }

    [About("Normal, cut off at the attribute's bounds.")]
    public NormalSettings? Normal { get; init; }

    [About("Lognormal, cut off at the attribute's bounds.")]
    public LognormalSettings? Lognormal { get; init; }

    [About("Beta between 0 and 1.")]
    public BetaSettings? Beta { get; init; }
}

[About("Uniform between two values.")]
public sealed record UniformSettings
{
    [About("Lowest value.")]
    public required double From { get; init; }

    [About("Highest value.")]
    public required double To { get; init; }
}

[About("Normal distribution.")]
public sealed record NormalSettings
{
    [About("Mean before the bounds cut.")]
    public required double Mean { get; init; }

    [About("Standard deviation before the bounds cut.")]
    [Bounds(0, 1e9)]
    public required double Sd { get; init; }
}

[About("Lognormal distribution.")]
public sealed record LognormalSettings
{
    [About("Median.")]
    [Bounds(0, 1e12, AboveMinimum = true)]
    public required double Median { get; init; }

    [About("Standard deviation of the natural logarithm.")]
    [Bounds(0, 100)]
    public required double Sigma { get; init; }
}

[About("Beta distribution.")]
public sealed record BetaSettings
{
    [About("First shape parameter; the mean is a / (a + b).")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public required double A { get; init; }

    [About("Second shape parameter.")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public required double B { get; init; }
}

public enum InheritanceKind
{
    Copy,
    CopyWithNoise,
    Lose,
}

[About("What a daughter gets of an attribute.")]
public sealed record InheritanceSettings
{
    [About("Copy; copy-with-noise (normal, sd); or lose (the minimum, with a probability, else a copy).")]
    public InheritanceKind Kind { get; init; } = InheritanceKind.Copy;

    [About("Standard deviation of the noise.")]
    [Bounds(0, 1e9)]
    public double Sd { get; init; }

    [About("Probability that a daughter loses the attribute.")]
    [Bounds(0, 1)]
    public double Probability { get; init; }
}

public enum Place
{
    Anywhere,
    Marrow,
    BoneSurface,
    AtVessels,
    InBone,
    Disc,
    Region,
    Csv,
    InVessels,
    Blood,
}

[About("A group of cells to place: a count or a share of the places.")]
public record PlacementSettings
{
    [About("False takes the group away.")]
    public bool Enabled { get; init; } = true;

    [About("Number of cells; or give share.")]
    [Bounds(0, 1e9)]
    public int? Count { get; init; }

    [About("Share of the free places that get a cell; or give count.")]
    [Bounds(0, 1)]
    public double? Share { get; init; }

    [About("State of the cells; the type's initial state where left out.")]
    public string? State { get; init; }

    [About("Where: anywhere (free voxels, in bone too for a type that lives there), marrow, bone-surface, at-vessels (beside one), in-vessels (arrested), in-bone, disc, region, csv, blood (circulating).")]
    public Place Place { get; init; } = Place.Marrow;

    [About("The region, for place region.")]
    public string? Region { get; init; }

    [About("Center of the disc [um]; the middle where left out.")]
    public double? CenterXUm { get; init; }

    [About("Center of the disc [um]; the middle where left out.")]
    public double? CenterYUm { get; init; }

    [About("Center of the disc [um]; the middle where left out.")]
    public double? CenterZUm { get; init; }

    [About("Radius of the disc [um].")]
    [Bounds(0, 1e9)]
    public double RadiusUm { get; init; } = 100;

    [About("CSV file with the columns x,y,z (voxels), for place csv.")]
    public string? File { get; init; }

    [About("Start distributions of attributes that differ from the type's.")]
    public Dictionary<string, DistributionSettings> Attributes { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}
