using System.Numerics;
using System.Runtime.InteropServices;
using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Sources and losses of the field that is being solved, by where they come from, and the passes over all voxels that a solve takes besides itself: each
/// in chunks of whole blocks of <see cref="FixedOrder"/>, so that sums have one order for any number of threads.
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

    /// <summary>All losses together [1/s].</summary>
    public float[] Loss { get; } = new float[voxels];

    /// <summary>All sources together [pM/s].</summary>
    public float[] Source { get; } = new float[voxels];

    /// <summary>By cells [pM/s].</summary>
    public float[] Secreted { get; } = new float[voxels];

    /// <summary>By tissue, vessels and treatments [pM/s].</summary>
    public float[] Supplied { get; } = new float[voxels];

    /// <summary>From bone [pM/s].</summary>
    public float[] Freed { get; } = new float[voxels];

    /// <summary>By cells and tissue [1/s].</summary>
    public float[] Uptake { get; } = new float[voxels];

    /// <summary>To vessels, treatments and out of a slice's plane [1/s].</summary>
    public float[] Outflow { get; } = new float[voxels];

    /// <summary>Sets what tissue makes and takes up, what bone frees and what leaves a slice's plane; nothing by cells yet.</summary>
    public void Begin(FieldPlan field, Tissue tissue, float[]? freed, double freedFactor)
    {
        (_field, _fill, _freed, _freedFactor) = (field, tissue.Fill, freed, (float)freedFactor);
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (terms, chunk) => terms.Begin(chunk));
    }

    /// <summary>Adds up losses and sources for one solve from the given level on; of the sources only the secreted ones, or all.</summary>
    public void Combine(float[] level, float inverseStep, bool secretedOnly)
    {
        (_level, _inverseStep, _secretedOnly) = (level, inverseStep, secretedOnly);
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (terms, chunk) => terms.Combine(chunk));
    }

    /// <summary>Sums over all voxels, at the given level.</summary>
    public FieldTotals Total(float[] level)
    {
        _level = level;
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (terms, chunk) => terms.Total(chunk));
        var total = default(FieldTotals);
        foreach (var block in _totals)
            total.Add(block);
        return total;
    }

    private void Begin(int chunk)
    {
        var (start, end) = Workers.Chunk(voxels, ChunkSize, chunk);
        Tissue(_fill.AsSpan(start..end), _field.MarrowUptake, _field.BoneUptake, Uptake.AsSpan(start..end));
        Tissue(_fill.AsSpan(start..end), _field.BasalProduction, 0, Supplied.AsSpan(start..end));
        Outflow.AsSpan(start..end).Fill((float)_field.OutOfPlaneLoss);
        Secreted.AsSpan(start..end).Clear();
        if (_freed is null)
            return;
        Freed.AsSpan(start..end).Clear();
        AddTimes(Freed.AsSpan(start..end), _freed.AsSpan(start..end), _freedFactor);
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

    private void Combine(int chunk)
    {
        var (start, end) = Workers.Chunk(voxels, ChunkSize, chunk);
        var range = start..end;
        Loss.AsSpan(range).Fill((float)_field.Decay + _inverseStep);
        AddTimes(Loss.AsSpan(range), Uptake.AsSpan(range), 1);
        AddTimes(Loss.AsSpan(range), Outflow.AsSpan(range), 1);
        Secreted.AsSpan(range).CopyTo(Source.AsSpan(range));
        if (!_secretedOnly)
            AddTimes(Source.AsSpan(range), Supplied.AsSpan(range), 1);
        if (!_secretedOnly && _freed is not null)
            AddTimes(Source.AsSpan(range), Freed.AsSpan(range), 1);
        if (_inverseStep > 0)
            AddTimes(Source.AsSpan(range), _level.AsSpan(range), _inverseStep);
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

    private void Total(int chunk)
    {
        var (start, end) = Workers.Chunk(voxels, ChunkSize, chunk);
        for (; start < end; start += FixedOrder.BlockSize)
        {
            var length = Math.Min(FixedOrder.BlockSize, end - start);
            var level = _level.AsSpan(start, length);
            _totals[start / FixedOrder.BlockSize] = new FieldTotals
            {
                Level = FixedOrder.Sum(level),
                Secreted = FixedOrder.Sum(Secreted.AsSpan(start, length)),
                Supplied = FixedOrder.Sum(Supplied.AsSpan(start, length)),
                Freed = _freed is null ? 0 : FixedOrder.Sum(Freed.AsSpan(start, length)),
                TakenUp = FixedOrder.Dot(Uptake.AsSpan(start, length), level),
                FlowedOut = FixedOrder.Dot(Outflow.AsSpan(start, length), level),
                IsNegative = IsNegative(level),
            };
        }
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
