using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>A readout of a scenario with its names resolved: what to measure, and which cells and voxels count.</summary>
internal sealed record Readout
{
    /// <summary>Its place among the readouts, which stand in the order of their names.</summary>
    public required int Index { get; init; }

    public required string Name { get; init; }

    public required ReadoutKind Kind { get; init; }

    /// <summary>Types that count.</summary>
    public required bool[] Types { get; init; }

    /// <summary>Profiles that count: of the types, in the state.</summary>
    public required bool[] Profiles { get; init; }

    /// <summary>Profiles of the whole, or that are touched.</summary>
    public required bool[] Of { get; init; }

    /// <summary>Column of the attribute, or -1; then profiles of types that do not carry it do not count.</summary>
    public required int Attribute { get; init; }

    public required float AttributeFrom { get; init; }

    public required float AttributeTo { get; init; }

    /// <summary>Region that counts, or -1.</summary>
    public required int Region { get; init; }

    public required int SizeFrom { get; init; }

    public required int SizeTo { get; init; }

    public required int Field { get; init; }

    /// <summary>Part of the field, or -1 for the whole.</summary>
    public required int Part { get; init; }

    /// <summary>Tally counters of the event.</summary>
    public required int[] Tallies { get; init; }

    public required Axis Axis { get; init; }

    /// <summary>The readout that this one watches, or -1.</summary>
    public required int Other { get; init; }

    public required double Level { get; init; }

    public required double WindowDays { get; init; }

    /// <summary>Share of the cells that a depth is not less than.</summary>
    public required double Quantile { get; init; }

    /// <summary>Distances that count [um]; NaN where none is asked for.</summary>
    public required float FromUm { get; init; }

    /// <inheritdoc cref="FromUm"/>
    public required float ToUm { get; init; }

    /// <summary>Distances are to vessels, else to bone.</summary>
    public required bool ToVessel { get; init; }
}
