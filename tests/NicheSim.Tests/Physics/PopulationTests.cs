using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.OdeSolvers;
using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Physics;

/// <summary>
/// Populations against stochastic theory. Seeds are fixed; a bound of z standard deviations gives a false alarm with probability erfc(z / sqrt 2):
/// 7e-6 at 4.5, for a seed drawn anew.
/// </summary>
public class PopulationTests
{
    private const double Z = 4.5;

    [Fact]
    public void Death_is_exponential_at_any_tick()
    {
        foreach (var tick in new[] { 15.0, 60, 360 })
        {
            using var niche = Niche.Found(Niche.Text("'a': { 'start': { 'x': { 'share': 1 } }, 'die': { 'perDay': 0.7 } }", width: 80, height: 80, tickMinutes: tick));
            niche.Run((int)(1.5 * 1440 / tick));
            var p = Math.Exp(-0.7 * 1.5);
            AssertNear(6400 * p, Math.Sqrt(6400 * p * (1 - p)), niche.Cells.Count);
        }
    }

    [Fact]
    public void Birth_and_death_have_the_mean_and_the_variance_of_theory()
    {
        // Linear birth-death process from one founder: mean e^(rt), variance (b + d) / (b - d) e^(rt) (e^(rt) - 1), r = b - d (Kendall 1948).
        const double Birth = 1, Death = 0.5, Days = 2;
        const int Founders = 3000;
        using var niche = Niche.Found(Niche.Text(
            $"'a': {{ 'start': {{ 'x': {{ 'count': {Founders} }} }}, 'divide': {{ 'meanCycleHours': 24, 'stages': 1, 'pushUpToVoxels': 1000 }}, 'die': {{ 'perDay': 0.5 }} }}", width: 250, height: 250, tickMinutes: 10));
        niche.Run((int)(Days * 144));
        var grown = Math.Exp((Birth - Death) * Days);
        var variance = (Birth + Death) / (Birth - Death) * grown * (grown - 1);
        AssertNear(Founders * grown, Math.Sqrt(Founders * variance), niche.Cells.Count);

        var sizes = new double[Founders + 1];
        for (var cell = 0; cell < niche.Cells.Count; cell++)
            sizes[niche.Cells.Clone[cell]]++;
        var mean = sizes.Skip(1).Average();
        var sampled = sizes.Skip(1).Sum(s => (s - mean) * (s - mean)) / (Founders - 1);

        // The size is nearly geometric (kurtosis about 10): the variance of 3000 has a relative standard deviation of 5.5 %.
        Assert.Equal(1, sampled / variance, 0.25);
        // Extinct clones: d (e^(rt) - 1) / (b e^(rt) - d).
        var extinct = Death * (grown - 1) / ((Birth * grown) - Death);
        AssertNear(Founders * extinct, Math.Sqrt(Founders * extinct * (1 - extinct)), sizes.Skip(1).Count(s => s == 0));
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(4, 60)]
    [InlineData(4, 15)]
    [InlineData(10, 60)]
    public void The_cycle_is_Erlang_at_any_tick(int stages, double tick)
    {
        // A cell is undivided at time t with probability exp(-k t / T) sum over j < k of (k t / T)^j / j!, and clones grow as the linear stages do.
        const int Founders = 2500;
        const double CycleHours = 20, Hours = 44;
        using var niche = Niche.Found(Niche.Text(
            FormattableString.Invariant($"'a': {{ 'start': {{ 'x': {{ 'count': {Founders} }} }}, 'divide': {{ 'meanCycleHours': {CycleHours}, 'stages': {stages}, 'pushUpToVoxels': 1000 }} }}"), width: 200, height: 200, tickMinutes: tick));
        niche.Run((int)(Hours * 60 / tick));
        var (rate, term, undivided) = (stages / CycleHours * Hours, 1.0, 0.0);
        for (var j = 0; j < stages; j++, term *= rate / j)
            undivided += term * Math.Exp(-rate);
        var sizes = new int[Founders + 1];
        for (var cell = 0; cell < niche.Cells.Count; cell++)
            sizes[niche.Cells.Clone[cell]]++;
        AssertNear(Founders * undivided, Math.Sqrt(Founders * undivided * (1 - undivided)), sizes.Skip(1).Count(s => s == 1));

        var theory = Solve(Vector<double>.Build.Dense(stages, i => i == 0 ? 1 : 0), Hours, y =>
        {
            var k = stages / CycleHours;
            return Vector<double>.Build.Dense(stages, i => (k * ((i == 0 ? 2 * y[stages - 1] : y[i - 1]) - y[i])));
        }).Sum();
        var mean = sizes.Skip(1).Average();
        var sd = Math.Sqrt(sizes.Skip(1).Sum(s => (s - mean) * (s - mean)) / (Founders - 1) / Founders);

        // With one stage a daughter waits for the next tick before it can divide: half a tick of 20 hours is lost in every cycle.
        var allowance = stages == 1 ? mean * (tick / 60 / CycleHours) : 0;
        Assert.Equal(theory, mean, (Z * sd) + allowance);
    }

    [Fact]
    public void Growth_does_not_depend_on_motility()
    {
        string Text(double speed) => Niche.Text(
            FormattableString.Invariant($"'a': {{ 'start': {{ 'x': {{ 'count': 300 }} }}, 'divide': {{ 'meanCycleHours': 18, 'pushUpToVoxels': 1000 }}, 'die': {{ 'perDay': 0.3 }}, 'move': {{ 'speedUmPerHour': {speed} }} }}"), width: 100, height: 100);
        using var still = Niche.Found(Text(0)).Run(120);
        using var moving = Niche.Found(Text(25)).Run(120);
        Assert.True(still.Cells.Count > 1000);
        Assert.True(moving.Cells.Hops.Sum() > 10_000);

        // Where daughters always find room, not even one draw differs.
        Assert.Equal(still.Cells.Lineage.Take(still.Cells.Count).Order(), moving.Cells.Lineage.Take(moving.Cells.Count).Order());
    }

    [Fact]
    public void Competing_risks_are_taken_in_proportion_to_their_rates()
    {
        const int Founders = 6400;
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 1 } }, 'initialState': 'p', 'states': { 'p': { 'die': { 'perDay': 1 }, 'become': { 'q': { 'perDay': 2 } }, 'turnInto': { 'b': { 'perDay': 3 } } }, 'q': { 'die': { 'perDay': 0 } } } }, 'b': { }",
            width: 80, height: 80, tickMinutes: 720)).Run(40);
        Assert.Equal(0, niche.Count("a", "p"));
        foreach (var (what, share) in new[] { ("die", 1 / 6.0), ("become:q", 2 / 6.0), ("turnInto:b", 3 / 6.0) })
            AssertNear(Founders * share, Math.Sqrt(Founders * share * (1 - share)), niche.Tally("a", what));
    }

    [Fact]
    public void Causes_are_counted_in_proportion_to_what_they_add()
    {
        // Death at 0.5 per day by itself and 1.5 more through a treatment at its half-maximum: (0.5 + 3.5) / 2 = 2, of which 0.25 is the base.
        const int Founders = 6400;
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 1 } }, 'die': { 'perDay': 0.5 } }", "", "'kill': { 'cell': 'a', 'signal': 'treatment:t', 'halfMaximum': 1, 'increases': 'die', 'toPerDay': 3.5 }",
            more: "'treatments': { 't': { } }", width: 80, height: 80, tickMinutes: 720)).Run(40);
        var share = 0.25 / 2;
        AssertNear(Founders * share, Math.Sqrt(Founders * share * (1 - share)), niche.TallyByCause("a", "die", ""));
        Assert.Equal(Founders, niche.Tally("a", "die"));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(60)]
    public void The_well_mixed_limit_is_the_ordinary_differential_equation(double tick)
    {
        // Proliferating <-> dormant, both dying: p' = (b - d1 - s) p + w q, q' = s p - (w + d2) q.
        const int Founders = 4000;
        const double Birth = 0.8, Death = 0.3, Sleep = 0.6, Wake = 0.4, Lost = 0.1, Days = 3;
        using var niche = Niche.Found(Niche.Text(
            FormattableString.Invariant($$"""
            'a': { 'initialState': 'p', 'start': { 'x': { 'count': {{Founders}} } }, 'states': {
              'p': { 'divide': { 'meanCycleHours': {{24 / Birth}}, 'stages': 1, 'pushUpToVoxels': 1000 }, 'die': { 'perDay': {{Death}} }, 'become': { 'q': { 'perDay': {{Sleep}} } } },
              'q': { 'die': { 'perDay': {{Lost}} }, 'become': { 'p': { 'perDay': {{Wake}} } } } } }
            """), width: 200, height: 200, tickMinutes: tick));
        niche.Run((int)(Days * 1440 / tick));
        var theory = Solve(
            Vector<double>.Build.Dense([Founders, 0]), Days,
            y => Vector<double>.Build.Dense([((Birth - Death - Sleep) * y[0]) + (Wake * y[1]), (Sleep * y[0]) - ((Wake + Lost) * y[1])]));

        // The number of events bounds the variance from above: that of a sum of Poisson numbers, amplified by at most e^(0.5 x 3). To it comes what a tick
        // rounds: two events of one cell in a tick, of probability (rate x tick) / 2 each.
        var sd = Math.Sqrt(Founders * 2.5);
        var rounding = 2.1 * tick / 1440 / 2 * Days;
        Assert.Equal(theory[0], niche.Count("a", "p"), (Z * sd) + (rounding * theory[0]));
        Assert.Equal(theory[1], niche.Count("a", "q"), (Z * sd) + (rounding * theory[1]));
    }

    [Fact]
    public void Dormancy_does_not_depend_on_the_tick()
    {
        const int Founders = 10_000;
        foreach (var tick in new[] { 10.0, 40 })
        {
            using var niche = Niche.Found(Niche.Text(
                "'a': { 'initialState': 'p', 'start': { 'x': { 'share': 1 } }, 'states': { 'p': { 'become': { 'q': { 'perDay': 0.5 } } }, 'q': { 'become': { 'p': { 'perDay': 0.25 } } } } }", width: 100, height: 100, tickMinutes: tick));
            niche.Run((int)(2 * 1440 / tick));
            var awake = (1 / 3.0) + (2 / 3.0 * Math.Exp(-0.75 * 2));
            AssertNear(Founders * awake, Math.Sqrt(Founders * awake * (1 - awake)), niche.Count("a", "p"));
        }
    }

    private static Vector<double> Solve(Vector<double> start, double to, Func<Vector<double>, Vector<double>> derivative)
        => RungeKutta.FourthOrder(start, 0, to, 2001, (_, y) => derivative(y))[^1];

    private static void AssertNear(double mean, double sd, double actual) => Assert.InRange(actual, mean - (Z * sd), mean + (Z * sd));
}
