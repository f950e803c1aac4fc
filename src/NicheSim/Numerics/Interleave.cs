using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>Between rows in the order of x and rows of one color: even x in one, odd x in the other (<see cref="LevelShape"/>).</summary>
internal static unsafe class Interleave
{
    private const int HalfBits = 32, Pair = 2 * LevelShape.Lanes;

    /// <summary>Parts the cells of even x from those of odd x; what is left of half cells becomes 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Split(float* row, int length, float* even, float* odd, int half)
    {
        var x = 0;
        for (; x <= length - Pair; x += Pair)
            Split(row + x, even + (x / 2), odd + (x / 2));
        if (x / 2 == half)
            return;
        var rest = stackalloc float[Pair];
        new Span<float>(rest, Pair).Clear();
        for (var i = 0; x + i < length; i++)
            rest[i] = row[x + i];
        Split(rest, even + (x / 2), odd + (x / 2));
    }

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
            Split(row + (2 * k), even + k, odd + k);
    }

    /// <summary>The inverse of splitting.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> Lower, Vector256<float> Upper) Join(Vector256<float> even, Vector256<float> odd)
    {
        var (a, b) = (even.AsUInt32(), odd.AsUInt32());
        return ((Vector256.WidenLower(a) | (Vector256.WidenLower(b) << HalfBits)).AsSingle(), (Vector256.WidenUpper(a) | (Vector256.WidenUpper(b) << HalfBits)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(float* row, float* even, float* odd)
    {
        var (evens, odds) = Parts(row);
        evens.Store(even);
        odds.Store(odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Even, Vector256<float> Odd) Parts(float* row)
    {
        var (a, b) = (Vector256.Load(row).AsUInt64(), Vector256.Load(row + LevelShape.Lanes).AsUInt64());
        return (Vector256.Narrow(a, b).AsSingle(), Vector256.Narrow(a >> HalfBits, b >> HalfBits).AsSingle());
    }
}
