using System.Runtime.Intrinsics;
using NicheSim.Benchmarks.Problems;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>What memory allows: a copy past the caches between two arrays of 512 MiB each.</summary>
internal sealed unsafe class LargeCopy(Workers workers)
{
    public const double Bytes = 2.0 * sizeof(float) * Floats;

    private const int Floats = 1 << 27, PerChunk = 1 << 16;

    private static readonly LaneArray From = FieldProblem.Large(Floats, 0), To = FieldProblem.Large(Floats, 4);

    static LargeCopy()
    {
        // Memory that was never written is one page of zeros, which no copy has to fetch.
        From.Span.Fill(1);
        To.Span.Fill(1);
    }

    public void Run() => workers.Run(Floats / PerChunk, this, CopyChunk);

    private static void CopyChunk(LargeCopy copy, int chunk)
    {
        float* from = From.Start + ((nint)chunk * PerChunk), to = To.Start + ((nint)chunk * PerChunk);
        for (var i = 0; i < PerChunk; i += 16)
        {
            Vector256.LoadAligned(from + i).StoreAlignedNonTemporal(to + i);
            Vector256.LoadAligned(from + i + 8).StoreAlignedNonTemporal(to + i + 8);
        }
    }
}
