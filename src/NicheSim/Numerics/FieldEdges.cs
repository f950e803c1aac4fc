namespace NicheSim.Numerics;

/// <summary>What a field meets at one side of the grid.</summary>
public enum FieldEdge
{
    /// <summary>Nothing passes.</summary>
    Closed,

    /// <summary>The opposite side follows; both sides of an axis must say so.</summary>
    Periodic,

    /// <summary>The concentration on the outer face is held at a value.</summary>
    Fixed,
}

/// <summary>One side of the grid: what is there, and the concentration [pM] that it holds where it is fixed.</summary>
public readonly record struct FieldSide(FieldEdge Edge, float Value = 0)
{
    public static FieldSide Closed => new(FieldEdge.Closed);

    public static FieldSide Periodic => new(FieldEdge.Periodic);

    public static FieldSide Fixed(float value) => new(FieldEdge.Fixed, value);
}

/// <summary>The edges of one field, per side.</summary>
public readonly record struct FieldEdges(FieldSide LowX, FieldSide HighX, FieldSide LowY, FieldSide HighY, FieldSide LowZ, FieldSide HighZ)
{
    /// <summary>The same on all six sides.</summary>
    public static FieldEdges All(FieldSide side) => new(side, side, side, side, side, side);

    /// <summary>The highest concentration that a side is held at; 0 where none is.</summary>
    public float HighestFixed
    {
        get
        {
            var highest = 0f;
            for (var axis = 0; axis < 3; axis++)
                highest = Math.Max(highest, Math.Max(Low(axis).Edge == FieldEdge.Fixed ? Low(axis).Value : 0, High(axis).Edge == FieldEdge.Fixed ? High(axis).Value : 0));
            return highest;
        }
    }

    /// <summary>The same kinds of edges, all fixed ones at 0.</summary>
    public FieldEdges AtZero()
        => new(LowX with { Value = 0 }, HighX with { Value = 0 }, LowY with { Value = 0 }, HighY with { Value = 0 }, LowZ with { Value = 0 }, HighZ with { Value = 0 });

    /// <summary>The lower side of axis 0 (x), 1 (y) or 2 (z).</summary>
    public FieldSide Low(int axis) => axis == 0 ? LowX : axis == 1 ? LowY : LowZ;

    /// <summary>The upper side of axis 0 (x), 1 (y) or 2 (z).</summary>
    public FieldSide High(int axis) => axis == 0 ? HighX : axis == 1 ? HighY : HighZ;

    internal void Check()
    {
        for (var axis = 0; axis < 3; axis++)
        {
            if ((Low(axis).Edge == FieldEdge.Periodic) != (High(axis).Edge == FieldEdge.Periodic))
                throw new ArgumentException($"Axis {axis} is periodic on one side only.");
            CheckValue(Low(axis).Value);
            CheckValue(High(axis).Value);
        }

        static void CheckValue(float value)
        {
            if (!(value >= 0 && float.IsFinite(value)))
                throw new ArgumentException($"A fixed concentration must be finite and not negative, not {value}.");
        }
    }
}
