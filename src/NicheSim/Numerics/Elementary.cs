using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// exp, log and pow from additions, multiplications, divisions and bit operations alone, within 2 ulp of the true value: the same bits on every
/// CPU, vector instructions on or off, which the platform's own do not promise. Series are Taylor series, long enough for the reduced range.
/// </summary>
public static class Elementary
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts; the first has 32 bits, so that its product with a binary exponent is exact (Cody and Waite, 1980).
    private const double Ln2High = 0.6931471803691238, Ln2Low = 1.9082149292705877e-10;

    // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits of the sum.
    private const double Rounder = 6755399441055744.0;
    private const int Bias = 1023;

    // From these on exp is infinite, or 0.
    private const double MaxArgument = 710, MinArgument = -746;

    /// <summary>e to the power x.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        x = x > MaxArgument ? MaxArgument : x;
        x = x < MinArgument ? MinArgument : x;
        var exponent = (x * Log2E) + Rounder - Rounder;
        var r = x - (exponent * Ln2High) - (exponent * Ln2Low);
        return Scale(1.0 + Series(r), exponent);
    }

    /// <summary>y[i] = e to the power x[i]: the bits of <see cref="Exp(double)"/>. y may be x.</summary>
    public static void Exp(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException("The spans differ in length.");

        var i = 0;
        if (Vector256.IsHardwareAccelerated)
            for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
                Exp(Vector256.Create(x[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = Exp(x[i]);
    }

    /// <summary>1 - e to the power -x without cancellation: the probability of an event of rate times duration x within that duration.</summary>
    public static double OneMinusExp(double x)
    {
        // Beyond 40 one of the two terms is below half an ulp of the other.
        if (!(Math.Abs(x) < 40))
            return 1.0 - Exp(-x);
        var exponent = (-x * Log2E) + Rounder - Rounder;
        var r = -x - (exponent * Ln2High) - (exponent * Ln2Low);
        var power = Scale(1.0, exponent);
        return 1.0 - power - (power * Series(r));
    }

    /// <summary>Natural logarithm: minus infinity at 0, not a number below.</summary>
    public static double Log(double x)
    {
        if (!(x > 0))
            return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x))
            return x;
        var (exponent, mantissa) = Split(x);

        // With f = m - 1 and s = f / (2 + f): log m = 2 atanh s = 2s + sT, and 2s = f - sf, whose first term is exact.
        var f = mantissa - 1.0;
        var s = f / (2.0 + f);
        var square = 0.5 * f * f;
        var tail = s * (square + AtanhTail(s * s));
        return (exponent * Ln2High) + (f - (square - (tail + (exponent * Ln2Low))));
    }

    /// <summary>
    /// x to the power y for x >= 0 (not a number below, since a Hill term of a negative signal has no meaning); 1 wherever y = 0 or x = 1.
    /// The logarithm is carried in two doubles (Dekker, 1971), because its error is multiplied by up to 709.
    /// </summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
            return 1;
        if (!(x >= 0) || double.IsNaN(y))
            return double.NaN;
        if (x == 0 || double.IsPositiveInfinity(x))
            return x == 0 == y > 0 ? 0 : double.PositiveInfinity;

        // |log x| is at least 2^-53, so any larger power is 0 or infinite as well; the bound keeps the products finite.
        y = Math.Clamp(y, -1e20, 1e20);
        var (high, low) = LogInTwoParts(x);
        var (product, error) = Multiply(high, y);
        error += low * y;
        if (!(Math.Abs(product) < -MinArgument))
            return product > 0 ? double.PositiveInfinity : 0;
        var exponent = (product * Log2E) + Rounder - Rounder;
        var r = product - (exponent * Ln2High) - ((exponent * Ln2Low) - error);
        return Scale(1.0 + Series(r), exponent);
    }

    private static Vector256<double> Exp(Vector256<double> x)
    {
        var rounder = Vector256.Create(Rounder);
        var bounded = Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256.Create(MaxArgument)), Vector256.Create(MaxArgument), x);
        bounded = Vector256.ConditionalSelect(Vector256.LessThan(bounded, Vector256.Create(MinArgument)), Vector256.Create(MinArgument), bounded);
        var exponent = (bounded * Log2E) + rounder - rounder;
        var r = bounded - (exponent * Ln2High) - (exponent * Ln2Low);
        var y = Scale(Vector256<double>.One + Series(r), exponent);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), y, x);
    }

    /// <summary>e to the power r, minus 1, for |r| up to ln 2 / 2: even and odd terms apart, for shorter chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Series(double r)
    {
        var q = r * r;
        var even = 1.0 / 2 + (q * (1.0 / 24 + (q * (1.0 / 720 + (q * (1.0 / 40320 + (q * (1.0 / 3628800 + (q * (1.0 / 479001600))))))))));
        var odd = 1.0 / 6 + (q * (1.0 / 120 + (q * (1.0 / 5040 + (q * (1.0 / 362880 + (q * (1.0 / 39916800 + (q * (1.0 / 6227020800))))))))));
        return r + (q * (even + (r * odd)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Series(Vector256<double> r)
    {
        static Vector256<double> V(double value) => Vector256.Create(value);
        var q = r * r;
        var even = V(1.0 / 2) + (q * (V(1.0 / 24) + (q * (V(1.0 / 720) + (q * (V(1.0 / 40320) + (q * (V(1.0 / 3628800) + (q * V(1.0 / 479001600))))))))));
        var odd = V(1.0 / 6) + (q * (V(1.0 / 120) + (q * (V(1.0 / 5040) + (q * (V(1.0 / 362880) + (q * (V(1.0 / 39916800) + (q * V(1.0 / 6227020800))))))))));
        return r + (q * (even + (r * odd)));
    }

    /// <summary>x times 2 to the power exponent, in two steps so that neither factor overflows and a subnormal result is rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Scale(double x, double exponent)
    {
        var half = (exponent * 0.5) + Rounder - Rounder;
        return x * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Scale(Vector256<double> x, Vector256<double> exponent)
    {
        var half = (exponent * 0.5) + Vector256.Create(Rounder) - Vector256.Create(Rounder);
        return x * PowerOfTwo(half) * PowerOfTwo(exponent - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(double exponent) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(exponent + (Rounder + Bias)) << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<double> exponent) => ((exponent + Vector256.Create(Rounder + Bias)).AsUInt64() << 52).AsDouble();

    /// <summary>x = mantissa times 2 to the power exponent, with the mantissa between sqrt(1/2) and sqrt(2); x positive and finite.</summary>
    private static (double Exponent, double Mantissa) Split(double x)
    {
        const long SqrtHalf = 0x3FE6A09E667F3BCD;
        var subnormal = x < 2.2250738585072014e-308;
        var bits = BitConverter.DoubleToInt64Bits(subnormal ? x * (1L << 54) : x);
        var exponent = (bits - SqrtHalf) >> 52;
        return (subnormal ? exponent - 54 : exponent, BitConverter.Int64BitsToDouble(bits - (exponent << 52)));
    }

    /// <summary>2 (q/3 + q^2/5 + q^3/7 + ...), q = s^2 at most 0.0295.</summary>
    private static double AtanhTail(double q) => q * (2.0 / 3 + (q * AtanhFromFifth(q)));

    private static double AtanhFromFifth(double q)
        => 2.0 / 5 + (q * (2.0 / 7 + (q * (2.0 / 9 + (q * (2.0 / 11 + (q * (2.0 / 13 + 
            (q * (2.0 / 15 + (q * (2.0 / 17 + (q * (2.0 / 19 + (q * (2.0 / 21 + (q * (2.0 / 23 + (q * (2.0 / 25))))))))))))))))))));

    /// <summary>log x as an unevaluated sum, with a relative error of about 2^-64.</summary>
    private static (double High, double Low) LogInTwoParts(double x)
    {
        const double TwoThirdsLow = 3.700743415417188e-17; // 2/3 minus its double
        var (exponent, mantissa) = Split(x);

        // s = (m - 1) / (m + 1)
        var (sum, sumError) = Add(mantissa, 1.0);
        var sHigh = (mantissa - 1.0) / sum;
        var (product, productError) = Multiply(sHigh, sum);
        var sLow = (mantissa - 1.0 - product - productError - (sHigh * sumError)) / sum;

        // log m = 2s + s q (2/3 + q (2/5 + ...)), q = s^2
        var (qHigh, qLow) = Multiply(sHigh, sHigh);
        qLow += 2.0 * sHigh * sLow;
        var (factor, factorError) = Add(2.0 / 3, qHigh * AtanhFromFifth(qHigh));
        factorError += TwoThirdsLow;
        var (cubic, cubicError) = Multiply(qHigh, factor);
        cubicError += (qLow * factor) + (qHigh * factorError);
        var (tail, tailError) = Multiply(sHigh, cubic);
        tailError += (sLow * cubic) + (sHigh * cubicError);

        var (log, logError) = Add(2.0 * sHigh, tail);
        logError += (2.0 * sLow) + tailError;
        var (high, low) = Add(exponent * Ln2High, log);
        return (high, low + logError + (exponent * Ln2Low));
    }

    /// <summary>a + b exactly, as rounded sum and its error (Knuth's two-sum).</summary>
    private static (double Sum, double Error) Add(double a, double b)
    {
        var sum = a + b;
        var second = sum - a;
        return (sum, a - (sum - second) + (b - second));
    }

    /// <summary>a times b as rounded product and its error, good to 2^-105 of the product: both are cut after 26 bits, by their bits.</summary>
    private static (double Product, double Error) Multiply(double a, double b)
    {
        const long UpperBits = ~0x7FFFFFFL;
        var aHigh = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) & UpperBits);
        var bHigh = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(b) & UpperBits);
        double aLow = a - aHigh, bLow = b - bHigh;
        var product = a * b;
        return (product, (aHigh * bHigh) - product + (aHigh * bLow) + (aLow * bHigh) + (aLow * bLow));
    }
}
