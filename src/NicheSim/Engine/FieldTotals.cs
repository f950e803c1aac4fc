namespace NicheSim.Engine;

/// <summary>A field [pM voxels], its sources and its losses [pM voxels/s], summed; Source is what a solve gets, with what a step in time starts from.</summary>
internal record struct FieldTotals
{
    public double Level, Source, Secreted, Supplied, Freed, TakenUp, FlowedOut;

    /// <summary>Has some voxel a level below zero?</summary>
    public bool IsNegative;

    /// <summary>Is no level, source or loss infinite or no number?</summary>
    public readonly bool IsFinite => double.IsFinite(Level + Secreted + Supplied + Freed + TakenUp + FlowedOut);

    public void Add(FieldTotals other)
    {
        Level += other.Level;
        Source += other.Source;
        Secreted += other.Secreted;
        Supplied += other.Supplied;
        Freed += other.Freed;
        TakenUp += other.TakenUp;
        FlowedOut += other.FlowedOut;
        IsNegative |= other.IsNegative;
    }
}
