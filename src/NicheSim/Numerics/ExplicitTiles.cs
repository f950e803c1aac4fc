namespace NicheSim.Numerics;

/// <summary>
/// How one pass of several explicit steps is cut up: rows into tiles, each of which shrinks by one row per step at every side that it shares with
/// another, and the gaps that open between them. A gap of a pass of n steps is 2 (n - 1) rows wide at last; so tiles have 2 n rows at least.
/// </summary>
internal readonly struct ExplicitTiles
{
    /// <summary>
    /// Most steps of a pass, and bytes of all slabs of a tile that are in use at a time: a share of the last cache. Tiles that fit the second one were slower
    /// (at 256^3 on 1 MiB: 1.9 instead of 2.7 G updates/s and core): the rows in one place of all slabs meet in the same few sets.
    /// </summary>
    private const int MostSteps = 8, CacheBytes = 5 << 20;

    private readonly int _rows, _tiles;
    private readonly bool _isRing;

    public ExplicitTiles(Grid grid, bool periodicY, int threads, int steps, int smallBytes)
    {
        _rows = grid.Ny;
        _isRing = periodicY && grid.Ny > 1;
        Steps = grid.Nz > 1 && 4L * sizeof(float) * grid.Count < smallBytes ? 1 : Math.Min(steps, MostSteps);
        if (_isRing)
            Steps = Math.Clamp(grid.Ny / 2, 1, Steps);

        // The two arrays of concentrations, of each the slabs between the first and the last step of the wavefront; coefficients and sources.
        var slabs = grid.Nz == 1 ? 4 : (2 * (Steps + 2)) + (2 * Steps);
        var rowsOfTile = Math.Max(2 * Steps, CacheBytes / (slabs * sizeof(float) * grid.Nx));
        var tiles = Math.Max(1, grid.Ny / rowsOfTile);
        _tiles = Math.Clamp((tiles + threads - 1) / threads * threads, 1, Math.Max(1, grid.Ny / (2 * Steps)));
    }

    /// <summary>Steps of this pass.</summary>
    public int Steps { get; }

    public int Count => _tiles;

    public int Gaps => _isRing ? _tiles : _tiles - 1;

    /// <summary>The rows of a tile in a step from 1 on.</summary>
    public (int First, int End) Tile(int tile, int step)
        => (Border(tile) + (tile > 0 || _isRing ? step - 1 : 0), Border(tile + 1) - (tile < _tiles - 1 || _isRing ? step - 1 : 0));

    /// <summary>The rows of a gap in a step from 1 on; the first may be negative: rows from the other end of the ring.</summary>
    public (int First, int End) Gap(int gap, int step)
    {
        var border = Border(_isRing ? gap : gap + 1);
        return (border - (step - 1), border + (step - 1));
    }

    private int Border(int tile) => (int)((long)_rows * tile / _tiles);
}
