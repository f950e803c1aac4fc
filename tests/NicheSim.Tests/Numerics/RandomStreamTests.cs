using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

/// <summary>Seeds are fixed. Each statistical check would fail for one seed in 10^6 if the generator were perfect: z below 4.9, chi-square quantile 1 - 1e-6.</summary>
public class RandomStreamTests
{
    private const int Draws = 200_000;
    private const double MaxZ = 4.9;

    private delegate double Draw(ref RandomStream stream);

    [Fact]
    public void The_first_words_are_the_philox_block_of_the_documented_packing()
    {
        var stream = new RandomStream(0x1122334455667788, Purpose.Motion, -2, 0xAABBCCDD00112233);
        for (var block = 0u; block < 3; block++)
        {
            var words = Philox.Block(0x00112233, 0xAABBCCDD, 0xFFFFFFFE, 0xFF030000 | block, 0x55667788, 0x11223344);
            Assert.Equal(words, (stream.NextUInt(), stream.NextUInt(), stream.NextUInt(), stream.NextUInt()));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Blocks_of_many_streams_are_what_the_streams_give(int block)
    {
        ulong[] lineages = [1, 2, ulong.MaxValue, 0x123456789abcdef0, 7, 8, 9], first = new ulong[7], second = new ulong[7];
        RandomStream.Blocks(77, Purpose.Motion, -5, block, lineages, first, second);
        for (var i = 0; i < lineages.Length; i++)
        {
            var stream = new RandomStream(77, Purpose.Motion, -5, lineages[i]);
            for (var skipped = 0; skipped < 2 * block; skipped++)
                stream.NextULong();
            var resumed = new RandomStream(77, Purpose.Motion, -5, lineages[i], block, first[i], second[i]);
            for (var draw = 0; draw < 5; draw++)
            {
                var expected = stream.NextULong();
                Assert.Equal(expected, resumed.NextULong());
                Assert.Equal(draw == 0 ? first[i] : draw == 1 ? second[i] : expected, expected);
            }
        }
    }

    [Fact]
    public void A_number_that_is_below_a_bound_may_be_below_it()
    {
        var random = new Random(1);
        var (few, all) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var bits = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            var x = (float)(RandomStream.Uniform(bits) * (1 + (1e-6 * (random.NextDouble() - 0.5))));
            if (RandomStream.Uniform(bits) < x)
                Assert.True(RandomStream.MayBeBelow(bits, x));
            few += RandomStream.MayBeBelow(bits, 0.01f) ? 1 : 0;
            all += RandomStream.MayBeBelow(bits, 40) ? 1 : 0;
        }

        // 1000 expected, standard deviation 31: outside of six deviations with probability 2e-9.
        Assert.InRange(few, 814, 1186);
        Assert.Equal(100_000, all);
    }

    [Fact]
    public void Every_argument_changes_the_draws_and_equal_arguments_repeat_them()
    {
        (ulong, Purpose, long, ulong)[] arguments =
        [
            (1, Purpose.Fate, 1, 1), (2, Purpose.Fate, 1, 1), (1 + (1UL << 32), Purpose.Fate, 1, 1), (1, Purpose.Cause, 1, 1), (1, Purpose.Fate, 2, 1),
            (1, Purpose.Fate, -1, 1), (1, Purpose.Fate, 1 + (1L << 32), 1), (1, Purpose.Fate, (1L << 39) - 1, 1), (1, Purpose.Fate, -(1L << 39), 1),
            (1, Purpose.Fate, 1, 2), (1, Purpose.Fate, 1, 1 + (1UL << 63)),
        ];
        Assert.Equal(arguments.Length, arguments.Select(First).Distinct().Count());
        Assert.Equal(First(arguments[5]), First(arguments[5]));

        static ulong First((ulong Seed, Purpose Purpose, long Tick, ulong Lineage) a) => new RandomStream(a.Seed, a.Purpose, a.Tick, a.Lineage).NextULong();
    }

    [Fact]
    public void Ticks_beyond_40_bits_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Fate, 1L << 39, 1).NextUInt());
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Fate, -(1L << 39) - 1, 1).NextUInt());
    }

    [Fact]
    public void A_stream_ends_before_it_repeats_itself()
    {
        var stream = new RandomStream(1, Purpose.Shuffle, 0, 0);
        for (var i = 0; i < 1 << 18; i++)
            stream.NextUInt();
        var ended = false;
        try
        {
            stream.NextUInt();
        }
        catch (InvalidOperationException)
        {
            ended = true;
        }

        Assert.True(ended);
    }

    [Fact]
    public void Purposes_have_distinct_numbers() => Assert.Equal(Enum.GetNames<Purpose>().Length, Enum.GetValues<Purpose>().Distinct().Count());

    [Fact]
    public void First_draws_of_neighboring_ticks_purposes_and_lineages_are_uniform_and_uncorrelated()
    {
        var (previous, product) = (0.0, 0.0);
        var bins = new long[64];
        for (var i = 0; i < Draws; i++)
        {
            var u = new RandomStream(7, (Purpose)(i % 19), i / 1000, (ulong)(i % 1000)).NextDouble() - 0.5;
            bins[(int)((u + 0.5) * 64)]++;
            product += u * previous;
            previous = u;
        }

        Assert.InRange(product * 12 / Math.Sqrt(Draws), -MaxZ, MaxZ);
        Assert.True(ChiSquare(bins, _ => 1.0 / 64) < ChiSquared.InvCDF(63, 1 - 1e-6));
    }

    [Fact]
    public void Doubles_are_uniform() => HasDistribution((ref s) => s.NextDouble(), u => u, 0.5, 1.0 / 12);

    [Fact]
    public void Normals_are_normal() => HasDistribution((ref s) => s.NextNormal(), x => Normal.CDF(0, 1, x), 0, 1);

    [Fact]
    public void Exponentials_are_exponential() => HasDistribution((ref s) => s.NextExponential(), x => Exponential.CDF(1, x), 1, 1);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.7)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(250)]
    public void Gammas_are_gamma(double shape)
    {
        HasDistribution((ref s) => s.NextGamma(shape), Cumulative, shape, shape);

        // MathNet takes x below 1e-15 for 0, where small shapes have much of their probability; there the first term of the series is exact.
        double Cumulative(double x) => x < 1e-12 ? Math.Pow(x, shape) / SpecialFunctions.Gamma(shape + 1) : Gamma.CDF(shape, 1, x);
    }

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(2, 5)]
    [InlineData(0.3, 4)]
    [InlineData(80, 20)]
    public void Betas_are_beta(double a, double b)
        => HasDistribution((ref s) => s.NextBeta(a, b), x => Beta.CDF(a, b, x), a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)));

    [Fact]
    public void Betas_of_tiny_shapes_are_0_or_1()
    {
        for (var i = 0; i < 100; i++)
        {
            var x = new RandomStream(1, Purpose.AttributeStart, 0, (ulong)i).NextBeta(1e-6, 1e-6);
            Assert.True(x is >= 0 and <= 1);
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(1)]
    [InlineData(12.5)]
    [InlineData(29.9)]
    [InlineData(30)]
    [InlineData(47.3)]
    [InlineData(1000)]
    public void Poissons_have_the_right_probabilities(double mean)
    {
        var (from, to) = ((int)Math.Max(0, mean - (3 * Math.Sqrt(mean))), (int)(mean + (3 * Math.Sqrt(mean))) + 1);
        var bins = new long[to - from + 1];
        for (var i = 0; i < Draws; i++)
            bins[Math.Clamp(new RandomStream(3, Purpose.Arrival, i, 5).NextPoisson(mean), from, to) - from]++;

        var probability = new double[bins.Length];
        for (var k = from + 1; k < to; k++)
            probability[k - from] = Poisson.PMF(mean, k);
        probability[0] = Poisson.CDF(mean, from);
        probability[^1] = 1 - probability.Sum();
        Assert.True(ChiSquare(bins, i => probability[i]) < ChiSquared.InvCDF(bins.Length - 1, 1 - 1e-6));
    }

    [Fact]
    public void Poissons_of_extreme_means()
    {
        Assert.Equal(0, new RandomStream(1, Purpose.Arrival, 0, 0).NextPoisson(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Arrival, 0, 0).NextPoisson(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Arrival, 0, 0).NextPoisson(double.NaN));
        var sum = 0.0;
        for (var i = 0; i < 1000; i++)
            sum += (new RandomStream(1, Purpose.Arrival, i, 0).NextPoisson(1e9) - 1e9) / Math.Sqrt(1e9);
        Assert.InRange(sum / Math.Sqrt(1000), -MaxZ, MaxZ);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(26)]
    [InlineData(1000)]
    public void Whole_numbers_below_n_are_equally_likely(int n)
    {
        var bins = new long[n];
        for (var i = 0; i < Draws; i++)
            bins[new RandomStream(9, Purpose.Direction, i, 1).NextBelow(n)]++;
        if (n > 1)
            Assert.True(ChiSquare(bins, _ => 1.0 / n) < ChiSquared.InvCDF(n - 1, 1 - 1e-6));
    }

    [Fact]
    public void Shapes_and_bounds_that_are_not_positive_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Fate, 0, 0).NextBelow(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Fate, 0, 0).NextGamma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Fate, 0, 0).NextGamma(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1, Purpose.Fate, 0, 0).NextBeta(1, -1));
    }

    [Theory] // computed with 60 digits
    [InlineData(1.1102230246251565e-16, -8.209536151601387)]
    [InlineData(1e-10, -6.361340902404057)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(0.07, -1.4757910281791706)]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.6, 0.2533471031357997)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.9999999999999999, 8.209536151601387)]
    public void Normal_quantiles_are_right_to_15_digits(double p, double z) => Assert.Equal(z, NormalQuantile.At(p), Math.Abs(z) * 1e-15);

    /// <summary>Mean within its standard error, and 50 bins of equal probability.</summary>
    private static void HasDistribution(Draw draw, Func<double, double> cumulative, double mean, double variance)
    {
        var bins = new long[50];
        var sum = 0.0;
        for (var i = 0; i < Draws; i++)
        {
            var stream = new RandomStream(11, Purpose.AttributeStart, i / 100, (ulong)(i % 100));
            var x = draw(ref stream);
            sum += x;
            bins[Math.Min(49, (int)(cumulative(x) * 50))]++;
        }

        Assert.InRange(((sum / Draws) - mean) / Math.Sqrt(variance / Draws), -MaxZ, MaxZ);
        Assert.True(ChiSquare(bins, _ => 0.02) < ChiSquared.InvCDF(49, 1 - 1e-6));
    }

    private static double ChiSquare(long[] observed, Func<int, double> probability)
    {
        var total = observed.Sum();
        return observed.Select((count, i) => Math.Pow(count - (total * probability(i)), 2) / (total * probability(i))).Sum();
    }
}
