using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// Sums in double precision whose order is part of their definition: element i of a block of <see cref="BlockSize"/> goes to lane i mod 8, lanes
/// are added as ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)), and blocks one after the other. So the bits are the same with and without vector
/// instructions, and a parallel sum that gives whole blocks to its threads and adds their results in order has them as well.
/// </summary>
public static class FixedOrder
{
    /// <summary>Elements per block.</summary>
    public const int BlockSize = 4096;

    private const int Lanes = 8;

    /// <summary>The sum of all elements.</summary>
    public static double Sum(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        for (var start = 0; start < x.Length; start += BlockSize)
            sum += SumOfBlock(x.Slice(start, Math.Min(BlockSize, x.Length - start)));
        return sum;
    }

    /// <summary>The sum of all elements.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var start = 0; start < x.Length; start += BlockSize)
            sum += SumOfBlock(x.Slice(start, Math.Min(BlockSize, x.Length - start)));
        return sum;
    }

    /// <summary>The sum of x[i] y[i]; the products are exact.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException("The spans differ in length.");

        var sum = 0.0;
        for (var start = 0; start < x.Length; start += BlockSize)
        {
            var length = Math.Min(BlockSize, x.Length - start);
            sum += DotOfBlock(x.Slice(start, length), y.Slice(start, length));
        }

        return sum;
    }

    /// <summary>The sum of x[i]^2.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> x) => Dot(x, x);

    private static double SumOfBlock(ReadOnlySpan<float> x)
    {
        Span<double> lanes = stackalloc double[Lanes];
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> lower = default, upper = default;
            for (; i <= x.Length - Lanes; i += Lanes)
            {
                var (a, b) = Vector256.Widen(Vector256.Create(x[i..]));
                lower += a;
                upper += b;
            }

            Store(lower, upper, lanes);
        }

        for (; i < x.Length; i++)
            lanes[i % Lanes] += x[i];
        return Total(lanes);
    }

    private static double SumOfBlock(ReadOnlySpan<double> x)
    {
        Span<double> lanes = stackalloc double[Lanes];
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> lower = default, upper = default;
            for (; i <= x.Length - Lanes; i += Lanes)
            {
                lower += Vector256.Create(x[i..]);
                upper += Vector256.Create(x[(i + 4)..]);
            }

            Store(lower, upper, lanes);
        }

        for (; i < x.Length; i++)
            lanes[i % Lanes] += x[i];
        return Total(lanes);
    }

    private static double DotOfBlock(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Span<double> lanes = stackalloc double[Lanes];
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> lower = default, upper = default;
            for (; i <= x.Length - Lanes; i += Lanes)
            {
                var (a, b) = Vector256.Widen(Vector256.Create(x[i..]));
                var (c, d) = Vector256.Widen(Vector256.Create(y[i..]));
                lower += a * c;
                upper += b * d;
            }

            Store(lower, upper, lanes);
        }

        for (; i < x.Length; i++)
            lanes[i % Lanes] += (double)x[i] * y[i];
        return Total(lanes);
    }

    private static void Store(Vector256<double> lower, Vector256<double> upper, Span<double> lanes)
    {
        lower.CopyTo(lanes);
        upper.CopyTo(lanes[4..]);
    }

    private static double Total(ReadOnlySpan<double> lane)
        => lane[0] + lane[4] + (lane[2] + lane[6]) + (lane[1] + lane[5] + (lane[3] + lane[7]));
}
