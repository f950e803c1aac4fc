namespace NicheSim.Numerics;

/// <summary>
/// What random numbers are drawn for. Different purposes never share a draw. The numbers are part of what a seed means: give a new purpose a new
/// number and never use one again.
/// </summary>
public enum Purpose : byte
{
    /// <summary>Whether any event happens to a cell.</summary>
    Fate = 1,

    /// <summary>Which of the competing events happens.</summary>
    FateChoice = 2,

    /// <summary>Whether a cell hops.</summary>
    Motion = 3,

    /// <summary>Where a hop leads.</summary>
    Direction = 4,

    /// <summary>Who wins a voxel that several cells want.</summary>
    MotionPriority = 5,

    /// <summary>Where cells stand at the start or after an event.</summary>
    Placement = 6,

    /// <summary>Where a daughter goes.</summary>
    DivisionPlace = 7,

    /// <summary>Which of the equally short ways a row of cells is pushed along.</summary>
    Push = 8,

    /// <summary>What a daughter gets of its parent's attributes.</summary>
    AttributeInheritance = 9,

    /// <summary>Attributes of founders and of arrivals.</summary>
    AttributeStart = 10,

    /// <summary>How many cells arrive in the blood, and when.</summary>
    Arrival = 11,

    /// <summary>Whether and where a circulating cell is arrested.</summary>
    Arrest = 12,

    /// <summary>Recruitment of cells from vessels or marrow.</summary>
    Recruitment = 13,

    /// <summary>Growth of vessels.</summary>
    Sprout = 14,

    /// <summary>Tissue drawn at the start.</summary>
    Tissue = 15,

    /// <summary>Lineage keys.</summary>
    Lineage = 16,

    /// <summary>To which of several rules an event is ascribed.</summary>
    Cause = 17,

    /// <summary>Resorption and formation of bone.</summary>
    Remodeling = 18,

    /// <summary>Permutations, such as those of null models.</summary>
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
