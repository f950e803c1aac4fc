using System.Numerics;
using System.Runtime.InteropServices;

namespace NicheSim.Numerics;

/// <summary>Element by element: the bits of the scalar operation, vector instructions on or off. All spans of a call have the same length.</summary>
internal static class SpanMath
{
    /// <summary>x *= factor.</summary>
    public static void Multiply(Span<float> x, float factor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var factors = new Vector<float>(factor);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] *= factors;
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] *= factor;
    }

    /// <summary>x *= y.</summary>
    public static void Multiply(Span<float> x, ReadOnlySpan<float> y)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var others = MemoryMarshal.Cast<float, Vector<float>>(y)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] *= others[i];
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] *= y[i];
    }

    /// <summary>x *= 1 - y.</summary>
    public static void MultiplyByRest(Span<float> x, ReadOnlySpan<float> y)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var others = MemoryMarshal.Cast<float, Vector<float>>(y)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] *= Vector<float>.One - others[i];
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] *= 1 - y[i];
    }

    /// <summary>x /= divisor.</summary>
    public static void Divide(Span<float> x, float divisor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var divisors = new Vector<float>(divisor);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] /= divisors;
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] /= divisor;
    }

    /// <summary>x = min(x, bound).</summary>
    public static void Min(Span<float> x, float bound)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var bounds = new Vector<float>(bound);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.Min(vectors[i], bounds);
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] = Math.Min(x[i], bound);
    }

    /// <summary>x = min(x, y).</summary>
    public static void Min(Span<float> x, ReadOnlySpan<float> y)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var others = MemoryMarshal.Cast<float, Vector<float>>(y)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Vector.Min(vectors[i], others[i]);
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] = Math.Min(x[i], y[i]);
    }

    /// <summary>x += y where y is positive.</summary>
    public static void AddPositive(Span<float> x, ReadOnlySpan<float> y)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(x);
        var others = MemoryMarshal.Cast<float, Vector<float>>(y)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += Vector.Max(others[i], Vector<float>.Zero);
        for (var i = vectors.Length * Vector<float>.Count; i < x.Length; i++)
            x[i] += Math.Max(y[i], 0);
    }
}
