using NicheSim.Numerics;

namespace NicheSim.Engine;

/// <summary>The voxels within a distance of a voxel, itself included, in the order z, y, x; over periodic edges, not beyond walls and exits.</summary>
internal ref struct Disc
{
    private readonly Simulation _simulation;
    private readonly int _x, _y, _z;
    private readonly (int From, int To) _rangeX, _rangeY, _rangeZ;
    private readonly double _squaredRadius;
    private int _dx, _dy, _dz;

    /// <param name="simulation">The niche.</param>
    /// <param name="voxel">The center.</param>
    /// <param name="radiusUm">Largest distance between centers [um].</param>
    public Disc(Simulation simulation, int voxel, double radiusUm)
    {
        _simulation = simulation;
        var grid = simulation.Plan.Grid;
        (_x, _y, _z) = (grid.X(voxel), grid.Y(voxel), grid.Z(voxel));
        var radius = radiusUm / simulation.Plan.VoxelUm;
        var reach = (int)Math.Floor(radius);
        var edges = simulation.Plan.CellEdges;
        (_rangeX, _rangeY, _rangeZ) = (Range(_x, reach, grid.Nx, edges.XLow), Range(_y, reach, grid.Ny, edges.YLow), Range(_z, reach, grid.Nz, edges.ZLow));
        _squaredRadius = radius * radius;
        (_dx, _dy, _dz) = (_rangeX.From - 1, _rangeY.From, _rangeZ.From);
        Current = default;
    }

    public (int Voxel, int SquaredDistance) Current { get; private set; }

    public readonly Disc GetEnumerator() => this;

    public bool MoveNext()
    {
        var grid = _simulation.Plan.Grid;
        while (Next())
        {
            var squared = (_dx * _dx) + (_dy * _dy) + (_dz * _dz);
            if (squared > _squaredRadius)
                continue;
            Current = (grid.Index(Wrap(_x + _dx, grid.Nx), Wrap(_y + _dy, grid.Ny), Wrap(_z + _dz, grid.Nz)), squared);
            return true;
        }

        return false;
    }

    private bool Next()
    {
        if (++_dx <= _rangeX.To)
            return true;
        _dx = _rangeX.From;
        if (++_dy <= _rangeY.To)
            return true;
        _dy = _rangeY.From;
        return ++_dz <= _rangeZ.To;
    }

    /// <summary>Steps along an axis that stay on the grid; on a periodic axis no voxel comes twice, but by the shorter way.</summary>
    private static (int From, int To) Range(int x, int reach, int n, CellEdge edge)
        => edge == CellEdge.Periodic ? (Math.Max(-reach, -((n - 1) / 2)), Math.Min(reach, n / 2)) : (Math.Max(-reach, -x), Math.Min(reach, n - 1 - x));

    private static int Wrap(int x, int n) => x < 0 ? x + n : x >= n ? x - n : x;
}
