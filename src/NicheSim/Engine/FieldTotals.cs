namespace NicheSim.Engine;

/// <summary>A field [pM voxels], its sources and its losses [pM voxels/s], summed; Source is what a solve gets, with what a step in time starts from.</summary>
internal record struct FieldTotals
{
    public double Level, Source, Secreted, Supplied, Freed, TakenUp, FlowedOut;

    public void Add(FieldTotals other)
    {
        Level += other.Level;
        Source += other.Source;
        Secreted += other.Secreted;
        Supplied += other.Supplied;
        Freed += other.Freed;
        TakenUp += other.TakenUp;
        FlowedOut += other.FlowedOut;
    }
}
