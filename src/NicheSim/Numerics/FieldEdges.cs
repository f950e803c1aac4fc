namespace NicheSim.Numerics;

/// <summary>What a field meets at one side of the grid.</summary>
public enum FieldEdge
{
    /// <summary>Nothing passes.</summary>
    Closed,

    /// <summary>The opposite side follows; both sides of an axis must say so.</summary>
    Periodic,

    /// <summary>The concentration on the outer face is held at <see cref="FieldEdges.FixedValue"/>.</summary>
    Fixed,
}

/// <summary>The edges of one field, per side, and the concentration [pM] held at the fixed ones.</summary>
public readonly record struct FieldEdges(
    FieldEdge LowX, FieldEdge HighX, FieldEdge LowY, FieldEdge HighY, FieldEdge LowZ, FieldEdge HighZ, float FixedValue = 0)
{
    /// <summary>The same edge on all six sides.</summary>
    public static FieldEdges All(FieldEdge edge, float fixedValue = 0) => new(edge, edge, edge, edge, edge, edge, fixedValue);

    /// <summary>The lower side of axis 0 (x), 1 (y) or 2 (z).</summary>
    public FieldEdge Low(int axis) => axis == 0 ? LowX : axis == 1 ? LowY : LowZ;

    /// <summary>The upper side of axis 0 (x), 1 (y) or 2 (z).</summary>
    public FieldEdge High(int axis) => axis == 0 ? HighX : axis == 1 ? HighY : HighZ;

    internal void Check()
    {
        for (var axis = 0; axis < 3; axis++)
            if ((Low(axis) == FieldEdge.Periodic) != (High(axis) == FieldEdge.Periodic))
                throw new ArgumentException($"Axis {axis} is periodic on one side only.");
        if (!(FixedValue >= 0 && float.IsFinite(FixedValue)))
            throw new ArgumentException($"A fixed concentration must be finite and not negative, not {FixedValue}.");
    }
}
