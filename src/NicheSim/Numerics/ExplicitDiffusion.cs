using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// Steps forward in time, for one field on one grid:
/// c' = c + dt (D/h^2 * sum over faces (c_neighbor - c) - loss c + source), first order in time, second in space.
/// <para>
/// Each voxel has one coefficient: its first-order loss [1/s], or a negative number where it is impermeable; such a voxel keeps its value.
/// <see cref="LargestStep"/> is the step up to which no value becomes negative (so it is stable as well); longer ones are refused. No bit depends on the
/// number of threads, on vector instructions or on how many steps are made per pass. A step allocates nothing.
/// </para>
/// </summary>
public sealed unsafe class ExplicitDiffusion
{
    /// <summary>Above this many bytes of concentrations, coefficients and sources together no cache holds them until the next step: results go past the caches.</summary>
    private const long StreamAbove = 96L << 20;

    /// <summary>What keeps float32 roundings (16 half units) from making a voxel negative that gives away all it has.</summary>
    private const double Margin = 1.0 / (1 << 20);

    private const int StripVoxels = 65536, SlabsPerChunk = 16, RowsPerPreparation = 64;

    private readonly Workers _workers;
    private readonly bool[] _open, _ownOpen;
    private readonly float[] _largestOfRow;
    private readonly FieldEdges _edges;
    private readonly int _stripRows, _strips, _slabs, _chunks;
    private float _largestLoss = float.NaN;
    private float* _from, _to;
    private bool _stream;
    private ExplicitTiles _tiles;

    /// <exception cref="ArgumentException">An axis is periodic on one side only, or a fixed value is negative or not finite.</exception>
    public ExplicitDiffusion(Grid grid, FieldEdges edges, Workers workers)
    {
        edges.Check();
        (Grid, _edges, _workers) = (grid, edges, workers);
        (_open, _ownOpen, _largestOfRow) = (new bool[grid.Ny * grid.Nz], new bool[grid.Ny * grid.Nz], new float[grid.Ny * grid.Nz]);
        (WestEnd, EastEnd) = (new RowEnd(edges.LowX, 0, grid.Nx - 1), new RowEnd(edges.HighX, grid.Nx - 1, 0));
        IsPeriodicX = edges.LowX.Edge == FieldEdge.Periodic;
        IsFlat = grid.Nz == 1 && edges.LowZ.Edge != FieldEdge.Fixed && edges.HighZ.Edge != FieldEdge.Fixed;
        (_stripRows, _slabs) = (Math.Clamp(StripVoxels / grid.Nx, 1, grid.Ny), Math.Min(grid.Nz, SlabsPerChunk));
        _strips = Workers.Chunks(grid.Ny, _stripRows);
        _chunks = _strips * Workers.Chunks(grid.Nz, _slabs);
    }

    public Grid Grid { get; }

    /// <summary>Below this a 3-D field lies in caches anyhow, and passes of several steps are slower than single ones (at 50^3 half as fast).</summary>
    internal int SmallBytes { get; init; } = 4 << 20;

    /// <summary>What rows meet beyond their first voxel.</summary>
    internal RowEnd WestEnd { get; }

    /// <summary>What rows meet beyond their last voxel.</summary>
    internal RowEnd EastEnd { get; }

    internal bool IsPeriodicX { get; }

    /// <summary>Whether nothing passes in z.</summary>
    internal bool IsFlat { get; }

    internal float* Coefficient { get; private set; }

    internal float* Source { get; private set; }

    /// <summary>D dt/h^2.</summary>
    internal float Rate { get; private set; }

    internal float Seconds { get; private set; }

    /// <summary>Learns where voxels are impermeable and how large losses are; to be called whenever a coefficient has changed.</summary>
    /// <exception cref="ArgumentException">A coefficient is not finite.</exception>
    public void Prepare(ReadOnlySpan<float> coefficient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(coefficient.Length, Grid.Count);
        fixed (float* start = coefficient)
        {
            Coefficient = start;
            _workers.Run(Workers.Chunks(_open.Length, RowsPerPreparation), this, PrepareChunk);
            Coefficient = null;
        }

        var (largest, finite) = (0f, true);
        foreach (var row in _largestOfRow)
            (largest, finite) = (row > largest ? row : largest, finite && float.IsFinite(row));
        if (!finite)
            throw new ArgumentException("Coefficients must be finite.");
        _largestLoss = largest;
        MarkOpenRows();
    }

    /// <summary>
    /// The longest step [s] that keeps every value at or above 0: 1 / (D/h^2 * faces + loss) of a voxel with all its faces open (a fixed side, half a
    /// voxel away, counts twice) and the largest loss, less a part in a million for rounding. Infinite where nothing moves.
    /// </summary>
    /// <param name="diffusionPerSecond">D/h^2 [1/s].</param>
    public double LargestStep(float diffusionPerSecond)
    {
        if (float.IsNaN(_largestLoss))
            throw new InvalidOperationException("The coefficients are not known yet.");
        var faces = 0;
        for (var axis = 0; axis < 3; axis++)
            faces += MostFaces(axis);
        return (1 - Margin) / (((double)diffusionPerSecond * faces) + _largestLoss);
    }

    /// <summary>One step from concentration to next.</summary>
    /// <param name="concentration">Concentrations [pM], none negative.</param>
    /// <param name="coefficient">Per voxel the loss [1/s], or a negative number where it is impermeable: as at the last <see cref="Prepare"/>.</param>
    /// <param name="source">Sources [pM/s], none negative.</param>
    /// <param name="next">The concentrations one step later [pM]; another array.</param>
    /// <param name="diffusionPerSecond">D/h^2 [1/s].</param>
    /// <param name="seconds">Length of the step; at most <see cref="LargestStep"/>.</param>
    public void Step(ReadOnlySpan<float> concentration, ReadOnlySpan<float> coefficient, ReadOnlySpan<float> source, Span<float> next, float diffusionPerSecond, double seconds)
    {
        Check(concentration.Length, coefficient.Length, source.Length, next.Length, diffusionPerSecond, seconds);
        fixed (float* from = concentration, to = next, k = coefficient, s = source)
        {
            Begin(k, s, diffusionPerSecond, seconds);
            _from = from;
            _to = to;
            _stream = 4L * sizeof(float) * Grid.Count > StreamAbove && Grid.Nx % ExplicitRows.Lanes == 0 && (nuint)to % 32 == 0;
            _workers.Run(_chunks, this, StepChunk);
            End();
        }
    }

    /// <summary>
    /// As many single steps, up to eight of them per pass through memory, with the bits of single steps. Rows are cut into tiles of which several slabs
    /// fit a core's cache. First each tile goes as far in time as its own rows allow, one row less at either side in each step; then what is missing
    /// between two tiles is filled in (split tiling: Krishnamoorthy et al., Effective automatic parallelization of stencil computations, PLDI 2007). Within
    /// a tile a wavefront runs through the slabs, each step one slab behind the one before (Lamport, The parallel execution of DO loops, CACM 17, 83, 1974).
    /// </summary>
    /// <param name="concentration">Concentrations [pM] before and after.</param>
    /// <param name="coefficient">As in <see cref="Step"/>.</param>
    /// <param name="source">As in <see cref="Step"/>.</param>
    /// <param name="scratch">Room for every other step; another array.</param>
    /// <param name="diffusionPerSecond">D/h^2 [1/s].</param>
    /// <param name="seconds">Length of one step; at most <see cref="LargestStep"/>.</param>
    /// <param name="steps">Number of steps.</param>
    public void Advance(
        Span<float> concentration, ReadOnlySpan<float> coefficient, ReadOnlySpan<float> source, Span<float> scratch, float diffusionPerSecond, double seconds, int steps)
    {
        Check(concentration.Length, coefficient.Length, source.Length, scratch.Length, diffusionPerSecond, seconds);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        fixed (float* even = concentration, odd = scratch, k = coefficient, s = source)
        {
            Begin(k, s, diffusionPerSecond, seconds);
            _from = even;
            _to = odd;
            for (; steps > 0; steps -= _tiles.Steps)
            {
                _tiles = new ExplicitTiles(Grid, _edges.LowY.Edge == FieldEdge.Periodic, _workers.Threads, steps, SmallBytes);
                _workers.Run(_tiles.Count, this, TileChunk);
                _workers.Run(_tiles.Gaps, this, GapChunk);
                if (_tiles.Steps % 2 != 0)
                    Swap();
            }

            var inScratch = _from == odd;
            End();
            if (inScratch)
                scratch.CopyTo(concentration);
        }
    }

    /// <summary>From a voxel to its neighbor in the array; 0 where there is none.</summary>
    internal nint South(int y) => y > 0 ? -Grid.Nx : _edges.LowY.Edge == FieldEdge.Periodic ? (nint)Grid.Nx * (Grid.Ny - 1) : 0;

    /// <inheritdoc cref="South"/>
    internal nint North(int y) => y < Grid.Ny - 1 ? Grid.Nx : _edges.LowY.Edge == FieldEdge.Periodic ? -(nint)Grid.Nx * (Grid.Ny - 1) : 0;

    /// <inheritdoc cref="South"/>
    internal nint Down(int z) => z > 0 ? -(nint)Grid.Nx * Grid.Ny : _edges.LowZ.Edge == FieldEdge.Periodic ? (nint)Grid.Nx * Grid.Ny * (Grid.Nz - 1) : 0;

    /// <inheritdoc cref="South"/>
    internal nint Up(int z) => z < Grid.Nz - 1 ? (nint)Grid.Nx * Grid.Ny : _edges.LowZ.Edge == FieldEdge.Periodic ? -(nint)Grid.Nx * Grid.Ny * (Grid.Nz - 1) : 0;

    /// <inheritdoc cref="South"/>
    internal nint West(int x) => x > 0 ? -1 : IsPeriodicX ? Grid.Nx - 1 : 0;

    /// <inheritdoc cref="South"/>
    internal nint East(int x) => x < Grid.Nx - 1 ? 1 : IsPeriodicX ? 1 - Grid.Nx : 0;

    /// <summary>Of each row of a slab whether no voxel of it or of its neighbors is impermeable and none lies at a fixed side in y or z.</summary>
    internal ReadOnlySpan<bool> OpenRows(int z) => _open.AsSpan(Grid.Ny * z, Grid.Ny);

    /// <summary>The conductance to the fixed sides in y and z, and that times their concentrations.</summary>
    internal (float Count, float Held) Held(int y, int z)
    {
        var (count, held) = (0f, 0f);
        if (y == 0)
            Add(_edges.LowY);
        if (y == Grid.Ny - 1)
            Add(_edges.HighY);
        if (z == 0)
            Add(_edges.LowZ);
        if (z == Grid.Nz - 1)
            Add(_edges.HighZ);
        return (count, held);

        void Add(FieldSide side)
        {
            if (side.Edge == FieldEdge.Fixed)
                (count, held) = (count + 2, held + (2 * side.Value));
        }
    }

    private int MostFaces(int axis)
    {
        var count = axis == 0 ? Grid.Nx : axis == 1 ? Grid.Ny : Grid.Nz;
        var (low, high) = (_edges.Low(axis).Edge == FieldEdge.Fixed ? 1 : 0, _edges.High(axis).Edge == FieldEdge.Fixed ? 1 : 0);
        return count == 1 ? 2 * (low + high) : 2 + Math.Max(low, high);
    }

    private void Check(int concentration, int coefficient, int source, int next, float diffusionPerSecond, double seconds)
    {
        if (concentration != Grid.Count || coefficient != Grid.Count || source != Grid.Count || next != Grid.Count)
            throw new ArgumentException("The arrays must have the grid's size.");
        if (!(diffusionPerSecond >= 0 && float.IsFinite(diffusionPerSecond)))
            throw new ArgumentOutOfRangeException(nameof(diffusionPerSecond));
        if (!(seconds >= 0 && seconds <= LargestStep(diffusionPerSecond) && double.IsFinite(seconds)))
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "The step is longer than the scheme allows.");
    }

    private void Begin(float* coefficient, float* source, float diffusionPerSecond, double seconds)
    {
        Coefficient = coefficient;
        Source = source;
        (Rate, Seconds) = ((float)(diffusionPerSecond * seconds), (float)seconds);
    }

    private void Swap()
    {
        var from = _from;
        _from = _to;
        _to = from;
    }

    private void End()
    {
        Coefficient = null;
        Source = null;
        _from = null;
        _to = null;
    }

    private static void StepChunk(ExplicitDiffusion d, int chunk)
    {
        var (y0, y1) = Workers.Chunk(d.Grid.Ny, d._stripRows, chunk % d._strips);
        var (z0, z1) = Workers.Chunk(d.Grid.Nz, d._slabs, chunk / d._strips);
        for (var z = z0; z < z1; z++)
            ExplicitRows.Step(d, d._from, d._to, z, y0, y1, d._stream);
    }

    private static void TileChunk(ExplicitDiffusion d, int tile) => d.March(tile, inGap: false);

    private static void GapChunk(ExplicitDiffusion d, int gap) => d.March(gap, inGap: true);

    /// <summary>All steps of a pass in one tile or gap: at each place of the wavefront every step, the first foremost.</summary>
    private void March(int part, bool inGap)
    {
        // Around a ring each step begins one slab later, where the one before has left its neighbors, and ends as much later.
        var shift = Grid.Nz > 1 && _edges.LowZ.Edge == FieldEdge.Periodic ? 1 : 0;
        for (var place = 0; place < Grid.Nz + ((1 + shift) * (_tiles.Steps - 1)); place++)
            for (var step = 1; step <= _tiles.Steps; step++)
            {
                var (z, first) = (place - (step - 1), shift * (step - 1));
                if (z < first || z >= first + Grid.Nz)
                    continue;
                var (y0, y1) = inGap ? _tiles.Gap(part, step) : _tiles.Tile(part, step);
                float* from = step % 2 != 0 ? _from : _to, to = step % 2 != 0 ? _to : _from;
                if (y0 < 0)
                    ExplicitRows.Step(this, from, to, z % Grid.Nz, y0 + Grid.Ny, Grid.Ny, stream: false);
                ExplicitRows.Step(this, from, to, z % Grid.Nz, Math.Max(0, y0), y1, stream: false);
            }
    }

    /// <summary>Notes of each row the largest loss (NaN where one is not finite), and whether all its voxels are open.</summary>
    private static void PrepareChunk(ExplicitDiffusion d, int chunk)
    {
        var (first, end) = Workers.Chunk(d._open.Length, RowsPerPreparation, chunk);
        for (var row = first; row < end; row++)
        {
            var values = new ReadOnlySpan<float>(d.Coefficient + ((nint)row * d.Grid.Nx), d.Grid.Nx);
            var (largest, least, test, k) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, 0);
            for (; k <= values.Length - ExplicitRows.Lanes; k += ExplicitRows.Lanes)
            {
                var v = Vector256.Create(values[k..]);
                largest = Vector256.ConditionalSelect(Vector256.GreaterThan(v, largest), v, largest);
                least = Vector256.ConditionalSelect(Vector256.LessThan(v, least), v, least);
                test += v * 0;
            }

            var (most, open, finite) = (0f, Vector256.EqualsAll(least, Vector256<float>.Zero), Vector256.Sum(test));
            for (var lane = 0; lane < ExplicitRows.Lanes; lane++)
                most = largest[lane] > most ? largest[lane] : most;
            for (; k < values.Length; k++)
                (most, open, finite) = (values[k] > most ? values[k] : most, open && !(values[k] < 0), finite + (values[k] * 0));
            (d._largestOfRow[row], d._ownOpen[row]) = (most + finite, open);
        }
    }

    private void MarkOpenRows()
    {
        for (var z = 0; z < Grid.Nz; z++)
            for (var y = 0; y < Grid.Ny; y++)
            {
                var row = y + (Grid.Ny * z);
                _open[row] = Held(y, z).Count == 0 && _ownOpen[row] && Neighbor(South(y)) && Neighbor(North(y)) && Neighbor(Down(z)) && Neighbor(Up(z));

                bool Neighbor(nint offset) => _ownOpen[row + (offset / Grid.Nx)];
            }
    }
}
