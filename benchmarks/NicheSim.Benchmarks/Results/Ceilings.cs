using System.Runtime.Intrinsics;
using NicheSim.Benchmarks.Ratios;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Results;

/// <summary>What the machine can do at most with some threads: bandwidth by how much memory is in use, and float32 operations.</summary>
internal sealed unsafe class Ceilings(Workers workers)
{
    private const int Accumulators = 10, Additions = 1 << 16;

    private readonly LaneArray _memory = new(1 << 24);
    private readonly double[] _sink = new double[workers.Threads * 16];
    private int _floats;

    /// <summary>Bytes in use by all threads together, and bytes read per second.</summary>
    public IReadOnlyList<(double Bytes, double Bandwidth)> Reads()
    {
        _memory.Span.Fill(1);
        var items = new List<Measured>();
        for (var bytes = 32 << 10; bytes <= 64 << 20; bytes *= 2)
        {
            var floats = bytes / sizeof(float) / workers.Threads;
            items.Add(new Measured("read", $"{bytes}", 1, workers.Threads, 0, bytes, 1, Measured.Repeated(() =>
            {
                _floats = floats;
                workers.Run(workers.Threads, this, static (c, chunk) => c.Read(chunk));
            })));
        }

        Measured.Interleave(items, 9, 0.05, 0.005);
        return [.. items.Select(item => (item.Updates, item.Most))];
    }

    /// <summary>Additions and multiplications per second without fused operations, as the engine has to do them.</summary>
    public double Operations()
    {
        var item = new Measured("flops", "", 1, workers.Threads, 0, 2.0 * 8 * Accumulators * Additions * workers.Threads, 1,
            Measured.Repeated(() => workers.Run(workers.Threads, this, static (c, chunk) => c.Compute(chunk))));
        Measured.Interleave([item], 9, 0.5, 0.01);
        return item.Most;
    }

    private void Read(int chunk)
    {
        // Small arrays are read again and again, so that handing out the work does not count.
        var from = _memory.Start + ((nint)chunk * _floats);
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < _floats; i += 32)
            (a, b, c, d) = (a + Vector256.Load(from + i), b + Vector256.Load(from + i + 8), c + Vector256.Load(from + i + 16), d + Vector256.Load(from + i + 24));
        _sink[chunk * 16] = Vector256.Sum((a + b) + (c + d));
    }

    private void Compute(int chunk)
    {
        var (factor, term) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        var (a, b, c, d, e) = (factor, factor, factor, factor, factor);
        var (f, g, h, i, j) = (term, term, term, term, term);
        for (var n = 0; n < Additions; n++)
        {
            // Five chains of products and five of sums: each unit has work of its own.
            (a, b, c, d, e) = (a * factor, b * factor, c * factor, d * factor, e * factor);
            (f, g, h, i, j) = (f + term, g + term, h + term, i + term, j + term);
            (a, b, c, d, e) = (a * factor, b * factor, c * factor, d * factor, e * factor);
            (f, g, h, i, j) = (f + term, g + term, h + term, i + term, j + term);
        }

        _sink[chunk * 16] = Vector256.Sum((a + b) + (c + d) + (e + f) + (g + h) + (i + j));
    }

}
