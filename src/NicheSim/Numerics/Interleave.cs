using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NicheSim.Numerics;

/// <summary>Between rows in the order of x and rows of one color: even x in one, odd x in the other (<see cref="LevelShape"/>).</summary>
internal static unsafe class Interleave
{
    private const int HalfBits = 32;

    /// <summary>Parts a row that is padded to whole vectors, and adds the parts to what is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddSplit(float* row, float* even, float* odd, int half)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var (evens, odds) = Parts(row + (2 * k));
            (Vector256.Load(even + k) + evens).Store(even + k);
            (Vector256.Load(odd + k) + odds).Store(odd + k);
        }
    }

    /// <summary>Parts a row that is padded to whole vectors.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Split(float* row, float* even, float* odd, nint half)
    {
        for (nint k = 0; k < half; k += LevelShape.Lanes)
        {
            var (evens, odds) = Parts(row + (2 * k));
            evens.Store(even + k);
            odds.Store(odd + k);
        }
    }

    /// <summary>The inverse of splitting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Lower, Vector256<float> Upper) Join(Vector256<float> even, Vector256<float> odd)
    {
        if (Avx.IsSupported)
        {
            var (low, high) = (Avx.UnpackLow(even, odd), Avx.UnpackHigh(even, odd));
            return (Avx.Permute2x128(low, high, 0x20), Avx.Permute2x128(low, high, 0x31));
        }

        var (a, b) = (even.AsUInt32(), odd.AsUInt32());
        return ((Vector256.WidenLower(a) | (Vector256.WidenLower(b) << HalfBits)).AsSingle(), (Vector256.WidenUpper(a) | (Vector256.WidenUpper(b) << HalfBits)).AsSingle());
    }

    /// <summary>The cells of even and of odd x among two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Even, Vector256<float> Odd) Parts(float* row)
    {
        if (Avx2.IsSupported)
        {
            var (lower, upper) = (Vector256.Load(row), Vector256.Load(row + LevelShape.Lanes));
            return (InOrder(Avx.Shuffle(lower, upper, 0x88)), InOrder(Avx.Shuffle(lower, upper, 0xDD)));
        }

        var (a, b) = (Vector256.Load(row).AsUInt64(), Vector256.Load(row + LevelShape.Lanes).AsUInt64());
        return (Vector256.Narrow(a, b).AsSingle(), Vector256.Narrow(a >> HalfBits, b >> HalfBits).AsSingle());
    }

    /// <summary>A shuffle takes from both vectors by turns: pairs 0, 2, 1, 3.</summary>
    private static Vector256<float> InOrder(Vector256<float> pairs) => Avx2.Permute4x64(pairs.AsUInt64(), 0xD8).AsSingle();
}
