namespace NicheSim.Rules;

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

    /// <summary>The voxels may be of bone, for a type that lives there: those of a CSV.</summary>
    public required bool AlsoInBone { get; init; }

    /// <summary>Key of the placement's random numbers: a hash of its name.</summary>
    public required ulong Key { get; init; }

    /// <summary>Start distribution per attribute of the type.</summary>
    public required DistributionPlan[] Starts { get; init; }

    /// <summary>By an event, not at the start.</summary>
    public required bool ByEvent { get; init; }
}
