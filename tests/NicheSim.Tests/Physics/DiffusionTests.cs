using MathNet.Numerics;
using NicheSim.Numerics;
using NicheSim.Tests.Numerics;

namespace NicheSim.Tests.Physics;

/// <summary>Closed forms of diffusion with decay, L = sqrt(D/k).</summary>
public class DiffusionTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    public void From_a_wall_held_at_a_value_the_field_falls_off_exponentially(int voxelsPerLength)
    {
        var edges = FieldEdges.All(FieldSide.Closed) with { LowX = FieldSide.Fixed(10) };
        var problem = new DiffusionProblem(new Grid(20 * voxelsPerLength, 3, 1), edges, 1f / (voxelsPerLength * voxelsPerLength));
        Assert.True(problem.Solve().Converged);
        for (var x = 0; x < 3 * voxelsPerLength; x++)
            Assert.Equal(1, problem.Value[x] / (10 * Math.Exp(-(x + 0.5) / voxelsPerLength)), 0.006);
    }

    /// <summary>Without loss the discrete solution is linear too: the fluxes of all faces are equal, half a voxel lies before the outer ones.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Between_walls_held_at_two_values_the_field_is_linear(int axis)
    {
        var (low, high) = (FieldSide.Fixed(2), FieldSide.Fixed(7));
        var closed = FieldEdges.All(FieldSide.Closed);
        var edges = axis == 0 ? closed with { LowX = low, HighX = high } : axis == 1 ? closed with { LowY = low, HighY = high } : closed with { LowZ = low, HighZ = high };
        var grid = axis == 0 ? new Grid(25, 4, 3) : axis == 1 ? new Grid(4, 25, 3) : new Grid(4, 3, 25);
        var problem = new DiffusionProblem(grid, edges, 0);
        Assert.True(problem.Solve().Converged);
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            var position = axis == 0 ? grid.X(voxel) : axis == 1 ? grid.Y(voxel) : grid.Z(voxel);
            Assert.Equal(2 + (5 * (position + 0.5) / 25), problem.Value[voxel], 2e-5);
        }

        var layer = grid.Count / 25;
        Assert.Equal(0, problem.Operator.Outflow(1, problem.Value) / layer, 2e-5);
    }

    [Fact]
    public void In_a_slice_a_point_source_gives_the_Bessel_function_K0()
    {
        const int size = 161, length = 10;
        var problem = new DiffusionProblem(new Grid(size, size, 1), FieldEdges.All(FieldSide.Closed), 1f / (length * length));
        problem.Source[problem.Grid.Index(80, 80, 0)] = 1;
        Assert.True(problem.Solve().Converged);
        for (var r = 2; r <= 3 * length; r++)
            Assert.Equal(1, problem.Value[problem.Grid.Index(80 + r, 80, 0)] / (SpecialFunctions.BesselK0(r / (double)length) / (2 * Math.PI)), 0.025);
    }

    [Fact]
    public void In_space_a_point_source_gives_a_screened_hyperbola()
    {
        const int size = 81, length = 8;
        var problem = new DiffusionProblem(new Grid(size, size, size), FieldEdges.All(FieldSide.Closed), 1f / (length * length));
        problem.Source[problem.Grid.Index(40, 40, 40)] = 1;
        Assert.True(problem.Solve().Converged);
        for (var r = 5; r <= 2 * length; r++)
            Assert.Equal(1, problem.Value[problem.Grid.Index(40 + r, 40, 40)] / (Math.Exp(-r / (double)length) / (4 * Math.PI * r)), 0.03);
    }

    /// <summary>c = cos(pi x) on a closed unit interval decays at k + D pi^2; an implicit step of dt is wrong by O(dt).</summary>
    [Fact]
    public void A_cosine_decays_at_its_rate_and_halving_the_step_halves_the_error()
    {
        var errors = Array.ConvertAll([16, 32, 64], Error);
        Assert.InRange(errors[0], 0, 0.05);
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 0.9, 1.1);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 0.9, 1.1);

        static double Error(int steps)
        {
            const int n = 64;
            var rate = 0.001 + Math.Pow(2 * Math.Sin(Math.PI / (2 * n)), 2);
            var dt = 1 / (rate * steps);
            var problem = new DiffusionProblem(new Grid(n, 5, 1), FieldEdges.All(FieldSide.Closed), (float)(0.001 + (1 / dt)));
            for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
                problem.Value[voxel] = (float)(2 + Math.Cos(Math.PI * (problem.Grid.X(voxel) + 0.5) / n));
            for (var step = 0; step < steps; step++)
            {
                for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
                    problem.Source[voxel] = (float)(problem.Value[voxel] / dt);
                Assert.True(problem.Solve().Converged);
            }

            var amplitude = (problem.Value[0] - problem.Value[n - 1]) / (2 * Math.Cos(Math.PI / (2 * n)));
            return Math.Abs((amplitude / Math.Exp(-1)) - 1);
        }
    }

    /// <summary>Steady c = cosh((1 - x)/L)/cosh(1/L) between a fixed and a closed end.</summary>
    [Fact]
    public void Halving_the_voxel_quarters_the_error()
    {
        var errors = Array.ConvertAll([16, 32, 64], Error);
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 1.8, 2.2);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 1.8, 2.2);

        static double Error(int n)
        {
            const double length = 0.3;
            var edges = FieldEdges.All(FieldSide.Closed) with { LowX = FieldSide.Fixed(1) };
            var problem = new DiffusionProblem(new Grid(n, 2, 2), edges, (float)(1 / (length * length * n * n)));
            Assert.True(problem.Solve(1e-5).Converged);
            return Enumerable.Range(0, n).Max(x => Math.Abs(problem.Value[x] - (Math.Cosh((1 - ((x + 0.5) / n)) / length) / Math.Cosh(1 / length))));
        }
    }

    [Fact]
    public void What_is_secreted_decays_or_flows_out()
    {
        foreach (var edge in new[] { FieldEdge.Closed, FieldEdge.Periodic, FieldEdge.Fixed })
        {
            var problem = new DiffusionProblem(new Grid(45, 38, 21), FieldEdges.All(new FieldSide(edge)), 9e-4f).WithBone(0.2, 1).WithSources(0.01, 2);
            var (secreted, report) = (FixedOrder.Sum(problem.Source), problem.Solve(1e-5));
            var balance = secreted - FixedOrder.Dot(problem.Loss, problem.Value) - problem.Operator.Outflow(1, problem.Value);
            Assert.True(report.Converged);
            Assert.InRange(balance / secreted, -1.1e-5, 1.1e-5);
        }
    }

    /// <summary>One long time, forward in small steps in double precision: with all at rest the steady solve, on the way the implicit one of many steps.</summary>
    [Fact]
    public void Steady_and_implicit_solves_agree_with_a_fine_explicit_reference()
    {
        var steady = Problem();
        var expected = DoubleReference.Explicit(steady, 0.1, 4000);
        Assert.True(steady.Solve().Converged);
        Assert.InRange(Difference(expected, steady.Value), 0, 1e-5);

        var moving = Problem();
        expected = DoubleReference.Explicit(moving, 0.05, 200);
        var source = moving.Source.ToArray();
        for (var voxel = 0; voxel < moving.Grid.Count; voxel++)
            moving.Loss[voxel] += 10;
        for (var step = 0; step < 100; step++)
        {
            for (var voxel = 0; voxel < moving.Grid.Count; voxel++)
                moving.Source[voxel] = source[voxel] + (10 * moving.Value[voxel]);
            Assert.True(moving.Solve().Converged);
        }

        Assert.InRange(Difference(expected, moving.Value), 0, 0.01);

        static DiffusionProblem Problem() => new DiffusionProblem(new Grid(15, 12, 3), FieldEdges.All(FieldSide.Closed), 0.05f).WithSources(0.1, 1);

        static double Difference(double[] expected, float[] actual) => expected.Zip(actual, (e, c) => Math.Abs(e - c)).Sum() / expected.Sum();
    }
}
