namespace NicheSim.Recording;

/// <summary>What a readout says besides its kind; one or several keys each.</summary>
[Flags]
internal enum Setting
{
    None = 0,
    Types = 1,
    State = 1 << 1,
    Attribute = 1 << 2,
    AttributeRange = 1 << 3,
    Region = 1 << 4,
    Of = 1 << 5,
    OfState = 1 << 6,
    Size = 1 << 7,
    Field = 1 << 8,
    Part = 1 << 9,
    Event = 1 << 10,
    Rule = 1 << 11,
    Axis = 1 << 12,
    Readout = 1 << 13,
    Level = 1 << 14,
    Window = 1 << 15,
    Distance = 1 << 16,
    Quantile = 1 << 17,

    /// <summary>Whose cells.</summary>
    Who = Types | State,

    /// <summary>Which cells.</summary>
    Cells = Who | Attribute | AttributeRange | Region | Distance,

    /// <summary>Which voxels of a field.</summary>
    Levels = Field | Part | Region | Distance,
}
