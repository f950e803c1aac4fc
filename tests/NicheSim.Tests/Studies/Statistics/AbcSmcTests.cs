using System.Text.Json;
using NicheSim.Numerics;
using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class AbcSmcTests
{
    /// <summary>
    /// A normal mean m, flat prior on -5 to 5, 25 values of standard deviation 2 with mean 1: the mean of the values is sufficient, with variance 4/25. What ABC
    /// samples is the posterior spread by the tolerance, accepted evenly: normal about 1 with variance 4/25 + e^2 / 3 (Wilkinson, 2013).
    /// </summary>
    [Fact]
    public void The_posterior_of_a_normal_mean_is_the_known_one()
    {
        var settings = new AbcSettings(1, 3, 1000, MostGenerations: 6);
        var prior = new UniformDistribution(-5, 5);
        var state = Run(settings, (p, noise) => Math.Abs(prior.At(p.Unit[0]) + (0.4 * noise[0]) - 1));
        Assert.Equal((AbcStop.GenerationsDone, 6, 6), (state.Stop, state.Generation, state.History.Count));
        var tolerance = state.History[^1].Tolerance;
        Assert.InRange(tolerance, 0.01, 0.4);
        Assert.All(state.History.Zip(state.History.Skip(1)), pair => Assert.True(pair.Second.Tolerance < pair.First.Tolerance));

        var (mean, variance) = Moments(state, u => prior.At(u[0]));
        var expected = 0.16 + (tolerance * tolerance / 3);
        var effective = state.History[^1].EffectiveSampleSize;
        Assert.InRange(effective, 500, 1000);
        Assert.Equal(1, mean, 5 * Math.Sqrt(expected / effective)); // five standard errors: false alarm 6e-7
        Assert.Equal(expected, variance, 5 * expected * Math.Sqrt(2 / effective));
    }

    /// <summary>
    /// A line a + b x at x = -1, 0, 1 with noise of standard deviation 0.5, seen 2, 3, 5: the least-squares estimates 10/3 and 3/2 are sufficient and
    /// independent, with variances 0.25/3 and 0.25/2. The tolerance, a disc of radius e, adds e^2 / 4 to each.
    /// </summary>
    [Fact]
    public void The_posterior_of_a_line_is_the_known_one()
    {
        var settings = new AbcSettings(2, 8, 1500, MostGenerations: 7);
        UniformDistribution a = new(0, 8), b = new(-2, 6);
        var state = Run(settings, (p, noise) =>
        {
            double[] y = [.. Enumerable.Range(0, 3).Select(i => a.At(p.Unit[0]) + (b.At(p.Unit[1]) * (i - 1)) + (0.5 * noise[i]))];
            var (da, db) = (y.Average() - (10.0 / 3), ((y[2] - y[0]) / 2) - 1.5);
            return Math.Sqrt((da * da) + (db * db));
        });
        var last = state.History[^1];
        var added = last.Tolerance * last.Tolerance / 4;
        Assert.InRange(last.Tolerance, 0.05, 0.6);
        foreach (var (parameter, center, variance) in new[] { (u => a.At(u[0]), 10.0 / 3, added + (0.25 / 3)), ((Func<double[], double>)(u => b.At(u[1])), 1.5, added + 0.125) })
        {
            var (mean, seen) = Moments(state, parameter);
            Assert.Equal(center, mean, 5 * Math.Sqrt(variance / last.EffectiveSampleSize));
            Assert.Equal(variance, seen, 5 * variance * Math.Sqrt(2 / last.EffectiveSampleSize));
        }
    }

    /// <summary>A distance that says nothing leaves the prior: uniform, whatever the kernel did over the generations.</summary>
    [Fact]
    public void Weights_undo_the_kernel()
    {
        var state = Run(new AbcSettings(1, 5, 1000, MostGenerations: 4), (_, noise) => Tails.NormalBelow(noise[0]));
        var effective = state.History[^1].EffectiveSampleSize;
        Assert.InRange(effective, 300, 1000);
        var (mean, variance) = Moments(state, u => u[0]);
        Assert.Equal(0.5, mean, 5 * Math.Sqrt(1 / (12 * effective)));
        Assert.Equal(1.0 / 12, variance, 5 / 12.0 * Math.Sqrt(0.8 / effective)); // the kurtosis of a uniform number is 1.8
        foreach (var quarter in new[] { 0.25, 0.5, 0.75 })
            Assert.Equal(quarter, state.Particles.Where(p => p.Unit[0] < quarter).Sum(p => p.Weight), 5 * Math.Sqrt(0.25 / effective));
    }

    [Fact]
    public void Batches_saving_and_reading_change_no_bit()
    {
        var settings = new AbcSettings(2, 1, 50, MostGenerations: 4);
        double Distance(AbcProposal p, double[] noise) => Math.Abs(p.Unit[0] - 0.3) + Math.Abs(p.Unit[1] - 0.9) + (0.1 * Math.Abs(noise[0]));
        var one = JsonSerializer.Serialize(Run(settings, Distance, 1));
        Assert.Equal(one, JsonSerializer.Serialize(Run(settings, Distance, 17)));
        Assert.Equal(one, JsonSerializer.Serialize(Run(settings, Distance, 1000)));
        Assert.Equal(one, JsonSerializer.Serialize(Run(settings, Distance, 5, state => JsonSerializer.Deserialize<AbcState>(JsonSerializer.Serialize(state))!)));
        Assert.NotEqual(one, JsonSerializer.Serialize(Run(settings with { Seed = 2 }, Distance, 1)));
    }

    [Fact]
    public void Proposals_follow_their_number_and_are_within_the_cube_with_nine_decimals()
    {
        var state = AbcSmc.Start(new AbcSettings(3, 4, 20));
        var proposals = AbcSmc.Propose(state, 50);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), proposals.Select(p => p.Number));
        var later = AbcSmc.Advance(state, new double[] { 9, 9, 9 });
        Assert.Equal(proposals[3].Unit, AbcSmc.Propose(later, 1)[0].Unit);
        var next = AbcSmc.Advance(state, [.. Enumerable.Range(0, 50).Select(i => (double)i)]);
        Assert.Equal((1, 20L, 9.5), (next.Generation, next.NextNumber, next.Tolerance));
        Assert.All(AbcSmc.Propose(next, 500), p => Assert.All(p.Unit, u => Assert.True(u is > 0 and < 1 && NineDigits.Round(u) == u)));
    }

    [Fact]
    public void Failed_runs_and_far_ones_are_not_accepted()
    {
        var state = AbcSmc.Start(new AbcSettings(1, 4, 3));
        state = AbcSmc.Advance(state, [double.NaN, 5, double.PositiveInfinity, 4, 3]);
        Assert.Equal([5, 4, 3], state.Particles.Select(p => p.Distance));
        Assert.Equal(new AbcGeneration(0, double.MaxValue, 5, 3), state.History[0], (a, b) => a with { EffectiveSampleSize = 0 } == b with { EffectiveSampleSize = 0 });
        Assert.Equal(3, state.History[0].EffectiveSampleSize, 1e-12);
        state = AbcSmc.Advance(state, [4.5, 4, double.NaN]);
        Assert.Equal([4.0], state.Accepted.Select(p => p.Distance));
        Assert.Equal(3, state.Simulations);
    }

    [Fact]
    public void Every_reason_to_stop_is_said()
    {
        double Distance(AbcProposal p, double[] noise) => Math.Abs(p.Unit[0] - 0.5);
        var settings = new AbcSettings(1, 4, 20);
        var reached = Run(settings with { TargetTolerance = 0.05 }, Distance);
        Assert.Equal((AbcStop.TargetReached, 0.05), (reached.Stop, reached.History[^1].Tolerance));
        Assert.Equal(AbcStop.AcceptanceTooLow, Run(settings with { LeastAcceptance = 0.9 }, Distance).Stop);
        Assert.Equal(AbcStop.GenerationsDone, Run(settings with { MostGenerations = 2 }, Distance).Stop);
        var spent = Run(settings with { MostSimulations = 25 }, Distance);
        Assert.Equal((AbcStop.SimulationsDone, 25L, 1, 20), (spent.Stop, spent.NextNumber, spent.History.Count, spent.Particles.Count));
        Assert.Empty(AbcSmc.Propose(spent, 3));
        Assert.Equal(spent, AbcSmc.Advance(spent, [0.1]));
        Assert.Equal(AbcStop.SimulationsDone, Run(settings with { MostSimulations = 20 }, Distance).Stop);
    }

    /// <summary>Two particles at -0.5 and 0.5 of the normal scale have variance 0.25; proposals add twice that: 0.75 in all.</summary>
    [Fact]
    public void The_kernel_has_twice_the_covariance_of_the_particles()
    {
        var state = AbcSmc.Advance(AbcSmc.Start(new AbcSettings(1, 4, 3)), [1, 1, 1]);
        AbcParticle At(double z) => new([Tails.NormalBelow(z)], 0.5, 1);
        var proposals = AbcSmc.Propose(state with { Particles = [At(-0.5), At(0.5)] }, 4000);
        var z = proposals.Select(p => NormalQuantile.At(p.Unit[0])).ToArray();
        Assert.Equal(0, z.Average(), 0.07); // five standard errors
        Assert.Equal(0.75, Samples.Variance(z), 0.08);
    }

    [Fact]
    public void Particles_that_all_agree_still_move()
    {
        var state = AbcSmc.Start(new AbcSettings(1, 4, 3));
        state = AbcSmc.Advance(state, [1, 1, 1]);
        state = state with { Particles = [.. state.Particles.Select(p => p with { Unit = [0.25] })] };
        var proposals = AbcSmc.Propose(state, 100);
        Assert.Equal(100, proposals.Select(p => p.Unit[0]).Distinct().Count());
        Assert.All(proposals, p => Assert.Equal(0.25, p.Unit[0], 1e-3));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        var settings = new AbcSettings(2, 1);
        foreach (var wrong in new[]
            { settings with { Dimensions = 0 }, settings with { Particles = 3 }, settings with { Quantile = 1 }, settings with { TargetTolerance = -1 },
                settings with { TargetTolerance = double.NaN }, settings with { LeastAcceptance = 2 }, settings with { MostGenerations = 0 }, settings with { MostSimulations = 0 } })
            Assert.Throws<ArgumentException>(() => AbcSmc.Start(wrong));
    }

    /// <summary>Simulates in batches, with the noise of each proposal keyed by its number.</summary>
    private static AbcState Run(AbcSettings settings, Func<AbcProposal, double[], double> distance, int batch = 100, Func<AbcState, AbcState>? save = null)
    {
        var state = AbcSmc.Start(settings);
        while (state.Stop == AbcStop.None)
        {
            var distances = AbcSmc.Propose(state, batch).Select(p =>
            {
                var stream = new RandomStream(99, Purpose.Shuffle, 0, (ulong)p.Number);
                return distance(p, [stream.NextNormal(), stream.NextNormal(), stream.NextNormal()]);
            }).ToArray();
            state = AbcSmc.Advance(state, distances);
            state = save?.Invoke(state) ?? state;
        }

        return state;
    }

    private static (double Mean, double Variance) Moments(AbcState state, Func<double[], double> parameter)
    {
        var mean = state.Particles.Sum(p => p.Weight * parameter(p.Unit));
        return (mean, state.Particles.Sum(p => p.Weight * Math.Pow(parameter(p.Unit) - mean, 2)));
    }
}
