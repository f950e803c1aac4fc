using System.Text.Json;
using System.Text.Json.Serialization;

namespace NicheSim.Benchmarks.Ratios;

/// <summary>One result, as it is printed: one JSON object a line.</summary>
internal sealed record RatioLine(
    string Kernel, string Grid, int Fields, int Threads, double Bone, double? VoxelUpdatesPerSecond, double? CellUpdatesPerSecond, double? BytesPerVoxel,
    double? RatioToCopy, double? InExplicitSteps, double CopyBytesPerSecond, double Min, double Max, string? Note)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The results of items that were timed together: the copies among them and single explicit steps are what the others are compared with.</summary>
    public static IEnumerable<RatioLine> Of(IReadOnlyList<Measured> items)
    {
        foreach (var item in items.Where(i => i.Kernel != "copy"))
        {
            var copy = items.First(i => i.Kernel == "copy" && i.Threads == item.Threads).Median;
            var step = items.FirstOrDefault(i => i.Kernel == "explicit" && i.Grid == item.Grid && i.Fields == item.Fields && i.Threads == item.Threads && i.Bone == item.Bone);
            yield return new RatioLine(
                item.Kernel, item.Grid, item.Fields, item.Threads, item.Bone, Round(item.Median), null, item.BytesPerVoxel, Round(item.Median * item.BytesPerVoxel / copy),
                step is null ? null : Round(step.Median / item.Median), Round(copy), Round(item.Least), Round(item.Most), item.Note);
        }
    }

    /// <summary>Ticks of cells; the copy is only told.</summary>
    public static RatioLine OfCells(CellsBenchmark.Result cells, double copyBytesPerSecond) => new(
        "cells", RatioKernels.Name(cells.Grid), cells.Fields, cells.Threads, 0, null, Round(cells.CellUpdatesPerSecond), null, null, null, Round(copyBytesPerSecond),
        Round(cells.Min), Round(cells.Max), string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{cells.Cells} cells; of a tick without fields {string.Join(", ", cells.Share.Where(s => s.Value >= 0.005).OrderByDescending(s => s.Value).Select(s => $"{s.Key} {s.Value:p0}"))}"));

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static RatioLine Read(string line) => JsonSerializer.Deserialize<RatioLine>(line, Options) ?? throw new FormatException(line);

    /// <summary>Whether both lines tell of the same thing.</summary>
    public bool Replaces(RatioLine other) => (Kernel, Grid, Fields, Threads, Bone) == (other.Kernel, other.Grid, other.Fields, other.Threads, other.Bone);

    public override string ToString() => JsonSerializer.Serialize(this, Options);

    /// <summary>To four digits: more are noise.</summary>
    private static double Round(double value) => double.Parse(value.ToString("g4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
