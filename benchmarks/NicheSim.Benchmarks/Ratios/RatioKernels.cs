using System.Diagnostics;
using NicheSim.Benchmarks.Problems;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>Every kernel of the ratios: set up, checked, and ready to be timed.</summary>
internal static class RatioKernels
{
    private const int StepsPerPass = 8;

    /// <summary>Length of an implicit step [s], at D/h^2 = 1/s: twelve times what an explicit one may have.</summary>
    private const double LineSeconds = 2;

    public static Measured Copy(Workers workers) => new("copy", "", 1, workers.Threads, 0, LargeCopy.Bytes, 1, Measured.Repeated(new LargeCopy(workers).Run));

    public static Measured Explicit(FieldProblem[] fields, Workers workers)
    {
        var (steps, seconds) = Prepared(fields[0], workers);
        Step(fields[0]);
        CheckStep(fields[0], seconds);
        return Row("explicit", fields, workers, 1, 16, () =>
        {
            foreach (var field in fields)
                Step(field);
        });

        void Step(FieldProblem field) => steps.Step(field.Value.Span, field.Coefficient.Span, field.Source.Span, field.Next.Span, FieldProblem.Diffusion, seconds);
    }

    public static Measured Blocked(FieldProblem[] fields, Workers workers)
    {
        var (steps, seconds) = Prepared(fields[0], workers);
        var first = fields[0];
        var (start, expected) = (first.Value.Span.ToArray(), first.Value.Span.ToArray());
        for (var step = 0; step < StepsPerPass; step++)
        {
            steps.Step(expected, first.Coefficient.Span, first.Source.Span, first.Next.Span, FieldProblem.Diffusion, seconds);
            first.Next.Span.CopyTo(expected);
        }

        Advance(first);
        Require(first.Value.Span.SequenceEqual(expected), "Steps of one pass have other bits than single ones.");
        start.CopyTo(first.Value.Span);
        return Row("explicit-blocked", fields, workers, StepsPerPass, 16, () =>
        {
            foreach (var field in fields)
                Advance(field);
        });

        void Advance(FieldProblem field)
            => steps.Advance(field.Value.Span, field.Coefficient.Span, field.Source.Span, field.Next.Span, FieldProblem.Diffusion, seconds, StepsPerPass);
    }

    /// <summary>With sources from an array: concentration read and written once on the way in and once on the way out, the source read.</summary>
    public static Measured Lines(FieldProblem[] fields, Workers workers)
    {
        var (first, before) = (fields[0], GC.GetTotalMemory(forceFullCollection: true));
        var lines = new LineDiffusion(first.Grid, FieldEdges.All(FieldSide.Closed), workers);
        var own = first.BoneShare > 0;
        lines.Prepare(FieldProblem.Diffusion, FieldProblem.Decay, LineSeconds, own ? [.. first.Bone.Select(solid => solid ? 0f : 1f)] : []);

        // Concentrations and sources of all fields, and the solver.
        var memory = (2.0 * sizeof(float) * fields.Length) + ((double)(GC.GetTotalMemory(forceFullCollection: true) - before) / first.Grid.Count);
        var start = first.Value.Span.ToArray();
        Step(first);
        CheckLines(first, start);
        return Row("lines", fields, workers, 1, own ? 52 : 20, () =>
        {
            foreach (var field in fields)
                Step(field);
        }) with { Note = $"memory {memory:f0} bytes per voxel" };

        void Step(FieldProblem field) => lines.Step(field.Value.Span, field.Source.Span);
    }

    public static Measured Classic(Grid grid, int fields, Workers workers)
    {
        var classic = new ClassicLines(grid, fields, FieldProblem.Diffusion * LineSeconds, FieldProblem.Decay * LineSeconds, workers);
        CheckClassic(workers);
        for (var voxel = 0; voxel < grid.Count; voxel++)
            Array.Fill(classic[voxel], 1 + (voxel % 7));
        return new("classic-lines", Name(grid), fields, workers.Threads, 0, (double)grid.Count * fields, Math.Round(classic.BytesPerVoxel), Measured.Repeated(classic.Step))
        {
            Note = $"memory {classic.BytesPerVoxel:f0} bytes per voxel",
        };
    }

    /// <summary>One cycle: half of what two more cycles cost.</summary>
    public static Measured Cycle(SteadyProblem problem, Grid grid, double bone, Workers workers)
        => new("vcycle", Name(grid), 1, workers.Threads, bone, grid.Count, 16, times =>
        {
            var seconds = 0.0;
            for (var time = 0; time < times; time++)
                seconds += (Solve(3) - Solve(1)) / 2;
            return seconds / times;

            double Solve(int cycles)
            {
                problem.Reset();
                var start = Stopwatch.GetTimestamp();
                problem.Solve(0, cycles);
                return Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        });

    /// <summary>From the field before the change to the wanted error, first and last residual included.</summary>
    public static Measured WarmSolve(SteadyProblem problem, Grid grid, double bone, Workers workers, string changed)
        => new("warm-solve", Name(grid), 1, workers.Threads, bone, grid.Count, 16, times =>
        {
            var seconds = 0.0;
            for (var time = 0; time < times; time++)
            {
                problem.Reset();
                var start = Stopwatch.GetTimestamp();
                problem.Solve(problem.Tolerance, 60);
                seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            return seconds / times;
        })
        {
            Note = $"1 % of the {changed} changed; {problem.Cycles} cycles to an L2 error of {problem.Error:e1}; memory {problem.BytesPerVoxel:f0} bytes per voxel",
        };

    /// <summary>
    /// What a change of bone costs before the next solve: the faces of all levels follow some voxels that open and close by turns. Counted are all voxels; the new permeability and
    /// the one from before are read.
    /// </summary>
    /// <param name="grid">The grid.</param>
    /// <param name="bone">Its share of bone.</param>
    /// <param name="workers">Of the copy that it is timed with: the update itself has one thread.</param>
    /// <param name="every">One voxel of so many changes.</param>
    public static Measured Operator(Grid grid, double bone, Workers workers, int every)
    {
        float[] open = [.. TrabecularMask.Make(grid, bone, seed: 1).Select(solid => solid ? 0f : 1f)], changed = [.. open];
        for (var voxel = 0; voxel < grid.Count; voxel++)
            if (Philox.Block((uint)voxel, 4, 0, 0, 1, 0).W0 % every == 0)
                changed[voxel] = 1 - changed[voxel];
        var edges = FieldEdges.All(FieldSide.Closed);
        var (follows, anew, isChanged) = (new DiffusionOperator(grid, edges), new DiffusionOperator(grid, edges), false);
        follows.Update(open);
        Update();
        anew.Update(changed);
        CheckOperators(follows, anew, workers);
        return new("operator", Name(grid), 1, workers.Threads, bone, grid.Count, 8, Measured.Repeated(Update)) { Note = $"one voxel of {every} changes" };

        void Update() => follows.Update((isChanged = !isChanged) ? changed : open);
    }

    public static string Name(Grid grid) => grid.Nz == 1 ? $"{grid.Nx}x{grid.Ny}" : $"{grid.Nx}x{grid.Ny}x{grid.Nz}";

    private static Measured Row(string kernel, FieldProblem[] fields, Workers workers, int steps, double bytes, Action call)
        => new(kernel, Name(fields[0].Grid), fields.Length, workers.Threads, fields[0].BoneShare, (double)fields[0].Grid.Count * fields.Length * steps, bytes, Measured.Repeated(call));

    private static (ExplicitDiffusion Steps, double Seconds) Prepared(FieldProblem problem, Workers workers)
    {
        var steps = new ExplicitDiffusion(problem.Grid, FieldEdges.All(FieldSide.Closed), workers);
        steps.Prepare(problem.Coefficient.Span);
        return (steps, steps.LargestStep(FieldProblem.Diffusion));
    }

    private static void CheckStep(FieldProblem problem, double seconds)
    {
        var expected = new double[problem.Grid.Count];
        ScalarReference.Step(problem, problem.Value.Span, expected, seconds);
        for (var voxel = 0; voxel < expected.Length; voxel++)
            Require(Math.Abs(expected[voxel] - problem.Next[voxel]) <= 1e-6, "An explicit step differs from the scalar reference.");
    }

    private static void CheckLines(FieldProblem problem, float[] start)
    {
        var applied = ScalarReference.ApplyLines(problem, problem.Value.Span, FieldProblem.Diffusion * LineSeconds, FieldProblem.Decay * LineSeconds);
        for (var voxel = 0; voxel < start.Length; voxel++)
            Require(Math.Abs(applied[voxel] - (start[voxel] + (LineSeconds * problem.Source[voxel]))) <= 2e-4, "A line solve does not solve its equations.");
    }

    /// <summary>Without decay both line solvers solve the same equations.</summary>
    private static void CheckClassic(Workers workers)
    {
        var grid = new Grid(21, 18, 9);
        var (classic, value) = (new ClassicLines(grid, 2, 3, 0, workers), new float[grid.Count]);
        for (var voxel = 0; voxel < value.Length; voxel++)
            (value[voxel], classic[voxel][0], classic[voxel][1]) = (voxel % 11, voxel % 11, voxel % 11);
        var lines = new LineDiffusion(grid, FieldEdges.All(FieldSide.Closed), workers);
        lines.Prepare(3, 0, 1);
        lines.Step(value);
        classic.Step();
        for (var voxel = 0; voxel < value.Length; voxel++)
            Require(Math.Abs(value[voxel] - classic[voxel][1]) <= 1e-4, "The classic lines differ from the others.");
    }

    /// <summary>One that followed changes solves to the bits of one made anew.</summary>
    private static void CheckOperators(DiffusionOperator one, DiffusionOperator other, Workers workers)
    {
        var solver = new Multigrid(one.Grid, workers);
        float[] loss = new float[one.Grid.Count], source = new float[loss.Length], a = new float[loss.Length], b = new float[loss.Length];
        Array.Fill(loss, 0.01f);
        for (var voxel = 0; voxel < source.Length; voxel += 50)
            source[voxel] = 1;
        solver.Solve(one, 1, loss, source, a, 0, 2);
        solver.Solve(other, 1, loss, source, b, 0, 2);
        Require(a.AsSpan().SequenceEqual(b), "An operator that followed the bone differs from one made anew.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
