using System.Runtime.CompilerServices;
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
    /// The blocks of many counters at once: counter i has counters[i] for its lower half (c0 low, c1 high) and (c2, c3) for its upper one. first[i]
    /// becomes words 0 and 1 of its block, second[i] words 2 and 3, each with its first word low. All spans have the same length.
    /// </summary>
    public static void Fill(ReadOnlySpan<ulong> counters, uint c2, uint c3, uint k0, uint k1, Span<ulong> first, Span<ulong> second)
    {
        if (first.Length != counters.Length || second.Length != counters.Length)
            throw new ArgumentException("The spans differ in length.");

        var i = 0;
        if (Avx2.IsSupported)
            for (; i <= counters.Length - Vector256<ulong>.Count; i += Vector256<ulong>.Count)
            {
                var (w01, w23) = Blocks(Vector256.Create(counters[i..]), c2, c3, k0, k1);
                w01.CopyTo(first[i..]);
                w23.CopyTo(second[i..]);
            }

        for (; i < counters.Length; i++)
        {
            var (w0, w1, w2, w3) = Block((uint)counters[i], (uint)(counters[i] >> 32), c2, c3, k0, k1);
            (first[i], second[i]) = (w0 | ((ulong)w1 << 32), w2 | ((ulong)w3 << 32));
        }
    }

    /// <summary>Four blocks, each word in the lower half of a lane of 64 bits; what comes to stand in the upper half enters no result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<ulong> W01, Vector256<ulong> W23) Blocks(Vector256<ulong> counters, uint c2, uint c3, uint k0, uint k1)
    {
        var (firstMultiplier, secondMultiplier) = (Vector256.Create((ulong)FirstMultiplier).AsUInt32(), Vector256.Create((ulong)SecondMultiplier).AsUInt32());
        var (firstWeyl, secondWeyl) = (Vector256.Create((ulong)FirstWeyl), Vector256.Create((ulong)SecondWeyl));
        var (firstKey, secondKey) = (Vector256.Create((ulong)k0), Vector256.Create((ulong)k1));
        var (v0, v1, v2, v3) = (counters, counters >> 32, Vector256.Create((ulong)c2), Vector256.Create((ulong)c3));
        for (var round = 0; round < Rounds; round++)
        {
            var first = Avx2.Multiply(v0.AsUInt32(), firstMultiplier);
            var second = Avx2.Multiply(v2.AsUInt32(), secondMultiplier);
            (v0, v1, v2, v3) = ((second >> 32) ^ v1 ^ firstKey, second, (first >> 32) ^ v3 ^ secondKey, first);
            firstKey += firstWeyl;
            secondKey += secondWeyl;
        }

        var lower = Vector256.Create(0xFFFFFFFFUL);
        return ((v0 & lower) | (v1 << 32), (v2 & lower) | (v3 << 32));
    }
}
