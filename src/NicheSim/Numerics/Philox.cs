using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NicheSim.Numerics;

/// <summary>
/// The counter-based generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11, 2011):
/// a bijection of 128-bit counters, chosen by a 64-bit key. It keeps no state: the same counter and key always give the same four words.
/// </summary>
public static class Philox
{
    private const int Rounds = 10;
    private const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57;

    // The fractional parts of the golden ratio and of the square root of 3 advance the key from round to round.
    private const uint FirstWeyl = 0x9E3779B9, SecondWeyl = 0xBB67AE85;

    /// <summary>The four words of counter (c0, c1, c2, c3) under key (k0, k1).</summary>
    public static (uint W0, uint W1, uint W2, uint W3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var first = (ulong)FirstMultiplier * c0;
            var second = (ulong)SecondMultiplier * c2;
            (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
            k0 += FirstWeyl;
            k1 += SecondWeyl;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// Blocks (c0 + i, c1, c2, c3) for i = 0, 1, ...: w0[i] to w3[i] are the words of block i. c0 wraps around without a carry.
    /// All four spans have the same length.
    /// </summary>
    public static void Fill(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, Span<uint> w0, Span<uint> w1, Span<uint> w2, Span<uint> w3)
    {
        if (w1.Length != w0.Length || w2.Length != w0.Length || w3.Length != w0.Length)
            throw new ArgumentException("The four spans differ in length.");

        var i = 0;
        if (Avx2.IsSupported)
            for (; i <= w0.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
            {
                var (v0, v1, v2, v3) = Blocks(Vector256.Create(c0 + (uint)i) + Vector256<uint>.Indices, c1, c2, c3, k0, k1);
                v0.CopyTo(w0[i..]);
                v1.CopyTo(w1[i..]);
                v2.CopyTo(w2[i..]);
                v3.CopyTo(w3[i..]);
            }

        for (; i < w0.Length; i++)
            (w0[i], w1[i], w2[i], w3[i]) = Block(c0 + (uint)i, c1, c2, c3, k0, k1);
    }

    private static (Vector256<uint> W0, Vector256<uint> W1, Vector256<uint> W2, Vector256<uint> W3) Blocks(
        Vector256<uint> c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        var (v1, v2, v3) = (Vector256.Create(c1), Vector256.Create(c2), Vector256.Create(c3));
        for (var round = 0; round < Rounds; round++)
        {
            var (firstHigh, firstLow) = Multiply(c0, FirstMultiplier);
            var (secondHigh, secondLow) = Multiply(v2, SecondMultiplier);
            (c0, v1, v2, v3) = (secondHigh ^ v1 ^ Vector256.Create(k0), secondLow, firstHigh ^ v3 ^ Vector256.Create(k1), firstLow);
            k0 += FirstWeyl;
            k1 += SecondWeyl;
        }

        return (c0, v1, v2, v3);
    }

    /// <summary>High and low words of the 64-bit products, from the even and the odd lanes.</summary>
    private static (Vector256<uint> High, Vector256<uint> Low) Multiply(Vector256<uint> x, uint multiplier)
    {
        var m = Vector256.Create(multiplier);
        var even = Avx2.Multiply(x, m);
        var odd = Avx2.Multiply((x.AsUInt64() >> 32).AsUInt32(), m);
        var lowWord = Vector256.Create(0xFFFFFFFFUL);
        var high = (even >> 32) | (odd & ~lowWord);
        var low = (even & lowWord) | (odd << 32);
        return (high.AsUInt32(), low.AsUInt32());
    }
}
