using System.Numerics;

namespace NicheSim.Numerics;

/// <summary>
/// The voxels next to a voxel. Directions 0, 1, ... are -x, +x, -y, +y (and -z, +z in three dimensions), then the diagonal ones; the opposite of
/// direction d is d ^ 1 for all of them. A slice has 4 face directions of 8, a box 6 of 26.
/// </summary>
public sealed class Neighborhood
{
    /// <summary>In place of a neighbor: a wall.</summary>
    public const int Wall = -1;

    /// <summary>In place of a neighbor: a step that way leaves the grid.</summary>
    public const int Exit = -2;

    private const int LeastPeriodic = 3;

    private readonly (int X, int Y, int Z)[] _steps;
    private readonly int[] _offsets;
    private readonly byte[] _crossed;
    private readonly byte[] _sides;
    private readonly byte _walls, _exits;
    private readonly int[] _wrap;

    /// <exception cref="ArgumentException">An axis is periodic at one of its sides only.</exception>
    public Neighborhood(Grid grid, CellEdges edges)
    {
        for (var side = 0; side < 6; side += 2)
            if (edges[side] == CellEdge.Periodic != (edges[side + 1] == CellEdge.Periodic))
                throw new ArgumentException("An axis is periodic at both sides or at none.", nameof(edges));

        Faces = 2 * grid.Dimensions;
        _steps = Steps(grid.Dimensions);
        _offsets = Array.ConvertAll(_steps, s => s.X + (grid.Nx * (s.Y + (grid.Ny * s.Z))));
        _crossed = Array.ConvertAll(_steps, s => Bits(s.X < 0, s.X > 0, s.Y < 0, s.Y > 0, s.Z < 0, s.Z > 0));
        for (var side = 0; side < 6; side++)
        {
            var length = (side / 2) switch { 0 => grid.Nx, 1 => grid.Ny, _ => grid.Nz };
            _walls |= (byte)(edges[side] == CellEdge.Wall || (edges[side] == CellEdge.Periodic && length < LeastPeriodic) ? 1 << side : 0);
            _exits |= (byte)(edges[side] == CellEdge.Exit ? 1 << side : 0);
        }

        var plane = grid.Nx * grid.Ny;
        _wrap = [grid.Nx, -grid.Nx, plane, -plane, grid.Count, -grid.Count];
        _sides = new byte[grid.Count];
        var voxel = 0;
        for (var z = 0; z < grid.Nz; z++)
            for (var y = 0; y < grid.Ny; y++)
                for (var x = 0; x < grid.Nx; x++)
                    _sides[voxel++] = Bits(x == 0, x == grid.Nx - 1, y == 0, y == grid.Ny - 1, z == 0, z == grid.Nz - 1);
    }

    /// <summary>Number of directions across a face: they are the first.</summary>
    public int Faces { get; }

    /// <summary>Number of directions across a face, an edge or a corner.</summary>
    public int All => _steps.Length;

    /// <summary>The step of a direction, in voxels.</summary>
    public (int X, int Y, int Z) Step(int direction) => _steps[direction];

    /// <summary>
    /// The neighbor of a voxel in a direction, <see cref="Wall"/> or <see cref="Exit"/>. A diagonal step over several sides meets a wall if one of
    /// them is one, else leaves if one of them is an exit. A periodic axis of one or two voxels ends at walls: around it lies the voxel itself, or a neighbor that it has already.
    /// </summary>
    public int Neighbor(int voxel, int direction)
    {
        var crossed = _sides[voxel] & _crossed[direction];
        return crossed == 0 ? voxel + _offsets[direction] : Beyond(voxel, direction, crossed);
    }

    private int Beyond(int voxel, int direction, int crossed)
    {
        if ((crossed & _walls) != 0)
            return Wall;
        if ((crossed & _exits) != 0)
            return Exit;
        var neighbor = voxel + _offsets[direction];
        for (; crossed != 0; crossed &= crossed - 1)
            neighbor += _wrap[BitOperations.TrailingZeroCount(crossed)];
        return neighbor;
    }

    /// <summary>All steps of one voxel or less per axis: by number of axes, each followed by its opposite.</summary>
    private static (int X, int Y, int Z)[] Steps(int dimensions)
    {
        var steps = new List<(int X, int Y, int Z)>();
        for (var axes = 1; axes <= dimensions; axes++)
            for (var z = dimensions == 3 ? -1 : 0; z <= 0; z++)
                for (var y = -1; y <= (z < 0 ? 1 : 0); y++)
                    for (var x = -1; x <= (z < 0 || y < 0 ? 1 : -1); x++)
                        if (Math.Abs(x) + Math.Abs(y) + Math.Abs(z) == axes)
                            steps.AddRange([(x, y, z), (-x, -y, -z)]);

        // Faces come in the order x, y, z, the reverse of how the loops meet them.
        var faces = Enumerable.Range(0, dimensions).SelectMany(axis => steps.Slice(2 * (dimensions - 1 - axis), 2));
        return [.. faces, .. steps.Skip(2 * dimensions)];
    }

    private static byte Bits(bool b0, bool b1, bool b2, bool b3, bool b4, bool b5)
        => (byte)((b0 ? 1 : 0) | (b1 ? 2 : 0) | (b2 ? 4 : 0) | (b3 ? 8 : 0) | (b4 ? 16 : 0) | (b5 ? 32 : 0));
}
