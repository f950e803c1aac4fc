using System.Runtime.CompilerServices;

namespace NicheSim.Numerics;

/// <summary>
/// Zeroed floats that stay where they are, from a whole cache line on, so that vectors of a row that begins on one do not straddle two. Arrays that
/// are walked through together take different skews: else the same cells of all would compete for the same few lines of the first cache.
/// </summary>
internal sealed unsafe class LaneArray
{
    private const int Page = 4096, Skews = 8;

    private readonly float[] _memory;

    public LaneArray(int length, int skew = 0)
    {
        Length = length;
        _memory = GC.AllocateUninitializedArray<float>(checked(length + (2 * Page / sizeof(float))), pinned: true);
        HugePages.Ask(_memory);
        Array.Clear(_memory);
        fixed (float* start = _memory)
            Start = (float*)((((nuint)start + Page - 1) / Page * Page) + (nuint)(Page / Skews * skew));
    }

    public int Length { get; }

    /// <summary>The first float; valid as long as this object is.</summary>
    public float* Start { get; }

    public Span<float> Span => new(Start, Length);

    public ref float this[int i] => ref Unsafe.AsRef<float>(Start + i);
}
