namespace NicheSim.Engine;

/// <summary>A field [pM voxels], its sources and its losses [pM voxels/s], summed.</summary>
internal record struct FieldTotals
{
    public double Level, Secreted, Supplied, Freed, TakenUp, FlowedOut;

    public void Add(FieldTotals other)
    {
        Level += other.Level;
        Secreted += other.Secreted;
        Supplied += other.Supplied;
        Freed += other.Freed;
        TakenUp += other.TakenUp;
        FlowedOut += other.FlowedOut;
    }
}
