using System.Text.Json;
using NicheSim.Benchmarks.Ratios;
using NicheSim.Benchmarks.Results;

namespace NicheSim.Tests.Benchmarks;

public class RatiosTests
{
    private static readonly string[] Keys =
        ["kernel", "grid", "fields", "threads", "bone", "voxelUpdatesPerSecond", "bytesPerVoxel", "ratioToCopy", "inExplicitSteps", "copyBytesPerSecond", "min", "max"];

    [Fact]
    public void A_line_has_the_keys_that_scripts_read()
    {
        var lines = RatioLine.Of([Item("copy", 1000, 1), Item("explicit", 100, 16), Item("vcycle", 50, 16)]).ToArray();
        var line = JsonDocument.Parse(lines[1].ToString()).RootElement;
        Assert.Equal(Keys.Order(), line.EnumerateObject().Select(key => key.Name).Order());
        Assert.Equal("vcycle", line.GetProperty("kernel").GetString());
        Assert.Equal(50, line.GetProperty("voxelUpdatesPerSecond").GetDouble());
        Assert.Equal(1000, line.GetProperty("copyBytesPerSecond").GetDouble());
        Assert.Equal(0.8, line.GetProperty("ratioToCopy").GetDouble());
        Assert.Equal(2, line.GetProperty("inExplicitSteps").GetDouble());
    }

    [Fact]
    public void Every_kernel_of_the_contract_is_measured()
    {
        var lines = RatiosCommand.Measure(RatiosCommand.Extent.Tiny, []).ToArray();
        Assert.Equal(["cells", "classic-lines", "explicit", "explicit-blocked", "lines", "operator", "vcycle", "warm-solve"], lines.Select(line => line.Kernel).Distinct().Order());
        var cells = JsonDocument.Parse(lines.Single(line => line.Kernel == "cells").ToString()).RootElement;
        Assert.InRange(cells.GetProperty("cellUpdatesPerSecond").GetDouble(), 1, 1e10);
        Assert.All(lines.Where(line => line.Kernel is "explicit" or "explicit-blocked"), line => Assert.Equal(16, line.BytesPerVoxel));
    }

    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var line = RatioLine.Of([Item("copy", 1000, 1), Item("explicit", 100, 16)]).Single();
        var read = RatioLine.Read(line.ToString());
        Assert.Equal(line, read);
        Assert.True(read.Replaces(line));
        Assert.False((read with { Bone = 0 }).Replaces(line));
    }

    [Fact]
    public void Thirty_days_are_told_with_their_errors()
    {
        var lines = ThirtyDaysCommand.Measure(16, 1).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["multigrid to 1e-5", "multigrid to 1e-4", "multigrid to 1e-3", "lines of 0.6 s"], lines.Select(line => line.GetProperty("method").GetString()));
        Assert.All(lines, line => Assert.True(line.GetProperty("secondsFor30Days").GetDouble() > 0));
        Assert.All(lines[..3], line => Assert.InRange(line.GetProperty("errorL2").GetDouble(), 0, lines[3].GetProperty("errorL2").GetDouble()));
        Assert.Equal(1, lines[3].GetProperty("linesOverThis").GetDouble());
    }

    [Fact]
    public void A_difference_of_timings_that_is_negative_is_not_repeated_without_end()
    {
        var calls = 0;
        var item = new Measured("vcycle", "24x20x12", 1, 2, 0.2, 1, 16, times =>
        {
            calls += times;
            Assert.InRange(calls, 1, 100);
            Thread.Sleep(2 * times);
            return -1e-9;
        });
        Measured.Interleave([item], 3, 0, 0.01);
    }

    private static Measured Item(string kernel, double updates, double bytes)
    {
        var item = new Measured(kernel, "24x20x12", 1, 2, 0.2, updates, bytes, _ => 1);
        Measured.Interleave([item], 3, 0, 0);
        return item;
    }
}
