using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class MorrisTests
{
    [Fact]
    public void Trajectories_change_every_input_once_by_half_of_the_levels()
    {
        const int Dimensions = 5, Levels = 4;
        var points = Morris.Points(Dimensions, 30, Levels, 9);
        Assert.Equal(30 * (Dimensions + 1), points.Length);
        Assert.All(points, p => Assert.All(p, u => Assert.Contains(u, new[] { 0, 1.0 / 3, 2.0 / 3, 1 })));
        for (var t = 0; t < 30; t++)
        {
            var changed = new List<int>();
            for (var i = 1; i <= Dimensions; i++)
            {
                var (before, after) = (points[(t * (Dimensions + 1)) + i - 1], points[(t * (Dimensions + 1)) + i]);
                var d = Assert.Single(Enumerable.Range(0, Dimensions), d => before[d] != after[d]);
                Assert.Equal(2.0 / 3, Math.Abs(after[d] - before[d]), 1e-15);
                changed.Add(d);
            }

            Assert.Equal(Enumerable.Range(0, Dimensions), changed.Order());
        }
    }

    [Fact]
    public void All_levels_and_directions_are_equally_likely_and_a_study_can_grow()
    {
        var points = Morris.Points(2, 2000, 4, 1);
        Assert.Equal(points[..300], Morris.Points(2, 100, 4, 1));
        Assert.NotEqual(points[..300], Morris.Points(2, 100, 4, 2));
        for (var level = 0; level < 4; level++)
            Assert.InRange(points.Where((_, i) => i % 3 == 0).Count(p => Math.Round(3 * p[0]) == level), 400, 600); // 500, sd 19: false alarm 2e-7
        Assert.InRange(Enumerable.Range(0, 2000).Count(t => points[3 * t][0] != points[(3 * t) + 1][0]), 888, 1112); // which input comes first
    }

    /// <summary>
    /// y = 3 a - 2 b + 4 b c + 10 with levels 0, 1/3, 2/3, 1. The effect of a is 3 always; of c it is 4 b: mean 2, standard deviation 4 sqrt(5/36); of b it is
    /// 4 c - 2, whose sizes 2, 2/3, 2/3, 2 have the mean 4/3.
    /// </summary>
    [Fact]
    public void Effects_of_a_bilinear_model_are_known()
    {
        var points = Morris.Points(3, 1000, 4, 3);
        var outputs = points.Select(p => (3 * p[0]) - (2 * p[1]) + (4 * p[1] * p[2]) + 10).ToArray();
        var effects = Morris.Effects(points, outputs, new Bootstrap(1, 1000));
        Assert.Equal((1000, 3, 3), (effects[0].Count, effects[0].Mu, effects[0].MuStar), Near(1e-12));
        Assert.Equal(0, effects[0].Sigma, 1e-12);

        // Standard error of a mean of 1,000 effects: 0.047; bounds of five: false alarm 6e-7.
        Assert.Equal(0, effects[1].Mu, 0.24);
        Assert.Equal(4.0 / 3, effects[1].MuStar, 0.11);
        Assert.Equal(4 * Math.Sqrt(5.0 / 36), effects[1].Sigma, 0.1);
        Assert.Equal(2, effects[2].Mu, 0.24);
        Assert.Equal(4 * Math.Sqrt(5.0 / 36), effects[2].Sigma, 0.1);
        Assert.All(effects, e => Assert.True(e.MuStarInterval.Low <= e.MuStar && e.MuStar <= e.MuStarInterval.High));
        Assert.Equal(2 * 1.96 * 0.0471, effects[2].MuStarInterval.High - effects[2].MuStarInterval.Low, 0.03);

        static Func<(int, double, double), (int, double, double), bool> Near(double e)
            => (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < e && Math.Abs(a.Item3 - b.Item3) < e;
    }

    /// <summary>
    /// The g function with a = 0, 1, 4.5, 9: inputs matter in that order, and the effect of one alone comes of |4x - 2| / (1 + a), so all act nonlinearly
    /// (mu near 0 against mu*); Campolongo et al. (2007) rank such by mu*.
    /// </summary>
    [Fact]
    public void The_g_function_is_ranked_by_mu_star()
    {
        double[] a = [0, 1, 4.5, 9];
        var points = Morris.Points(4, 200, 8, 3);
        var effects = Morris.Effects(points, [.. points.Select(p => GFunction.At(p, a))], new Bootstrap(1, 200));
        for (var d = 0; d < 3; d++)
        {
            Assert.True(effects[d].MuStar > 1.5 * effects[d + 1].MuStar);
            Assert.True(Math.Abs(effects[d].Mu) < 0.5 * effects[d].MuStar);
        }
    }

    [Fact]
    public void Effects_of_failed_runs_are_left_out()
    {
        var points = Morris.Points(2, 3, 4, 3);
        var outputs = points.Select(p => p[0] + (5 * p[1])).ToArray();
        outputs[1] = double.NaN;
        var effects = Morris.Effects(points, outputs, new Bootstrap(1, 100));
        Assert.All(effects, e => Assert.Equal(2, e.Count));
        Assert.Equal(5, effects[1].Mu, 1e-12);
        var none = Morris.Effects(points[..3], [double.NaN, double.NaN, double.NaN], new Bootstrap(1, 100))[0];
        Assert.Equal(new ElementaryEffect(0, double.NaN, double.NaN, Interval.Undefined, double.NaN), none);
    }

    [Fact]
    public void Bad_plans_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Morris.Points(0, 1, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Morris.Points(2, 1, 3, 1));
        var points = Morris.Points(2, 1, 4, 1);
        Assert.Throws<ArgumentException>(() => Morris.Effects(points, [1, 2], new Bootstrap(1)));
        Assert.Throws<ArgumentException>(() => Morris.Effects(points[..2], [1, 2], new Bootstrap(1)));
        Assert.Throws<ArgumentException>(() => Morris.Effects([[0, 0], [1, 1], [0, 1]], [1, 2, 3], new Bootstrap(1)));
    }
}
