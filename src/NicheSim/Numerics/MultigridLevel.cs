namespace NicheSim.Numerics;

/// <summary>One level at work: the arrays of the present solve and the passes over them, each over the rows of one chunk.</summary>
internal sealed class MultigridLevel(LevelShape shape, MultigridLevel? finer, bool vectors)
{
    private readonly float[] _residual = finer is null ? new float[shape.Grid.Count] : [];
    private readonly float[] _scratch = new float[shape.Chunks * 2 * shape.Grid.Nx];
    private readonly float[] _ownLoss = finer is null ? [] : new float[shape.Grid.Count];
    private readonly float[] _ownSource = finer is null ? [] : new float[shape.Grid.Count];

    public LevelShape Shape => shape;

    private bool Finest => finer is null;

    /// <summary>Concentrations on the finest level, corrections to them on the others; with rim.</summary>
    public float[] Value { get; } = new float[shape.PaddedCount];

    public FaceConductances Faces { get; private set; } = null!;

    public float[] Loss { get; private set; } = [];

    public float[] Source { get; private set; } = [];

    /// <summary>Sums of the last pass that made any, one entry per chunk.</summary>
    public double[] First { get; } = new double[shape.Chunks];

    /// <inheritdoc cref="First"/>
    public double[] Second { get; } = new double[shape.Chunks];

    public float Rate { get; set; }

    public int Color { get; set; }

    /// <summary>What restriction takes up: on coarse levels, whose correction starts at 0, the source itself.</summary>
    private float[] Residual => Finest ? _residual : Source;

    public void Begin(FaceConductances faces, float rate, float[]? loss, float[]? source)
    {
        (Faces, Rate, Loss, Source) = (faces, rate, loss ?? _ownLoss, source ?? _ownSource);
        if (!Finest)
            Array.Clear(Value);
    }

    public void End() => (Faces, Loss, Source) = (null!, [], []);

    public static void RelaxChunk(MultigridLevel level, int chunk) => level.Relax(chunk);

    public static void MeasureFinestChunk(MultigridLevel level, int chunk) => level.MeasureFinest(chunk);

    public static void RestrictSourceChunk(MultigridLevel level, int chunk) => level.RestrictSource(chunk);

    public static void RestrictLossChunk(MultigridLevel level, int chunk) => level.RestrictLoss(chunk);

    public static void InterpolateChunk(MultigridLevel level, int chunk) => level.Interpolate(chunk);

    /// <summary>Copies what periodic neighbors see into the rim. Of an odd number of cells, neighbors across the wrap have one color: they see the last state.</summary>
    public void FillRim()
    {
        var grid = shape.Grid;
        if (Faces.Wraps(0))
            for (var row = 0; row < shape.Rows; row++)
            {
                var i = shape.PaddedRow(row);
                Value[i - 1] = Value[i + grid.Nx - 1];
                Value[i + grid.Nx] = Value[i];
            }

        if (Faces.Wraps(1))
            for (var z = 0; z < grid.Nz; z++)
            {
                RowAt(grid.Ny - 1, z).CopyTo(RowAt(-1, z));
                RowAt(0, z).CopyTo(RowAt(grid.Ny, z));
            }

        if (Faces.Wraps(2))
            for (var y = 0; y < grid.Ny; y++)
            {
                RowAt(y, grid.Nz - 1).CopyTo(RowAt(y, -1));
                RowAt(y, 0).CopyTo(RowAt(y, grid.Nz));
            }
    }

    /// <summary>
    /// Shifts the values of a closed pocket so that its losses equal its sources, but none below 0; without any loss and source it is empty. Returns what the limit added.
    /// </summary>
    public double BalancePocket(ReadOnlySpan<int> voxels)
    {
        var (gain, losses, sources) = (0.0, 0.0, 0.0);
        foreach (var voxel in voxels)
        {
            gain += Source[voxel] - ((double)Loss[voxel] * Value[PaddedVoxel(voxel)]);
            losses += Loss[voxel];
            sources += Source[voxel];
        }

        var (shift, clipped) = (losses > 0 ? gain / losses : sources > 0 ? 0 : double.NegativeInfinity, 0.0);
        foreach (var voxel in voxels)
        {
            ref var value = ref Value[PaddedVoxel(voxel)];
            var shifted = value + shift;
            if (shifted < 0 && losses > 0)
                clipped -= shifted;
            value = (float)Math.Max(shifted, 0);
        }

        return clipped;
    }

    private int PaddedVoxel(int voxel) => shape.Padded(shape.Grid.Y(voxel), shape.Grid.Z(voxel)) + shape.Grid.X(voxel);

    private Span<float> RowAt(int y, int z) => Value.AsSpan(shape.Padded(y, z), shape.Grid.Nx);

    private Span<float> Scratch(int chunk, int which) => _scratch.AsSpan(((chunk * 2) + which) * shape.Grid.Nx, shape.Grid.Nx);

    private StencilRow Stencil(int row) => new(Faces, row, Rate, Value, Loss, Source);

    private void Relax(int chunk)
    {
        var floor = Finest ? 0 : float.NegativeInfinity;
        var (first, end) = shape.RowsOf(chunk);
        for (var row = first; row < end; row++)
            Relaxation.Relax(Stencil(row), ((row % shape.Grid.Ny) + (row / shape.Grid.Ny) + Color) & 1, floor, vectors);
    }

    /// <summary>Writes the residual; first sum: the estimated errors, second: the field.</summary>
    private void MeasureFinest(int chunk)
    {
        var change = Scratch(chunk, 0);
        var (first, end) = shape.RowsOf(chunk);
        (First[chunk], Second[chunk]) = (0, 0);
        for (var row = first; row < end; row++)
        {
            var stencil = Stencil(row);
            Relaxation.Residual(stencil, _residual.AsSpan(row * shape.Grid.Nx, shape.Grid.Nx), change, vectors);
            First[chunk] += FixedOrder.Sum(change);
            Second[chunk] += FixedOrder.Sum(stencil.Center);
        }
    }

    /// <summary>Gathers the residual of the finer level as this one's source; first sum: the estimated errors.</summary>
    private void RestrictSource(int chunk)
    {
        var (first, end) = shape.RowsOf(chunk);
        First[chunk] = 0;
        for (var row = first; row < end; row++)
        {
            Gather(finer!.Residual, Source, row);
            First[chunk] += Error(row);
        }
    }

    private double Error(int row)
    {
        var sum = 0.0;
        var stencil = Stencil(row);
        var start = row * shape.Grid.Nx;
        for (var x = 0; x < shape.Grid.Nx; x++)
        {
            var diagonal = stencil.Balance(x).Diagonal;
            if (diagonal > 0)
                sum += Math.Abs(Source[start + x] / diagonal) * (double)Faces.Volume[start + x];
        }

        return sum;
    }

    private void RestrictLoss(int chunk)
    {
        var (first, end) = shape.RowsOf(chunk);
        for (var row = first; row < end; row++)
            Gather(finer!.Loss, Loss, row, finer.Finest ? finer.Faces.Volume : null);
    }

    private void Gather(float[] fine, float[] coarse, int row, float[]? share = null)
    {
        var target = coarse.AsSpan(row * shape.Grid.Nx, shape.Grid.Nx);
        target.Clear();
        var fineGrid = finer!.Shape.Grid;
        var (y, z) = (row % shape.Grid.Ny, row / shape.Grid.Ny);
        for (var fineZ = 2 * z; fineZ < Math.Min((2 * z) + 2, fineGrid.Nz); fineZ++)
            for (var fineY = 2 * y; fineY < Math.Min((2 * y) + 2, fineGrid.Ny); fineY++)
            {
                var start = fineGrid.Index(0, fineY, fineZ);
                if (share is null)
                    GridTransfer.AddRow(fine.AsSpan(start, fineGrid.Nx), target);
                else
                    GridTransfer.AddRow(fine.AsSpan(start, fineGrid.Nx), share.AsSpan(start, fineGrid.Nx), target);
            }
    }

    /// <summary>The correction of this level, carried to the finer one: added to its concentrations, or set as its correction. First sum: what was clipped.</summary>
    private void Interpolate(int chunk)
    {
        var fine = finer!.Shape;
        var (first, end) = fine.RowsOf(chunk);
        finer.First[chunk] = 0;
        for (var row = first; row < end; row++)
            finer.First[chunk] += InterpolateRow(row, chunk);
    }

    private double InterpolateRow(int fineRow, int chunk)
    {
        var fine = finer!.Shape;
        var (y, z) = (fineRow % fine.Grid.Ny, fineRow / fine.Grid.Ny);
        var n = shape.Grid.Nx;
        var i = shape.Padded(y / 2, z / 2);
        ReadOnlySpan<float> center = Value.AsSpan(i, n);

        var middle = finer.Scratch(chunk, 0)[..n];
        center.CopyTo(middle);
        AddSlope(middle, 1, y, i, shape.StrideY);
        AddSlope(middle, 2, z, i, shape.StrideZ);

        var correction = finer.Scratch(chunk, 1);
        GridTransfer.InterpolateAlong(correction, middle, Value.AsSpan(i - 1, n + 2), Faces.Faces[0].AsSpan(i - 1, n + 1), Faces.Weights[0]);
        var target = finer.Value.AsSpan(fine.Padded(y, z), fine.Grid.Nx);
        if (finer.Finest)
            return GridTransfer.Correct(target, correction, finer.Faces.Volume.AsSpan(fineRow * fine.Grid.Nx, fine.Grid.Nx));
        correction.CopyTo(target);
        return 0;
    }

    private void AddSlope(Span<float> result, int axis, int finePosition, int i, int stride)
    {
        var weight = Faces.Weights[axis][finePosition];
        if (weight == 0)
            return;
        var n = result.Length;
        var lower = finePosition % 2 == 0;
        var face = Faces.Faces[axis].AsSpan(lower ? i - stride : i, n);
        GridTransfer.AddSlope(result, Value.AsSpan(i, n), Value.AsSpan(lower ? i - stride : i + stride, n), face, weight, vectors);
    }
}
