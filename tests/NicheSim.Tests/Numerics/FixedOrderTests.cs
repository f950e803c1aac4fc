using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class FixedOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20_003)]
    public void Sums_have_the_bits_of_their_definition(int count)
    {
        var random = new Random(count);
        var x = Enumerable.Range(0, count).Select(_ => (float)Math.Pow(10, (random.NextDouble() * 12) - 6)).ToArray();
        var y = x.Select(v => 1 - (v * (float)random.NextDouble())).ToArray();
        var wide = x.Select(v => v / 3.0).ToArray();
        Assert.Equal(Defined(count, i => x[i]), FixedOrder.Sum(x));
        Assert.Equal(Defined(count, i => wide[i]), FixedOrder.Sum(wide));
        Assert.Equal(Defined(count, i => (double)x[i] * y[i]), FixedOrder.Dot(x, y));
        Assert.Equal(Defined(count, i => (double)x[i] * x[i]), FixedOrder.SumOfSquares(x));
        Assert.Equal(x.Sum(v => (double)v), FixedOrder.Sum(x), 1e-12 * x.Sum(v => (double)v));
    }

    [Fact]
    public void A_sum_of_whole_blocks_in_order_is_the_sum_of_all()
    {
        var random = new Random(1);
        var x = Enumerable.Range(0, 50_000).Select(_ => random.NextSingle()).ToArray();
        var sum = 0.0;
        for (var start = 0; start < x.Length; start += FixedOrder.BlockSize)
            sum += FixedOrder.Sum(x.AsSpan(start, Math.Min(FixedOrder.BlockSize, x.Length - start)));
        Assert.Equal(FixedOrder.Sum(x), sum);
    }

    [Fact]
    public void A_product_of_spans_of_different_length_is_refused()
        => Assert.Throws<ArgumentException>(() => FixedOrder.Dot(new float[3], new float[4]));

    /// <summary>The order as the docstring of <see cref="FixedOrder"/> states it, element by element.</summary>
    private static double Defined(int count, Func<int, double> term)
    {
        var sum = 0.0;
        for (var start = 0; start < count; start += 4096)
        {
            var lane = new double[8];
            for (var i = start; i < Math.Min(count, start + 4096); i++)
                lane[(i - start) % 8] += term(i);
            sum += lane[0] + lane[4] + (lane[2] + lane[6]) + (lane[1] + lane[5] + (lane[3] + lane[7]));
        }

        return sum;
    }
}
