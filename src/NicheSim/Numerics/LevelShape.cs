namespace NicheSim.Numerics;

/// <summary>
/// Size and memory layout of one multigrid level. Values and face conductances have a rim of one cell around the grid, so that no stencil branches;
/// losses and sources have none.
/// </summary>
internal sealed class LevelShape
{
    private const int CellsPerChunk = 16384;

    private LevelShape(CoarseningAxis x, CoarseningAxis y, CoarseningAxis z)
    {
        Axes = [x, y, z];
        Grid = new Grid(x.Count, y.Count, z.Count);
        StrideY = x.Count + 2;
        StrideZ = StrideY * (y.Count + 2);
        PaddedCount = checked(StrideZ * (z.Count + 2));
        RowsPerChunk = Math.Max(1, CellsPerChunk / x.Count);
        Chunks = (Rows + RowsPerChunk - 1) / RowsPerChunk;
    }

    public CoarseningAxis[] Axes { get; }

    public Grid Grid { get; }

    public int StrideY { get; }

    public int StrideZ { get; }

    public int PaddedCount { get; }

    public int Rows => Grid.Ny * Grid.Nz;

    public int RowsPerChunk { get; }

    public int Chunks { get; }

    /// <summary>Index of the first cell of row (y, z) in an array with a rim; y and z may lie one outside the grid.</summary>
    public int Padded(int y, int z) => 1 + (StrideY * (y + 1)) + (StrideZ * (z + 1));

    public int PaddedRow(int row) => Padded(row % Grid.Ny, row / Grid.Ny);

    public (int First, int End) RowsOf(int chunk) => (chunk * RowsPerChunk, Math.Min(Rows, (chunk + 1) * RowsPerChunk));

    /// <summary>The row of this level, in an array without rim, that holds the given row of the next finer one.</summary>
    public Span<float> RowOfParent(LevelShape finer, int row, float[] values)
    {
        var (y, z) = (row % finer.Grid.Ny / 2, row / finer.Grid.Ny / 2);
        return values.AsSpan(Grid.Index(0, y, z), Grid.Nx);
    }

    /// <summary>All levels from the grid down to a single cell.</summary>
    public static LevelShape[] Hierarchy(Grid grid)
    {
        var shape = new LevelShape(CoarseningAxis.Voxels(grid.Nx), CoarseningAxis.Voxels(grid.Ny), CoarseningAxis.Voxels(grid.Nz));
        var levels = new List<LevelShape> { shape };
        for (; shape.Grid.Count > 1; levels.Add(shape))
            shape = new LevelShape(shape.Axes[0].Coarsen(), shape.Axes[1].Coarsen(), shape.Axes[2].Coarsen());
        return [.. levels];
    }
}
