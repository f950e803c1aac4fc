using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class LineDiffusionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 9, 1)]
    [InlineData(13, 1, 1)]
    [InlineData(1, 1, 6)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(5, 1, 7)]
    [InlineData(8, 8, 4)]
    [InlineData(11, 17, 5)]
    [InlineData(33, 9, 1)]
    [InlineData(16, 33, 2)]
    public void Any_size_agrees_with_a_reference_in_double_precision(int nx, int ny, int nz)
    {
        for (var seed = 0; seed < 16; seed++)
        {
            var problem = TransientProblem.Random(new Grid(nx, ny, nz), seed, halfPermeable: true);
            var isOpen = seed % 2 == 0;
            if (isOpen)
                Array.Fill(problem.Permeability, 1);
            var seconds = 0.3 * Math.Pow(4, seed % 5);
            var expected = Array.ConvertAll(problem.Value, v => (double)v);
            for (var step = 0; step < 3; step++)
                expected = Reference(problem, expected, seconds);
            Advance(problem, seconds, 3, isOpen, loss: 0.003f);
            Assert.True(TransientProblem.Error(expected, problem.Value) < 2e-6, $"seed {seed}, {problem.Operator.Edges}: {TransientProblem.Error(expected, problem.Value):e1}");
            Assert.All(problem.Value, c => Assert.True(c >= 0));
        }
    }

    [Theory]
    [InlineData(64, 40, 20)]
    [InlineData(151, 77, 1)]
    [InlineData(20, 31, 4)]
    public void Any_number_of_threads_gives_the_same_bits(int nx, int ny, int nz)
    {
        foreach (var isOpen in new[] { true, false })
            for (var seed = 0; seed < 4; seed++)
            {
                var expected = Run(1);
                foreach (var threads in new[] { 2, 3, 7 })
                    Assert.Equal(expected, Run(threads));

                float[] Run(int threads)
                {
                    var problem = TransientProblem.Random(new Grid(nx, ny, nz), seed, halfPermeable: true);
                    Advance(problem, 2, 3, isOpen, threads);
                    return problem.Value;
                }
            }
    }

    /// <summary>Where all voxels are free, factors of single lines are those of all, but for how they are rounded.</summary>
    [Fact]
    public void Free_permeabilities_are_as_none()
    {
        var (own, same) = (Make(), Make());
        Advance(own, 1.5, 5, isOpen: false);
        Advance(same, 1.5, 5, isOpen: true);
        Assert.Equal(same.Value, own.Value);

        static DiffusionProblem Make()
        {
            var problem = TransientProblem.Random(new Grid(19, 22, 6), 3, halfPermeable: false);
            Array.Fill(problem.Permeability, 1);
            return problem;
        }
    }

    /// <summary>A cosine along each axis keeps its shape: a step divides it by (1 + 4 r sin^2(pi m / 2n)) per axis, r = D dt/h^2.</summary>
    [Theory]
    [InlineData(40, 24, 10)]
    [InlineData(40, 24, 1)]
    public void A_cosine_decays_as_the_closed_form_says(int nx, int ny, int nz)
    {
        var problem = new DiffusionProblem(new Grid(nx, ny, nz), FieldEdges.All(FieldSide.Closed), 0);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            problem.Value[voxel] = 1 + (float)Wave(voxel);
        Advance(problem, 3, 20, isOpen: true);
        var factor = 1 / Math.Pow((1 + (12 * Math.Pow(Math.Sin(Math.PI / 2 / nx), 2))) * (1 + (12 * Math.Pow(Math.Sin(Math.PI / ny), 2))), 20);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            Assert.Equal(1 + (factor * Wave(voxel)), problem.Value[voxel], 1e-5);

        double Wave(int voxel) => Math.Cos(Math.PI * (problem.Grid.X(voxel) + 0.5) / nx) * Math.Cos(2 * Math.PI * (problem.Grid.Y(voxel) + 0.5) / ny);
    }

    /// <summary>Halving the step halves the error against many short explicit steps: first order.</summary>
    [Fact]
    public void The_error_is_of_first_order_in_the_step()
    {
        var start = new DiffusionProblem(new Grid(20, 16, 6), FieldEdges.All(FieldSide.Closed), 0.02f).WithBone(0.15, 1).WithSources(0.1, 2);
        var exact = DoubleReference.Explicit(start, 0.002, 1000);
        var (coarse, fine) = (Error(32), Error(64));
        Assert.InRange(coarse / fine, 1.8, 2.2);
        Assert.InRange(fine, 0, 0.1);

        double Error(int steps)
        {
            Array.Clear(start.Value);
            Advance(start, 2.0 / steps, steps, isOpen: false);
            return TransientProblem.Error(exact, start.Value);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_lost(bool isOpen)
    {
        var problem = new DiffusionProblem(new Grid(40, 30, 12), FieldEdges.All(FieldSide.Closed), 0).WithBone(isOpen ? 0 : 0.3, 1).WithSources(0.05, 2);
        var supplied = 100 * 2 * FixedOrder.Sum(problem.Source);
        Advance(problem, 2, 100, isOpen);
        Assert.Equal(1, FixedOrder.Sum(problem.Value) / supplied, 1e-5);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            Assert.True(problem.Permeability[voxel] > 0 || problem.Value[voxel] == 0);
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        using var workers = new Workers(1);
        var problem = TransientProblem.Random(new Grid(40, 40, 20), 1, halfPermeable: true);
        foreach (var isOpen in new[] { true, false })
        {
            var lines = new LineDiffusion(problem.Grid, problem.Operator.Edges, workers);
            lines.Prepare(1, 0.01f, 2, isOpen ? default : problem.Permeability);
            Assert.Equal(0, Allocation.Least(() => lines.Step(problem.Value, problem.Source, problem.Loss)));
        }
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        using var workers = new Workers(1);
        var (right, wrong) = (new float[54], new float[53]);
        var lines = new LineDiffusion(new Grid(9, 3, 2), FieldEdges.All(FieldSide.Closed), workers);
        Assert.Throws<InvalidOperationException>(() => lines.Step(right));
        Assert.Throws<ArgumentOutOfRangeException>(() => lines.Prepare(-1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => lines.Prepare(1, float.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => lines.Prepare(1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => lines.Prepare(1, 0, 1, wrong));
        lines.Prepare(1, 0, 1);
        Assert.Throws<ArgumentException>(() => lines.Step(wrong));
        Assert.Throws<ArgumentException>(() => lines.Step(right, wrong));
        Assert.Throws<ArgumentException>(() => lines.Step(right, right, wrong));
    }

    private static void Advance(DiffusionProblem problem, double seconds, int steps, bool isOpen, int threads = 1, float loss = 0)
    {
        using var workers = new Workers(threads);
        var lines = new LineDiffusion(problem.Grid, problem.Operator.Edges, workers);
        lines.Prepare(1, loss, seconds, isOpen ? default : problem.Permeability);
        for (var step = 0; step < steps; step++)
            lines.Step(problem.Value, problem.Source, problem.Loss);
    }

    /// <summary>One step, line by line by Gaussian elimination of full matrices in double precision.</summary>
    private static double[] Reference(DiffusionProblem problem, double[] value, double seconds)
    {
        var grid = problem.Grid;
        var c = value.Select((v, voxel) => (v + (seconds * problem.Source[voxel])) / (1 + (seconds * problem.Loss[voxel]))).ToArray();
        int[] size = [grid.Nx, grid.Ny, grid.Nz], stride = [1, grid.Nx, grid.Nx * grid.Ny];
        for (var axis = 0; axis < 3; axis++)
            for (var first = 0; first < grid.Count; first++)
            {
                if (first / stride[axis] % size[axis] != 0)
                    continue;
                var line = Enumerable.Range(0, size[axis]).Select(i => first + (i * stride[axis])).ToArray();
                var solved = Solve(problem, axis, line, [.. line.Select(voxel => c[voxel])], seconds);
                for (var i = 0; i < line.Length; i++)
                    c[line[i]] = solved[i];
            }

        return c;
    }

    private static double[] Solve(DiffusionProblem problem, int axis, int[] line, double[] right, double seconds)
    {
        var n = line.Length;
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] += 1 + (axis == 0 ? (double)0.003f * seconds : 0);
            if (i < n - 1 || (n > 1 && problem.Operator.Edges.Low(axis).Edge == FieldEdge.Periodic))
                Face(i, (i + 1) % n);
        }

        Fixed(0, problem.Operator.Edges.Low(axis));
        Fixed(n - 1, problem.Operator.Edges.High(axis));
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++)
            {
                var factor = matrix[j, i] / matrix[i, i];
                right[j] -= factor * right[i];
                for (var k = i; k < n; k++)
                    matrix[j, k] -= factor * matrix[i, k];
            }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                right[i] -= matrix[i, k] * right[k];
            right[i] /= matrix[i, i];
        }

        return right;

        void Face(int i, int j)
        {
            double a = problem.Permeability[line[i]], b = problem.Permeability[line[j]];
            var g = a > 0 && b > 0 ? seconds * 2 / ((1 / a) + (1 / b)) : 0;
            (matrix[i, i], matrix[j, j], matrix[i, j], matrix[j, i]) = (matrix[i, i] + g, matrix[j, j] + g, matrix[i, j] - g, matrix[j, i] - g);
        }

        void Fixed(int i, FieldSide side)
        {
            if (side.Edge != FieldEdge.Fixed)
                return;
            var g = seconds * 2 * problem.Permeability[line[i]];
            (matrix[i, i], right[i]) = (matrix[i, i] + g, right[i] + (g * side.Value));
        }
    }
}
