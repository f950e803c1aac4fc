using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class DistributionTests
{
    private static readonly double[] Probabilities = [1e-9, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.77, 0.95, 0.999, 1 - 1e-9];

    /// <summary>Each is inverse to its cumulative distribution function, in closed form or of MathNet.</summary>
    public static TheoryData<string, Distribution, Func<double, double>> Continuous => new()
    {
        { "uniform", new UniformDistribution(-2, 6), x => (x + 2) / 8 },
        { "log-uniform", new LogUniformDistribution(1e-3, 1e4), x => (Math.Log10(x) + 3) / 7 },
        { "normal", new NormalDistribution(3, 2), x => Normal.CDF(3, 2, x) },
        { "lognormal", new LognormalDistribution(50, 2.5), x => Normal.CDF(Math.Log(50), Math.Log(2.5), Math.Log(x)) },
        { "triangular", new TriangularDistribution(1, 2, 5), x => Triangular.CDF(1, 5, 2, x) },
        { "triangular, mode low", new TriangularDistribution(1, 1, 5), x => 1 - ((5 - x) * (5 - x) / 16) },
        { "triangular, mode high", new TriangularDistribution(1, 5, 5), x => (x - 1) * (x - 1) / 16 },
        { "beta", new BetaDistribution(2, 5), x => Beta.CDF(2, 5, x) },
        { "beta, u-shaped", new BetaDistribution(0.5, 0.5), x => 2 / Math.PI * Math.Asin(Math.Sqrt(Math.Min(x, 1))) },
        { "beta, one shape", new BetaDistribution(3, 1, 10, 20), x => Math.Pow((x - 10) / 10, 3) },
        { "truncated", new TruncatedNormalDistribution(1, 2, 0, 4), x => (Normal.CDF(1, 2, x) - Normal.CDF(1, 2, 0)) / (Normal.CDF(1, 2, 4) - Normal.CDF(1, 2, 0)) },
        { "truncated above", new TruncatedNormalDistribution(1, 2, double.NegativeInfinity, 0), x => Normal.CDF(1, 2, x) / Normal.CDF(1, 2, 0) },
        { "truncated lognormal", new TruncatedLognormalDistribution(20, 1.5, 5, 80), x => (LogNormal.CDF(Math.Log(20), Math.Log(1.5), x) - LogNormal.CDF(Math.Log(20), Math.Log(1.5), 5)) / (LogNormal.CDF(Math.Log(20), Math.Log(1.5), 80) - LogNormal.CDF(Math.Log(20), Math.Log(1.5), 5)) },
        { "truncated lognormal below", new TruncatedLognormalDistribution(1, 2, 0, 1), x => 2 * LogNormal.CDF(0, Math.Log(2), x) },
        { "truncated tail", new TruncatedNormalDistribution(0, 1, 4, double.PositiveInfinity), x => 1 - (Normal.CDF(0, 1, -x) / Normal.CDF(0, 1, -4)) },
    };

    [Theory]
    [MemberData(nameof(Continuous))]
    public void Draws_are_inverse_to_the_distribution_function(string name, Distribution distribution, Func<double, double> cumulative)
    {
        Assert.NotEmpty(name);
        var last = double.NegativeInfinity;
        foreach (var p in Probabilities)
        {
            var x = distribution.At(p);
            Assert.True(x >= last);
            last = x;

            // Half a unit of the ninth digit.
            var rounding = 5e-9 * Math.Abs(x);
            Assert.Equal(p, cumulative(x), cumulative(x + rounding) - cumulative(x - rounding) + (1e-9 * p * (1 - p)) + 1e-15);
            Assert.Equal(NineDigits.Round(x), x);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.At(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.At(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.At(double.NaN));
    }

    [Fact]
    public void Small_draws_of_a_beta_keep_their_digits()
    {
        // With second shape 1 the quantile is u^(1/alpha).
        Assert.Equal(Math.Pow(1e-9, 4), new BetaDistribution(0.25, 1).At(1e-9), 1e-44);
        Assert.Equal(1 - Math.Pow(1e-6, 1 / 2.0), new BetaDistribution(1, 2).At(1 - 1e-6), 1e-9);
    }

    /// <summary>Of whole shapes the distribution function is a binomial sum: P(at least a of a + b - 1).</summary>
    [Theory]
    [InlineData(3, 4)]
    [InlineData(1000, 1000)]
    [InlineData(10_000, 10_000)]
    [InlineData(20, 10_000)]
    [InlineData(10_000, 3)]
    public void Betas_of_large_shapes_keep_their_digits(int a, int b)
    {
        foreach (var u in new[] { 0.001, 0.3, 0.9 })
        {
            var x = new BetaDistribution(a, b).At(u);
            double Cumulative(double p) => Enumerable.Range(a, b).Sum(k => Math.Exp(SpecialFunctions.BinomialLn(a + b - 1, k) + (k * Math.Log(p)) + ((a + b - 1 - k) * Math.Log(1 - p))));
            var (low, high) = (Cumulative(x * (1 - 5e-9)), Cumulative(x * (1 + 5e-9)));
            Assert.InRange(u, low - 1e-9, high + 1e-9);
        }
    }

    [Fact]
    public void A_lognormal_can_be_given_by_mean_and_standard_deviation()
    {
        var distribution = LognormalDistribution.OfMeanAndSd(12, 5);
        var draws = Enumerable.Range(0, 100_000).Select(i => distribution.At((i + 0.5) / 100_000)).ToArray();
        Assert.Equal(12, draws.Average(), 1e-3);
        Assert.Equal(5, Math.Sqrt(Samples.Variance(draws)), 0.01);
    }

    [Fact]
    public void A_choice_takes_its_values_by_weight()
    {
        var choice = new ChoiceDistribution([5, -1, 7], [1, 0, 3]);
        Assert.Equal([5, 5, 7, 7, 7], new[] { 1e-12, 0.2499, 0.2501, 0.5, 1 - 1e-16 }.Select(choice.At));
        Assert.Equal([1, 1, 2, 2], new[] { 0.1, 0.49, 0.51, 0.9 }.Select(new ChoiceDistribution([1, 2]).At));
        Assert.Equal(3, new ChoiceDistribution([1, 2, 3], [1e300, 1e300, 1e300]).At(Math.BitDecrement(1.0)));
    }

    [Fact]
    public void Draws_of_bounded_distributions_stay_within_bounds()
    {
        foreach (var u in new[] { 1e-300, 1e-17, 1 - 1e-16 })
            foreach (var distribution in new Distribution[]
                { new UniformDistribution(0.1, 0.7), new LogUniformDistribution(0.1, 0.7), new TriangularDistribution(0.1, 0.1, 0.7), new BetaDistribution(0.01, 0.01, 0.1, 0.7), new TruncatedNormalDistribution(0, 0.1, 0.1, 0.7), new TruncatedLognormalDistribution(0.1, 3, 0.1, 0.7) })
                Assert.InRange(distribution.At(u), 0.1, 0.7);
    }

    [Fact]
    public void Impossible_distributions_are_refused_with_the_reason()
    {
        void Refused(string reason, Func<Distribution> make) => Assert.Contains(reason, Assert.Throws<ArgumentException>(make).Message);
        Refused("The lower bound 3 is not below the upper bound 3", () => new UniformDistribution(3, 3));
        Refused("A bound is a finite number", () => new UniformDistribution(0, double.PositiveInfinity));
        Refused("positive bounds", () => new LogUniformDistribution(0, 3));
        Refused("standard deviation is positive", () => new NormalDistribution(0, 0));
        Refused("mean is a finite number", () => new NormalDistribution(double.NaN, 1));
        Refused("median of a lognormal distribution is positive", () => new LognormalDistribution(0, 2));
        Refused("geometric standard deviation is above 1", () => new LognormalDistribution(1, 1));
        Refused("mean of a lognormal distribution is positive", () => LognormalDistribution.OfMeanAndSd(-1, 1));
        Refused("standard deviation is positive", () => LognormalDistribution.OfMeanAndSd(1, 0));
        Refused("mode of a triangular distribution lies between", () => new TriangularDistribution(0, 2, 1));
        Refused("shapes of a beta distribution", () => new BetaDistribution(0, 1));
        Refused("Almost nothing of the normal distribution", () => new TruncatedNormalDistribution(0, 1, 7, 8));
        Refused("a value or more", () => new ChoiceDistribution([]));
        Refused("as many weights as values", () => new ChoiceDistribution([1, 2], [1]));
        Refused("weight is not negative", () => new ChoiceDistribution([1, 2], [1, -1]));
        Refused("weight of a choice is positive", () => new ChoiceDistribution([1, 2], [0, 0]));
        Refused("finite number", () => new ChoiceDistribution([double.NaN]));
    }
}
