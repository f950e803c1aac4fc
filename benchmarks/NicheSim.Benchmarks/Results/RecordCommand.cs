using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using NicheSim.Benchmarks.Ratios;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Results;

/// <summary>
/// "record": measures the ratios (all, or of the kernels and grids named) and writes them, a table, and the roofline picture to benchmarks/results/(processor).
/// Lines of the same commit that are not measured anew stay.
/// </summary>
internal static class RecordCommand
{
    public static int Run(string[] names)
    {
        var folder = Folder();
        Directory.CreateDirectory(folder);
        using var two = new Workers(2);
        var ceilings = new Ceilings(two);
        var (reads, operations) = (ceilings.Reads(), ceilings.Operations());
        var lines = new List<RatioLine>();
        foreach (var line in RatiosCommand.Measure(RatiosCommand.Extent.Full, names))
        {
            lines.Add(line);
            Console.Error.WriteLine(line);
        }

        string path = Path.Combine(folder, "ratios.jsonl"), table = Path.Combine(folder, "README.md");
        if (names.Length > 0 && File.Exists(path) && File.ReadAllText(table).Contains($"{Commit()}, ", StringComparison.Ordinal))
            lines.AddRange(File.ReadLines(path).Select(RatioLine.Read).Where(old => !lines.Exists(line => line.Replaces(old))).ToArray());
        lines = [.. lines.OrderBy(l => l.Kernel == "cells").ThenBy(l => l.Grid).ThenBy(l => l.Fields).ThenBy(l => l.Bone).ThenByDescending(l => l.Threads)];
        File.WriteAllLines(path, lines.Select(line => line.ToString()));
        File.WriteAllText(table, Table(Processor(), lines, reads, operations));
        Roofline.Draw(Path.Combine(folder, "roofline.png"), lines, reads, operations, Processor());
        Console.Error.WriteLine(folder);
        return 0;
    }

    /// <summary>Where the results of this machine are kept.</summary>
    public static string Folder()
        => Path.Combine(Repository.Root, "benchmarks", "results", new string([.. Processor().Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-')]).Trim('-'));

    private static string Commit() => $"Commit {Git("rev-parse --short HEAD")}{(Git("status --porcelain -uno -- src benchmarks/NicheSim.Benchmarks").Length > 0 ? " with changes" : "")}";

    private static string Table(string processor, List<RatioLine> lines, IReadOnlyList<(double Bytes, double Bandwidth)> reads, double operations)
    {
        var text = new StringBuilder();
        Line($"# {processor}");
        Line($"");
        Line($"{Commit()}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} CPUs, {DateTime.UtcNow:yyyy-MM-dd}.");
        Line($"Medians of {RatiosCommand.Rounds} interleaved rounds; smallest and largest round in brackets. Copy: {lines.Where(l => l.Threads == 2).Min(l => l.CopyBytesPerSecond) / 1e9:f0} to {lines.Where(l => l.Threads == 2).Max(l => l.CopyBytesPerSecond) / 1e9:f0} GB/s with two threads, by group. Memory and the last cache are shared with others: compare within a group only.");
        Line($"Written by `-- record`; [how to read it](../../README.md).");
        Line($"");
        Line($"| kernel | grid | fields | threads | bone | G updates/s | bytes per update | share of what the copy allows | in explicit steps | |");
        Line($"| --- | --- | --: | --: | --: | --- | --: | --: | --: | --- |");
        foreach (var l in lines)
            Line($"| {l.Kernel} | {l.Grid} | {l.Fields} | {l.Threads} | {l.Bone} | {Rate(l)} | {l.BytesPerVoxel} | {l.RatioToCopy:f2} | {l.InExplicitSteps:f2} | {l.Note} |");
        Line($"");
        Line($"![Roofline](roofline.png)");
        Line($"");
        Line($"Two threads read, by how much memory is in use: {string.Join(", ", reads.Select(r => $"{(r.Bytes < 1 << 20 ? $"{r.Bytes / 1024:f0} KiB" : $"{r.Bytes / 1048576:f0} MiB")} {r.Bandwidth / 1e9:f0}"))} GB/s. Additions and multiplications, not fused: {operations / 1e9:f0} GFLOP/s.");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        static string Rate(RatioLine l) => string.Create(CultureInfo.InvariantCulture, $"{(l.VoxelUpdatesPerSecond ?? l.CellUpdatesPerSecond) / 1e9:g3} ({l.Min / 1e9:g3} to {l.Max / 1e9:g3})");
    }

    private static string Processor()
    {
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        var name = line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        var model = File.Exists("/proc/cpuinfo")
            ? string.Join('-', File.ReadLines("/proc/cpuinfo").Where(l => l.StartsWith("cpu family", StringComparison.Ordinal) || l.StartsWith("model\t", StringComparison.Ordinal)).Take(2).Select(l => l.Split(':')[1].Trim()))
            : "";
        return $"{name} {model}".Trim();
    }

    private static string Git(string arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", $"-C {Repository.Root} {arguments}") { RedirectStandardOutput = true });
        return git?.StandardOutput.ReadToEnd().Trim() ?? "";
    }
}
