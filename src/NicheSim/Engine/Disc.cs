using NicheSim.Numerics;

namespace NicheSim.Engine;

/// <summary>The voxels within a distance of a voxel, itself included, in the order z, y, x; over periodic edges, not beyond walls and exits.</summary>
internal ref struct Disc
{
    private readonly Simulation _simulation;
    private readonly int _x, _y, _z, _reach, _reachZ;
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
        _reach = (int)Math.Floor(radius);
        _reachZ = grid.Nz == 1 ? 0 : _reach;
        _squaredRadius = radius * radius;
        (_dx, _dy, _dz) = (-_reach - 1, -_reach, -_reachZ);
        Current = default;
    }

    public (int Voxel, int SquaredDistance) Current { get; private set; }

    public readonly Disc GetEnumerator() => this;

    public bool MoveNext()
    {
        var grid = _simulation.Plan.Grid;
        var edges = _simulation.Plan.CellEdges;
        while (Next())
        {
            var squared = (_dx * _dx) + (_dy * _dy) + (_dz * _dz);
            if (squared > _squaredRadius)
                continue;
            var (x, y, z) = (Wrap(_x, _dx, grid.Nx, edges.XLow), Wrap(_y, _dy, grid.Ny, edges.YLow), Wrap(_z, _dz, grid.Nz, edges.ZLow));
            if (x < 0 || y < 0 || z < 0)
                continue;
            Current = (grid.Index(x, y, z), squared);
            return true;
        }

        return false;
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
