using NicheSim.Numerics;

namespace NicheSim.Engine;

/// <summary>The voxels within a distance of a voxel, itself included, in the order z, y, x; over periodic edges, not beyond walls and exits.</summary>
internal ref struct Disc
{
    private readonly Grid _grid;
    private readonly CellEdges _edges;
    private readonly int _voxel, _x, _y, _z, _reach, _reachZ;
    private readonly bool _isInside;
    private readonly double _squaredRadius;
    private int _dx, _dy, _dz;

    /// <param name="simulation">The niche.</param>
    /// <param name="voxel">The center.</param>
    /// <param name="radiusUm">Largest distance between centers [um].</param>
    public Disc(Simulation simulation, int voxel, double radiusUm)
    {
        (_grid, _edges, _voxel) = (simulation.Plan.Grid, simulation.Plan.CellEdges, voxel);
        (_x, _y, _z) = (_grid.X(voxel), _grid.Y(voxel), _grid.Z(voxel));
        var radius = radiusUm / simulation.Plan.VoxelUm;
        _reach = (int)Math.Floor(radius);
        _reachZ = _grid.Nz == 1 ? 0 : _reach;
        _isInside = _x >= _reach && _x < _grid.Nx - _reach && _y >= _reach && _y < _grid.Ny - _reach && _z >= _reachZ && _z < _grid.Nz - _reachZ;
        _squaredRadius = radius * radius;
        (_dx, _dy, _dz) = (-_reach - 1, -_reach, -_reachZ);
        Current = default;
    }

    public (int Voxel, int SquaredDistance) Current { get; private set; }

    public readonly Disc GetEnumerator() => this;

    public bool MoveNext()
    {
        while (Next())
        {
            var squared = (_dx * _dx) + (_dy * _dy) + (_dz * _dz);
            if (squared > _squaredRadius || Voxel() is not (>= 0 and var voxel))
                continue;
            Current = (voxel, squared);
            return true;
        }

        return false;
    }

    /// <summary>The voxel at the running offset, or -1 where there is none.</summary>
    private readonly int Voxel()
    {
        if (_isInside)
            return _voxel + _grid.Index(_dx, _dy, _dz);
        var (x, y, z) = (Wrap(_x, _dx, _grid.Nx, _edges.XLow), Wrap(_y, _dy, _grid.Ny, _edges.YLow), Wrap(_z, _dz, _grid.Nz, _edges.ZLow));
        return x < 0 || y < 0 || z < 0 ? -1 : _grid.Index(x, y, z);
    }

    private bool Next()
    {
        if (++_dx <= _reach)
            return true;
        _dx = -_reach;
        if (++_dy <= _reach)
            return true;
        _dy = -_reach;
        return ++_dz <= _reachZ;
    }

    /// <summary>The coordinate on the grid, or -1 beyond its end; on a short periodic axis no voxel comes twice, but by the shorter way.</summary>
    private static int Wrap(int x, int dx, int n, CellEdge edge)
    {
        if (edge == CellEdge.Periodic)
            return 2 * dx > n || 2 * dx <= -n ? -1 : (x + dx + n) % n;
        return x + dx >= 0 && x + dx < n ? x + dx : -1;
    }
}
