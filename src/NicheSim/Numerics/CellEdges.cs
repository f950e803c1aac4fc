namespace NicheSim.Numerics;

/// <summary>What a cell meets that steps over a side of the grid.</summary>
public enum CellEdge : byte
{
    /// <summary>It cannot.</summary>
    Wall,

    /// <summary>It comes in at the opposite side.</summary>
    Periodic,

    /// <summary>It leaves for good.</summary>
    Exit,
}

/// <summary>The edge at each side of the grid. In a slice (Nz = 1) the sides in z are not used.</summary>
/// <param name="XLow">The side at x = 0.</param>
/// <param name="XHigh">The side at the largest x.</param>
/// <param name="YLow">The side at y = 0.</param>
/// <param name="YHigh">The side at the largest y.</param>
/// <param name="ZLow">The side at z = 0.</param>
/// <param name="ZHigh">The side at the largest z.</param>
public readonly record struct CellEdges(CellEdge XLow, CellEdge XHigh, CellEdge YLow, CellEdge YHigh, CellEdge ZLow, CellEdge ZHigh)
{
    /// <summary>The same edge at all sides.</summary>
    public static CellEdges All(CellEdge edge) => new(edge, edge, edge, edge, edge, edge);

    /// <summary>The edge at a side: 0 to 5 in the order of the parameters, which is that of the face directions of <see cref="Neighborhood"/>.</summary>
    public CellEdge this[int side] => side switch
    {
        0 => XLow,
        1 => XHigh,
        2 => YLow,
        3 => YHigh,
        4 => ZLow,
        5 => ZHigh,
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "A grid has sides 0 to 5."),
    };
}
