using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NicheSim.Numerics;

/// <summary>
/// The finest level: rows of voxels. A cell's balance is rate * sum over faces of g (c_neighbor - c) - loss c + source, in this flux form because
/// float32 differences of nearby values are exact, while c = (source + sum) / diagonal loses the loss against the exchange where the latter is a thousand
/// times larger. A voxel without an open face holds a negative value as a mark: where faces are open or closed only, a neighbor's sign tells which.
/// There is one form only, of additions, multiplications and divisions of 8 lanes: without vector instructions the runtime does the same lane by lane.
/// </summary>
internal static unsafe class VoxelKernels
{
    /// <summary>What a voxel without an open face holds while the others are solved.</summary>
    public const float Mark = -1;

    private const int Pair = 2 * LevelShape.Lanes;

    /// <summary>What flows in from a neighbor, per rate.</summary>
    internal interface IFlow
    {
        static abstract Vector256<float> From(float* neighbor, float* face, Vector256<float> c);
    }

    /// <summary>Faces are open where the neighbor is no mark.</summary>
    internal struct MaskFlow : IFlow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> From(float* neighbor, float* face, Vector256<float> c)
        {
            var value = Vector256.Load(neighbor);
            return Choose(value, c, value) - c;
        }
    }

    /// <summary>Faces of any conductance.</summary>
    internal struct FaceFlow : IFlow
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> From(float* neighbor, float* face, Vector256<float> c) => Vector256.Load(face) * (Vector256.Load(neighbor) - c);
    }

    /// <summary>
    /// Takes a row of voxels over, in the order of x: concentrations, none below 0, losses, sources; sets inverses and marks. Sets coarse to the losses of its open voxels,
    /// two by two, or adds them. Adds to the sums.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Load(in LevelArrays level, float* open, int y, int z, in Given given, float* coarse, bool add, ref LoadSums sums)
    {
        var even = LevelShape.ColorOfEven(y, z);
        nint evenRow = level.Row(even, y, z), oddRow = level.Row(1 - even, y, z);
        var (here, half, length) = (sums, level.Half, given.Length);
        float* row = given.Concentration, losses = given.Loss, sources = given.Source;
        var rest = stackalloc float[3 * Pair];
        for (nint k = 0; k < half; k += LevelShape.Lanes)
        {
            if ((2 * k) + Pair > length)
            {
                new Span<float>(rest, 3 * Pair).Clear();
                for (var x = 2 * k; x < length; x++)
                    (rest[x - (2 * k)], rest[Pair + x - (2 * k)], rest[(2 * Pair) + x - (2 * k)]) = (row[x], losses[x], sources[x]);
                row = rest - (2 * k);
                losses = row + Pair;
                sources = losses + Pair;
            }

            var (c, loss, source) = (Interleave.Parts(row + (2 * k)), Interleave.Parts(losses + (2 * k)), Interleave.Parts(sources + (2 * k)));
            var lost = Load(level, open, evenRow + k, c.Even, loss.Even, source.Even, ref here) + Load(level, open, oddRow + k, c.Odd, loss.Odd, source.Odd, ref here);
            (add ? Vector256.Load(coarse + k) + lost : lost).Store(coarse + k);
        }

        sums = here;
    }

    /// <summary>
    /// Moves each voxel of a color in some rows of one z by a factor of the way to the value that balances it, but not below 0. Calls for the memory so far ahead of it, if any, because
    /// the first pass over a strip would otherwise wait for each line of it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Relax<TFlow>(in LevelArrays level, int color, int z, int first, int end, nint ahead, float factor)
        where TFlow : struct, IFlow
    {
        var factors = Vector256.Create(factor);
        var (rate, half, pitch, pitchZ, hasZ) = (Vector256.Create(level.Rate), level.Half, level.Pitch, level.PitchZ, level.HasZ);
        for (var y = first; y < end; y++)
        {
            nint own = level.Row(color, y, z), other = level.Row(1 - color, y, z), west = level.West(color, y, z);
            float* center = level.Value + own, side = level.Value + west, across = level.Value + other;
            float* loss = level.Loss + own, source = level.Source + own, inverse = level.Inverse + own;
            float* south = across - pitch, north = across + pitch, down = across - pitchZ, up = across + pitchZ;
            float* faceWest = level.FaceX + west, faceEast = level.FaceX + own, faceSouth = level.FaceY + other - pitch, faceNorth = level.FaceY + own;
            float* faceDown = level.FaceZ + other - pitchZ, faceUp = level.FaceZ + own;
            for (nint k = 0; k < half; k += LevelShape.Lanes)
            {
                if (ahead != 0 && (k & LevelShape.Lanes) == 0 && Sse.IsSupported)
                {
                    Sse.Prefetch1(center + k + ahead);
                    Sse.Prefetch1(loss + k + ahead);
                    Sse.Prefetch1(source + k + ahead);
                    Sse.Prefetch1(inverse + k + ahead);
                }

                var c = Vector256.Load(center + k);
                var flow = TFlow.From(side + k, faceWest + k, c) + TFlow.From(side + k + 1, faceEast + k, c)
                    + (TFlow.From(south + k, faceSouth + k, c) + TFlow.From(north + k, faceNorth + k, c));
                if (hasZ)
                    flow += TFlow.From(down + k, faceDown + k, c) + TFlow.From(up + k, faceUp + k, c);
                var gain = (rate * flow) + (Vector256.Load(source + k) - (Vector256.Load(loss + k) * c));
                var relaxed = c + (gain * (factors * Vector256.Load(inverse + k)));
                Choose(c, c, Choose(relaxed, Vector256<float>.Zero, relaxed)).Store(center + k);
            }
        }
    }

    /// <summary>
    /// Adds up for the coarse cells over a pair of rows of one z (in the order of x) what their voxels gain [pM/s]; adds to the
    /// error by how much each would change in one relaxation [pM], and to the field what is there.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Residual<TFlow>(in LevelArrays level, int z, int first, int end, float* coarse, ref Vector256<float> error, ref Vector256<float> field)
        where TFlow : struct, IFlow
    {
        var (rate, half, pitch, pitchZ, hasZ) = (Vector256.Create(level.Rate), level.Half, level.Pitch, level.PitchZ, level.HasZ);
        var (errorHere, fieldHere) = (error, field);
        for (var y = first; y < end; y++)
            for (var color = 0; color < 2; color++)
            {
                nint own = level.Row(color, y, z), other = level.Row(1 - color, y, z), west = level.West(color, y, z);
                float* center = level.Value + own, side = level.Value + west, across = level.Value + other;
                float* loss = level.Loss + own, source = level.Source + own, inverse = level.Inverse + own;
                float* south = across - pitch, north = across + pitch, down = across - pitchZ, up = across + pitchZ;
                float* faceWest = level.FaceX + west, faceEast = level.FaceX + own, faceSouth = level.FaceY + other - pitch, faceNorth = level.FaceY + own;
                float* faceDown = level.FaceZ + other - pitchZ, faceUp = level.FaceZ + own;
                var begins = y == first && color == 0;
                for (nint k = 0; k < half; k += LevelShape.Lanes)
                {
                    var c = Vector256.Load(center + k);
                    var flow = TFlow.From(side + k, faceWest + k, c) + TFlow.From(side + k + 1, faceEast + k, c)
                        + (TFlow.From(south + k, faceSouth + k, c) + TFlow.From(north + k, faceNorth + k, c));
                    if (hasZ)
                        flow += TFlow.From(down + k, faceDown + k, c) + TFlow.From(up + k, faceUp + k, c);
                    var gain = (rate * flow) + (Vector256.Load(source + k) - (Vector256.Load(loss + k) * c));
                    var inverses = Vector256.Load(inverse + k);
                    var isOpen = Vector256.GreaterThan(inverses, Vector256<float>.Zero);
                    gain &= isOpen;
                    errorHere += Vector256.Abs(gain * inverses);
                    fieldHere += isOpen & c;
                    (begins ? gain : Vector256.Load(coarse + k) + gain).Store(coarse + k);
                }
            }

        (error, field) = (errorHere, fieldHere);
    }

    /// <summary>The concentrations of a row in the order of x; closed voxels hold their source over their loss.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ReadBack(in LevelArrays level, int y, int z, float* row, int length)
    {
        nint even = level.Row(LevelShape.ColorOfEven(y, z), y, z), odd = level.Row(1 - LevelShape.ColorOfEven(y, z), y, z);
        var rest = stackalloc float[2 * LevelShape.Lanes];
        for (nint k = 0; 2 * k < length; k += LevelShape.Lanes)
        {
            var whole = (2 * k) + (2 * LevelShape.Lanes) <= length;
            var target = whole ? row + (2 * k) : rest;
            var (lower, upper) = Interleave.Join(Concentration(level, even + k), Concentration(level, odd + k));
            lower.Store(target);
            upper.Store(target + LevelShape.Lanes);
            if (!whole)
                new Span<float>(rest, length - (int)(2 * k)).CopyTo(new Span<float>(row + (2 * k), length - (int)(2 * k)));
        }
    }

    /// <summary>Takes over cells of one color. Returns the losses of the open ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(in LevelArrays level, float* open, nint cell, Vector256<float> c, Vector256<float> loss, Vector256<float> source, ref LoadSums sums)
    {
        var (zero, exchange) = (Vector256<float>.Zero, Vector256.Create(level.Rate) * Vector256.Load(open + cell));
        var isOpen = Vector256.GreaterThan(exchange, zero);
        c = Choose(c, zero, c);
        Vector256.ConditionalSelect(isOpen, c, Vector256.Create(Mark)).Store(level.Value + cell);
        loss.Store(level.Loss + cell);
        source.Store(level.Source + cell);
        (isOpen & (Vector256<float>.One / (exchange + loss))).Store(level.Inverse + cell);
        sums.Supply.Add(source);
        if (isOpen.AsUInt32() != Vector256<uint>.AllBitsSet)
        {
            var own = Alone(loss, source);
            sums.Error += Vector256.AndNot(Vector256.Abs(own - c), isOpen);
            sums.Field += Vector256.AndNot(own, isOpen);
        }

        return isOpen & loss;
    }

    /// <summary>One of two values by the sign bit of a third.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Choose(Vector256<float> sign, Vector256<float> ifNegative, Vector256<float> otherwise)
        => Avx.IsSupported
            ? Avx.BlendVariable(otherwise, ifNegative, sign)
            : Vector256.ConditionalSelect((sign.AsInt32() >> 31).AsSingle(), ifNegative, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Concentration(in LevelArrays level, nint k)
    {
        var c = Vector256.Load(level.Value + k);
        return Vector256.LessThan(c, Vector256<float>.Zero) == Vector256<float>.Zero ? c : Choose(c, Alone(Vector256.Load(level.Loss + k), Vector256.Load(level.Source + k)), c);
    }

    /// <summary>What voxels hold that exchange nothing; 0 without loss.</summary>
    private static Vector256<float> Alone(Vector256<float> loss, Vector256<float> source) => Vector256.GreaterThan(loss, Vector256<float>.Zero) & (source / loss);

    /// <summary>A row of voxels in the caller's arrays.</summary>
    internal struct Given
    {
        public float* Concentration, Loss, Source;
        public int Length;
    }

    /// <summary>
    /// Of loaded voxels, summed: what closed ones lack of their own balance (their source over their loss), what these then hold; the sources of all.
    /// </summary>
    internal struct LoadSums
    {
        public Vector256<float> Error, Field;
        public LaneSum Supply;
    }
}
