namespace NicheSim.Numerics;

/// <summary>Zeroed floats that stay where they are, from a whole cache line on, so that vectors of a row that begins on one do not straddle two.</summary>
internal sealed unsafe class LaneArray
{
    private const int Line = 64;

    private readonly float[] _memory;

    public LaneArray(int length)
    {
        Length = length;
        _memory = GC.AllocateArray<float>(checked(length + (Line / sizeof(float))), pinned: true);
        fixed (float* start = _memory)
            Start = (float*)(((nuint)start + Line - 1) / Line * Line);
    }

    public int Length { get; }

    /// <summary>The first float; valid as long as this object is.</summary>
    public float* Start { get; }

    public Span<float> Span => new(Start, Length);

    public ref float this[int i] => ref Span[i];
}
