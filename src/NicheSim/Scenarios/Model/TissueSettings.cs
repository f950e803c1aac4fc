namespace NicheSim.Scenarios;

[About("Bone, marrow matrix and vessels at the start.")]
public sealed record TissueSettings
{
    [About("Bone at the start.")]
    public BoneSettings Bone { get; init; } = new();

    [About("Extracellular matrix of the marrow.")]
    public MatrixSettings Matrix { get; init; } = new();

    [About("Vessels at the start.")]
    public VesselSettings Vessels { get; init; } = new();
}

public enum BonePattern
{
    None,
    Slab,
    Plates,
    Trabeculae,
    Mask,
}

public enum Axis
{
    X,
    Y,
    Z,
}

[About("Bone at the start.")]
public sealed record BoneSettings
{
    [About("None, a slab at the low end of an axis, plates across an axis, random trabeculae, or a PNG mask.")]
    public BonePattern Pattern { get; init; } = BonePattern.None;

    [About("Share of the niche that is bone, for plates and trabeculae.")]
    [Bounds(0, 0.95)]
    public double VolumeFraction { get; init; } = 0.14;

    [About("Thickness of the slab, of a plate or of a trabecula [um].")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double ThicknessUm { get; init; } = 50;

    [About("Axis of the slab or the plates.")]
    public Axis Axis { get; init; } = Axis.Y;

    [About("PNG mask: dark pixels are bone, one pixel a voxel, row 0 at the top; every z the same.")]
    public string? File { get; init; }

    [About("Seed of the random layout, so that replicates can share one bone.")]
    [Bounds(0, long.MaxValue)]
    public long LayoutSeed { get; init; } = 1;

    [About("Mineral of the bone at the start, as a share of its fill.")]
    [Bounds(0, 1)]
    public double Mineral { get; init; } = 1;

    [About("What mineralized bone stores and frees when it is resorbed: by field.")]
    public Dictionary<string, StoreSettings> Stores { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Molecules of one field stored in bone.")]
public sealed record StoreSettings
{
    [About("Molecules per um3 of mineralized bone.")]
    [Bounds(0, 1e9)]
    public required double MoleculesPerUm3 { get; init; }

    [About("Where this number comes from.")]
    public string[] Evidence { get; init; } = [];
}

public enum MatrixPattern
{
    None,
    Uniform,
    Slab,
}

[About("Extracellular matrix of the marrow: slows movement, can be degraded.")]
public sealed record MatrixSettings
{
    [About("None, uniform, or a slab between two planes (a barrier).")]
    public MatrixPattern Pattern { get; init; } = MatrixPattern.None;

    [About("Density, 0 to 1.")]
    [Bounds(0, 1)]
    public double Density { get; init; } = 0.5;

    [About("Axis across the slab.")]
    public Axis Axis { get; init; } = Axis.X;

    [About("Where the slab begins [um].")]
    [Bounds(0, 1e9)]
    public double FromUm { get; init; }

    [About("Where the slab ends [um].")]
    [Bounds(0, 1e9)]
    public double ToUm { get; init; } = 1e9;

    [About("Share of the hops into matrix of density 1 that fail.")]
    [Bounds(0, 1)]
    public double Resistance { get; init; } = 1;

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

public enum VesselPattern
{
    None,
    Grid,
    Random,
    Mask,
}

[About("Vessels at the start, held by immobile cells of one type.")]
public sealed record VesselSettings
{
    [About("None, a regular grid of sinusoids, random ones, or a PNG mask.")]
    public VesselPattern Pattern { get; init; } = VesselPattern.None;

    [About("The cell type that holds vessel voxels; it must be declared with vessel: true.")]
    public string? Type { get; init; }

    [About("Distance between the centers of neighboring sinusoids [um].")]
    [Bounds(1, 1e6)]
    public double SpacingUm { get; init; } = 150;

    [About("Diameter of a sinusoid [um].")]
    [Bounds(1, 1e4)]
    public double DiameterUm { get; init; } = 25;

    [About("PNG mask: dark pixels are vessel.")]
    public string? File { get; init; }

    [About("Seed of the random layout.")]
    [Bounds(0, long.MaxValue)]
    public long LayoutSeed { get; init; } = 1;

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("A named part of the niche: give one of box, mask and band.")]
public sealed record RegionSettings
{
    [About("A box or half-space: limits that are left out are open.")]
    public BoxSettings? Box { get; init; }

    [About("A PNG mask: dark pixels belong to the region.")]
    public string? MaskFile { get; init; }

    [About("A band of distances around bone, vessels or a cell type.")]
    public BandSettings? Band { get; init; }
}

[About("A box or half-space; limits that are left out are open.")]
public sealed record BoxSettings
{
    [About("Lower limit of x [um].")]
    public double? XFromUm { get; init; }

    [About("Upper limit of x [um].")]
    public double? XToUm { get; init; }

    [About("Lower limit of y [um].")]
    public double? YFromUm { get; init; }

    [About("Upper limit of y [um].")]
    public double? YToUm { get; init; }

    [About("Lower limit of z [um].")]
    public double? ZFromUm { get; init; }

    [About("Upper limit of z [um].")]
    public double? ZToUm { get; init; }
}

[About("A band of distances, followed as the tissue changes.")]
public sealed record BandSettings
{
    [About("What the distance is to: bone, vessel, or type:NAME.")]
    public required string To { get; init; }

    [About("Nearest distance [um].")]
    [Bounds(0, 1e9)]
    public double FromUm { get; init; }

    [About("Farthest distance [um].")]
    [Bounds(0, 1e9)]
    public required double ToUm { get; init; }
}

[About("The blood that flows through the niche.")]
public sealed record BloodSettings
{
    [About("Blood volume given to this niche [microliter]; where left out: animal volume x niche volume / marrow volume.")]
    [Bounds(0, 1e9, AboveMinimum = true)]
    public double? VolumeMicroliters { get; init; }

    [About("Blood volume of the animal [mL].")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double AnimalBloodMilliliters { get; init; } = 2;

    [About("Marrow volume of the animal [mL].")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double AnimalMarrowMilliliters { get; init; } = 0.4;

    [About("Passes of a circulating cell through the niche [1/hour].")]
    [Bounds(0, 1000)]
    public double PassesPerHour { get; init; } = 60;

    [About("Cells that arrive in the blood, by cell type.")]
    public Dictionary<string, CirculatingSettings> Circulating { get; init; } = [];

    [About("Serum level of fields, exchanged through vessels.")]
    public Dictionary<string, SerumSettings> Serum { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Circulating cells of one type.")]
public sealed record CirculatingSettings
{
    [About("State on entering the blood; the type's initial state where left out.")]
    public string? State { get; init; }

    [About("Cells that enter this niche's blood [1/day].")]
    [Bounds(0, 1e9)]
    public double InfluxPerDay { get; init; }

    [About("First day of the influx.")]
    [Bounds(-36500, 36500)]
    public double FromDay { get; init; }

    [About("Last day of the influx; to the end where left out.")]
    [Bounds(-36500, 36500)]
    public double? ToDay { get; init; }

    [About("Clearance of circulating cells [1/day].")]
    [Bounds(0, 1e6)]
    public double ClearancePerDay { get; init; }

    [About("Start distributions of attributes that differ from the type's.")]
    public Dictionary<string, DistributionSettings> Attributes { get; init; } = [];

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}

[About("Serum level of one field.")]
public sealed record SerumSettings
{
    [About("Level at the start [pM].")]
    [Bounds(0, 1e12)]
    public double Picomolar { get; init; }

    [About("Production in the body [pM/hour].")]
    [Bounds(0, 1e12)]
    public double ProductionPicomolarPerHour { get; init; }

    [About("Half-life in serum [minutes]; no clearance where left out.")]
    [Bounds(0, 1e9, AboveMinimum = true)]
    public double? HalfLifeMinutes { get; init; }

    [About("True keeps the level as it is, whatever the niche gives or takes.")]
    public bool Fixed { get; init; }

    [About("Where these numbers come from.")]
    public string[] Evidence { get; init; } = [];
}
