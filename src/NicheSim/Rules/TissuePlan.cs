namespace NicheSim.Rules;

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
