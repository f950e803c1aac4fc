using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// One level at work: the arrays of the present solve, and the passes over them. A pass is a <see cref="Wave"/> of stages, so that a voxel is read and written
/// once for an interpolation, all relaxations and the residual.
/// </summary>
internal sealed unsafe class MultigridLevel
{
    private const int CellsPerThread = 32768, SumsPerStrip = 4;

    // Over-relaxation (Yavneh, SIAM J. Sci. Comput. 17 (1996) 180): the factors that reduced the error most, of steps of 0.05, at L = 50-500 um with and without
    // bone, in 3-D from 0.16 to 0.11 per cycle. Not in the first half-sweep, as its cells do not hold the correction yet; nor in the last one of voxels: then half
    // of them are in balance.
    private const float CoarseFactor = 1.2f;
    private static readonly float[] Factors = [1, 1.25f, 1.15f, 1];

    private readonly Workers _workers;
    private readonly Wave _wave;
    private readonly LaneArray _scratch;
    private readonly double[] _sums;
    private readonly int _rowsPerChunk, _scratchRow;
    private LevelArrays _arrays;
    private Pass _pass;
    private int _stages, _halfSweeps;

    // What closed voxels hold [pM voxels]: they are done with once they are loaded.
    private double _closed;
    private float[] _loss = [], _source = [], _concentration = [];

    public MultigridLevel(LevelShape shape, MultigridLevel? coarser, Workers workers)
    {
        (Shape, Coarser, _workers) = (shape, coarser, workers);
        (Value, Loss) = (new LaneArray(shape.Size, 0), new LaneArray(shape.Size, 1));
        (Source, Inverse) = (new LaneArray(shape.Size, 2), new LaneArray(shape.Size, 3));
        _scratchRow = Math.Max(2 * LevelShape.Lanes, 2 * (coarser?.Shape.Half ?? 0));
        _rowsPerChunk = Math.Max(1, CellsPerThread / shape.Grid.Nx / 4);
        var chunks = Workers.Chunks(Rows, _rowsPerChunk);
        _scratch = new LaneArray(Math.Max(workers.Threads + 1, chunks) * _scratchRow, 4);
        _sums = new double[Math.Max(SumsPerStrip * shape.Slabs * shape.Strips, chunks)];
        _wave = new Wave(workers, this, CellsPerThread / Math.Max(1, shape.Grid.Count / shape.Slabs));
    }

    /// <summary>Sums over all voxels: what one relaxation would change [pM voxels], what is there [pM voxels].</summary>
    internal readonly record struct Residuals(double Change, double Field);

    private enum Pass
    {
        Load,
        Interpolate,
        Cycle,

        // Its first stage does nothing. The rows on both sides of a wrap over an odd number have one color, and blocks make their first stage at the same time.
        RelaxOnly,
        Correct,
    }

    public LevelShape Shape { get; }

    public MultigridLevel? Coarser { get; }

    /// <inheritdoc cref="LevelArrays.Value"/>
    public LaneArray Value { get; }

    /// <inheritdoc cref="LevelArrays.Loss"/>
    public LaneArray Loss { get; }

    /// <inheritdoc cref="LevelArrays.Source"/>
    public LaneArray Source { get; }

    /// <inheritdoc cref="LevelArrays.Inverse"/>
    public LaneArray Inverse { get; }

    public FaceConductances Faces { get; private set; } = null!;

    public void Begin(FaceConductances faces, float rate, bool corrections)
    {
        Faces = faces;
        _arrays = new LevelArrays
        {
            Value = Value.Start, Loss = Loss.Start, Source = Source.Start, Inverse = Inverse.Start,
            FaceX = faces.Faces[0].Start, FaceY = faces.Faces[1].Start, FaceZ = faces.Faces[2].Start,
            Half = Shape.Half, Pitch = Shape.Pitch, PitchZ = Shape.PitchZ, Rate = rate, HasZ = faces.HasZ,
        };
        Rim.Hold(this, corrections);
    }

    /// <summary>
    /// Of voxels: takes the caller's arrays over, and measures their residual. Returns what it is, and all sources [pM voxels/s].
    /// </summary>
    public (Residuals Found, double Supply) Load(float[] loss, float[] source, float[] concentration)
    {
        (_loss, _source, _concentration) = (loss, source, concentration);
        (_pass, _halfSweeps, _closed) = (Pass.Load, 0, 0);
        var found = Run(2);
        _closed = Sum(3);
        return (found with { Field = found.Field + _closed }, Sum(2));
    }

    /// <summary>
    /// Of voxels: adds the correction of the coarser level, if asked to, relaxes, and measures the residual. Closed pockets are balanced in between,
    /// because no coarser level knows theirs: then it takes two passes.
    /// </summary>
    public Residuals Cycle(bool corrected, ClosedPockets pockets, bool balanceLargest)
    {
        _halfSweeps = Factors.Length;
        if (pockets.Count == 0 && !balanceLargest)
        {
            _pass = corrected ? Pass.Cycle : Pass.RelaxOnly;
            return Run(_halfSweeps + 2);
        }

        if (corrected)
        {
            (_pass, _stages) = (Pass.Interpolate, 1);
            _wave.Run(1, Strips, Faces.Wraps(Shape.SlabAxis));
        }

        PocketBalance.Restore(this, pockets, balanceLargest);
        _pass = Pass.RelaxOnly;
        return Run(_halfSweeps + 2);
    }

    /// <summary>Of coarse cells: starts from the correction of the coarser level and relaxes.</summary>
    public void Correct(int relaxations)
    {
        (_pass, _halfSweeps, _stages) = (Pass.Correct, 2 * relaxations, 1 + (2 * relaxations));
        _wave.Run(_stages, Strips, Faces.Wraps(Shape.SlabAxis));
    }

    /// <summary>Of the coarsest cell, which has no neighbors but edges, where corrections are 0.</summary>
    public void CorrectLast() => Value[Shape.At(0, 0, 0)] = Source[Shape.At(0, 0, 0)] * Inverse[Shape.At(0, 0, 0)];

    /// <summary>Of coarse cells: inverses, and the losses of the coarser ones.</summary>
    public void PrepareCorrections() => _workers.Run(Workers.Chunks(Rows, _rowsPerChunk), this, static (level, chunk) => level.PrepareChunk(chunk));

    /// <summary>Of coarse cells: hands what they gain down to the coarser level; returns the error that it tells of [pM voxels].</summary>
    public double Descend()
    {
        Array.Clear(_sums);
        _workers.Run(Workers.Chunks(Rows, _rowsPerChunk), this, static (level, chunk) => level.DescendChunk(chunk));
        return FixedOrder.Sum(_sums);
    }

    /// <summary>Of voxels: writes the concentrations to the caller's array.</summary>
    public void ReadBack() => _workers.Run(Workers.Chunks(Shape.Rows, _rowsPerChunk), this, static (level, chunk) => level.ReadBackChunk(chunk));

    public void End() => (Faces, _loss, _source, _concentration) = (null!, [], [], []);

    /// <summary>How many slabs, and in a layer rows, a stage stays behind the first: even for the residual, which goes by pairs of both.</summary>
    public int Lag(int stage) => stage + (IsResidual(stage) ? stage & 1 : 0);

    /// <summary>One stage of the present pass, over one strip of a slab.</summary>
    public void Stage(int stage, int slab, int strip, int block)
    {
        var (z, first, end) = Shape.Strip(slab, strip, Strips, Lag(stage));
        var sums = _sums.AsSpan(SumsPerStrip * ((slab * Strips) + strip), SumsPerStrip);
        var halfSweep = stage - 1;
        if (IsResidual(stage))
            Residual(z, first, end, block, sums);
        else if (halfSweep >= 0)
            Relax(halfSweep, z, first, end, halfSweep < 2 ? Ahead(stage) : 0);
        else if (_pass == Pass.Load)
            Load(z, first, end, block, sums);
        else if (_pass != Pass.RelaxOnly)
            Interpolate(z, first, end);
    }

    /// <summary>Of voxels, the last stage but of an interpolation alone.</summary>
    private bool IsResidual(int stage) => stage == _stages - 1 && _pass is (Pass.Load or Pass.Cycle or Pass.RelaxOnly);

    /// <summary>From a row that a stage works on to the one that the first stage comes to next.</summary>
    private int Ahead(int stage) => Shape.Grid.Nz > 1 ? (Shape.PitchZ * (stage + 1)) + (Shape.Pitch * stage) : Shape.Pitch * Shape.RowsPerSlab * (stage + 1);

    /// <summary>Strips lag behind each other in y: not around a wrap.</summary>
    private int Strips => Faces.Wraps(1) ? 1 : Shape.Strips;

    /// <summary>One of the sums over all strips of the last pass, in their order.</summary>
    private double Sum(int which)
    {
        var total = 0.0;
        for (var sum = which; sum < _sums.Length; sum += SumsPerStrip)
            total += _sums[sum];
        return total;
    }

    private Residuals Run(int stages)
    {
        Array.Clear(_sums);
        _stages = stages;
        _wave.Run(stages, Strips, Faces.Wraps(Shape.SlabAxis));
        return new Residuals(Sum(0), Sum(1) + _closed);
    }

    private void Load(int z, int first, int end, int block, Span<double> sums)
    {
        var found = default(VoxelKernels.LoadSums);
        var coarse = ClearedScratch(block);
        fixed (float* loss = _loss, source = _source, concentration = _concentration)
            for (var y = first; y < end; y++)
            {
                var start = Shape.Grid.Index(0, y, z);
                var row = new VoxelKernels.Given { Concentration = concentration + start, Loss = loss + start, Source = source + start, Length = Shape.Grid.Nx };
                VoxelKernels.Load(_arrays, Faces.Open.Start, y, z, row, coarse, y % 2 == 1, ref found);
                if (y % 2 == 1 || y == end - 1)
                    ToCoarse(Coarser!.Loss, coarse, y / 2, z / 2, z % 2 == 1);
                Rim.HoldRow(this, y, z, corrections: false);
            }

        for (var color = 0; color < 2; color++)
            Rim.Follow(this, color, z, first, end);
        (sums[0], sums[2], sums[3]) = (Total(found.Error), found.Supply.Total, Total(found.Field));
    }

    /// <summary>
    /// The correction of the coarser level, carried to the black cells, from which the red ones follow: all but those that see red across a wrap of odd length.
    /// </summary>
    private void Interpolate(int z, int first, int end)
    {
        for (var color = Faces.WrapsOdd ? 0 : 1; color < 2; color++)
        {
            CorrectionKernels.Interpolate(Coarser!._arrays, Coarser.Faces, _arrays, _pass != Pass.Correct, color, z, first, end);
            Rim.Follow(this, color, z, first, end);
        }
    }

    private void Relax(int halfSweep, int z, int first, int end, nint ahead)
    {
        var color = halfSweep & 1;
        if (_pass == Pass.Correct)
            CorrectionKernels.Relax(_arrays, color, z, first, end, halfSweep == 0 ? 1 : CoarseFactor);
        else if (Faces.IsMask)
            VoxelKernels.Relax<VoxelKernels.MaskFlow>(_arrays, color, z, first, end, ahead, Factors[halfSweep]);
        else
            VoxelKernels.Relax<VoxelKernels.FaceFlow>(_arrays, color, z, first, end, ahead, Factors[halfSweep]);
        Rim.Follow(this, color, z, first, end);
    }

    private void Residual(int z, int first, int end, int block, Span<double> sums)
    {
        var (error, field) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var y = first; y < end; y += 2)
        {
            var coarse = Scratch(block);
            if (Faces.IsMask)
                VoxelKernels.Residual<VoxelKernels.MaskFlow>(_arrays, z, y, Math.Min(y + 2, end), coarse, ref error, ref field);
            else
                VoxelKernels.Residual<VoxelKernels.FaceFlow>(_arrays, z, y, Math.Min(y + 2, end), coarse, ref error, ref field);
            ToCoarse(Coarser!.Source, coarse, y / 2, z / 2, z % 2 == 1);
        }

        (sums[0], sums[1]) = (sums[0] + Total(error), Total(field));
    }

    private void PrepareChunk(int chunk)
    {
        var (first, end) = Workers.Chunk(Rows, _rowsPerChunk, chunk);
        for (var row = first; row < end; row++)
        {
            var coarse = ClearedScratch(chunk);
            foreach (var (y, z) in new FineRows(this, row))
            {
                for (var color = 0; color < 2; color++)
                    CorrectionKernels.Prepare(_arrays, Faces.Open.Start, color, y, z);
                CorrectionKernels.AddPairs(Loss.Start + Shape.Row(0, y, z), Loss.Start + Shape.Row(1, y, z), Shape.Half, coarse);
            }

            if (Coarser is not null)
                ToCoarse(Coarser.Loss, coarse, row % Coarser.Shape.Grid.Ny, row / Coarser.Shape.Grid.Ny, add: false);
        }
    }

    private void DescendChunk(int chunk)
    {
        var (first, end) = Workers.Chunk(Rows, _rowsPerChunk, chunk);
        var error = Vector256<float>.Zero;
        for (var row = first; row < end; row++)
        {
            var coarse = ClearedScratch(chunk);
            foreach (var (y, z) in new FineRows(this, row))
            {
                for (var color = 0; color < 2; color++)
                    CorrectionKernels.AddError(_arrays, Faces.Volume.Start, Shape.Row(color, y, z), ref error);
                CorrectionKernels.AddPairs(Source.Start + Shape.Row(0, y, z), Source.Start + Shape.Row(1, y, z), Shape.Half, coarse);
            }

            if (Coarser is not null)
                ToCoarse(Coarser.Source, coarse, row % Coarser.Shape.Grid.Ny, row / Coarser.Shape.Grid.Ny, add: false);
        }

        _sums[chunk] = Total(error);
    }

    private void ReadBackChunk(int chunk)
    {
        var (first, end) = Workers.Chunk(Shape.Rows, _rowsPerChunk, chunk);
        fixed (float* concentration = _concentration)
            for (var row = first; row < end; row++)
                VoxelKernels.ReadBack(_arrays, row % Shape.Grid.Ny, row / Shape.Grid.Ny, concentration + ((long)row * Shape.Grid.Nx), Shape.Grid.Nx);
    }

    /// <summary>Rows of cells that fall into one row of the coarser level are handled together: their number.</summary>
    private int Rows => Coarser?.Shape.Rows ?? 1;

    /// <summary>Room for a row of the coarser level in the order of x.</summary>
    private float* Scratch(int block) => _scratch.Start + ((long)block * _scratchRow);

    private float* ClearedScratch(int block)
    {
        var row = Scratch(block);
        new Span<float>(row, _scratchRow).Clear();
        return row;
    }

    /// <summary>Hands a row in the order of x over to the coarser level: as it is, or added to what is there.</summary>
    private void ToCoarse(LaneArray target, float* row, int y, int z, bool add)
    {
        var (shape, color) = (Coarser!.Shape, LevelShape.ColorOfEven(y, z));
        float* even = target.Start + shape.Row(color, y, z), odd = target.Start + shape.Row(1 - color, y, z);
        if (add)
            Interleave.AddSplit(row, even, odd, shape.Half);
        else
            Interleave.Split(row, even, odd, shape.Half);
    }

    private static double Total(Vector256<float> lanes)
    {
        var sum = new LaneSum();
        sum.Add(lanes);
        return sum.Total;
    }

    /// <summary>The rows of this level that fall into a row of the coarser one; the only row of the coarsest level.</summary>
    private ref struct FineRows(MultigridLevel level, int coarseRow)
    {
        private readonly Grid _fine = level.Shape.Grid;
        private readonly int _y = 2 * (coarseRow % (level.Coarser?.Shape.Grid.Ny ?? 1)), _z = 2 * (coarseRow / (level.Coarser?.Shape.Grid.Ny ?? 1));
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
