using NicheSim.Benchmarks.Problems;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Ratios;

internal static class RatiosCommand
{
    public static int Run(string[] args)
    {
        foreach (var (n, bone) in new[] { (256, 0.0), (256, 0.2), (128, 0.0), (128, 0.2) })
        {
            var grid = new Grid(n, n, n);
            var problem = new FieldProblem(grid, bone);
            using var two = new Workers(2);
            using var one = new Workers(1);
            var items = new List<Measured>();
            foreach (var workers in new[] { two, one })
            {
                items.Add(new Measured("copy", "", 1, workers.Threads, 0, LargeCopy.Bytes, 1, new LargeCopy(workers).Run));
                var explicitly = new ExplicitDiffusion(grid, FieldEdges.All(FieldSide.Closed), workers);
                explicitly.Prepare(problem.Coefficient.Span);
                var dt = explicitly.LargestStep(1);
                items.Add(new Measured("explicit", $"{n}", 1, workers.Threads, bone, grid.Count, 16,
                    () => explicitly.Step(problem.Value.Span, problem.Coefficient.Span, problem.Source.Span, problem.Next.Span, 1, dt)));
            }
            Measured.Interleave(items, 15, 0.5, 0.03);
            foreach (var item in items)
                Console.WriteLine($"{item.Kernel} {item.Grid} t{item.Threads} bone {item.Bone} {item.Median * item.BytesPerVoxel / 1e9:f2} GB/s, {item.Median / 1e9:f2} G/s, min {item.Quantile(0) / 1e9:f2} max {item.Quantile(1) / 1e9:f2}, ratio {item.Median * item.BytesPerVoxel / items.First(i => i.Kernel == "copy" && i.Threads == item.Threads).Median:f2}");
        }
        return 0;
    }
}
