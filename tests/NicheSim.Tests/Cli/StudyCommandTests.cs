using NicheSim.Tests.Studies;

namespace NicheSim.Tests.Cli;

public sealed class StudyCommandTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_study_is_made_once_and_then_grows()
    {
        var file = _bench.Write("two.json", StudyBench.TwoArms);
        var (code, output, error) = Shell.Run("study", file, "--out", _bench.Out, "--threads", "2");
        Assert.Equal(0, code);
        Assert.Equal($"complete: 8 of 8 runs, 8 of them made now\n{_bench.Out}\n{Path.Combine(_bench.Out, "report.html")}\n", output);
        Assert.Contains("two: 8 runs (2 arms x 4 replicates), about", error, StringComparison.Ordinal);
        Assert.Contains("complete: 8 of 8 runs, 0 of them made now", Shell.Run("study", file, "--out", _bench.Out).Out, StringComparison.Ordinal);
        Assert.Contains("complete: 10 of 10 runs, 2 of them made now", Shell.Run("study", file, "--out", _bench.Out, "--replicates", "5", "--quiet").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_touches_nothing()
    {
        var (code, output, error) = Shell.Run("study", _bench.Write("two.json", StudyBench.TwoArms), "--out", _bench.Out, "--dry-run");
        Assert.Equal((0, ""), (code, output));
        Assert.Contains("8 runs", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.Out));
    }

    [Fact]
    public void What_is_wrong_exits_with_2_and_says_where()
    {
        var (code, _, error) = Shell.Run("study", _bench.Write("bad.json", """{ "scenario": "nich.json" }"""), "--out", _bench.Out);
        Assert.Equal(2, code);
        Assert.Contains("bad.json:1:15: error: scenario: no file \"nich.json\"; did you mean \"niche.json\"?", error, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run("study", "no-such-study").Code);
        Assert.Equal(2, Shell.Run("study", _bench.Write("two.json", StudyBench.TwoArms), "--replicates", "0").Code);
        File.WriteAllText(_bench.PathOf("notes.txt"), "mine");
        (code, _, error) = Shell.Run("study", _bench.PathOf("two.json"), "--out", Path.GetDirectoryName(_bench.Out)!);
        Assert.Equal(2, code);
        Assert.Contains("holds no study; --out names another folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_makes_the_study_exit_with_1()
    {
        var (code, output, error) = Shell.Run("study", _bench.Write("f.json",
            """{ "scenario": "niche.json", "set": { "cells:amoeba:start:some:count": 370 }, "parameters": { "width": { "path": "lattice:widthVoxels", "values": [20, 10] } } }"""), "--out", _bench.Out);
        Assert.Equal(1, code);
        Assert.Contains("run failed: all, point 1, seed 1: asks for 370 cells, but there is room for 200", error, StringComparison.Ordinal);
        Assert.StartsWith("failed: 1 of 2 runs", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_takes_studies_too()
    {
        var (code, output, _) = Shell.Run("validate", _bench.Write("two.json", StudyBench.TwoArms), "escape-arms");
        Assert.Equal(0, code);
        Assert.Contains("two.json: ok (8 runs (2 arms x 4 replicates)", output, StringComparison.Ordinal);
        Assert.Contains("escape-arms.json: ok (120 runs", output, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run("validate", _bench.Write("bad.json", """{ "scenario": "niche.json", "replicates": { "count": 0 } }""")).Code);
    }
}
