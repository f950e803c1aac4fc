using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

/// <summary>
/// What a seed and a formula mean, bit by bit, on every CPU and with vector instructions on or off. A change here changes every result: it needs a new
/// version and a reason.
/// </summary>
public class PinnedBitsTests
{
    [Fact]
    public void Elementary_functions_have_the_pinned_bits()
    {
        var values = new List<double>();
        for (var i = 0; i < 2000; i++)
        {
            var x = BitConverter.UInt64BitsToDouble((ulong)i * 0x001FFFFFFFFFFFFF % 0x7FF0000000000000);
            values.AddRange([Elementary.Exp((i - 1000) * 0.7316), Elementary.Log(x), Elementary.Pow(x, 0.37), Elementary.OneMinusExp(i * 0.0137), Hill.Dose(i, 77, 2.5f)]);
        }

        Assert.Equal("2B157FE071EB1387", Digest(values));
    }

    [Fact]
    public void Random_numbers_have_the_pinned_bits()
    {
        var values = new List<double>();
        for (var i = 0u; i < 500; i++)
        {
            var stream = new RandomStream(1, Purpose.Fate, i - 250, LineageKey.Daughter(LineageKey.Founder(2, i), i, 1));
            values.AddRange(
                [stream.NextUInt(), stream.NextDouble(), stream.NextNormal(), stream.NextBelow(26), stream.NextExponential(), stream.NextPoisson(3),
                stream.NextPoisson(100), stream.NextGamma(0.3), stream.NextGamma(4), stream.NextBeta(2, 0.5)]);
        }

        Assert.Equal("091785F3EB82426D", Digest(values));
    }

    [Fact]
    public void Fields_have_the_pinned_bits()
    {
        var values = new List<double>();
        foreach (var (grid, side) in new[] { (new Grid(37, 22, 9), FieldSide.Periodic), (new Grid(61, 50, 1), FieldSide.Closed), (new Grid(20, 31, 6), FieldSide.Fixed(2)) })
        {
            var problem = new DiffusionProblem(grid, FieldEdges.All(side), 0.01f).WithBone(0.2, 1).WithSources(0.05, 2);
            var report = problem.Solve(1e-5);
            values.AddRange([report.Cycles, report.Error, .. Array.ConvertAll(problem.Value, v => (double)v)]);
        }

        Assert.Equal("35AE3AA088F8BA8C", Digest(values));
    }

    private static string Digest(List<double> values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values))))[..16];
}
