namespace NicheSim.Scenarios;

[About("A number to report at every recording time.")]
public sealed record ReadoutSettings
{
    [About("False takes the readout away.")]
    public bool Enabled { get; init; } = true;

    [About("What is measured.")]
    public required ReadoutKind Kind { get; init; }

    [About("What the readout is for.")]
    public string About { get; init; } = "";

    [About("Cell types that count; all where left out.")]
    public string[] Types { get; init; } = [];

    [About("State that counts; all where left out.")]
    public string? State { get; init; }

    [About("Attribute to select by or to average.")]
    public string? Attribute { get; init; }

    [About("Only cells whose attribute is at least this.")]
    public double? AttributeFrom { get; init; }

    [About("Only cells whose attribute is at most this.")]
    public double? AttributeTo { get; init; }

    [About("Region that counts.")]
    public string? Region { get; init; }

    [About("For a share: the types of the whole; for contact: the types touched.")]
    public string[] Of { get; init; } = [];

    [About("For a share: the state of the whole; all where left out.")]
    public string? OfState { get; init; }

    [About("Smallest cluster or clone that counts [cells].")]
    [Bounds(1, 1e9)]
    public int SizeFrom { get; init; } = 1;

    [About("Largest cluster or clone that counts [cells].")]
    [Bounds(1, 2147483647)]
    public int SizeTo { get; init; } = int.MaxValue;

    [About("Field.")]
    public string? Field { get; init; }

    [About("Part of the field that is followed.")]
    public string? Part { get; init; }

    [About("Event to count: a behavior such as divide, die or become:NAME.")]
    public string? Event { get; init; }

    [About("Rule whose share of the event is counted.")]
    public string? Rule { get; init; }

    [About("Axis.")]
    public Axis? Axis { get; init; }

    [About("Another readout, for a first time or a growth rate.")]
    public string? Readout { get; init; }

    [About("Level that the other readout is to pass.")]
    public double? Level { get; init; }

    [About("Window of a growth rate [days].")]
    [Bounds(0, 36500, AboveMinimum = true)]
    public double? WindowDays { get; init; }

    [About("Nearest distance [um], for a profile.")]
    [Bounds(0, 1e9)]
    public double? FromUm { get; init; }

    [About("Farthest distance [um], for a profile or for cells near bone.")]
    [Bounds(0, 1e9)]
    public double? ToUm { get; init; }

    [About("What the distance is to: bone or vessel.")]
    public string? To { get; init; }

    [About("Share of the cells that have come no farther than the depth; 0.95 where left out, 1 for the farthest cell.")]
    [Bounds(0, 1, AboveMinimum = true)]
    public double? Quantile { get; init; }
}

public enum ReadoutKind
{
    Count,
    Share,
    AttributeMean,
    AttributeSd,
    Area,
    Volume,
    Clusters,
    LargestCluster,
    ClusterContactShare,
    ClusterContactExpected,
    Clones,
    LargestClone,
    MeanCloneSize,
    Speed,
    Mobility,
    NetDisplacement,
    AxisIndex,
    EventRate,
    EventCount,
    GrowthRate,
    DoublingTime,
    Crossings,
    InvasionDepth,
    FirstTime,
    Circulating,
    Arrived,
    Arrested,
    Extravasated,
    Exited,
    SerumLevel,
    SerumOutflow,
    FieldMean,
    FieldP95,
    FieldCv,
    FieldShare,
    BoneVolumeFraction,
    BoneSurface,
    ErodedSurface,
    OsteoidSurface,
    ResorptionRate,
    FormationRate,
    RenewedPerYear,
    ResorptionTime,
    FormationTime,
    LesionCount,
    LesionArea,
    MatrixRemoved,
    CellsPerBoneSurface,
}
