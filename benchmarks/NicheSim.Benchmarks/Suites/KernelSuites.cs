using BenchmarkDotNet.Attributes;
using NicheSim.Benchmarks.Problems;
using NicheSim.Benchmarks.Ratios;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Suites;

/// <summary>One explicit step; the plain loop in double precision is the baseline.</summary>
public class ExplicitSuite : FieldSuite
{
    private FieldProblem[] _fields = [];
    private double[] _reference = [];
    private Measured _step = null!;

    protected override void Prepare()
    {
        _fields = [.. Enumerable.Range(0, Fields).Select(_ => new FieldProblem(Grid, Bone))];
        _reference = new double[Grid.Count];
        _step = RatioKernels.Explicit(_fields, Workers);
    }

    [Benchmark(Baseline = true)]
    public void Scalar()
    {
        foreach (var field in _fields)
            ScalarReference.Step(field, field.Value.Span, _reference, 0.1);
    }

    [Benchmark]
    public void Explicit() => _step.Seconds(1);
}

/// <summary>Eight explicit steps in one pass.</summary>
public class ExplicitBlockedSuite : FieldSuite
{
    private Measured _pass = null!;

    protected override int Steps => 8;

    protected override void Prepare() => _pass = RatioKernels.Blocked([.. Enumerable.Range(0, Fields).Select(_ => new FieldProblem(Grid, Bone))], Workers);

    [Benchmark]
    public void EightSteps() => _pass.Seconds(1);
}

/// <summary>One implicit step by lines.</summary>
public class LinesSuite : FieldSuite
{
    private Measured _lines = null!;

    protected override void Prepare() => _lines = RatioKernels.Lines([.. Enumerable.Range(0, Fields).Select(_ => new FieldProblem(Grid, Bone))], Workers);

    [Benchmark]
    public void Lines() => _lines.Seconds(1);
}

/// <summary>One implicit step by lines in the design of peers: the baseline of all line solvers. It knows no bone.</summary>
[Config(typeof(SuiteConfig))]
public class ClassicLinesSuite : IDomainSuite
{
    private Workers _workers = null!;
    private Measured _lines = null!;

    [Params("50x50x50", "128x128x128", "1024x1024", "150x150")]
    public string Size { get; set; } = "";

    [Params(1, 8)]
    public int Fields { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    double IDomainSuite.VoxelUpdates => (double)Grid.Count * Fields;

    double IDomainSuite.CellUpdates => 0;

    double IDomainSuite.Days => 0;

    private Grid Grid
    {
        get
        {
            var sides = Size.Split('x').Select(int.Parse).ToArray();
            return new Grid(sides[0], sides[1], sides.Length > 2 ? sides[2] : 1);
        }
    }

    [GlobalSetup]
    public void SetUp()
    {
        _workers = new Workers(Threads);
        _lines = RatioKernels.Classic(Grid, Fields, _workers);
    }

    [GlobalCleanup]
    public void CleanUp() => _workers.Dispose();

    [Benchmark]
    public void ClassicLines() => _lines.Seconds(1);
}

/// <summary>What memory allows.</summary>
[Config(typeof(SuiteConfig))]
public class CopySuite : IDomainSuite
{
    private Workers _workers = null!;
    private Measured _copy = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>As a kernel of 16 bytes per voxel would do.</summary>
    double IDomainSuite.VoxelUpdates => LargeCopy.Bytes / 16;

    double IDomainSuite.CellUpdates => 0;

    double IDomainSuite.Days => 0;

    [GlobalSetup]
    public void SetUp()
    {
        _workers = new Workers(Threads);
        _copy = RatioKernels.Copy(_workers);
    }

    [GlobalCleanup]
    public void CleanUp() => _workers.Dispose();

    [Benchmark]
    public void Copy() => _copy.Seconds(1);
}
