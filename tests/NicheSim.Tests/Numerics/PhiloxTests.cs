using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class PhiloxTests
{
    // Known answers published with Random123 (file kat_vectors, "philox4x32 10").
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_equal_the_published_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
        => Assert.Equal((w0, w1, w2, w3), Philox.Block(c0, c1, c2, c3, k0, k1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1003)]
    public void Filling_many_blocks_gives_the_bits_of_single_blocks(int count)
    {
        var random = new Random(1);
        ulong[] counters = [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))], first = new ulong[count], second = new ulong[count];
        Philox.Fill(counters, 0x93198a2e, 0x03707344, 0xa4093822, 0x299f31d0, first, second);
        for (var i = 0; i < count; i++)
            Assert.Equal(
                Philox.Block((uint)counters[i], (uint)(counters[i] >> 32), 0x93198a2e, 0x03707344, 0xa4093822, 0x299f31d0),
                ((uint)first[i], (uint)(first[i] >> 32), (uint)second[i], (uint)(second[i] >> 32)));
    }

    [Fact]
    public void Filling_spans_of_different_length_is_refused()
        => Assert.Throws<ArgumentException>(() => Philox.Fill(new ulong[3], 0, 0, 0, 0, new ulong[3], new ulong[2]));
}
