namespace NicheSim.Numerics;

/// <summary>
/// Size and memory layout of one multigrid level. Cell (x, y, z) is red where x + y + z is even, else black: neighbors differ in color. Of each row
/// the red cells come first, then the black ones, with a rim of one cell around the grid so that no stencil branches. Of the color that holds the even x
/// of a row, cell k is x = 2k; of the other one 2k + 1. So all neighbors of the cells of a color are dense vectors of the other. Both are padded to
/// whole vectors: what stands there is read and rewritten, but never told to a cell.
/// </summary>
internal sealed class LevelShape
{
    /// <summary>Cells of one vector, and the room before each row.</summary>
    public const int Lanes = 8;

    private const int CellsPerSlab = 4096, MostRowsPerSlab = 16;

    // Some layers of so many rows, in four arrays, fit the second cache of today's processors.
    private const int MostRowsPerStrip = 24;

    private LevelShape(CoarseningAxis x, CoarseningAxis y, CoarseningAxis z)
    {
        Axes = [x, y, z];
        Grid = new Grid(x.Count, y.Count, z.Count);
        Half = HalfOf(x.Count);
        Pitch = PitchOf(x.Count);
        PitchZ = checked(Pitch * (y.Count + 2));
        Size = checked((PitchZ * (z.Count + 2)) + Lanes);
        RowsPerSlab = Grid.Nz > 1 ? Grid.Ny : Math.Clamp(CellsPerSlab / Grid.Nx / 2 * 2, 2, MostRowsPerSlab);
        RowsPerStrip = Grid.Nz > 1 ? MostRowsPerStrip : RowsPerSlab;
        Slabs = Grid.Nz > 1 ? Grid.Nz : Ceiling(Grid.Ny, RowsPerSlab);
    }

    /// <summary>Cells of the finest level with all that they are padded with: several times the voxels where a grid is thin in x.</summary>
    public static double Padded(int nx, int ny, int nz) => (double)PitchOf(nx) * (ny + 2) * (nz + 2);

    public CoarseningAxis[] Axes { get; }

    public Grid Grid { get; }

    /// <summary>Cells of one color in a row, rounded up to whole vectors.</summary>
    public int Half { get; }

    /// <summary>From a row to the next one in y.</summary>
    public int Pitch { get; }

    /// <summary>From a row to the next one in z.</summary>
    public int PitchZ { get; }

    /// <summary>Floats that an array of this layout takes.</summary>
    public int Size { get; }

    public int Rows => Grid.Ny * Grid.Nz;

    /// <summary>The axis along which the grid is cut into slabs: z, in a slice y.</summary>
    public int SlabAxis => Grid.Nz > 1 ? 2 : 1;

    /// <summary>Number of slabs: layers, in a slice pairs of rows. Neighbors are in the same slab or in the one next to it.</summary>
    public int Slabs { get; }

    /// <summary>Rows of a slab, even in a slice so that no coarse row lies in two.</summary>
    public int RowsPerSlab { get; }

    /// <summary>Rows of a strip, even.</summary>
    public int RowsPerStrip { get; }

    /// <summary>Strips that a layer is cut into.</summary>
    public int Strips => Grid.Nz > 1 ? Ceiling(Grid.Ny, RowsPerStrip) : 1;

    /// <summary>
    /// The rows of one of some strips, moved down by a lag, so that all strips together still are the slab: y from First up to, but without, End, all at one z.
    /// </summary>
    public (int Z, int First, int End) Strip(int slab, int strip, int strips, int lag)
    {
        var (z, first, end) = Slab(slab);
        return (z, strip == 0 ? first : Math.Max(0, (strip * RowsPerStrip) - lag), strip == strips - 1 ? end : Math.Max(0, ((strip + 1) * RowsPerStrip) - lag));
    }

    /// <summary>The rows of a slab: y from First up to, but without, End, all at one z.</summary>
    public (int Z, int First, int End) Slab(int slab)
        => Grid.Nz > 1 ? (slab, 0, Grid.Ny) : (0, slab * RowsPerSlab, Math.Min(Grid.Ny, (slab + 1) * RowsPerSlab));

    /// <summary>The color of the cells of even x in row (y, z).</summary>
    public static int ColorOfEven(int y, int z) => (y + z) & 1;

    /// <summary>Index of the first cell of a color in row (y, z); y and z may lie one outside the grid.</summary>
    public int Row(int color, int y, int z) => (color * (Half + Lanes)) + Lanes + (Pitch * (y + 1)) + (PitchZ * (z + 1));

    /// <summary>Index of one cell; x, y and z may lie one outside the grid.</summary>
    public int At(int x, int y, int z) => Row((x + y + z) & 1, y, z) + (x >> 1);

    public int AtVoxel(int voxel) => At(Grid.X(voxel), Grid.Y(voxel), Grid.Z(voxel));

    /// <summary>The position on the finer level, along an axis, of the faces that make up the coarse face at a position here.</summary>
    public int FinePosition(LevelShape finer, int axis, int position)
        => finer.Axes[axis].Count == Axes[axis].Count ? position : Math.Min((2 * position) + 1, finer.Axes[axis].Count - 1);

    /// <summary>All levels from the grid down to a single cell, at least two.</summary>
    public static LevelShape[] Hierarchy(Grid grid)
    {
        var shape = new LevelShape(CoarseningAxis.Voxels(grid.Nx), CoarseningAxis.Voxels(grid.Ny), CoarseningAxis.Voxels(grid.Nz));
        var levels = new List<LevelShape> { shape };
        do
        {
            shape = new LevelShape(shape.Axes[0].Coarsen(), shape.Axes[1].Coarsen(), shape.Axes[2].Coarsen());
            levels.Add(shape);
        }
        while (shape.Grid.Count > 1);
        return [.. levels];
    }

    private static int HalfOf(int nx) => (((nx + 1) / 2) + Lanes - 1) / Lanes * Lanes;

    private static int PitchOf(int nx) => 2 * (HalfOf(nx) + Lanes);

    private static int Ceiling(int count, int parts) => (count + parts - 1) / parts;
}
