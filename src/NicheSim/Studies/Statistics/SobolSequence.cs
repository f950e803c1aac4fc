using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// The low-discrepancy sequence of Sobol', USSR Computational Mathematics and Mathematical Physics 7 (1967) 86, in the order of Antonov and Saleev
/// (Gray code), with the direction numbers of Joe and Kuo (<see cref="JoeKuo"/>). Any point is a pure function of its index, so a study grows by
/// taking more of them; numbers of points that are powers of two are the even ones.
/// </summary>
public static class SobolSequence
{
    /// <summary>Dimensions that direction numbers are kept for.</summary>
    public const int MaxDimensions = 128;

    private const int Bits = 32;
    private static readonly uint[] Directions = MakeDirections();

    /// <summary>The sequence itself, from 0 on: point 0 is the origin, so that no inverse distribution function should see it.</summary>
    /// <param name="index">From 0 to 2^32 - 1.</param>
    /// <param name="dimensions">From 1 to <see cref="MaxDimensions"/>.</param>
    public static double[] Point(long index, int dimensions)
    {
        Check(index, dimensions);
        var point = new double[dimensions];
        for (var d = 0; d < dimensions; d++)
            point[d] = Digits(index, d) * (1.0 / (1L << Bits));
        return point;
    }

    /// <summary>
    /// The sequence scrambled by nested random digits (Owen, 1995): each point is uniform inside the unit cube, never on its faces, and the evenness of
    /// the sequence is kept. Other seeds give independent scrambles, whose spread tells the error.
    /// </summary>
    public static double[] Scrambled(long index, int dimensions, ulong seed)
    {
        Check(index, dimensions);
        var point = new double[dimensions];
        for (var d = 0; d < dimensions; d++)
            point[d] = (Scramble(Digits(index, d), d, seed) + 0.5) * (1.0 / (1L << Bits));
        return point;
    }

    private static uint Digits(long index, int dimension)
    {
        var digits = 0u;
        for (var gray = (uint)(index ^ (index >> 1)); gray != 0; gray &= gray - 1)
            digits ^= Directions[(dimension * Bits) + System.Numerics.BitOperations.TrailingZeroCount(gray)];
        return digits;
    }

    /// <summary>Whether a digit is flipped is drawn by the dimension and all digits before it.</summary>
    private static uint Scramble(uint digits, int dimension, ulong seed)
    {
        var flips = 0u;
        for (var k = 0; k < Bits; k++)
        {
            var before = k == 0 ? 0 : digits >> (Bits - k);
            var stream = new RandomStream(seed, Purpose.Design, dimension, (1UL << 63) | ((ulong)k << 32) | before);
            flips |= (stream.NextUInt() >> (Bits - 1)) << (Bits - 1 - k);
        }

        return digits ^ flips;
    }

    /// <summary>
    /// Per dimension 32 numbers v(j) = m(j) 2^(32 - j). Beyond the initial ones they follow from the polynomial x^s + a(1) x^(s-1) + ... + 1:
    /// v(j) = a(1) v(j-1) xor ... xor a(s-1) v(j-s+1) xor v(j-s) xor v(j-s) 2^-s.
    /// </summary>
    private static uint[] MakeDirections()
    {
        var all = new uint[MaxDimensions * Bits];
        for (var j = 0; j < Bits; j++)
            all[j] = 1u << (Bits - 1 - j);
        var row = JoeKuo.Rows;
        for (var d = 1; d < MaxDimensions; d++)
        {
            var (degree, coefficients) = (row[0], row[1]);
            var v = all.AsSpan(d * Bits, Bits);
            for (var j = 0; j < degree; j++)
                v[j] = (uint)row[2 + j] << (Bits - 1 - j);
            for (var j = (int)degree; j < Bits; j++)
            {
                v[j] = v[j - degree] ^ (v[j - degree] >> degree);
                for (var k = 1; k < degree; k++)
                    v[j] ^= ((coefficients >> (degree - 1 - k)) & 1) == 1 ? v[j - k] : 0;
            }

            row = row[(2 + degree)..];
        }

        return all;
    }

    private static void Check(long index, int dimensions)
    {
        if (index is < 0 or > uint.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(index), index, "A Sobol' sequence has 2^32 points.");
        if (dimensions is < 1 or > MaxDimensions)
            throw new ArgumentOutOfRangeException(nameof(dimensions), dimensions, $"Sobol' sequences are kept for 1 to {MaxDimensions} dimensions.");
    }
}
