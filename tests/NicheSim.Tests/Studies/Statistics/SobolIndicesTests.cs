using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class SobolIndicesTests
{
    /// <summary>
    /// Ishigami and Homma (1990), sin a + 7 sin^2 b + 0.1 c^4 sin a on (-pi, pi): first order 0.3139, 0.4424, 0, total 0.5576, 0.4424, 0.2437
    /// (Saltelli et al., "Global sensitivity analysis: the primer", 2008).
    /// </summary>
    [Fact]
    public void The_ishigami_function_has_the_published_indices()
    {
        var points = SobolIndices.Points(3, 2048, 1);
        var outputs = points.Select(p => p.Select(u => Math.PI * ((2 * u) - 1)).ToArray())
            .Select(x => Math.Sin(x[0]) + (7 * Math.Sin(x[1]) * Math.Sin(x[1])) + (0.1 * Math.Pow(x[2], 4) * Math.Sin(x[0]))).ToArray();
        var indices = SobolIndices.Of(3, outputs, new Bootstrap(1, 300));
        double[] first = [0.3139, 0.4424, 0], total = [0.5576, 0.4424, 0.2437];
        for (var d = 0; d < 3; d++)
        {
            Assert.Equal(first[d], indices[d].First, 0.015);
            Assert.Equal(total[d], indices[d].Total, 0.015);
            Assert.InRange(first[d], indices[d].FirstInterval.Low, indices[d].FirstInterval.High);
            Assert.InRange(total[d], indices[d].TotalInterval.Low, indices[d].TotalInterval.High);
            Assert.InRange(indices[d].FirstInterval.High - indices[d].FirstInterval.Low, 0.02, 0.2);
        }
    }

    /// <summary>The g function with a = 0, 1, 4.5, 9, 99, 99, 99, 99: first order 0.716, 0.179, 0.024, 0.007, 0.0001 (Saltelli et al., 2008 and 2010).</summary>
    [Fact]
    public void The_g_function_has_the_published_indices()
    {
        double[] a = [0, 1, 4.5, 9, 99, 99, 99, 99];
        Assert.Equal(0.716, GFunction.Indices(a, 0).First, 5.1e-4);
        Assert.Equal(0.007, GFunction.Indices(a, 3).First, 5.1e-4);
        double[] first = new double[8], total = new double[8];
        const int Plans = 8;
        for (var seed = 0; seed < Plans; seed++)
        {
            var points = SobolIndices.Points(8, 1024, (ulong)seed);
            var indices = SobolIndices.Of(8, [.. points.Select(p => GFunction.At(p, a))], new Bootstrap(1, 2));
            for (var d = 0; d < 8; d++)
            {
                first[d] += indices[d].First / Plans;
                total[d] += indices[d].Total / Plans;
            }
        }

        // Of one plan the first of these indices has a standard error of some 0.02.
        for (var d = 0; d < 8; d++)
        {
            var known = GFunction.Indices(a, d);
            Assert.Equal(known.First, first[d], 0.002 + (0.02 * known.First));
            Assert.Equal(known.Total, total[d], 0.002 + (0.02 * known.Total));
        }
    }

    /// <summary>Of a linear function without interaction first and total order are equal: shares 9/14, 4/14, 1/14.</summary>
    [Fact]
    public void A_linear_function_has_shares_of_its_squared_coefficients()
    {
        var points = SobolIndices.Points(3, 1024, 2);
        var indices = SobolIndices.Of(3, [.. points.Select(p => (3 * p[0]) - (2 * p[1]) + p[2] + 1e6)], new Bootstrap(1, 100));
        double[] shares = [9.0 / 14, 4.0 / 14, 1.0 / 14];
        for (var d = 0; d < 3; d++)
        {
            Assert.Equal(shares[d], indices[d].First, 0.005);
            Assert.Equal(shares[d], indices[d].Total, 0.005);
        }
    }

    [Fact]
    public void Rows_mix_two_points_and_a_plan_can_grow()
    {
        var points = SobolIndices.Points(2, 8, 1);
        Assert.Equal(32, points.Length);
        Assert.Equal(points[..16], SobolIndices.Points(2, 4, 1));
        for (var r = 0; r < 8; r++)
        {
            var row = points.AsSpan(4 * r, 4).ToArray();
            Assert.Equal([row[3][0], row[0][1]], row[1]);
            Assert.Equal([row[0][0], row[3][1]], row[2]);
        }
    }

    [Fact]
    public void Failed_rows_are_left_out_and_nothing_that_varies_has_no_index()
    {
        var points = SobolIndices.Points(2, 64, 1);
        var outputs = points.Select(p => p[0] + (2 * p[1])).ToArray();
        var without = SobolIndices.Of(2, outputs.AsSpan(4), new Bootstrap(1, 50));
        outputs[2] = double.NaN;
        Assert.Equal(without, SobolIndices.Of(2, outputs, new Bootstrap(1, 50)));
        Assert.Equal(double.NaN, SobolIndices.Of(2, new double[8], new Bootstrap(1, 50))[0].First);
        Assert.Equal(new SobolIndex(0, double.NaN, Interval.Undefined, double.NaN, Interval.Undefined), SobolIndices.Of(1, [], new Bootstrap(1, 50))[0]);
        Assert.Throws<ArgumentException>(() => SobolIndices.Of(2, new double[7], new Bootstrap(1, 50)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SobolIndices.Points(65, 1, 1));
    }
}
