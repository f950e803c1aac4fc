using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class CorrelationTests
{
    /// <summary>The first of Anscombe's quartet (1973): R's cor.test gives 0.8164205, p = 0.00217, 95 % from 0.4243912 to 0.9506933.</summary>
    [Fact]
    public void Anscombes_first_set_has_the_published_correlation()
    {
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        var correlation = Correlation.Pearson(x, y);
        Assert.Equal(0.8164205, correlation.Value, 5.1e-8);
        Assert.Equal(0.00217, correlation.P, 5.1e-6);
        Assert.Equal(0.4243912, correlation.Interval.Low, 5.1e-8);
        Assert.Equal(0.9506933, correlation.Interval.High, 5.1e-8);
    }

    /// <summary>Hours of television and IQ of ten people, the example of the encyclopedias: rho = -29/165, p = 0.627188 by t.</summary>
    [Fact]
    public void Spearmans_rho_has_the_published_value()
    {
        double[] iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
        var rho = Correlation.Spearman(iq, hours);
        Assert.Equal(-29.0 / 165, rho.Value, 1e-15);
        Assert.Equal(0.627188, rho.P, 5.1e-7);

        // Bonett and Wright (2000): z = atanh r, variance (1 + r^2 / 2) / (n - 3).
        var half = 1.959963984540054 * Math.Sqrt((1 + (29.0 / 165 * (29.0 / 165) / 2)) / 7);
        Assert.Equal(Math.Tanh(Math.Atanh(-29.0 / 165) - half), rho.Interval.Low, 1e-13);
        Assert.Equal(Math.Tanh(Math.Atanh(-29.0 / 165) + half), rho.Interval.High, 1e-13);
    }

    /// <summary>With ties rho is Pearson's correlation of mean ranks: 1, 2.5, 2.5, 4 against 1, 3, 2, 4 is 4.5 / sqrt(4.5 5).</summary>
    [Fact]
    public void Ties_share_their_ranks()
    {
        var rho = Correlation.Spearman([1, 5, 5, 9], [0.1, 0.3, 0.2, 0.4]);
        Assert.Equal(4.5 / Math.Sqrt(22.5), rho.Value, 1e-15);
        Assert.Equal(rho.Value, Correlation.Pearson([1, 2.5, 2.5, 4], [1, 3, 2, 4]).Value, 1e-15);
    }

    [Fact]
    public void A_monotone_curve_is_one_in_ranks()
    {
        var rho = Correlation.Spearman([1, 2, 3, 4, 5], [1, 10, 100, 1000, 10000]);
        Assert.Equal(new Correlation(5, 0, 1, new(1, 1), 0), rho);
        Assert.Equal(new Correlation(5, 0, -1, new(-1, -1), 0), Correlation.Spearman([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]));
    }

    [Fact]
    public void Small_constant_and_missing_samples_have_defined_results()
    {
        Assert.Equal(new Correlation(0, 0, double.NaN, Interval.Undefined, double.NaN), Correlation.Pearson([], []));
        Assert.Equal(new Correlation(3, 0, double.NaN, Interval.Undefined, double.NaN), Correlation.Spearman([1, 2, 3], [0.1, 0.1, 0.1]));
        var two = Correlation.Pearson([1, 2, double.NaN], [4, 3, 1]);
        Assert.Equal(new Correlation(2, 1, -1, Interval.Undefined, double.NaN), two);
        Assert.Equal(Interval.Undefined, Correlation.Pearson([1, 2, 3], [1, 3, 2]).Interval);
        Assert.Throws<ArgumentException>(() => Correlation.Pearson([1], [1, 2]));
    }

    /// <summary>Of two inputs: r(xy.z) = (r(xy) - r(xz) r(yz)) / sqrt((1 - r(xz)^2) (1 - r(yz)^2)), on ranks.</summary>
    [Fact]
    public void A_partial_rank_correlation_of_two_inputs_has_its_closed_form()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], z = [2, 1, 4, 3, 7, 8, 5, 10, 6, 9], y = [3, 1, 2, 9, 4, 6, 5, 8, 10, 7];
        double R(double[] a, double[] b) => Correlation.Spearman(a, b).Value;
        var partial = PartialRank.Of([x, z], y);
        Assert.Equal((R(x, y) - (R(x, z) * R(y, z))) / Math.Sqrt((1 - (R(x, z) * R(x, z))) * (1 - (R(y, z) * R(y, z)))), partial[0].Value, 1e-13);
        Assert.Equal((R(z, y) - (R(x, z) * R(x, y))) / Math.Sqrt((1 - (R(x, z) * R(x, z))) * (1 - (R(x, y) * R(x, y)))), partial[1].Value, 1e-13);

        // One other input costs one value: 7 degrees of freedom, and 6 in the variance of z.
        var r = partial[0].Value;
        Assert.Equal(Tails.StudentTwoSided(r * Math.Sqrt(7 / (1 - (r * r))), 7), partial[0].P, 1e-13);
        Assert.Equal(Math.Tanh(Math.Atanh(r) + (1.959963984540054 * Math.Sqrt((1 + (r * r / 2)) / 6))), partial[0].Interval.High, 1e-12);
    }

    [Fact]
    public void One_input_alone_has_its_spearman_correlation()
    {
        double[] x = [1, 5, 2, 8, 8, 3], y = [2, 1, 1, 4, 6, 3];
        var (partial, rho) = (PartialRank.Of([x], y)[0], Correlation.Spearman(x, y));
        Assert.Equal(rho.Value, partial.Value, 1e-14);
        Assert.Equal(rho.P, partial.P, 1e-13);
    }

    /// <summary>An additive monotone model of three inputs and one that does nothing, by a Latin hypercube of 200 runs.</summary>
    [Fact]
    public void Partial_rank_correlations_find_what_acts()
    {
        var points = LatinHypercube.Points(200, 4, 1);
        var inputs = Enumerable.Range(0, 4).Select(d => points.Select(p => p[d]).ToArray()).ToArray();
        var output = points.Select(p => Math.Exp(2 * p[0]) - (3 * p[1]) + (0.5 * p[2] * p[2])).ToArray();
        var partial = PartialRank.Of(inputs, output);
        Assert.InRange(partial[0].Value, 0.9, 1);
        Assert.InRange(partial[1].Value, -1, -0.85);
        Assert.InRange(partial[2].Value, 0.2, 0.8);
        Assert.InRange(partial[3].Value, -0.25, 0.25); // three standard errors and a half; false alarm 5e-4, the seed is fixed
        Assert.True(partial[3].Interval.Low < 0 && partial[3].Interval.High > 0);
    }

    [Fact]
    public void Constant_and_dependent_inputs_and_missing_runs_have_defined_results()
    {
        double[] x = [1, 2, 3, 4, 5], y = [2, 1, 4, 3, 5];
        Assert.All(PartialRank.Of([x, x], y), c => Assert.Equal(double.NaN, c.Value));
        Assert.All(PartialRank.Of([x, [1, 1, 1, 1, 1]], y), c => Assert.Equal(double.NaN, c.Value));
        Assert.All(PartialRank.Of([x, [3, 1, 2, 5, 4]], [double.NaN, 1, double.NaN, 2, double.NaN]), c => Assert.Equal((2, 3, double.NaN), (c.Count, c.Missing, c.Value)));
        Assert.Throws<ArgumentException>(() => PartialRank.Of([], y));
        Assert.Throws<ArgumentException>(() => PartialRank.Of([[1]], y));
    }
}
