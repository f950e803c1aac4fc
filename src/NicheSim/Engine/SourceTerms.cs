using System.Numerics;
using System.Runtime.InteropServices;
using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Engine;

/// <summary>
/// Sources and losses of the field that is being solved, by where they come from, and the passes over all voxels that a solve takes besides itself: one
/// before it and one after it, block by block of <see cref="FixedOrder"/>, so that sums have one order for any number of threads. What nothing adds to is
/// not touched.
/// </summary>
internal sealed class SourceTerms(Workers workers, int voxels)
{
    private const int ChunkSize = 8 * FixedOrder.BlockSize;

    private readonly FieldTotals[] _totals = new FieldTotals[Workers.Chunks(voxels, FixedOrder.BlockSize)];
    private FieldPlan _field = null!;
    private float[] _fill = [], _level = [];
    private float[]? _freed;
    private float _freedFactor, _inverseStep;
    private bool _secretedOnly;
    private (Term Term, float Marrow, float Bone) _filling;

    /// <summary>All losses together [1/s].</summary>
    public float[] Loss { get; } = new float[voxels];

    /// <summary>All sources together [pM/s].</summary>
    public float[] Source { get; } = new float[voxels];

    /// <summary>By cells [pM/s].</summary>
    public Term Secreted { get; } = new(voxels);

    /// <summary>By tissue, vessels and treatments [pM/s].</summary>
    public Term Supplied { get; } = new(voxels);

    /// <summary>By cells and tissue [1/s].</summary>
    public Term Uptake { get; } = new(voxels);

    /// <summary>To vessels, treatments and out of a slice's plane [1/s].</summary>
    public Term Outflow { get; } = new(voxels);

    /// <summary>Sets what tissue makes and takes up, what bone frees and what leaves a slice's plane; nothing by cells yet.</summary>
    public void Begin(FieldPlan field, State.Tissue tissue, float[]? freed, double freedFactor)
    {
        (_field, _fill, _freed, _freedFactor) = (field, tissue.Fill, freed, (float)freedFactor);
        Secreted.IsEmpty = true;
        Set(Supplied, field.BasalProduction, 0);
        Set(Uptake, field.MarrowUptake, field.BoneUptake);
        Set(Outflow, (float)field.OutOfPlaneLoss, (float)field.OutOfPlaneLoss);

        void Set(Term term, float marrow, float bone)
        {
            term.IsEmpty = marrow == 0 && bone == 0;
            if (!term.IsEmpty)
                Fill(term, marrow, bone);
        }
    }

    /// <summary>The values of a term, to add to.</summary>
    public float[] Open(Term term)
    {
        if (term.IsEmpty)
            Fill(term, 0, 0);
        term.IsEmpty = false;
        return term.Values;
    }

    /// <summary>
    /// Adds up losses and sources for one solve from the given level on; of the sources only the secreted ones, or all. Returns the sources, summed, and
    /// for a step in time the level.
    /// </summary>
    public FieldTotals Combine(float[] level, float inverseStep, bool secretedOnly)
    {
        (_level, _inverseStep, _secretedOnly) = (level, inverseStep, secretedOnly);
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (terms, chunk) =>
        {
            for (var (start, end) = Workers.Chunk(terms.Loss.Length, ChunkSize, chunk); start < end; start += FixedOrder.BlockSize)
                terms.Combine(start, Math.Min(FixedOrder.BlockSize, end - start));
        });
        return Total();
    }

    /// <summary>The level, and what is lost at it, summed.</summary>
    public FieldTotals Losses(float[] level)
    {
        _level = level;
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (terms, chunk) =>
        {
            for (var (start, end) = Workers.Chunk(terms.Loss.Length, ChunkSize, chunk); start < end; start += FixedOrder.BlockSize)
                terms.Losses(start, Math.Min(FixedOrder.BlockSize, end - start));
        });
        return Total();
    }

    /// <summary>One value in marrow, another in bone.</summary>
    public static void Tissue(ReadOnlySpan<float> fill, float marrow, float bone, Span<float> result)
    {
        var fills = MemoryMarshal.Cast<float, Vector<float>>(fill);
        var results = MemoryMarshal.Cast<float, Vector<float>>(result);
        var (inMarrow, inBone, solid) = (new Vector<float>(marrow), new Vector<float>(bone), new Vector<float>(State.Tissue.Solid));
        for (var i = 0; i < fills.Length; i++)
            results[i] = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(fills[i], solid), inBone, inMarrow);
        for (var voxel = fills.Length * Vector<float>.Count; voxel < fill.Length; voxel++)
            result[voxel] = fill[voxel] >= State.Tissue.Solid ? bone : marrow;
    }

    private void Fill(Term term, float marrow, float bone)
    {
        _filling = (term, marrow, bone);
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (terms, chunk) =>
        {
            var (start, end) = Workers.Chunk(terms.Loss.Length, ChunkSize, chunk);
            var (term, marrow, bone) = terms._filling;
            if (marrow == bone)
                term.Values.AsSpan(start..end).Fill(marrow);
            else
                Tissue(terms._fill.AsSpan(start..end), marrow, bone, term.Values.AsSpan(start..end));
        });
    }

    private void Combine(int start, int length)
    {
        Span<float> loss = Loss.AsSpan(start, length), source = Source.AsSpan(start, length);
        var total = default(FieldTotals);
        loss.Fill((float)_field.Decay + _inverseStep);
        Add(Uptake, start, loss);
        Add(Outflow, start, loss);
        source.Clear();
        total.Secreted = Add(Secreted, start, source);
        if (!_secretedOnly)
        {
            total.Supplied = Add(Supplied, start, source);
            total.Freed = AddFreed(start, source);
        }

        if (_inverseStep > 0)
        {
            AddTimes(source, _level.AsSpan(start, length), _inverseStep);
            total.Level = FixedOrder.Sum(_level.AsSpan(start, length));
        }

        total.Source = FixedOrder.Sum(source);
        _totals[start / FixedOrder.BlockSize] = total;
    }

    private void Losses(int start, int length)
    {
        var level = _level.AsSpan(start, length);
        _totals[start / FixedOrder.BlockSize] = new FieldTotals
        {
            Level = FixedOrder.Sum(level),
            IsNegative = IsNegative(level),
            TakenUp = Uptake.IsEmpty ? 0 : FixedOrder.Dot(Uptake.Values.AsSpan(start, length), level),
            FlowedOut = Outflow.IsEmpty ? 0 : FixedOrder.Dot(Outflow.Values.AsSpan(start, length), level),
        };
    }

    /// <summary>Adds one block of a term. Returns its sum.</summary>
    private static double Add(Term term, int start, Span<float> sum)
    {
        if (term.IsEmpty)
            return 0;
        var values = term.Values.AsSpan(start, sum.Length);
        AddTimes(sum, values, 1);
        return FixedOrder.Sum(values);
    }

    /// <summary>Adds one block of what bone frees, which is in few voxels [pM/s]. Returns its sum.</summary>
    private double AddFreed(int start, Span<float> sum)
    {
        if (_freed is null || !_freed.AsSpan(start, sum.Length).ContainsAnyExcept(0))
            return 0;
        Span<float> values = stackalloc float[sum.Length];
        AddTimes(values, _freed.AsSpan(start, sum.Length), _freedFactor);
        AddTimes(sum, values, 1);
        return FixedOrder.Sum(values);
    }

    /// <summary>sum += factor x.</summary>
    private static void AddTimes(Span<float> sum, ReadOnlySpan<float> x, float factor)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var xs = MemoryMarshal.Cast<float, Vector<float>>(x);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += factor * xs[i];
        for (var voxel = sums.Length * Vector<float>.Count; voxel < sum.Length; voxel++)
            sum[voxel] += factor * x[voxel];
    }

    private FieldTotals Total()
    {
        var total = default(FieldTotals);
        foreach (var block in _totals)
            total.Add(block);
        return total;
    }

    /// <summary>One value per voxel; empty as long as nothing has added to it.</summary>
    internal sealed class Term(int voxels)
    {
        public float[] Values { get; } = new float[voxels];

        public bool IsEmpty { get; set; }
    }

    private static bool IsNegative(ReadOnlySpan<float> level)
    {
        var levels = MemoryMarshal.Cast<float, Vector<float>>(level);
        var least = Vector<float>.Zero;
        foreach (var some in levels)
            least = Vector.Min(least, some);
        var isNegative = Vector.LessThanAny(least, Vector<float>.Zero);
        for (var voxel = levels.Length * Vector<float>.Count; voxel < level.Length; voxel++)
            isNegative |= level[voxel] < 0;
        return isNegative;
    }
}
