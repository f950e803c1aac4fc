using System.Numerics;

namespace NicheSim.Numerics;

/// <summary>What passes between a multigrid level and the next coarser one, row by row.</summary>
internal static class GridTransfer
{
    /// <summary>Adds a fine row, two by two, to the coarse row that holds it.</summary>
    public static void AddRow(ReadOnlySpan<float> fine, Span<float> coarse)
    {
        var pairs = fine.Length / 2;
        for (var x = 0; x < pairs; x++)
            coarse[x] += fine[2 * x] + fine[(2 * x) + 1];
        if (fine.Length % 2 == 1)
            coarse[pairs] += fine[^1];
    }

    /// <summary>The same for the products of a fine row and its shares.</summary>
    public static void AddRow(ReadOnlySpan<float> fine, ReadOnlySpan<float> share, Span<float> coarse)
    {
        for (var x = 0; x < fine.Length; x++)
            coarse[x / 2] += share[x] * fine[x];
    }

    /// <summary>
    /// Linear interpolation across an axis of rows, where the face between lets anything through:
    /// result += weight (neighbor - center). Behind an impermeable face the correction is another one.
    /// </summary>
    public static void AddSlope(Span<float> result, ReadOnlySpan<float> center, ReadOnlySpan<float> neighbor, ReadOnlySpan<float> face, float weight, bool vectors)
    {
        var x = 0;
        if (vectors)
            for (; x <= result.Length - Vector<float>.Count; x += Vector<float>.Count)
            {
                var slope = weight * (StencilRow.Load(neighbor, x) - StencilRow.Load(center, x));
                var open = Vector.GreaterThan(StencilRow.Load(face, x), Vector<float>.Zero);
                StencilRow.Store(StencilRow.Load(result, x) + Vector.ConditionalSelect(open, slope, Vector<float>.Zero), result, x);
            }

        for (; x < result.Length; x++)
            result[x] += face[x] > 0 ? weight * (neighbor[x] - center[x]) : 0;
    }

    /// <summary>
    /// The same along a row: what the coarse row holds, interpolated to each of its fine cells. Center and face begin one cell before the row.
    /// </summary>
    public static void InterpolateAlong(Span<float> fine, ReadOnlySpan<float> middle, ReadOnlySpan<float> center, ReadOnlySpan<float> face, ReadOnlySpan<float> weight)
    {
        for (var x = 0; x < middle.Length; x++)
        {
            var lower = face[x] > 0 ? center[x] - center[x + 1] : 0;
            fine[2 * x] = middle[x] + (weight[2 * x] * lower);
            if ((2 * x) + 1 == fine.Length)
                return;
            var upper = face[x + 1] > 0 ? center[x + 2] - center[x + 1] : 0;
            fine[(2 * x) + 1] = middle[x] + (weight[(2 * x) + 1] * upper);
        }
    }

    /// <summary>Adds the correction to the cells with an open face, but not to below 0; returns what that limit added.</summary>
    public static double Correct(Span<float> value, ReadOnlySpan<float> correction, ReadOnlySpan<float> volume)
    {
        var clipped = 0.0;
        for (var x = 0; x < value.Length; x++)
        {
            if (volume[x] == 0)
                continue;
            var corrected = value[x] + correction[x];
            if (corrected < 0)
                clipped -= corrected;
            value[x] = corrected > 0 ? corrected : 0;
        }

        return clipped;
    }
}
