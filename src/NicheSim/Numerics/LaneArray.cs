using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NicheSim.Numerics;

/// <summary>
/// Zeroed floats that stay where they are, from a whole cache line on, so that vectors of a row that begins on one do not straddle two. Arrays that
/// are walked through together take different skews: else the same cells of all would compete for the same few lines of the first cache. Large ones ask
/// for large pages where the system gives them on demand: passes over many layers at once touch more small pages than the processor keeps addresses of.
/// </summary>
internal sealed unsafe partial class LaneArray
{
    private const int Page = 4096, LargePage = 1 << 21, Skews = 8, AdviseLargePages = 14;

    private readonly void* _memory;

    public LaneArray(int length, int skew = 0)
    {
        Length = length;
        var bytes = ((nuint)length * sizeof(float)) + (2 * Page);
        var alignment = bytes >= LargePage ? LargePage : Page;
        _memory = NativeMemory.AlignedAlloc(bytes, (nuint)alignment);
        if (alignment == LargePage && OperatingSystem.IsLinux())
            _ = Advise(_memory, bytes, AdviseLargePages);
        NativeMemory.Clear(_memory, bytes);
        Start = (float*)((byte*)_memory + (Page / Skews * skew));
    }

    ~LaneArray() => NativeMemory.AlignedFree(_memory);

    public int Length { get; }

    /// <summary>The first float; valid as long as this object is.</summary>
    public float* Start { get; }

    public Span<float> Span => new(Start, Length);

    public ref float this[int i] => ref Unsafe.AsRef<float>(Start + i);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
