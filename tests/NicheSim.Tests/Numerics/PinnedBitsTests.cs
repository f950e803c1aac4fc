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

        Assert.Equal("BB8328E7FBEFB6F7", Digest(values));
    }

    [Fact]
    public void Transient_steps_have_the_pinned_bits()
    {
        using var workers = new Workers(2);
        var values = new List<double>();
        foreach (var (grid, seed) in new[] { (new Grid(37, 22, 9), 1), (new Grid(61, 50, 1), 2), (new Grid(5, 31, 6), 3), (new Grid(16, 40, 8), 4) })
        {
            var problem = TransientProblem.Random(grid, seed, halfPermeable: false);
            var (coefficient, scratch) = (TransientProblem.Coefficient(problem), new float[grid.Count]);
            var steps = new ExplicitDiffusion(grid, problem.Operator.Edges, workers) { SmallBytes = 0 };
            steps.Prepare(coefficient);
            steps.Advance(problem.Value, coefficient, problem.Source, scratch, 1, steps.LargestStep(1), 11);
            var lines = new LineDiffusion(grid, problem.Operator.Edges, workers);
            lines.Prepare(1, 0.01f, 2);
            lines.Step(problem.Value, problem.Source, problem.Loss);
            lines.Prepare(1, 0.01f, 2, problem.Permeability);
            lines.Step(problem.Value, problem.Source, problem.Loss);
            values.AddRange(Array.ConvertAll(problem.Value, v => (double)v));
        }

        Assert.Equal("F2CEE53B5004A4CF", Digest(values));
    }

    private static string Digest(List<double> values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values))))[..16];
}
