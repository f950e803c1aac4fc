using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>What passes between rows in the order of x and rows of one color, and between a multigrid level and the next coarser one.</summary>
internal static unsafe class GridTransfer
{
    private const int HalfBits = 32;

    /// <summary>Parts the cells of even x from those of odd x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Split(ReadOnlySpan<float> row, float* even, float* odd)
    {
        var x = 0;
        fixed (float* start = row)
            for (; x <= row.Length - (2 * LevelShape.Lanes); x += 2 * LevelShape.Lanes)
            {
                var (a, b) = (Vector256.Load(start + x).AsUInt64(), Vector256.Load(start + x + LevelShape.Lanes).AsUInt64());
                Vector256.Narrow(a, b).AsSingle().Store(even + (x / 2));
                Vector256.Narrow(a >> HalfBits, b >> HalfBits).AsSingle().Store(odd + (x / 2));
            }

        for (; x < row.Length; x++)
            (x % 2 == 0 ? even : odd)[x / 2] = row[x];
    }

    /// <summary>The inverse of <see cref="Split"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Join(float* even, float* odd, Span<float> row)
    {
        var x = 0;
        fixed (float* start = row)
            for (; x <= row.Length - (2 * LevelShape.Lanes); x += 2 * LevelShape.Lanes)
                Join(Vector256.Load(even + (x / 2)), Vector256.Load(odd + (x / 2)), start + x);
        for (; x < row.Length; x++)
            row[x] = (x % 2 == 0 ? even : odd)[x / 2];
    }

    /// <summary>Adds the cells of both colors, two by two, to the coarse cells that hold them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPairs(float* red, float* black, int half, float* coarse)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
            (Vector256.Load(coarse + k) + (Vector256.Load(red + k) + Vector256.Load(black + k))).Store(coarse + k);
    }

    /// <summary>The same for the products of cells and their shares.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddPairs(float* red, float* black, float* shareOfRed, float* shareOfBlack, int half, float* coarse)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var (a, b) = (Vector256.Load(red + k) * Vector256.Load(shareOfRed + k), Vector256.Load(black + k) * Vector256.Load(shareOfBlack + k));
            (Vector256.Load(coarse + k) + (a + b)).Store(coarse + k);
        }
    }

    /// <summary>
    /// What linear interpolation adds per weight towards the lower and the upper neighbor along a coarse row, in the order of x. Behind an impermeable
    /// face the correction is another one: nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SlopesAlong(in StencilRow even, in StencilRow odd, int half, float* lower, float* upper)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            Join(Slope(even.Center, even.West, even.FaceWest, k), Slope(odd.Center, odd.West, odd.FaceWest, k), lower + (2 * k));
            Join(Slope(even.Center, even.East, even.FaceEast, k), Slope(odd.Center, odd.East, odd.FaceEast, k), upper + (2 * k));
        }
    }

    /// <summary>A coarse row interpolated to a fine row across: towards its neighbor on one side in y and on one in z; in the order of x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Across(in StencilRow even, in StencilRow odd, int half, bool north, float weightY, bool up, float weightZ, float* middle)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
            Join(Across(even, k, north, weightY, up, weightZ), Across(odd, k, north, weightY, up, weightZ), middle + (2 * k));
    }

    /// <summary>Sets the fine cells of one color to the interpolated correction; cells without faces and loss have none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SetCorrection(in StencilRow fine, int half, float* middle, float* slope, float* weight)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var correction = Vector256.Load(middle + k) + (Vector256.Load(weight + k) * Vector256.Load(slope + k));
            Vector256.ConditionalSelect(Vector256.GreaterThan(Vector256.Load(fine.Inverse + k), Vector256<float>.Zero), correction, Vector256<float>.Zero).Store(fine.Center + k);
        }
    }

    /// <summary>Adds the interpolated correction to the cells of one color that have an open face, but not to below 0; returns what that limit added.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double AddCorrection(in StencilRow fine, int half, float* middle, float* slope, float* weight)
    {
        var clipped = new LaneSum();
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var value = Vector256.Load(fine.Center + k);
            var corrected = value + (Vector256.Load(middle + k) + (Vector256.Load(weight + k) * Vector256.Load(slope + k)));
            var open = Vector256.GreaterThan(Vector256.Load(fine.Volume + k), Vector256<float>.Zero);
            var negative = open & Vector256.LessThan(corrected, Vector256<float>.Zero);
            if (negative != Vector256<float>.Zero)
                clipped.Add(Vector256.ConditionalSelect(negative, -corrected, Vector256<float>.Zero));
            var limited = Vector256.ConditionalSelect(Vector256.GreaterThan(corrected, Vector256<float>.Zero), corrected, Vector256<float>.Zero);
            Vector256.ConditionalSelect(open, limited, value).Store(fine.Center + k);
        }

        return clipped.Total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Slope(float* center, float* neighbor, float* face, int k)
    {
        var open = Vector256.GreaterThan(Vector256.Load(face + k), Vector256<float>.Zero);
        return Vector256.ConditionalSelect(open, Vector256.Load(neighbor + k) - Vector256.Load(center + k), Vector256<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Across(in StencilRow row, int k, bool north, float weightY, bool up, float weightZ)
    {
        var result = Vector256.Load(row.Center + k);
        if (weightY != 0)
            result += weightY * (north ? Slope(row.Center, row.North, row.FaceNorth, k) : Slope(row.Center, row.South, row.FaceSouth, k));
        if (weightZ != 0)
            result += weightZ * (up ? Slope(row.Center, row.Up, row.FaceUp, k) : Slope(row.Center, row.Down, row.FaceDown, k));
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(Vector256<float> even, Vector256<float> odd, float* row)
    {
        var (a, b) = (even.AsUInt32(), odd.AsUInt32());
        (Vector256.WidenLower(a) | (Vector256.WidenLower(b) << HalfBits)).AsSingle().Store(row);
        (Vector256.WidenUpper(a) | (Vector256.WidenUpper(b) << HalfBits)).AsSingle().Store(row + LevelShape.Lanes);
    }
}
