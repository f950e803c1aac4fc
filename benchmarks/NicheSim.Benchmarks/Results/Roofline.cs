using NicheSim.Benchmarks.Ratios;
using ScottPlot;

namespace NicheSim.Benchmarks.Results;

/// <summary>
/// The roofline picture (Williams, Waterman and Patterson, CACM 52, 65, 2009): what the kernels attain, over how many operations they do per byte that has to
/// come from memory, below what the machine can do.
/// </summary>
internal static class Roofline
{
    /// <summary>Additions and multiplications per voxel and step, and bytes that memory has to move for it if every array goes through it once per pass.</summary>
    private static readonly Dictionary<string, (double Operations, double Bytes)> Work = new()
    {
        ["explicit"] = (13, 16),
        ["explicit-blocked"] = (13, 2),
        ["lines"] = (17, 20),
        ["vcycle"] = (71, 20),
    };

    public static void Draw(string path, IReadOnlyList<RatioLine> lines, IReadOnlyList<(double Bytes, double Bandwidth)> reads, double operations, string machine)
    {
        var plot = new Plot();
        var memory = lines.Where(l => l.Threads == 2).Select(l => l.CopyBytesPerSecond).Order().ElementAt(lines.Count(l => l.Threads == 2) / 2);
        var ceilings = new[]
        {
            ("memory (large copy)", memory),
            ("last cache (8 MiB read)", reads.First(r => r.Bytes >= 8 << 20).Bandwidth),
            ("second cache (512 KiB read)", reads.First(r => r.Bytes >= 512 << 10).Bandwidth),
        };
        foreach (var (name, bandwidth) in ceilings)
        {
            double[] xs = [0.1, operations / bandwidth, 30], ys = [0.1 * bandwidth, operations, operations];
            var line = plot.Add.Scatter(Array.ConvertAll(xs, Math.Log10), Array.ConvertAll(ys, y => Math.Log10(y / 1e9)));
            (line.MarkerSize, line.LineWidth, line.LegendText) = (0, 1.5f, $"{name}: {bandwidth / 1e9:f0} GB/s");
        }

        foreach (var group in lines.Where(l => Work.ContainsKey(l.Kernel) && l.Threads == 2 && l.Bone == 0 && l.Fields == 1).GroupBy(l => l.Kernel))
        {
            var (perVoxel, bytes) = Work[group.Key];
            var points = group.ToArray();
            var marks = plot.Add.ScatterPoints(
                points.Select(_ => Math.Log10(perVoxel / bytes)).ToArray(), points.Select(l => Math.Log10(l.VoxelUpdatesPerSecond!.Value * perVoxel / 1e9)).ToArray());
            (marks.MarkerSize, marks.LegendText) = (9, group.Key);
            foreach (var line in points)
            {
                var text = plot.Add.Text(line.Grid, Math.Log10(perVoxel / bytes) + 0.03, Math.Log10(line.VoxelUpdatesPerSecond!.Value * perVoxel / 1e9));
                (text.LabelFontSize, text.LabelAlignment) = (10, Alignment.MiddleLeft);
            }
        }

        plot.Title($"{machine}: 2 threads, float32, without fused operations {operations / 1e9:f0} GFLOP/s");
        plot.XLabel("operations per byte of memory");
        plot.YLabel("GFLOP/s");
        plot.Axes.Bottom.TickGenerator = Decades([0.1, 0.2, 0.5, 1, 2, 5, 10, 20]);
        plot.Axes.Left.TickGenerator = Decades([5, 10, 20, 50, 100, 200, 500]);
        plot.Axes.SetLimits(-1, Math.Log10(30), Math.Log10(4), Math.Log10(2 * operations / 1e9));
        plot.ShowLegend(Edge.Right);
        plot.SavePng(path, 1200, 640);
    }

    private static ScottPlot.TickGenerators.NumericManual Decades(double[] values)
        => new(Array.ConvertAll(values, Math.Log10), Array.ConvertAll(values, v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
