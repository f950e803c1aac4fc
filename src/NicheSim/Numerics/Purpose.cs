namespace NicheSim.Numerics;

/// <summary>
/// What random numbers are drawn for. Different purposes never share a draw. The numbers are part of what a seed means: give a new purpose a new
/// number and never use one again.
/// </summary>
public enum Purpose : byte
{
    /// <summary>Whether any event happens to a cell.</summary>
    Fate = 1,

    /// <summary>Whether a division or another event came first in a tick.</summary>
    FateChoice = 2,

    /// <summary>Whether a cell lets go and hops, and where to.</summary>
    Motion = 3,

    /// <summary>No longer drawn for: <see cref="Motion"/> gives the direction too.</summary>
    Direction = 4,

    /// <summary>Who wins a voxel that several cells want.</summary>
    MotionPriority = 5,

    /// <summary>Where cells stand at the start or after an event.</summary>
    Placement = 6,

    /// <summary>Where a daughter goes, or a cell that leaves its vessel.</summary>
    DivisionPlace = 7,

    /// <summary>No longer drawn for: <see cref="DivisionPlace"/> gives the way that a row of cells is pushed.</summary>
    Push = 8,

    /// <summary>What a daughter gets of its parent's attributes.</summary>
    AttributeInheritance = 9,

    /// <summary>Attributes of founders and of arrivals.</summary>
    AttributeStart = 10,

    /// <summary>How many cells arrive in the blood, and when.</summary>
    Arrival = 11,

    /// <summary>Whether a circulating cell is cleared, or arrested and where.</summary>
    Arrest = 12,

    /// <summary>Recruitment of cells from vessels or marrow.</summary>
    Recruitment = 13,

    /// <summary>Growth of vessels.</summary>
    Sprout = 14,

    /// <summary>Tissue drawn at the start.</summary>
    Tissue = 15,

    /// <summary>Not drawn for: lineage keys are hashes.</summary>
    Lineage = 16,

    /// <summary>To which of several rules an event is ascribed.</summary>
    Cause = 17,

    /// <summary>Resorption and formation of bone.</summary>
    Remodeling = 18,

    /// <summary>Kept for permutations; not drawn for yet.</summary>
    Shuffle = 19,

    /// <summary>How many stages of the division cycle pass.</summary>
    Cycle = 20,

    /// <summary>Which members a bootstrap sample takes.</summary>
    Resampling = 21,

    /// <summary>Points of a sampling plan.</summary>
    Design = 22,

    /// <summary>Proposals of a calibration.</summary>
    Proposal = 23,

    /// <summary>Parameters of a study's replicates: the tick is the replicate, the lineage key the parameter.</summary>
    Patient = 40,
}
