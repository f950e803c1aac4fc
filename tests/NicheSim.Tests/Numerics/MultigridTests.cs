using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class MultigridTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 9, 1)]
    [InlineData(13, 1, 1)]
    [InlineData(1, 1, 6)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(5, 1, 7)]
    [InlineData(17, 18, 5)]
    [InlineData(33, 9, 1)]
    public void Any_size_agrees_with_a_reference_in_double_precision(int nx, int ny, int nz)
    {
        for (var seed = 0; seed < 12; seed++)
            AssertAgrees(Random(new Grid(nx, ny, nz), seed));
    }

    [Fact]
    public void Losses_that_differ_a_hundredfold_agree_with_the_reference()
    {
        var problem = new DiffusionProblem(new Grid(31, 20, 6), FieldEdges.All(FieldSide.Closed), 0.01f).WithSources(0.1, 1);
        var random = new Random(2);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            problem.Loss[voxel] *= random.NextDouble() < 0.2 ? 100 : 1;
        AssertAgrees(problem);
    }

    [Theory]
    [InlineData(64, 40, 20)]
    [InlineData(151, 77, 1)]
    [InlineData(48, 43, 64)]
    [InlineData(301, 517, 1)]
    public void Any_number_of_threads_gives_the_same_bits(int nx, int ny, int nz)
    {
        var problem = new DiffusionProblem(new Grid(nx, ny, nz), FieldEdges.All(FieldSide.Periodic), 0.01f).WithBone(0.2, 1).WithSources(0.05, 2);
        var expected = Solved(1);
        foreach (var threads in new[] { 2, 3, 7 })
            Assert.Equal(expected, Solved(threads));

        float[] Solved(int threads)
        {
            Array.Clear(problem.Value);
            problem.Solve(1e-5, 3, threads);
            return problem.Value.ToArray();
        }
    }

    [Fact]
    public void A_solution_that_holds_is_left_as_it_is()
    {
        var problem = new DiffusionProblem(new Grid(40, 30, 3), FieldEdges.All(FieldSide.Closed), 0.02f).WithSources(0.1, 1);
        Assert.InRange(problem.Solve(1e-5).Cycles, 1, 20);
        var before = problem.Value.ToArray();
        var report = problem.Solve(2e-5);
        Assert.Equal(0, report.Cycles);
        Assert.True(report.Converged);
        Assert.Equal(before, problem.Value);
    }

    [Fact]
    public void One_solver_carries_nothing_from_one_field_to_the_next()
    {
        using var workers = new Workers(1);
        var grid = new Grid(19, 14, 5);
        var shared = new Multigrid(grid, workers);
        foreach (var edge in new[] { FieldEdge.Periodic, FieldEdge.Fixed, FieldEdge.Closed, FieldEdge.Fixed })
        {
            var (one, other) = (Problem(), Problem());
            shared.Solve(one.Operator, 1, one.Loss, one.Source, one.Value, 1e-5, 20);
            other.Solve(1e-5, 20);
            Assert.Equal(other.Value, one.Value);

            DiffusionProblem Problem() => new DiffusionProblem(grid, FieldEdges.All(new FieldSide(edge, edge == FieldEdge.Fixed ? 2 : 0)), 0.01f).WithSources(0.1, 1);
        }
    }

    [Fact]
    public void Without_any_source_the_field_is_empty()
    {
        var problem = new DiffusionProblem(new Grid(8, 8, 1), FieldEdges.All(FieldSide.Closed), 0.02f);
        Array.Fill(problem.Value, 3f);
        Assert.True(problem.Solve().Converged);
        Assert.All(problem.Value, c => Assert.Equal(0, c));
    }

    [Fact]
    public void No_value_is_ever_negative()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var problem = Random(new Grid(12, 11, 4), seed);
            for (var cycle = 0; cycle < 4; cycle++)
            {
                problem.Solve(0, 1);
                Assert.All(problem.Value, c => Assert.True(c >= 0 && float.IsFinite(c) && !float.IsNegative(c), $"{c}"));
            }
        }
    }

    [Fact]
    public void A_closed_pocket_without_loss_stays_finite_and_a_solid_voxel_empty()
    {
        var problem = new DiffusionProblem(new Grid(9, 9, 1), FieldEdges.All(FieldSide.Closed), 0.05f).WithSources(0.3, 1);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
        {
            var (x, y) = (problem.Grid.X(voxel), problem.Grid.Y(voxel));
            if (x is < 2 or > 5 || y is < 2 or > 5)
                continue;
            (problem.Loss[voxel], problem.Source[voxel]) = (0, 0);
            problem.Permeability[voxel] = x is 3 or 4 && y is 3 or 4 ? 1 : 0;
        }

        problem.Operator.Update(problem.Permeability);
        problem.Value[problem.Grid.Index(2, 2, 0)] = 5;
        Assert.True(problem.Solve(1e-5).Converged);
        Assert.All(problem.Value, c => Assert.True(float.IsFinite(c)));
        Assert.Equal(0, problem.Value[problem.Grid.Index(2, 2, 0)]);
        Assert.Equal(0, problem.Value[problem.Grid.Index(3, 3, 0)]);

        problem.Source[problem.Grid.Index(3, 3, 0)] = 1;
        var report = problem.Solve(1e-5, 30);
        Assert.Equal(30, report.Cycles);
        Assert.False(report.Converged);
        Assert.All(problem.Value, c => Assert.True(float.IsFinite(c)));
    }

    /// <summary>A wall parts the grid: the larger part is closed off, and no coarse level knows its level, because their cells reach over the wall.</summary>
    [Theory]
    [InlineData(FieldEdge.Closed, 11)]
    [InlineData(FieldEdge.Closed, 12)]
    [InlineData(FieldEdge.Fixed, 13)]
    [InlineData(FieldEdge.Fixed, 2)]
    public void The_larger_side_of_a_wall_agrees_with_the_reference(FieldEdge edge, int wall)
    {
        var problem = new DiffusionProblem(new Grid(30, 9, 1), FieldEdges.All(FieldSide.Closed) with { LowX = new FieldSide(edge, edge == FieldEdge.Fixed ? 4 : 0) }, 0.02f);
        var random = new Random(1);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
        {
            var x = problem.Grid.X(voxel);
            problem.Permeability[voxel] = x == wall ? 0 : 1;
            problem.Source[voxel] = edge == FieldEdge.Closed && x < wall ? random.NextSingle() : 0;
        }

        problem.Operator.Update(problem.Permeability);
        Array.Fill(problem.Value, 2f);
        var report = problem.Solve(1e-5, 40);
        Assert.True(report.Converged, $"{report}");
        var expected = DoubleReference.Solve(problem);
        Assert.InRange(expected.Zip(problem.Value, (e, c) => Math.Abs(e - c)).Sum() / expected.Sum(), 0, 3e-5);
    }

    [Fact]
    public void A_solve_allocates_nothing()
    {
        using var workers = new Workers(2);
        var problem = new DiffusionProblem(new Grid(60, 50, 8), FieldEdges.All(FieldSide.Periodic), 0.01f).WithSources(0.1, 1);
        var multigrid = new Multigrid(problem.Grid, workers);
        Assert.Equal(0, Allocation.Least(() => multigrid.Solve(problem.Operator, 1, problem.Loss, problem.Source, problem.Value, 0, 2)));
    }

    [Fact]
    public void Arrays_of_another_size_and_edges_that_do_not_pair_are_refused()
    {
        using var workers = new Workers(1);
        var grid = new Grid(4, 4, 1);
        var op = new DiffusionOperator(grid, FieldEdges.All(FieldSide.Closed));
        var (right, wrong) = (new float[16], new float[15]);
        Assert.Throws<ArgumentException>(() => new Multigrid(grid, workers).Solve(op, 1, right, wrong, right, 1e-5, 5));
        Assert.Throws<ArgumentException>(() => new DiffusionOperator(grid, FieldEdges.All(FieldSide.Closed) with { LowX = FieldSide.Periodic }));
        Assert.Throws<ArgumentException>(() => new DiffusionOperator(grid, FieldEdges.All(FieldSide.Fixed(float.NaN))));
        Assert.Throws<ArgumentOutOfRangeException>(() => op.Update(wrong));
    }

    /// <summary>Random edges, bone, half-permeable voxels, losses and sources.</summary>
    private static DiffusionProblem Random(Grid grid, int seed)
    {
        var random = new Random(seed);
        var (x, y, z) = (Pair(), Pair(), Pair());
        var problem = new DiffusionProblem(grid, new FieldEdges(x.Low, x.High, y.Low, y.High, z.Low, z.High), 0);
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            problem.Permeability[voxel] = random.Next(5) switch { 0 => 0, 1 => 0.1f, _ => 1 };
            problem.Loss[voxel] = problem.Permeability[voxel] == 0 ? 0 : 0.01f + (random.Next(10) == 0 ? random.NextSingle() : 0);
            problem.Source[voxel] = problem.Permeability[voxel] == 0 || random.Next(5) > 0 ? 0 : random.NextSingle();
        }

        problem.Operator.Update(problem.Permeability);
        return problem;

        (FieldSide Low, FieldSide High) Pair() => random.Next(3) == 0 ? (FieldSide.Periodic, FieldSide.Periodic) : (Side(), Side());

        FieldSide Side() => random.Next(2) == 0 ? FieldSide.Fixed(random.Next(3)) : FieldSide.Closed;
    }

    /// <summary>The estimated error must be met, and the true one (against double precision) must not be more than 3 times larger.</summary>
    private static void AssertAgrees(DiffusionProblem problem)
    {
        var report = problem.Solve(2e-6, 400);
        var expected = DoubleReference.Solve(problem);
        var sum = expected.Sum();
        var error = sum == 0 ? problem.Value.Sum() : expected.Zip(problem.Value, (e, c) => Math.Abs(e - c)).Sum() / sum;
        Assert.True(report.Converged && error < 6e-6, $"true error {error:e1}, {report}, {problem.Operator.Edges}");
    }
}
