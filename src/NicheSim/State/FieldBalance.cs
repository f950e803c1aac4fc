namespace NicheSim.State;

/// <summary>What came into and went out of one field since the start of the run [molecules].</summary>
public record struct FieldBalance
{
    /// <summary>By cells.</summary>
    public double Secreted;

    /// <summary>By tissue, vessels and treatments.</summary>
    public double Supplied;

    /// <summary>From what bone stored.</summary>
    public double Freed;

    public double Decayed;

    /// <summary>By cells and by tissue that is not agents.</summary>
    public double TakenUp;

    /// <summary>Through edges of fixed level (less what came in there), vessels, treatments and out of a slice's plane.</summary>
    public double FlowedOut;

    /// <summary>Change of what the field holds, where it is solved in time.</summary>
    public double Stored;

    /// <summary>What does not close: in - out - stored. What a solve added by setting negative values to zero is in it.</summary>
    public readonly double Residual => Secreted + Supplied + Freed - Decayed - TakenUp - FlowedOut - Stored;
}
