using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>The coarse levels: rows of corrections, which need be good to a percent only, and what passes between levels.</summary>
internal static unsafe class CorrectionKernels
{
    /// <summary>
    /// Moves each cell of a color in some rows of one z by a factor of the way to the correction that balances it:
    /// (source + rate * sum over faces of g e_neighbor) * inverse.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Relax(in LevelArrays level, int color, int z, int first, int end, float factor)
    {
        // All the way: what the cell held, of another solve perhaps, leaves no trace, not even by rounding.
        var (isWhole, factors) = (factor == 1, Vector256.Create(factor));
        var (rate, half, pitch, pitchZ, hasZ) = (Vector256.Create(level.Rate), level.Half, level.Pitch, level.PitchZ, level.HasZ);
        for (var y = first; y < end; y++)
        {
            nint own = level.Row(color, y, z), other = level.Row(1 - color, y, z), west = level.West(color, y, z);
            float* center = level.Value + own, side = level.Value + west, across = level.Value + other, source = level.Source + own, inverse = level.Inverse + own;
            float* south = across - pitch, north = across + pitch, down = across - pitchZ, up = across + pitchZ;
            float* faceWest = level.FaceX + west, faceEast = level.FaceX + own, faceSouth = level.FaceY + other - pitch, faceNorth = level.FaceY + own;
            float* faceDown = level.FaceZ + other - pitchZ, faceUp = level.FaceZ + own;
            for (nint k = 0; k < half; k += LevelShape.Lanes)
            {
                var sum = Product(faceWest + k, side + k) + Product(faceEast + k, side + k + 1) + (Product(faceSouth + k, south + k) + Product(faceNorth + k, north + k));
                if (hasZ)
                    sum += Product(faceDown + k, down + k) + Product(faceUp + k, up + k);
                var (e, balanced) = (Vector256.Load(center + k), (Vector256.Load(source + k) + (rate * sum)) * Vector256.Load(inverse + k));
                (isWhole ? balanced : e + (factors * (balanced - e))).Store(center + k);
            }
        }
    }

    /// <summary>Inverses of a row; and its losses added, two by two, to coarse cells in the order of x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Prepare(in LevelArrays level, float* open, int color, int y, int z)
    {
        var row = level.Row(color, y, z);
        var rate = Vector256.Create(level.Rate);
        for (nint k = 0; k < level.Half; k += LevelShape.Lanes)
        {
            var diagonal = (rate * Vector256.Load(open + row + k)) + Vector256.Load(level.Loss + row + k);
            (Vector256.GreaterThan(diagonal, Vector256<float>.Zero) & (Vector256<float>.One / diagonal)).Store(level.Inverse + row + k);
        }
    }

    /// <summary>Adds the cells of both colors of a row, two by two, to the coarse cells that hold them, in the order of x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddPairs(float* red, float* black, nint half, float* coarse)
    {
        for (nint k = 0; k < half; k += LevelShape.Lanes)
            (Vector256.Load(coarse + k) + (Vector256.Load(red + k) + Vector256.Load(black + k))).Store(coarse + k);
    }

    /// <summary>Adds the changes of one relaxation of a correction that is 0, times the voxels of each cell.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddError(in LevelArrays level, float* volume, nint row, ref Vector256<float> error)
    {
        for (nint k = 0; k < level.Half; k += LevelShape.Lanes)
            error += Vector256.Abs(Vector256.Load(level.Source + row + k) * Vector256.Load(level.Inverse + row + k)) * Vector256.Load(volume + row + k);
    }

    /// <summary>
    /// Interpolates corrections linearly to the cells of one color in some rows of one z: adds them to concentrations, but not to below 0, or takes them as the cells' own
    /// corrections. Behind an impermeable face the correction is another one: its slope there counts as none.
    /// </summary>
    /// <param name="coarse">The coarser level.</param>
    /// <param name="weights">Where its weights along the axes are.</param>
    /// <param name="fine">The level of the cells.</param>
    /// <param name="add">Whether to add to what is there.</param>
    /// <param name="color">Their color.</param>
    /// <param name="z">Their z.</param>
    /// <param name="first">The first of their rows.</param>
    /// <param name="end">The row after the last one.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Interpolate(in LevelArrays coarse, FaceConductances weights, in LevelArrays fine, bool add, int color, int z, int first, int end)
    {
        var (coarseZ, stepZ, weightZ) = (z / 2, z % 2 == 0 ? -coarse.PitchZ : coarse.PitchZ, Vector256.Create(weights.WeightsZ[z]));
        var hasZ = weights.WeightsZ[z] != 0;
        for (var y = first; y < end; y++)
        {
            var (evenColor, stepY, weightY) = (LevelShape.ColorOfEven(y / 2, coarseZ), y % 2 == 0 ? -coarse.Pitch : coarse.Pitch, Vector256.Create(weights.WeightsY[y]));
            nint evenRow = coarse.Row(evenColor, y / 2, coarseZ), oddRow = coarse.Row(1 - evenColor, y / 2, coarseZ), row = fine.Row(color, y, z);
            float* even = coarse.Value + evenRow, odd = coarse.Value + oddRow;

            // Fine cells of even x look to the west, those of odd x to the east.
            var parity = color == LevelShape.ColorOfEven(y, z) ? 0 : 1;
            float* besideEven = parity == 0 ? odd - 1 : odd, besideOdd = parity == 0 ? even : even + 1;
            float* faceOfEven = coarse.FaceX + (parity == 0 ? oddRow - 1 : evenRow), faceOfOdd = coarse.FaceX + (parity == 0 ? evenRow : oddRow);
            float* weightOfEven = weights.WeightsX[parity][0].Start, weightOfOdd = weights.WeightsX[parity][1].Start;
            float* acrossEven = coarse.FaceY + (y % 2 == 0 ? oddRow + stepY : evenRow), acrossOdd = coarse.FaceY + (y % 2 == 0 ? evenRow + stepY : oddRow);
            float* aboveEven = coarse.FaceZ + (z % 2 == 0 ? oddRow + stepZ : evenRow), aboveOdd = coarse.FaceZ + (z % 2 == 0 ? evenRow + stepZ : oddRow);
            float* value = fine.Value + row, inverse = fine.Inverse + row;
            for (nint k = 0; 2 * k < fine.Half; k += LevelShape.Lanes)
            {
                var (a, b) = (Vector256.Load(even + k), Vector256.Load(odd + k));
                var (slopeA, slopeB) = (weightY * Slope(a, odd + k + stepY, acrossEven + k), weightY * Slope(b, even + k + stepY, acrossOdd + k));
                slopeA += Vector256.Load(weightOfEven + k) * Slope(a, besideEven + k, faceOfEven + k);
                slopeB += Vector256.Load(weightOfOdd + k) * Slope(b, besideOdd + k, faceOfOdd + k);
                if (hasZ)
                {
                    slopeA += weightZ * Slope(a, odd + k + stepZ, aboveEven + k);
                    slopeB += weightZ * Slope(b, even + k + stepZ, aboveOdd + k);
                }

                var (lower, upper) = Interleave.Join(a + slopeA, b + slopeB);
                Correct(value + (2 * k), inverse + (2 * k), lower, add);
                if ((2 * k) + LevelShape.Lanes < fine.Half)
                    Correct(value + (2 * k) + LevelShape.Lanes, inverse + (2 * k) + LevelShape.Lanes, upper, add);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Correct(float* value, float* inverse, Vector256<float> correction, bool add)
    {
        var isOpen = Vector256.GreaterThan(Vector256.Load(inverse), Vector256<float>.Zero);
        if (add)
        {
            var c = Vector256.Load(value);
            var corrected = c + correction;
            Vector256.ConditionalSelect(isOpen, VoxelKernels.Choose(corrected, Vector256<float>.Zero, corrected), c).Store(value);
        }
        else
        {
            (isOpen & correction).Store(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Product(float* face, float* neighbor) => Vector256.Load(face) * Vector256.Load(neighbor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Slope(Vector256<float> center, float* neighbor, float* face)
        => Vector256.GreaterThan(Vector256.Load(face), Vector256<float>.Zero) & (Vector256.Load(neighbor) - center);
}
