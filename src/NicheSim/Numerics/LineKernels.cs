using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NicheSim.Numerics;

/// <summary>
/// Elimination and substitution of many lines at a time, one line per lane. A row is a run of neighboring lines at one place along them; a block holds
/// sixteen rows of the field turned, so that the lines that run along them stand side by side. Sums of products of 8 lanes in one form: without vector
/// instructions the runtime does the same lane by lane.
/// </summary>
internal static unsafe class LineKernels
{
    public const int Lanes = 8, BlockLanes = 16;

    /// <summary>row = row + up * before.</summary>
    public static void Eliminate<TOwn>(float* row, float* before, float* up, int count)
        where TOwn : struct, IChoice
    {
        var (same, k) = (Vector256.Create(*up), 0);
        for (; k <= count - Lanes; k += Lanes)
            (Vector256.Load(row + k) + (Factor<TOwn>(up, k, same) * Vector256.Load(before + k))).Store(row + k);
        for (; k < count; k++)
            row[k] += (TOwn.Is ? up[k] : *up) * before[k];
    }

    /// <summary>row = inverse * row + up * after.</summary>
    public static void Substitute<TOwn>(float* row, float* after, float* inverse, float* up, int count)
        where TOwn : struct, IChoice
    {
        var (sameInverse, sameUp, k) = (Vector256.Create(*inverse), Vector256.Create(*up), 0);
        for (; k <= count - Lanes; k += Lanes)
            ((Factor<TOwn>(inverse, k, sameInverse) * Vector256.Load(row + k)) + (Factor<TOwn>(up, k, sameUp) * Vector256.Load(after + k))).Store(row + k);
        for (; k < count; k++)
            row[k] = ((TOwn.Is ? inverse[k] : *inverse) * row[k]) + ((TOwn.Is ? up[k] : *up) * after[k]);
    }

    /// <summary>row = row + value.</summary>
    public static void Add(float* row, float value, int count)
    {
        for (var k = 0; k < count; k++)
            row[k] += value;
    }

    /// <summary>row = factor * row.</summary>
    public static void Scale<TOwn>(float* row, float* factor, int count)
        where TOwn : struct, IChoice
    {
        var (same, k) = (Vector256.Create(*factor), 0);
        for (; k <= count - Lanes; k += Lanes)
            (Factor<TOwn>(factor, k, same) * Vector256.Load(row + k)).Store(row + k);
        for (; k < count; k++)
            row[k] *= TOwn.Is ? factor[k] : *factor;
    }

    /// <summary>row = (row + seconds * source) / (1 + seconds * loss) where there is a loss array; a negative loss counts as none.</summary>
    public static void React(float* row, float* source, float* loss, float seconds, int count)
    {
        var (dt, k) = (Vector256.Create(seconds), 0);
        for (; k <= count - Lanes; k += Lanes)
        {
            var value = Vector256.Load(row + k);
            if (source != null)
                value += dt * Vector256.Load(source + k);
            if (loss != null)
            {
                var own = Vector256.Load(loss + k);
                value /= Vector256<float>.One + (dt * (own & Vector256.GreaterThan(own, Vector256<float>.Zero)));
            }

            value.Store(row + k);
        }

        for (; k < count; k++)
        {
            var value = source != null ? row[k] + (seconds * source[k]) : row[k];
            row[k] = loss != null ? value / (1 + (seconds * (loss[k] > 0 ? loss[k] : 0))) : value;
        }
    }

    /// <summary>Turns up to sixteen rows into a block; lanes without a row get 0.</summary>
    public static void Turn(float* rows, nint pitch, int count, int nx, float* block)
    {
        for (var half = 0; half < BlockLanes; half += Lanes)
        {
            var from = rows + (half * pitch);
            var x = 0;
            if (Avx.IsSupported && count - half >= Lanes)
                for (; x <= nx - Lanes; x += Lanes)
                {
                    TurnFour(from + x, pitch, block + half + (BlockLanes * x));
                    TurnFour(from + x + 4, pitch, block + half + (BlockLanes * (x + 4)));
                }

            for (; x < nx; x++)
                for (var lane = 0; lane < Lanes; lane++)
                    block[(BlockLanes * x) + half + lane] = half + lane < count ? from[(lane * pitch) + x] : 0;
        }
    }

    /// <summary>Turns a block back into up to sixteen rows.</summary>
    public static void TurnBack(float* block, float* rows, nint pitch, int count, int nx)
    {
        for (var half = 0; half < count; half += Lanes)
        {
            var to = rows + (half * pitch);
            var x = 0;
            if (Avx.IsSupported && count - half >= Lanes)
                for (; x <= nx - Lanes; x += Lanes)
                {
                    TurnFourBack(block + half + (BlockLanes * x), to + x, pitch);
                    TurnFourBack(block + half + (BlockLanes * (x + 4)), to + x + 4, pitch);
                }

            for (; x < nx; x++)
                for (var lane = 0; lane < Math.Min(Lanes, count - half); lane++)
                    to[(lane * pitch) + x] = block[(BlockLanes * x) + half + lane];
        }
    }

    /// <summary>Solves the lines of a block; factors of lines of their own stand as the block does.</summary>
    public static void Solve<TOwn, TRing>(LineFactors f, float* block, nint first, int line)
        where TOwn : struct, IChoice
        where TRing : struct, IChoice
    {
        float* up = f.Up.Start + first, inverse = f.Inverse.Start + first, fill = f.Fill.Start + first;
        var (meet, last) = (f.Meet, f.Last);
        if (f.HasSupply)
            Supply<TOwn>(f, block, line);

        // Two chains from the left (lanes 0 to 7 and 8 to 15), two from the right.
        var (l0, l1, r0, r1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (gainL0, gainL1, gainR0, gainR1) = (l0, l0, l0, l0);
        for (int left = 0, right = last; right > meet; left++, right--)
        {
            if (left < meet)
            {
                l0 = At(block, left) + (left > 0 ? Weight<TOwn>(up, left - 1, 0) * l0 : l0);
                l1 = At(block + Lanes, left) + (left > 0 ? Weight<TOwn>(up, left - 1, Lanes) * l1 : l1);
                l0.Store(block + (BlockLanes * left));
                l1.Store(block + (BlockLanes * left) + Lanes);
                if (TRing.Is)
                {
                    gainL0 += Weight<TOwn>(fill, left, 0) * l0;
                    gainL1 += Weight<TOwn>(fill, left, Lanes) * l1;
                }
            }

            r0 = At(block, right) + (right < last ? Weight<TOwn>(up, right + 1, 0) * r0 : r0);
            r1 = At(block + Lanes, right) + (right < last ? Weight<TOwn>(up, right + 1, Lanes) * r1 : r1);
            r0.Store(block + (BlockLanes * right));
            r1.Store(block + (BlockLanes * right) + Lanes);
            if (TRing.Is)
            {
                gainR0 += Weight<TOwn>(fill, right, 0) * r0;
                gainR1 += Weight<TOwn>(fill, right, Lanes) * r1;
            }
        }

        var (m0, m1) = (At(block, meet), At(block + Lanes, meet));
        if (meet > 0)
            (m0, m1) = (m0 + (Weight<TOwn>(up, meet - 1, 0) * l0), m1 + (Weight<TOwn>(up, meet - 1, Lanes) * l1));
        if (last > meet)
            (m0, m1) = (m0 + (Weight<TOwn>(up, meet + 1, 0) * r0), m1 + (Weight<TOwn>(up, meet + 1, Lanes) * r1));
        var (b0, b1) = (Vector256<float>.Zero, Vector256<float>.Zero);
        if (TRing.Is)
        {
            b0 = Weight<TOwn>(inverse, f.Border, 0) * (At(block, f.Border) + ((gainL0 + gainR0) + (Weight<TOwn>(fill, meet, 0) * m0)));
            b1 = Weight<TOwn>(inverse, f.Border, Lanes) * (At(block + Lanes, f.Border) + ((gainL1 + gainR1) + (Weight<TOwn>(fill, meet, Lanes) * m1)));
            b0.Store(block + (BlockLanes * f.Border));
            b1.Store(block + (BlockLanes * f.Border) + Lanes);
        }

        m0 *= Weight<TOwn>(inverse, meet, 0);
        m1 *= Weight<TOwn>(inverse, meet, Lanes);
        if (TRing.Is)
            (m0, m1) = (m0 + (Weight<TOwn>(fill, meet, 0) * b0), m1 + (Weight<TOwn>(fill, meet, Lanes) * b1));
        m0.Store(block + (BlockLanes * meet));
        m1.Store(block + (BlockLanes * meet) + Lanes);
        (l0, l1, r0, r1) = (m0, m1, m0, m1);
        for (int left = meet - 1, right = meet + 1; right <= last; left--, right++)
        {
            if (left >= 0)
            {
                l0 = Out<TOwn, TRing>(block, inverse, up, fill, left, 0, l0, b0);
                l1 = Out<TOwn, TRing>(block, inverse, up, fill, left, Lanes, l1, b1);
                l0.Store(block + (BlockLanes * left));
                l1.Store(block + (BlockLanes * left) + Lanes);
            }

            r0 = Out<TOwn, TRing>(block, inverse, up, fill, right, 0, r0, b0);
            r1 = Out<TOwn, TRing>(block, inverse, up, fill, right, Lanes, r1, b1);
            r0.Store(block + (BlockLanes * right));
            r1.Store(block + (BlockLanes * right) + Lanes);
        }
    }

    private static void Supply<TOwn>(LineFactors f, float* block, int line)
        where TOwn : struct, IChoice
    {
        for (var lane = 0; lane < BlockLanes; lane++)
        {
            block[lane] += f.SupplyLow[TOwn.Is ? line + lane : 0];
            block[(BlockLanes * (f.Count - 1)) + lane] += f.SupplyHigh[TOwn.Is ? line + lane : 0];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Out<TOwn, TRing>(
        float* block, float* inverse, float* up, float* fill, int i, int lane, Vector256<float> after, Vector256<float> border)
        where TOwn : struct, IChoice
        where TRing : struct, IChoice
    {
        var x = (Weight<TOwn>(inverse, i, lane) * At(block + lane, i)) + (Weight<TOwn>(up, i, lane) * after);
        return TRing.Is ? x + (Weight<TOwn>(fill, i, lane) * border) : x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(float* block, int i) => Vector256.Load(block + (BlockLanes * i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Weight<TOwn>(float* factors, int i, int lane)
        where TOwn : struct, IChoice
        => TOwn.Is ? Vector256.Load(factors + (BlockLanes * i) + lane) : Vector256.Create(factors[i]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Factor<TOwn>(float* factors, int k, Vector256<float> same)
        where TOwn : struct, IChoice
        => TOwn.Is ? Vector256.Load(factors + k) : same;

    /// <summary>Four columns of eight rows: the first four rows in the lower halves, the others in the upper ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFour(float* from, nint pitch, float* to)
    {
        var r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(from + (4 * pitch)));
        var r1 = Vector256.Create(Vector128.Load(from + pitch), Vector128.Load(from + (5 * pitch)));
        var r2 = Vector256.Create(Vector128.Load(from + (2 * pitch)), Vector128.Load(from + (6 * pitch)));
        var r3 = Vector256.Create(Vector128.Load(from + (3 * pitch)), Vector128.Load(from + (7 * pitch)));
        var (low01, high01, low23, high23) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        Avx.Shuffle(low01, low23, 0x44).Store(to);
        Avx.Shuffle(low01, low23, 0xEE).Store(to + BlockLanes);
        Avx.Shuffle(high01, high23, 0x44).Store(to + (2 * BlockLanes));
        Avx.Shuffle(high01, high23, 0xEE).Store(to + (3 * BlockLanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFourBack(float* from, float* to, nint pitch)
    {
        var (c0, c1) = (Vector256.Load(from), Vector256.Load(from + BlockLanes));
        var (c2, c3) = (Vector256.Load(from + (2 * BlockLanes)), Vector256.Load(from + (3 * BlockLanes)));
        var (low01, high01, low23, high23) = (Avx.UnpackLow(c0, c1), Avx.UnpackHigh(c0, c1), Avx.UnpackLow(c2, c3), Avx.UnpackHigh(c2, c3));
        Put(Avx.Shuffle(low01, low23, 0x44), to, pitch);
        Put(Avx.Shuffle(low01, low23, 0xEE), to + pitch, pitch);
        Put(Avx.Shuffle(high01, high23, 0x44), to + (2 * pitch), pitch);
        Put(Avx.Shuffle(high01, high23, 0xEE), to + (3 * pitch), pitch);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Put(Vector256<float> rows, float* to, nint pitch)
        {
            rows.GetLower().Store(to);
            rows.GetUpper().Store(to + (4 * pitch));
        }
    }
}
