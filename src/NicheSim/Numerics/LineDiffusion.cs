namespace NicheSim.Numerics;

/// <summary>
/// Steps in time by implicit line solves, for one field on one grid: first sources (and losses of single voxels, implicit), then
/// (1 + loss dt - dt D_x)(1 - dt D_y)(1 - dt D_z) c' = c, one axis after the other (locally one-dimensional: Yanenko, The Method of Fractional Steps,
/// 1971). First order in time, second in space; stable for any step; no value becomes negative, whatever the step; what is secreted is lost, flows out or
/// stays, to rounding.
/// <para>
/// Where all voxels are open, the factors of one line serve all. With permeabilities every line has factors of its own: two more numbers per voxel and
/// axis (three around a ring). No bit depends on the number of threads or on vector instructions. A step allocates nothing.
/// </para>
/// </summary>
public sealed unsafe class LineDiffusion
{
    private const int RowsPerChunk = 4, FewestColumns = 64;

    /// <summary>Up to so many threads, each takes one end of the z axis and does all it can do with a slab while that is in its cache.</summary>
    private const int Ends = 2;

    [ThreadStatic]
    private static LaneArray? _block;

    private readonly Workers _workers;
    private readonly FieldEdges _edges;
    private readonly LineFactors[] _same;
    private readonly LaneArray _gainY, _gainZ;
    private readonly int _groups;
    private LineFactors[]? _own;
    private LineFactors[] _factors = [];
    private bool _isOwn;
    private float _seconds = float.NaN;
    private double _rate, _loss;
    private float* _value, _source, _voxelLoss, _permeability;

    /// <exception cref="ArgumentException">An axis is periodic on one side only, or a fixed value is negative or not finite.</exception>
    public LineDiffusion(Grid grid, FieldEdges edges, Workers workers)
    {
        edges.Check();
        (Grid, _edges, _workers) = (grid, edges, workers);
        _groups = Workers.Chunks(grid.Ny, LineKernels.BlockLanes);
        _same = [Axis(0, grid.Nx, 1), Axis(1, grid.Ny, 1), Axis(2, grid.Nz, 1)];
        _gainY = new LaneArray(_same[1].IsRing ? grid.Nx * grid.Nz : 0);
        _gainZ = new LaneArray(_same[2].IsRing ? Ends * grid.Nx * grid.Ny : 0);
    }

    public Grid Grid { get; }

    private int Slab => Grid.Nx * Grid.Ny;

    /// <summary>Sets diffusion, decay and the length of the steps to come.</summary>
    /// <param name="diffusionPerSecond">D/h^2 [1/s].</param>
    /// <param name="lossPerSecond">The loss of all voxels [1/s].</param>
    /// <param name="seconds">Length of a step.</param>
    /// <param name="permeability">Relative permeability of every voxel, 0 (impermeable) to 1 (free); empty: all are free.</param>
    public void Prepare(float diffusionPerSecond, float lossPerSecond, double seconds, ReadOnlySpan<float> permeability = default)
    {
        if (!(diffusionPerSecond >= 0 && float.IsFinite(diffusionPerSecond)))
            throw new ArgumentOutOfRangeException(nameof(diffusionPerSecond));
        if (!(lossPerSecond >= 0 && float.IsFinite(lossPerSecond)))
            throw new ArgumentOutOfRangeException(nameof(lossPerSecond));
        if (!(seconds > 0 && double.IsFinite(seconds)))
            throw new ArgumentOutOfRangeException(nameof(seconds));
        (_rate, _loss, _seconds, _isOwn) = (diffusionPerSecond * seconds, lossPerSecond * seconds, (float)seconds, !permeability.IsEmpty);
        if (!_isOwn)
        {
            _factors = _same;
            for (var axis = 0; axis < 3; axis++)
                _same[axis].Factorize(_rate, axis == 0 ? _loss : 0, null, 0, 0, 0, 1, 0, 1);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(permeability.Length, Grid.Count);
        var blocks = _groups * LineKernels.BlockLanes * Grid.Nz;
        _own ??= [Axis(0, checked(blocks * Grid.Nx), blocks), Axis(1, Grid.Count, Grid.Nx * Grid.Nz), Axis(2, Grid.Count, Slab)];
        _factors = _own;
        fixed (float* start = permeability)
        {
            _permeability = start;
            _workers.Run(_groups * Grid.Nz, this, static (d, group) => d.FactorizeGroup(group));
            _workers.Run(Grid.Nz, this, static (d, z) => d._factors[1].Factorize(d._rate, 0, d._permeability + ((nint)z * d.Slab), d.Grid.Nx, 1, (nint)z * d.Slab, d.Grid.Nx, z * d.Grid.Nx, d.Grid.Nx));
            _workers.Run(Grid.Ny, this, static (d, y) => d._factors[2].Factorize(d._rate, 0, d._permeability + ((nint)y * d.Grid.Nx), d.Slab, 1, (nint)y * d.Grid.Nx, d.Slab, y * d.Grid.Nx, d.Grid.Nx));
            _permeability = null;
        }
    }

    /// <summary>One step.</summary>
    /// <param name="concentration">Concentrations [pM] before and after; none negative.</param>
    /// <param name="source">Sources [pM/s], none negative; empty: none.</param>
    /// <param name="loss">Losses of single voxels [1/s] beside that of all; a negative one counts as none; empty: none.</param>
    public void Step(Span<float> concentration, ReadOnlySpan<float> source = default, ReadOnlySpan<float> loss = default)
    {
        if (float.IsNaN(_seconds))
            throw new InvalidOperationException("The length of the step is not known yet.");
        if (concentration.Length != Grid.Count || !(source.IsEmpty || source.Length == Grid.Count) || !(loss.IsEmpty || loss.Length == Grid.Count))
            throw new ArgumentException("The arrays must have the grid's size.");
        fixed (float* value = concentration, s = source, l = loss)
        {
            _value = value;
            _source = s;
            _voxelLoss = l;
            _gainY.Span.Clear();
            _gainZ.Span.Clear();
            if (_workers.Threads <= Ends && Grid.Nz >= 2 * Ends)
                StepFromBothEnds();
            else
                StepAxisByAxis();
            _value = null;
            _source = null;
            _voxelLoss = null;
        }
    }

    /// <summary>Twice through memory: down to the meeting slab with x, y and the elimination in z, and back.</summary>
    private void StepFromBothEnds()
    {
        _workers.Run(Ends, this, static (d, end) => d.GoIn(end));
        _workers.Run(RowChunks, this, static (d, chunk) => d.Meet(d.Rows(chunk)));
        _workers.Run(Ends, this, static (d, end) => d.GoOut(end, (0, d.Slab)));
    }

    private void StepAxisByAxis()
    {
        _workers.Run(_groups * Grid.Nz, this, static (d, chunk) => d.SolveX(chunk / d._groups, chunk % d._groups));
        if (!Y.IsIdle)
            _workers.Run(Workers.Chunks(Grid.Nx, Columns) * Grid.Nz, this, static (d, chunk) => d.SolveColumns(chunk));
        if (!Z.IsIdle)
            _workers.Run(RowChunks, this, static (d, chunk) => d.SolveZ(d.Rows(chunk)));
    }

    /// <summary>One end of the z axis up to the meeting slab, which the lower end prepares; around a ring the upper one prepares the border.</summary>
    private void GoIn(int end)
    {
        if (end == 0)
            for (var z = 0; z <= Z.Meet; z++)
                SolveSlab(z, end);
        else
            for (var z = Grid.Nz - 1; z > Z.Meet; z--)
                SolveSlab(z, end);
    }

    /// <summary>x and y of one slab, and its elimination in z, row by row while they are in the cache.</summary>
    private void SolveSlab(int z, int end)
    {
        var (nx, y) = (Grid.Nx, Y);
        for (var group = 0; group < _groups; group++)
        {
            SolveX(z, group);
            var (y0, y1) = Workers.Chunk(Grid.Ny, LineKernels.BlockLanes, group);
            for (var row = y0; row < y1 && !y.IsIdle; row++)
                EliminateY(z, row, 0, nx);
        }

        if (!y.IsIdle)
            CloseY(z, 0, nx);
        for (var row = y.Last; row >= 0; row--)
        {
            if (row < y.Last)
                SubstituteY(z, row, 0, nx);

            // A row is needed until the next one has been solved.
            if (row < y.Last)
                EliminateZ(z, end, ((nint)(row + 1) * nx, nx));
        }

        EliminateZ(z, end, (0, nx));
        if (y.IsRing)
            EliminateZ(z, end, ((nint)y.Border * nx, nx));
    }

    private void SolveX(int z, int group)
    {
        var (nx, f) = (Grid.Nx, _factors[0]);
        var (y0, y1) = Workers.Chunk(Grid.Ny, LineKernels.BlockLanes, group);
        var first = ((nint)z * Slab) + ((nint)y0 * nx);
        if (_source != null || _voxelLoss != null)
            LineKernels.React(_value + first, _source == null ? null : _source + first, _voxelLoss == null ? null : _voxelLoss + first, _seconds, (y1 - y0) * nx);
        if (_block is null || _block.Length < LineKernels.BlockLanes * nx)
            _block = new LaneArray(LineKernels.BlockLanes * nx);
        var block = _block.Start;
        LineKernels.Turn(_value + first, nx, y1 - y0, nx, block);
        var number = (z * _groups) + group;
        nint factors = _isOwn ? (nint)number * LineKernels.BlockLanes * nx : 0;
        if (_isOwn && f.IsRing)
            LineKernels.Solve<Yes, Yes>(f, block, factors, number * LineKernels.BlockLanes);
        else if (_isOwn)
            LineKernels.Solve<Yes, No>(f, block, factors, number * LineKernels.BlockLanes);
        else if (f.IsRing)
            LineKernels.Solve<No, Yes>(f, block, factors, 0);
        else
            LineKernels.Solve<No, No>(f, block, factors, 0);
        LineKernels.TurnBack(block, _value + first, nx, y1 - y0, nx);
    }

    private void SolveColumns(int chunk)
    {
        var strips = Workers.Chunks(Grid.Nx, Columns);
        var (z, (x0, x1)) = (chunk / strips, Workers.Chunk(Grid.Nx, Columns, chunk % strips));
        for (var y = 0; y < Grid.Ny; y++)
            EliminateY(z, y, x0, x1 - x0);
        CloseY(z, x0, x1 - x0);
        for (var y = Y.Last - 1; y >= 0; y--)
            SubstituteY(z, y, x0, x1 - x0);
    }

    private void EliminateY(int z, int y, int x, int count)
    {
        var row = RowAt(y, z) + x;
        Supply(Y, y, row, (nint)(z * Grid.Nx) + x, count);
        if (y > 0 && y <= Y.Last)
            Eliminate(row, row - Grid.Nx, FactorY(Y.Up, z, y - 1, x), count);
        if (Y.IsRing && y <= Y.Last)
            Eliminate(_gainY.Start + (z * Grid.Nx) + x, row, FactorY(Y.Fill, z, y, x), count);
    }

    /// <summary>Solves the border, where there is one, and the last row.</summary>
    private void CloseY(int z, int x, int count)
    {
        float* last = RowAt(Y.Last, z) + x, border = RowAt(Y.Border, z) + x;
        if (Y.IsRing)
            Close(border, _gainY.Start + (z * Grid.Nx) + x, FactorY(Y.Inverse, z, Y.Border, x), count);
        Scale(last, FactorY(Y.Inverse, z, Y.Last, x), count);
        if (Y.IsRing)
            Eliminate(last, border, FactorY(Y.Fill, z, Y.Last, x), count);
    }

    private void SubstituteY(int z, int y, int x, int count)
    {
        var row = RowAt(y, z) + x;
        Substitute(row, row + Grid.Nx, FactorY(Y.Inverse, z, y, x), FactorY(Y.Up, z, y, x), count);
        if (Y.IsRing)
            Eliminate(row, RowAt(Y.Border, z) + x, FactorY(Y.Fill, z, y, x), count);
    }

    private void SolveZ((nint First, int Count) part)
    {
        for (var z = 0; z <= Z.Meet; z++)
            EliminateZ(z, 0, part);
        for (var z = Grid.Nz - 1; z > Z.Meet; z--)
            EliminateZ(z, 1, part);
        Meet(part);
        GoOut(0, part);
        GoOut(1, part);
    }

    /// <summary>A part of a slab: what comes from the side, and from the slab before it as seen from its end.</summary>
    private void EliminateZ(int z, int end, (nint First, int Count) part)
    {
        if (Z.IsIdle)
            return;
        var row = Part(z, part);
        Supply(Z, z, row, part.First, part.Count);
        if (z == Z.Meet || z > Z.Last)
            return;
        if (end == 0 ? z > 0 : z < Z.Last)
            Eliminate(row, end == 0 ? row - Slab : row + Slab, FactorZ(Z.Up, end == 0 ? z - 1 : z + 1, part), part.Count);
        if (Z.IsRing)
            Eliminate(_gainZ.Start + ((nint)end * Slab) + part.First, row, FactorZ(Z.Fill, z, part), part.Count);
    }

    /// <summary>Solves the border, where there is one, and the slab at which both ends meet.</summary>
    private void Meet((nint First, int Count) part)
    {
        var meet = Part(Z.Meet, part);
        var count = part.Count;
        if (Z.Meet > 0)
            Eliminate(meet, meet - Slab, FactorZ(Z.Up, Z.Meet - 1, part), count);
        if (Z.Last > Z.Meet)
            Eliminate(meet, meet + Slab, FactorZ(Z.Up, Z.Meet + 1, part), count);
        var border = Part(Z.Border, part);
        if (Z.IsRing)
        {
            var lower = _gainZ.Start + part.First;
            var one = 1f;
            LineKernels.Eliminate<No>(lower, lower + Slab, &one, count);
            Eliminate(lower, meet, FactorZ(Z.Fill, Z.Meet, part), count);
            Close(border, lower, FactorZ(Z.Inverse, Z.Border, part), count);
        }

        Scale(meet, FactorZ(Z.Inverse, Z.Meet, part), count);
        if (Z.IsRing)
            Eliminate(meet, border, FactorZ(Z.Fill, Z.Meet, part), count);
    }

    /// <summary>From the meeting slab to an end of the z axis.</summary>
    private void GoOut(int end, (nint First, int Count) part)
    {
        for (var z = end == 0 ? Z.Meet - 1 : Z.Meet + 1; end == 0 ? z >= 0 : z <= Z.Last; z += end == 0 ? -1 : 1)
        {
            var row = Part(z, part);
            Substitute(row, end == 0 ? row + Slab : row - Slab, FactorZ(Z.Inverse, z, part), FactorZ(Z.Up, z, part), part.Count);
            if (Z.IsRing)
                Eliminate(row, Part(Z.Border, part), FactorZ(Z.Fill, z, part), part.Count);
        }
    }

    private LineFactors Y => _factors[1];

    private LineFactors Z => _factors[2];

    /// <summary>Columns that one chunk solves along y: as many as leave work for all threads, as short pieces of long rows are slow to fetch.</summary>
    private int Columns => Grid.Nz >= _workers.Threads ? Grid.Nx : Math.Max(FewestColumns, Workers.Chunks(Grid.Nx, _workers.Threads * LineKernels.Lanes) * LineKernels.Lanes);

    private int RowChunks => Workers.Chunks(Grid.Ny, RowsPerChunk);

    private (nint First, int Count) Rows(int chunk)
    {
        var (y0, y1) = Workers.Chunk(Grid.Ny, RowsPerChunk, chunk);
        return ((nint)y0 * Grid.Nx, (y1 - y0) * Grid.Nx);
    }

    private float* RowAt(int y, int z) => _value + ((nint)z * Slab) + ((nint)y * Grid.Nx);

    private float* Part(int z, (nint First, int Count) part) => _value + ((nint)z * Slab) + part.First;

    private float* FactorY(LaneArray factors, int z, int y, int x) => factors.Start + (_isOwn ? ((nint)z * Slab) + ((nint)y * Grid.Nx) + x : y);

    private float* FactorZ(LaneArray factors, int z, (nint First, int Count) part) => factors.Start + (_isOwn ? ((nint)z * Slab) + part.First : z);

    private void Supply(LineFactors f, int i, float* row, nint line, int count)
    {
        if (!f.HasSupply)
            return;
        var one = 1f;
        for (var side = 0; side < 2; side++)
        {
            var supply = (side == 0 ? f.SupplyLow : f.SupplyHigh).Start;
            if (i != (side == 0 ? 0 : f.Count - 1))
                continue;
            if (_isOwn)
                LineKernels.Eliminate<No>(row, supply + line, &one, count);
            else
                LineKernels.Add(row, *supply, count);
        }
    }

    /// <summary>border = inverse * (border + gain).</summary>
    private void Close(float* border, float* gain, float* inverse, int count)
    {
        var one = 1f;
        LineKernels.Eliminate<No>(border, gain, &one, count);
        Scale(border, inverse, count);
    }

    private void Eliminate(float* row, float* before, float* up, int count)
    {
        if (_isOwn)
            LineKernels.Eliminate<Yes>(row, before, up, count);
        else
            LineKernels.Eliminate<No>(row, before, up, count);
    }

    private void Substitute(float* row, float* after, float* inverse, float* up, int count)
    {
        if (_isOwn)
            LineKernels.Substitute<Yes>(row, after, inverse, up, count);
        else
            LineKernels.Substitute<No>(row, after, inverse, up, count);
    }

    private void Scale(float* row, float* factor, int count)
    {
        if (_isOwn)
            LineKernels.Scale<Yes>(row, factor, count);
        else
            LineKernels.Scale<No>(row, factor, count);
    }

    private void FactorizeGroup(int chunk)
    {
        var (z, group) = (chunk / _groups, chunk % _groups);
        var (y0, y1) = Workers.Chunk(Grid.Ny, LineKernels.BlockLanes, group);
        _factors[0].Factorize(_rate, _loss, _permeability + ((nint)z * Slab) + ((nint)y0 * Grid.Nx), 1, Grid.Nx, (nint)chunk * LineKernels.BlockLanes * Grid.Nx,
            LineKernels.BlockLanes, chunk * LineKernels.BlockLanes, y1 - y0);
    }

    private LineFactors Axis(int axis, int size, int lines)
    {
        var count = axis == 0 ? Grid.Nx : axis == 1 ? Grid.Ny : Grid.Nz;
        return new LineFactors(count, _edges.Low(axis), _edges.High(axis), meetAtEnd: axis == 1, size, lines);
    }
}
