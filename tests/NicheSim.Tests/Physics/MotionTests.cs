using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Physics;

/// <summary>The persistent random walk on the lattice against its theory. Seeds are fixed; bounds are 4.5 standard deviations (false alarm 7e-6).</summary>
public class MotionTests
{
    private const double Speed = 10, Persistence = 2, Hours = 24;
    private const int Walkers = 2000;

    [Theory]
    [InlineData(60, 15, 1)]
    [InlineData(30, 15, 1)]
    [InlineData(7.5, 15, 1)]
    [InlineData(30, 7.5, 1)]
    [InlineData(30, 15, 40)]
    public void The_mean_squared_displacement_is_that_of_the_lattice_walk(double tick, double side, int depth)
    {
        // Hops of length h at rate v / h in a direction that is drawn anew at 1 / P: the hops are a Poisson number, so that
        // <r^2> = h v t + 2 v^2 P^2 (t / P - 1 + exp(-t / P)); the second term is that of the continuous walk (Furth 1920), the first the lattice's.
        var theory = (side * Speed * Hours) + (2 * Speed * Speed * Persistence * Persistence * ((Hours / Persistence) - 1 + Math.Exp(-Hours / Persistence)));
        var width = depth == 1 ? 600 : 100;
        using var niche = Niche.Found(Niche.Text(
            FormattableString.Invariant($"'a': {{ 'start': {{ 'x': {{ 'count': {Walkers} }} }}, 'move': {{ 'speedUmPerHour': {Speed}, 'persistenceHours': {Persistence} }} }}"),
            width: width, height: width, depth: depth, lattice: FormattableString.Invariant($"'voxelUm': {side}, 'cellEdges': {{ 'all': 'periodic' }}"), tickMinutes: tick));
        niche.Run((int)(Hours * 60 / tick));
        var squares = Enumerable.Range(0, Walkers).Select(c => side * side * (Square(niche.Cells.MovedX[c]) + Square(niche.Cells.MovedY[c]) + Square(niche.Cells.MovedZ[c]))).ToArray();
        var mean = squares.Average();
        var sd = Math.Sqrt(squares.Sum(s => (s - mean) * (s - mean)) / Walkers / Walkers);

        // At most one hop in a sub-step takes (hop probability, at most 0.3) of the first term's noise along the way; walkers that meet take 1 %.
        Assert.Equal(theory, mean, (4.5 * sd) + (0.01 * theory) + (0.3 * side * Speed * Persistence));
        Assert.Equal(Speed * Hours / side, niche.Cells.Hops.Take(Walkers).Average(), 4.5 * Math.Sqrt(Speed * Hours / side / Walkers) + (0.015 * Speed * Hours / side));
    }

    [Theory]
    [InlineData(1, 0, 1, 60)]
    [InlineData(1, 0, 1, 15)]
    [InlineData(1, 0, 0.5, 30)]
    [InlineData(3, 4, 1, 30)]
    [InlineData(-1, 1, 0.7, 30)]
    public void Drift_points_along_the_gradient_at_bias_over_root_dimensions_of_the_speed(double gx, double gy, double bias, double tick)
    {
        using var niche = Niche.Found(Niche.Text(
            FormattableString.Invariant($"'a': {{ 'start': {{ 'x': {{ 'count': {Walkers}, 'place': 'region', 'region': 'r' }} }}, 'move': {{ 'speedUmPerHour': {Speed}, 'persistenceHours': {Persistence} }}, 'follow': {{ 'F': {{ 'strength': {bias} }} }} }}"),
            "'F': { 'diffusionUm2PerSecond': 1e-6, 'decayPerMinute': 0, 'molecularWeightKDa': 10 }",
            more: "'regions': { 'r': { 'box': { 'xFromUm': 1000, 'xToUm': 5000, 'yFromUm': 1000, 'yToUm': 5000 } } }", width: 400, height: 400, tickMinutes: tick));
        for (var voxel = 0; voxel < niche.Plan.Grid.Count; voxel++)
            niche.State.Fields[0][voxel] = (float)(5000 + (gx * niche.Plan.Grid.X(voxel)) + (gy * niche.Plan.Grid.Y(voxel)));
        niche.Run((int)(Hours * 60 / tick));
        var drift = bias * Speed * Hours / Math.Sqrt(2) / 15;
        var length = Math.Sqrt((gx * gx) + (gy * gy));
        Near(drift * gx / length, niche.Cells.MovedX);
        Near(drift * gy / length, niche.Cells.MovedY);

        // Walkers that meet lose 2 % of their hops (half of them find a way on at once).
        void Near(double expected, short[] moved)
        {
            var steps = moved.Take(Walkers).Select(x => (double)x).ToArray();
            var mean = steps.Average();
            var sd = Math.Sqrt(steps.Sum(s => (s - mean) * (s - mean)) / Walkers / Walkers);
            Assert.Equal(expected, mean, (4.5 * sd) + (0.04 * Math.Abs(expected)));
        }
    }

    [Fact]
    public void No_walker_is_preferred_where_two_want_one_voxel()
    {
        // 4000 pairs, each cell wanting the one voxel between them with probability 0.3: who wins is even, whatever the ids. Were it the lower id, its share
        // would be (0.3 x 0.7 + 0.09) / 0.51 = 0.59; the standard deviation over 2000 pairs is 0.011.
        using var niche = Niche.Found(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 1, 'place': 'region', 'region': 'ends' } }, 'move': { 'speedUmPerHour': 270 } }", tissue: "'bone': { 'pattern': 'plates', 'axis': 'y', 'thicknessUm': 15, 'volumeFraction': 0.5 }",
            more: "'regions': { 'ends': { 'box': { 'xToUm': 15 } } }", width: 3, height: 8000, tickMinutes: 1));
        var (first, moved) = (0, 0);
        for (var y = 0; y < 8000; y++)
        {
            var cell = niche.State.Occupant[niche.Plan.Grid.Index(0, y, 0)];
            if (cell < 0)
                continue;
            var other = NicheSim.Engine.Placing.NewFounder(niche.Plan, niche.State, 0, NicheSim.Numerics.LineageKey.Founder(99, (uint)y), []);
            NicheSim.Engine.Placing.Put(niche.State, other, niche.Plan.Grid.Index(2, y, 0));
            (niche.Cells.Direction[cell], niche.Cells.Direction[other]) = (1, 0);
        }

        niche.Run(1);
        for (var y = 0; y < 8000; y++)
        {
            var middle = niche.State.Occupant[niche.Plan.Grid.Index(1, y, 0)];
            if (middle < 0)
                continue;
            moved++;
            first += niche.Cells.MovedX[middle] > 0 ? 1 : 0;
        }

        Assert.True(moved > 1500);
        Assert.Equal(0.5, (double)first / moved, 4.5 * 0.5 / Math.Sqrt(moved));
    }

    private static double Square(short x) => (double)x * x;
}
