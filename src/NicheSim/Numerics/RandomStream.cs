using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NicheSim.Numerics;

/// <summary>
/// The random numbers of one purpose of one cell (or other thing that has a lineage key) at one tick, in the order in which they are drawn: a pure
/// function of seed, purpose, tick, lineage key and draw, by <see cref="Philox"/>. Two streams of the same arguments are equal, so make one stream
/// per purpose and draw from it in a fixed order.
/// <para>
/// The key is the seed. The counter is, from its lowest bit: lineage key (64 bits), tick modulo 2^40 (40), purpose (8), block of four words (16).
/// </para>
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of random numbers is the field's own term.")]
public ref struct RandomStream
{
    private const long MaxTick = 1L << 39;
    private readonly uint _k0, _k1, _c0, _c1, _c2, _c3;
    private uint _w0, _w1, _w2, _w3;
    private int _words;
    private int _block;

    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="tick">From -2^39 to 2^39 - 1; may be negative, since a run may start before day 0.</param>
    /// <param name="lineage">See <see cref="LineageKey"/>.</param>
    public RandomStream(ulong seed, Purpose purpose, long tick, ulong lineage)
    {
        if (tick is < -MaxTick or >= MaxTick)
            throw new ArgumentOutOfRangeException(nameof(tick), tick, "A tick has 40 bits.");
        (_k0, _k1) = ((uint)seed, (uint)(seed >> 32));
        (_c0, _c1) = ((uint)lineage, (uint)(lineage >> 32));
        _c2 = (uint)tick;
        _c3 = ((uint)(tick >> 32) << 24) | ((uint)purpose << 16);
    }

    /// <summary>The stream of these arguments from one of its blocks on, whose words <see cref="Blocks"/> has given.</summary>
    public RandomStream(ulong seed, Purpose purpose, long tick, ulong lineage, int block, ulong first, ulong second)
        : this(seed, purpose, tick, lineage)
        => (_w0, _w1, _w2, _w3, _words, _block) = ((uint)first, (uint)(first >> 32), (uint)second, (uint)(second >> 32), 4, block + 1);

    /// <summary>One block of the streams of many lineage keys at once: what two calls of <see cref="NextULong"/> would give.</summary>
    public static void Blocks(ulong seed, Purpose purpose, long tick, int block, ReadOnlySpan<ulong> lineages, Span<ulong> first, Span<ulong> second)
    {
        var stream = new RandomStream(seed, purpose, tick, 0);
        Philox.Fill(lineages, stream._c2, stream._c3 | (uint)block, stream._k0, stream._k1, first, second);
    }

    /// <summary>A whole number from 0 to 2^32 - 1.</summary>
    /// <exception cref="InvalidOperationException">After 2^18 words the stream would repeat itself.</exception>
    public uint NextUInt()
    {
        if (_words == 0)
        {
            if (_block > ushort.MaxValue)
                throw new InvalidOperationException("A random stream has 262144 words; take a lineage key of its own for every item.");
            (_w0, _w1, _w2, _w3) = Philox.Block(_c0, _c1, _c2, _c3 | (uint)_block++, _k0, _k1);
            _words = 4;
        }

        var word = _w0;
        (_w0, _w1, _w2) = (_w1, _w2, _w3);
        _words--;
        return word;
    }

    /// <summary>A whole number from 0 to 2^64 - 1; the first word drawn is the low one.</summary>
    public ulong NextULong() => NextUInt() | ((ulong)NextUInt() << 32);

    /// <summary>Uniform between 0 and 1, never either: the middle of one of 2^52 equal intervals, hence from 2^-53 to 1 - 2^-53.</summary>
    public double NextDouble() => Uniform(NextULong());

    /// <summary>The number that <see cref="NextDouble"/> makes of 64 random bits.</summary>
    public static double Uniform(ulong bits) => ((long)(bits >> 12) + 0.5) * (1.0 / (1L << 52));

    /// <summary>True wherever <see cref="Uniform"/> of these bits is below x, and in few other cases: x is rounded up by far more than all errors of single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBeBelow(ulong bits, float x) => (float)(long)(bits >> 32) < (x * (1.00001f * 4294967296f)) + 1024;

    /// <summary>A whole number from 0 to n - 1, each with a probability within 2^-64 of 1/n (multiply and shift; Lemire, 2019).</summary>
    public int NextBelow(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        return (int)Math.BigMul(NextULong(), (ulong)n, out _);
    }

    /// <summary>Normal with mean 0 and variance 1, by inversion: one uniform number each, so that it is monotone in it.</summary>
    public double NextNormal() => NormalQuantile.At(NextDouble());

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Elementary.Log(NextDouble());

    /// <summary>Poisson with this mean, from 0 to 10^9.</summary>
    public int NextPoisson(double mean)
    {
        if (!(mean >= 0 && mean <= 1e9))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of a Poisson number lies between 0 and 1e9.");
        return mean < 30 ? PoissonByMultiplication(mean) : PoissonByRejection(mean);
    }

    /// <summary>Gamma with this shape (positive) and scale 1; 0 where it is below the smallest number.</summary>
    public double NextGamma(double shape) => shape < 1 ? Elementary.Exp(NextLogGamma(shape)) : GammaFromOne(shape);

    /// <summary>Beta with these shapes (positive). Two gamma numbers, compared by their logarithms so that tiny shapes do not give 0/0.</summary>
    public double NextBeta(double a, double b)
    {
        var first = NextLogGamma(a);
        return 1.0 / (1.0 + Elementary.Exp(NextLogGamma(b) - first));
    }

    /// <summary>Below shape 1, gamma(shape) = gamma(shape + 1) U^(1/shape).</summary>
    private double NextLogGamma(double shape)
    {
        if (!(shape > 0))
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "A shape is a positive number.");
        return shape < 1 ? Elementary.Log(GammaFromOne(shape + 1)) + (Elementary.Log(NextDouble()) / shape) : Elementary.Log(GammaFromOne(shape));
    }

    /// <summary>Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000) 363; needs a shape of 1 or more.</summary>
    private double GammaFromOne(double shape)
    {
        if (!(shape >= 1 && shape < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "A shape is a positive number.");
        var d = shape - (1.0 / 3);
        var c = 1.0 / (3 * Math.Sqrt(d));
        while (true)
        {
            var x = NextNormal();
            var root = 1.0 + (c * x);
            if (root <= 0)
                continue;
            var v = root * root * root;
            if (Elementary.Log(NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Elementary.Log(v)))
                return d * v;
        }
    }

    /// <summary>As many unit exponential gaps as fit into the mean, their sum taken as a product (Knuth).</summary>
    private int PoissonByMultiplication(double mean)
    {
        var limit = Elementary.Exp(-mean);
        var count = 0;
        for (var product = NextDouble(); product > limit; product *= NextDouble())
            count++;
        return count;
    }

    /// <summary>
    /// Transformed rejection with the constants of Hormann, "The transformed rejection method for generating Poisson random variables" (PTRS),
    /// Insurance: Mathematics and Economics 12 (1993) 39. Exact for means of 10 or more, up to the
    /// rounding of the logarithms (1e-5 of an acceptance probability at a mean of 1e9).
    /// </summary>
    private int PoissonByRejection(double mean)
    {
        var b = 0.931 + (2.53 * Math.Sqrt(mean));
        var a = -0.059 + (0.02483 * b);
        var squeeze = 0.9277 - (3.6224 / (b - 2));
        var logMean = Elementary.Log(mean);
        var logHat = Elementary.Log(1.1239 + (1.1328 / (b - 3.4)));
        while (true)
        {
            var u = NextDouble() - 0.5;
            var v = NextDouble();
            var edge = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / edge) + b) * u) + mean + 0.43);
            if (edge >= 0.07 && v <= squeeze)
                return (int)k;
            if (k < 0 || k > int.MaxValue || (edge < 0.013 && v > edge))
                continue;
            if (Elementary.Log(v) + logHat - Elementary.Log((a / (edge * edge)) + b) <= (k * logMean) - mean - LogFactorial(k))
                return (int)k;
        }
    }

    /// <summary>log k!: the product up to 15, from there Stirling's series, cut off with an error below 1e-13.</summary>
    private static double LogFactorial(double k)
    {
        if (k < 16)
        {
            var factorial = 1.0;
            for (var i = 2; i <= k; i++)
                factorial *= i;
            return Elementary.Log(factorial);
        }

        const double HalfLogTwoPi = 0.9189385332046727;
        var q = 1.0 / (k * k);
        var series = ((1.0 / 12) - (q * ((1.0 / 360) - (q * ((1.0 / 1260) - (q * (1.0 / 1680))))))) / k;
        return ((k + 0.5) * Elementary.Log(k)) - k + HalfLogTwoPi + series;
    }
}
