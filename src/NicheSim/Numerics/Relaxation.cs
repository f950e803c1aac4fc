using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// Gauss-Seidel relaxation and what is left to relax, for the cells of one color in a row. There is one form only, of additions, multiplications and
/// divisions of 8 lanes: without vector instructions the runtime does the same lane by lane.
/// </summary>
internal static unsafe class Relaxation
{
    /// <summary>Stores what one pM/s more changes in each cell [s]: 1 / diagonal; 0 for padding and for cells without faces and loss.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Invert(in StencilRow row, int half)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var diagonal = row.Diagonal(k);
            var cell = Vector256.GreaterThan(Vector256.Load(row.Volume + k) + Vector256.Load(row.Loss + k), Vector256<float>.Zero);
            var known = cell & Vector256.GreaterThan(diagonal, Vector256<float>.Zero);
            Vector256.ConditionalSelect(known, Vector256<float>.One / diagonal, Vector256<float>.Zero).Store(row.Inverse + k);
        }
    }

    /// <summary>Empties the cells that have neither faces nor loss; returns what was in them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Empty(in StencilRow row, int half)
    {
        var emptied = new LaneSum();
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var value = Vector256.Load(row.Center + k);
            var known = Vector256.GreaterThan(Vector256.Load(row.Inverse + k), Vector256<float>.Zero);
            emptied.Add(Vector256.ConditionalSelect(known, Vector256<float>.Zero, value));
            Vector256.ConditionalSelect(known, value, Vector256<float>.Zero).Store(row.Center + k);
        }

        return emptied.Total;
    }

    /// <summary>Sets each cell to the value that balances it, but not below floor. Padding and cells without faces and loss stay.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Relax(in StencilRow row, int half, float floor)
    {
        var least = Vector256.Create(floor);
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var c = Vector256.Load(row.Center + k);
            var relaxed = c + (row.Gain(k, c) * Vector256.Load(row.Inverse + k));
            Vector256.ConditionalSelect(Vector256.GreaterThan(relaxed, least), relaxed, least).Store(row.Center + k);
        }
    }

    /// <summary>
    /// Adds to each coarse cell what its cell here gains [pM/s] (0 where that has no open face: nothing that a coarser level could mend), to the error by
    /// how much each cell would change in one relaxation [pM], and to the field what is there.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Residual(in StencilRow row, int half, float* coarse, ref LaneSum error, ref LaneSum field)
    {
        var (errorHere, fieldHere) = (error, field);
        for (var k = 0; k < half; k += LevelShape.Lanes)
        {
            var (c, inverse) = (Vector256.Load(row.Center + k), Vector256.Load(row.Inverse + k));
            var gain = row.Gain(k, c);
            errorHere.Add(Vector256.Abs(gain * inverse));
            fieldHere.Add(Vector256.ConditionalSelect(Vector256.GreaterThan(inverse, Vector256<float>.Zero), c, Vector256<float>.Zero));
            (Vector256.Load(coarse + k) + (gain * Vector256.Load(row.Volume + k))).Store(coarse + k);
        }

        (error, field) = (errorHere, fieldHere);
    }

    /// <summary>Adds the changes of one relaxation of a correction that is 0, times the voxels of each cell.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Error(in StencilRow row, int half, ref LaneSum error)
    {
        for (var k = 0; k < half; k += LevelShape.Lanes)
            error.Add(Vector256.Abs(Vector256.Load(row.Source + k) * Vector256.Load(row.Inverse + k)) * Vector256.Load(row.Volume + k));
    }
}
