using NicheSim.Numerics;

namespace NicheSim.Rules;

/// <summary>
/// A scenario, compiled: integers and flat arrays, without names. Immutable; everything that changes is in the state.
/// Units: pM, um, molecules; rates of fields per second, rates of cells per day.
/// </summary>
public sealed record Plan
{
    public required Grid Grid { get; init; }

    /// <summary>Side of a voxel [um].</summary>
    public required double VoxelUm { get; init; }

    /// <summary>Volume of a voxel [um3]; in a slice the side squared times the slice's thickness.</summary>
    public required double VoxelVolumeUm3 { get; init; }

    public required CellEdges CellEdges { get; init; }

    public required ulong Seed { get; init; }

    public required int FirstTick { get; init; }

    /// <summary>The tick at which the run is complete.</summary>
    public required int LastTick { get; init; }

    public required double TickSeconds { get; init; }

    public required FieldPlan[] Fields { get; init; }

    public required TissuePlan Tissue { get; init; }

    public required RegionPlan[] Regions { get; init; }

    public required BloodPlan Blood { get; init; }

    /// <summary>Type and state of every kind of cell, flattened; cells hold an index into this.</summary>
    public required ProfilePlan[] Profiles { get; init; }

    public required TypePlan[] Types { get; init; }

    /// <summary>Number of attribute columns that cells carry.</summary>
    public required int Attributes { get; init; }

    public required TreatmentPlan[] Treatments { get; init; }

    public required PlacementPlan[] Placements { get; init; }

    /// <summary>Number of tally counters.</summary>
    public required int Tallies { get; init; }

    /// <summary>Sub-steps of motion in a tick: fixed by the fastest speed that any rule can reach, so that no hop is likelier than <see cref="LargestHopProbability"/>.</summary>
    public required int MotionSubsteps { get; init; }

    public const double LargestHopProbability = 0.3;

    /// <summary>Most sub-steps of motion: every sub-step of 100 years of ticks of 0.1 minutes has a random stream of its own.</summary>
    public const int MostMotionSubsteps = 1024;

    public double TickDays => TickSeconds / 86400;

    public double TickHours => TickSeconds / 3600;

    /// <summary>Concentration of one molecule in a voxel [pM]: 1e12 / (Avogadro's number x 1e-15 L/um3 x volume), Avogadro's number 6.02214076e23 (SI, exact).</summary>
    public double PicomolarPerMolecule => 1e12 / (6.02214076e23 * 1e-15 * VoxelVolumeUm3);

    /// <summary>The day of a tick; whole numbers are multiplied first, so that tick 12 of 30 minutes is day 0.25 to the last bit.</summary>
    public double DayOf(int tick) => tick * TickSeconds / 86400;
}
