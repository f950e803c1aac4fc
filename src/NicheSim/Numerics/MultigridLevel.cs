namespace NicheSim.Numerics;

/// <summary>
/// One level at work: the arrays of the present solve, and the passes over them, each over the rows of one chunk. What passes between two levels belongs
/// to the coarser one and goes by its rows.
/// </summary>
internal sealed unsafe class MultigridLevel
{
    private const int TransferCells = 16384;

    private readonly MultigridLevel? _finer;
    private readonly LaneArray _scratch;
    private readonly int _transferRows;
    private float[] _loss = [], _source = [], _concentration = [];

    public MultigridLevel(LevelShape shape, MultigridLevel? finer)
    {
        (Shape, _finer) = (shape, finer);
        (Value, Loss) = (new LaneArray(shape.Size, 0), new LaneArray(shape.Size, 1));
        (Source, Inverse) = (new LaneArray(shape.Size, 2), new LaneArray(shape.Size, 3));
        _transferRows = Math.Max(1, TransferCells / shape.Grid.Nx);
        TransferChunks = Workers.Chunks(shape.Rows, _transferRows);
        (First, Second) = (new double[TransferChunks], new double[TransferChunks]);
        _scratch = new LaneArray(finer is null ? 0 : TransferChunks * ScratchRows * 2 * shape.Half);
    }

    public LevelShape Shape { get; }

    /// <summary>Concentrations on the finest level, corrections to them on the others.</summary>
    public LaneArray Value { get; }

    public LaneArray Loss { get; }

    /// <summary>On coarse levels the residual of the finer one, added up.</summary>
    public LaneArray Source { get; }

    /// <inheritdoc cref="Relaxation.Invert"/>
    public LaneArray Inverse { get; }

    public FaceConductances Faces { get; private set; } = null!;

    public float Rate { get; private set; }

    public int TransferChunks { get; }

    /// <summary>Sums of the last transfer that made any, one entry per chunk.</summary>
    public double[] First { get; }

    /// <inheritdoc cref="First"/>
    public double[] Second { get; }

    public static int ScratchRows => 4;

    private bool Finest => _finer is null;

    public void Begin(FaceConductances faces, float rate) => (Faces, Rate) = (faces, rate);

    /// <summary>The same on the finest level, which takes its values from the caller's arrays.</summary>
    public void Begin(FaceConductances faces, float rate, float[] loss, float[] source, float[] concentration)
    {
        Begin(faces, rate);
        (_loss, _source, _concentration) = (loss, source, concentration);
        Rim.Hold(this);
    }

    public void End()
    {
        if (!Finest && (Faces.Wraps(0) || Faces.Wraps(1) || Faces.Wraps(2)))
            Value.Span.Clear();
        (Faces, _loss, _source, _concentration) = (null!, [], [], []);
    }

    public static void PrepareChunk(MultigridLevel level, int chunk) => level.Prepare(chunk);

    public static void MeasureChunk(MultigridLevel level, int chunk) => level.Measure(chunk);

    public static void InterpolateChunk(MultigridLevel level, int chunk) => level.Interpolate(chunk);

    public static void ReadBackChunk(MultigridLevel level, int chunk) => level.ReadBack(chunk);

    public static void RelaxChunk(MultigridLevel level, int chunk) => level.Relax(chunk);

    public static void RelaxOuterChunk(MultigridLevel level, int chunk) => level.RelaxOuter(chunk);

    /// <summary>
    /// Relaxes the red cells of a chunk and then, as soon as all their neighbors are done, the black ones: while the memory is still at hand. Those that
    /// need red cells of another chunk are left to <see cref="RelaxOuter"/>. So the order of rows shows in no bit.
    /// </summary>
    private void Relax(int chunk)
    {
        var lag = Lag;
        var (first, end) = Shape.RowsOf(chunk);
        for (var row = first; row < end + lag; row++)
        {
            if (row < end)
                RelaxRow(row, 0);
            if (row - lag >= first && !IsOuter(row - lag, first, end))
                RelaxRow(row - lag, 1);
        }
    }

    private void RelaxOuter(int chunk)
    {
        var (first, end) = Shape.RowsOf(chunk);
        for (var row = first; row < end; row++)
            if (IsOuter(row, first, end))
                RelaxRow(row, 1);
    }

    /// <summary>Rows from one to its last neighbor.</summary>
    private int Lag => Shape.Grid.Nz > 1 ? Shape.Grid.Ny : 1;

    /// <summary>Whether any chunk has rows for <see cref="RelaxOuter"/>.</summary>
    public bool HasOuter => Shape.Chunks > 1 || Faces.Wraps(1) || Faces.Wraps(2);

    private bool IsOuter(int row, int first, int end)
    {
        if ((first > 0 && row - Lag < first) || (end < Shape.Rows && row + Lag >= end))
            return true;
        var (y, z) = (row % Shape.Grid.Ny, row / Shape.Grid.Ny);
        return (Faces.Wraps(1) && (y == 0 || y == Shape.Grid.Ny - 1)) || (Faces.Wraps(2) && (z == 0 || z == Shape.Grid.Nz - 1));
    }

    private void RelaxRow(int row, int color)
    {
        var (y, z) = (row % Shape.Grid.Ny, row / Shape.Grid.Ny);
        Rim.WrapRow(this, y, z);
        Relaxation.Relax(new StencilRow(this, color, y, z), Shape.Half, Finest ? 0 : float.NegativeInfinity);
    }

    /// <summary>
    /// Takes over losses from the finer level, and there, if it is the finest, all that the caller gave. First sum: what was in cells that can hold nothing.
    /// </summary>
    private void Prepare(int chunk)
    {
        First[chunk] = 0;
        var (first, end) = TransferRowsOf(chunk);
        for (var row = first; row < end; row++)
        {
            var sum = Scratch(chunk, 0);
            new Span<float>(sum, 2 * Shape.Half).Clear();
            foreach (var (y, z) in new FineRows(this, row))
            {
                if (_finer!.Finest)
                    First[chunk] += _finer.Load(y, z);
                var (red, black) = (_finer.Shape.Row(0, y, z), _finer.Shape.Row(1, y, z));
                float* loss = _finer.Loss.Start, volume = _finer.Faces.Volume.Start;
                if (_finer.Finest)
                    GridTransfer.AddPairs(loss + red, loss + black, volume + red, volume + black, _finer.Shape.Half, sum);
                else
                    GridTransfer.AddPairs(loss + red, loss + black, _finer.Shape.Half, sum);
            }

            Split(sum, row, Loss);
            var (coarseY, coarseZ) = (row % Shape.Grid.Ny, row / Shape.Grid.Ny);
            for (var color = 0; color < 2; color++)
                Relaxation.Invert(new StencilRow(this, color, coarseY, coarseZ), Shape.Half);
        }
    }

    private double Load(int y, int z)
    {
        var n = Shape.Grid.Nx;
        var start = Shape.Grid.Index(0, y, z);
        var even = LevelShape.ColorOfEven(y, z);
        var (evenRow, oddRow) = (Shape.Row(even, y, z), Shape.Row(1 - even, y, z));
        GridTransfer.Split(_loss.AsSpan(start, n), Loss.Start + evenRow, Loss.Start + oddRow);
        GridTransfer.Split(_source.AsSpan(start, n), Source.Start + evenRow, Source.Start + oddRow);
        Value.Span.Slice(evenRow, Shape.Half).Clear();
        Value.Span.Slice(oddRow, Shape.Half).Clear();
        GridTransfer.Split(_concentration.AsSpan(start, n), Value.Start + evenRow, Value.Start + oddRow);
        var emptied = 0.0;
        for (var color = 0; color < 2; color++)
        {
            var row = new StencilRow(this, color, y, z);
            Relaxation.Invert(row, Shape.Half);
            emptied += Relaxation.Empty(row, Shape.Half);
        }

        Rim.HoldRow(this, y, z);
        return emptied;
    }

    private void ReadBack(int chunk)
    {
        var (first, end) = Shape.RowsOf(chunk);
        for (var row = first; row < end; row++)
        {
            var (y, z) = (row % Shape.Grid.Ny, row / Shape.Grid.Ny);
            var even = LevelShape.ColorOfEven(y, z);
            GridTransfer.Join(Value.Start + Shape.Row(even, y, z), Value.Start + Shape.Row(1 - even, y, z), _concentration.AsSpan(row * Shape.Grid.Nx, Shape.Grid.Nx));
        }
    }

    /// <summary>Gathers the residual of the finer level as this one's source. First sum: the estimated errors, on the finest level too; second: the field there.</summary>
    private void Measure(int chunk)
    {
        var (error, field) = (new LaneSum(), new LaneSum());
        var (first, end) = TransferRowsOf(chunk);
        for (var row = first; row < end; row++)
        {
            var sum = Scratch(chunk, 0);
            new Span<float>(sum, 2 * Shape.Half).Clear();
            foreach (var (y, z) in new FineRows(this, row))
                if (_finer!.Finest)
                {
                    Rim.WrapRow(_finer, y, z);
                    for (var color = 0; color < 2; color++)
                        Relaxation.Residual(new StencilRow(_finer, color, y, z), _finer.Shape.Half, sum, ref error, ref field);
                }
                else
                {
                    GridTransfer.AddPairs(_finer.Source.Start + _finer.Shape.Row(0, y, z), _finer.Source.Start + _finer.Shape.Row(1, y, z), _finer.Shape.Half, sum);
                }

            Split(sum, row, Source);
            for (var color = 0; color < 2; color++)
                Relaxation.Error(new StencilRow(this, color, row % Shape.Grid.Ny, row / Shape.Grid.Ny), Shape.Half, ref error);
        }

        (First[chunk], Second[chunk]) = (error.Total, field.Total);
    }

    /// <summary>The correction of this level, carried to the finer one: added to its concentrations, or set as its correction. First sum: what was clipped.</summary>
    private void Interpolate(int chunk)
    {
        First[chunk] = 0;
        float* lower = Scratch(chunk, 1), upper = Scratch(chunk, 2), middle = Scratch(chunk, 3);
        var (first, end) = TransferRowsOf(chunk);
        for (var row = first; row < end; row++)
        {
            var (coarseY, coarseZ) = (row % Shape.Grid.Ny, row / Shape.Grid.Ny);
            Rim.WrapRow(this, coarseY, coarseZ);
            var even = new StencilRow(this, LevelShape.ColorOfEven(coarseY, coarseZ), coarseY, coarseZ);
            var odd = new StencilRow(this, 1 - LevelShape.ColorOfEven(coarseY, coarseZ), coarseY, coarseZ);
            GridTransfer.SlopesAlong(even, odd, Shape.Half, lower, upper);
            foreach (var (y, z) in new FineRows(this, row))
            {
                GridTransfer.Across(even, odd, Shape.Half, y % 2 == 1, Faces.WeightsY[y], z % 2 == 1, Faces.WeightsZ[z], middle);
                for (var color = 0; color < 2; color++)
                {
                    var fine = new StencilRow(_finer!, color, y, z);
                    var parity = color == LevelShape.ColorOfEven(y, z) ? 0 : 1;
                    float* slope = parity == 0 ? lower : upper, weight = Faces.WeightsX[parity].Start;
                    if (_finer!.Finest)
                        First[chunk] += GridTransfer.AddCorrection(fine, _finer.Shape.Half, middle, slope, weight);
                    else
                        GridTransfer.SetCorrection(fine, _finer.Shape.Half, middle, slope, weight);
                }
            }
        }
    }

    private (int First, int End) TransferRowsOf(int chunk) => Workers.Chunk(Shape.Rows, _transferRows, chunk);

    /// <summary>Room for one row of this level in the order of x.</summary>
    private float* Scratch(int chunk, int which) => _scratch.Start + (((chunk * ScratchRows) + which) * 2L * Shape.Half);

    private void Split(float* cells, int row, LaneArray target)
    {
        var (y, z) = (row % Shape.Grid.Ny, row / Shape.Grid.Ny);
        var even = LevelShape.ColorOfEven(y, z);
        GridTransfer.Split(new ReadOnlySpan<float>(cells, 2 * Shape.Half), target.Start + Shape.Row(even, y, z), target.Start + Shape.Row(1 - even, y, z));
    }

    /// <summary>The rows of the finer level that a row of this one holds.</summary>
    private ref struct FineRows(MultigridLevel level, int row)
    {
        private readonly Grid _fine = level._finer!.Shape.Grid;
        private readonly int _y = 2 * (row % level.Shape.Grid.Ny), _z = 2 * (row / level.Shape.Grid.Ny);
        private int _next = -1;

        public readonly (int Y, int Z) Current => (_y + (_next % 2), _z + (_next / 2));

        public readonly FineRows GetEnumerator() => this;

        public bool MoveNext()
        {
            for (_next++; _next < 4; _next++)
                if (Current.Y < _fine.Ny && Current.Z < _fine.Nz)
                    return true;
            return false;
        }
    }
}
