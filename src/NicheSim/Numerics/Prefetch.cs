using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NicheSim.Numerics;

/// <summary>Asks for memory before it is needed, where the CPU can: it changes no result.</summary>
internal static class Prefetch
{
    /// <summary>Elements of a gather that are asked for ahead: some lines' worth, as many as can be under way at once.</summary>
    public const int Ahead = 64;

    /// <summary>Asks for the cache line of an element; any index may be given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Element<T>(T[] array, int index)
        where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array), index)));
    }
}
