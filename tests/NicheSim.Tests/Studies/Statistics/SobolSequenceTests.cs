using System.Numerics;
using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class SobolSequenceTests
{
    /// <summary>The first ten points in three dimensions as printed on the page of Joe and Kuo for new-joe-kuo-6.21201.</summary>
    [Fact]
    public void The_first_ten_points_are_the_published_ones()
    {
        double[][] published =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];
        for (var i = 0; i < published.Length; i++)
            Assert.Equal(published[i], SobolSequence.Point(i, 3));
    }

    /// <summary>
    /// By hand, where the order of the coefficients matters. Dimension 5 has x^3 + x^2 + 1 and m = 1, 1, 1: m(4) = 2 m(3) xor 8 m(1) xor m(1) = 11; point 8, with
    /// Gray code 12, is 11/16 xor 1/8. Dimension 7 has x^4 + x^3 + 1 and m = 1, 3, 5, 13: m(5) = 2 m(4) xor 16 m(1) xor m(1) = 11; point 16 is 11/32 xor 13/16.
    /// </summary>
    [Fact]
    public void Direction_numbers_follow_from_their_polynomials()
    {
        Assert.Equal(9.0 / 16, SobolSequence.Point(8, 5)[4]);
        Assert.Equal(17.0 / 32, SobolSequence.Point(16, 7)[6]);
    }

    /// <summary>
    /// What makes a table of direction numbers one: all polynomials are primitive, each has its own, in the order of degree and size, none is left out up to
    /// degree 9 (1, 1, 2, 2, 6, 6, 18, 16, 48 of degrees 1 to 9), and m(i) is odd and below 2^i.
    /// </summary>
    [Fact]
    public void The_table_has_every_primitive_polynomial_in_order_and_odd_initial_numbers()
    {
        var perDegree = new int[11];
        var row = JoeKuo.Rows;
        var (last, dimensions) = (0, 1);
        while (!row.IsEmpty)
        {
            var (degree, inner) = ((int)row[0], (int)row[1]);
            var polynomial = (1 << degree) | (inner << 1) | 1;
            Assert.True(polynomial > last);
            Assert.True(IsPrimitive(polynomial, degree), $"dimension {dimensions + 1}");
            for (var i = 1; i <= degree; i++)
                Assert.True(row[1 + i] % 2 == 1 && row[1 + i] < 1 << i);
            perDegree[degree]++;
            row = row[(2 + degree)..];
            (last, dimensions) = (polynomial, dimensions + 1);
        }

        Assert.Equal(SobolSequence.MaxDimensions, dimensions);
        Assert.Equal([1, 1, 2, 2, 6, 6, 18, 16, 48, 27], perDegree[1..]);
    }

    /// <summary>Property A of Sobol': the first 2^d of all points, cut at one half in each of d dimensions, have one point in each part; here for pairs of dimensions.</summary>
    [Fact]
    public void Every_dimension_is_stratified_and_pairs_are_even_scrambled_or_not()
    {
        const int Count = 1024;
        foreach (var points in new[] { Points(i => SobolSequence.Point(i, 128)), Points(i => SobolSequence.Scrambled(i, 128, 5)) })
            for (var d = 0; d < 128; d++)
            {
                Assert.Equal(Count, points.Select(p => (int)(p[d] * Count)).Distinct().Count());
                var other = (d + 1) % 128;
                var quarters = points.CountBy(p => ((int)(2 * p[d]), (int)(2 * p[other]))).ToDictionary();
                Assert.All(quarters.Values, n => Assert.Equal(Count / 4, n));
            }

        static double[][] Points(Func<int, double[]> at) => [.. Enumerable.Range(0, Count).Select(at)];
    }

    [Fact]
    public void Scrambled_points_are_inside_uniform_and_follow_their_seed()
    {
        Assert.Equal(SobolSequence.Scrambled(77, 5, 1), SobolSequence.Scrambled(77, 9, 1)[..5]);
        Assert.NotEqual(SobolSequence.Scrambled(77, 5, 1), SobolSequence.Scrambled(77, 5, 2));

        // One point over 4,000 scrambles is uniform and independent between dimensions: mean 0.5 (standard error 0.0046), variance 1/12, correlation 0 (0.0158).
        var points = Enumerable.Range(0, 4000).Select(seed => SobolSequence.Scrambled(0, 2, (ulong)seed)).ToArray();
        double[] first = [.. points.Select(p => p[0])], second = [.. points.Select(p => p[1])];
        Assert.Equal(0.5, first.Average(), 0.023); // five standard errors: false alarm 6e-7
        Assert.Equal(1.0 / 12, Samples.Variance(first), 0.006);
        Assert.InRange(Correlation.Pearson(first, second).Value, -0.08, 0.08);
        Assert.All(points, p => Assert.All(p, u => Assert.InRange(u, 1e-10, 1 - 1e-10)));
    }

    /// <summary>
    /// Points 0 and 1 differ in their first digit alone, so nested scrambling flips their second digits independently: they agree in half of all
    /// scrambles (a plain digital shift would keep them equal always).
    /// </summary>
    [Fact]
    public void Digits_are_scrambled_by_all_digits_before_them()
    {
        var equal = Enumerable.Range(0, 1000).Count(seed =>
            (int)(4 * SobolSequence.Scrambled(0, 1, (ulong)seed)[0]) % 2 == (int)(4 * SobolSequence.Scrambled(1, 1, (ulong)seed)[0]) % 2);
        Assert.InRange(equal, 420, 580); // standard deviation 16: false alarm 4e-7
    }

    /// <summary>The integral of the product of (1 + (x - 1/2) / 2) over eight dimensions is 1; 1,024 plain random points miss it by 0.013.</summary>
    [Fact]
    public void Scrambled_points_integrate_far_better_than_random_ones()
    {
        var mean = Enumerable.Range(0, 1024).Average(i => SobolSequence.Scrambled(i, 8, 3).Aggregate(1.0, (product, x) => product * (1 + ((x - 0.5) / 2))));
        Assert.Equal(1, mean, 1e-3);
    }

    [Fact]
    public void Points_beyond_the_sequence_are_refused()
    {
        Assert.InRange(SobolSequence.Point(uint.MaxValue, 128)[127], 0, 1 - 1e-10);
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Point(1L << 32, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Point(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Scrambled(0, 129, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolSequence.Scrambled(0, 0, 1));
    }

    /// <summary>x has the full order 2^degree - 1 modulo the polynomial.</summary>
    private static bool IsPrimitive(int polynomial, int degree)
    {
        var (x, order) = (1, 0);
        do
        {
            x <<= 1;
            x ^= BitOperations.Log2((uint)x) == degree ? polynomial : 0;
            order++;
        }
        while (x > 1);
        return x == 1 && order == (1 << degree) - 1;
    }
}
