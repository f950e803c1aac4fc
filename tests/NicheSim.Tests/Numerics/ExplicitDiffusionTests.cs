using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class ExplicitDiffusionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 9, 1)]
    [InlineData(13, 1, 1)]
    [InlineData(1, 1, 6)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(5, 1, 7)]
    [InlineData(8, 5, 4)]
    [InlineData(9, 7, 2)]
    [InlineData(16, 2, 3)]
    [InlineData(24, 6, 1)]
    [InlineData(33, 18, 5)]
    public void Any_size_agrees_with_a_reference_in_double_precision(int nx, int ny, int nz)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = TransientProblem.Random(new Grid(nx, ny, nz), seed, halfPermeable: false);
            var (seconds, steps) = (LargestStep(problem), 25);
            var expected = DoubleReference.Explicit(problem, seconds, steps);
            Advance(problem, seconds, steps);
            Assert.True(TransientProblem.Error(expected, problem.Value) < 2e-6, $"seed {seed}, {problem.Operator.Edges}: {TransientProblem.Error(expected, problem.Value):e1}");
            Assert.All(problem.Value, c => Assert.True(c >= 0));
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 1, 1)]
    [InlineData(3, 40, 1)]
    [InlineData(17, 70, 1)]
    [InlineData(8, 3, 2)]
    [InlineData(9, 33, 3)]
    [InlineData(16, 50, 9)]
    [InlineData(5, 2, 40)]
    [InlineData(300, 150, 6)]
    [InlineData(130, 40, 52)]
    public void Several_steps_per_pass_have_the_bits_of_single_steps(int nx, int ny, int nz)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var steps = 1 + (seed * 5 % 19);
            var (single, several) = (Make(), Make());
            var seconds = LargestStep(single);
            Advance(single, seconds, steps);
            Advance(several, seconds, steps, 1 + (seed % 4), perPass: true);
            Assert.True(single.Value.AsSpan().SequenceEqual(several.Value), $"seed {seed}, {steps} steps, {single.Operator.Edges}");

            DiffusionProblem Make() => TransientProblem.Random(new Grid(nx, ny, nz), seed, halfPermeable: false);
        }
    }

    [Theory]
    [InlineData(64, 40, 20)]
    [InlineData(151, 77, 1)]
    [InlineData(7, 30, 30)]
    public void Any_number_of_threads_gives_the_same_bits(int nx, int ny, int nz)
    {
        var expected = Run(1);
        foreach (var threads in new[] { 2, 3, 7 })
            Assert.Equal(expected, Run(threads));

        float[] Run(int threads)
        {
            var problem = TransientProblem.Random(new Grid(nx, ny, nz), 5, halfPermeable: false);
            Advance(problem, LargestStep(problem), 9, threads);
            return problem.Value;
        }
    }

    /// <summary>A cosine keeps its shape; each step multiplies it by 1 - 4 r sin^2(pi / 2n) per axis, r = D dt/h^2.</summary>
    [Fact]
    public void A_cosine_decays_as_the_closed_form_says()
    {
        var problem = new DiffusionProblem(new Grid(40, 24, 10), FieldEdges.All(FieldSide.Closed), 0);
        var (seconds, steps) = (0.15, 300);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            problem.Value[voxel] = 1 + (float)Wave(voxel);
        Advance(problem, seconds, steps, perPass: true);
        var factor = Math.Pow(1 - (4 * seconds * (Math.Pow(Math.Sin(Math.PI / 80), 2) + Math.Pow(Math.Sin(Math.PI / 24), 2))), steps);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            Assert.Equal(1 + (factor * Wave(voxel)), problem.Value[voxel], 5e-6);

        double Wave(int voxel) => Math.Cos(Math.PI * (problem.Grid.X(voxel) + 0.5) / 40) * Math.Cos(2 * Math.PI * (problem.Grid.Y(voxel) + 0.5) / 24);
    }

    [Fact]
    public void Nothing_is_lost_among_bone_and_an_even_field_keeps_its_bits()
    {
        var problem = new DiffusionProblem(new Grid(40, 30, 12), FieldEdges.All(FieldSide.Closed), 0).WithBone(0.3, 1);
        var even = problem.Permeability.Select(open => open * 0.7f).ToArray();
        even.CopyTo(problem.Value, 0);
        Advance(problem, LargestStep(problem), 100, perPass: true);
        Assert.Equal(even, problem.Value);

        var random = new Random(2);
        for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
            (problem.Value[voxel], problem.Source[voxel]) = (problem.Permeability[voxel] * random.NextSingle(), problem.Permeability[voxel] * (random.Next(20) == 0 ? 0.1f : 0));
        var (before, seconds) = (FixedOrder.Sum(problem.Value), LargestStep(problem));
        Advance(problem, seconds, 400, perPass: true);
        Assert.Equal(1, FixedOrder.Sum(problem.Value) / (before + (400 * (float)seconds * FixedOrder.Sum(problem.Source))), 1e-6);
    }

    /// <summary>The loss is a thousandth of the exchange: a form that adds both up before it multiplies would be wrong by a part in a thousand.</summary>
    [Fact]
    public void A_small_loss_is_not_lost_in_the_exchange()
    {
        var problem = new DiffusionProblem(new Grid(40, 40, 4), FieldEdges.All(FieldSide.Closed), 0.0009f).WithBone(0.2, 1).WithSources(0.05, 2);
        var seconds = LargestStep(problem);
        var expected = DoubleReference.Explicit(problem, seconds, 1500);
        Advance(problem, seconds, 1500, perPass: true);
        Assert.InRange(TransientProblem.Error(expected, problem.Value), 0, 1e-5);
    }

    [Fact]
    public void No_value_gets_negative_at_the_largest_step_and_longer_ones_are_refused()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var problem = TransientProblem.Random(new Grid(9, 8, 3), seed, halfPermeable: false);
            for (var voxel = 0; voxel < problem.Grid.Count; voxel++)
                problem.Value[voxel] = random.Next(4) == 0 ? (float)Math.Pow(10, random.Next(-12, 6)) : 0;
            var seconds = LargestStep(problem);
            Advance(problem, seconds, 3);
            Assert.All(problem.Value, c => Assert.True(c >= 0, $"seed {seed}: {c}"));
            Assert.Throws<ArgumentOutOfRangeException>(() => Advance(problem, seconds * 1.0001, 1));
        }
    }

    [Fact]
    public void The_largest_step_counts_faces_and_the_largest_loss()
    {
        using var workers = new Workers(1);
        Assert.Equal(1 / 6.5, Limit(new Grid(9, 9, 9), FieldEdges.All(FieldSide.Periodic), 0.5f), 1e-6);
        Assert.Equal(1 / 4.0, Limit(new Grid(9, 9, 1), FieldEdges.All(FieldSide.Closed), 0), 1e-6);
        Assert.Equal(1 / 9.0, Limit(new Grid(9, 9, 9), FieldEdges.All(FieldSide.Fixed(1)), 0), 1e-6);
        Assert.Equal(1 / 2.0, Limit(new Grid(1, 9, 1), FieldEdges.All(FieldSide.Closed), 0), 1e-6);

        double Limit(Grid grid, FieldEdges edges, float loss)
        {
            var coefficient = new float[grid.Count];
            coefficient[^1] = loss;
            var steps = new ExplicitDiffusion(grid, edges, workers);
            steps.Prepare(coefficient);
            return steps.LargestStep(1);
        }
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        using var workers = new Workers(1);
        var problem = TransientProblem.Random(new Grid(40, 40, 20), 1, halfPermeable: false);
        var (coefficient, next) = (TransientProblem.Coefficient(problem), new float[problem.Grid.Count]);
        var steps = new ExplicitDiffusion(problem.Grid, problem.Operator.Edges, workers);
        Assert.Equal(0, Allocation.Least(() =>
        {
            steps.Prepare(coefficient);
            steps.Step(problem.Value, coefficient, problem.Source, next, 1, 0.1);
            steps.Advance(problem.Value, coefficient, problem.Source, next, 1, 0.1, 11);
        }));
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        using var workers = new Workers(1);
        var (grid, right, wrong) = (new Grid(9, 3, 2), new float[54], new float[53]);
        var steps = new ExplicitDiffusion(grid, FieldEdges.All(FieldSide.Closed), workers);
        Assert.Throws<InvalidOperationException>(() => steps.Step(right, right, right, new float[54], 1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.Prepare(wrong));
        for (var voxel = 0; voxel < 54; voxel += 8)
        {
            var notFinite = new float[54];
            notFinite[voxel] = voxel % 16 == 0 ? float.NaN : float.PositiveInfinity;
            Assert.Throws<ArgumentException>(() => steps.Prepare(notFinite));
        }

        steps.Prepare(right);
        Assert.Throws<ArgumentException>(() => steps.Step(right, right, wrong, new float[54], 1, 0.1));
        Assert.Throws<ArgumentException>(() => steps.Advance(right, right, right, wrong, 1, 0.1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.Step(right, right, right, new float[54], -1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.Step(right, right, right, new float[54], 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.Step(right, right, right, new float[54], 1, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.Advance(right, right, right, new float[54], 1, 0.1, -1));
    }

    private static double LargestStep(DiffusionProblem problem)
    {
        using var workers = new Workers(1);
        var steps = new ExplicitDiffusion(problem.Grid, problem.Operator.Edges, workers);
        steps.Prepare(TransientProblem.Coefficient(problem));
        return Math.Min(1, steps.LargestStep(1));
    }

    private static void Advance(DiffusionProblem problem, double seconds, int count, int threads = 1, bool perPass = false)
    {
        using var workers = new Workers(threads);
        var (coefficient, next) = (TransientProblem.Coefficient(problem), new float[problem.Grid.Count]);
        var steps = new ExplicitDiffusion(problem.Grid, problem.Operator.Edges, workers) { SmallBytes = 0 };
        steps.Prepare(coefficient);
        if (perPass)
            steps.Advance(problem.Value, coefficient, problem.Source, next, 1, seconds, count);
        for (var step = 0; step < count && !perPass; step++)
        {
            steps.Step(problem.Value, coefficient, problem.Source, next, 1, seconds);
            next.CopyTo(problem.Value, 0);
        }
    }
}
