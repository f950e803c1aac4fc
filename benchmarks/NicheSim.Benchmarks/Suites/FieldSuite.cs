using BenchmarkDotNet.Attributes;
using NicheSim.Benchmarks.Problems;
using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Suites;

/// <summary>What the suites of fields share: sizes, fields, bone and threads.</summary>
[Config(typeof(SuiteConfig))]
public abstract class FieldSuite : IDomainSuite
{
    [Params("50x50x50", "128x128x128", "256x256x256", "1024x1024", "150x150")]
    public string Size { get; set; } = "";

    [Params(1, 8)]
    public int Fields { get; set; }

    [Params(0, 0.2)]
    public double Bone { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Steps of one call.</summary>
    protected virtual int Steps => 1;

    double IDomainSuite.VoxelUpdates => (double)Grid.Count * Fields * Steps;

    double IDomainSuite.CellUpdates => 0;

    double IDomainSuite.Days => 0;

    private protected Grid Grid
    {
        get
        {
            var sides = Size.Split('x').Select(int.Parse).ToArray();
            return new Grid(sides[0], sides[1], sides.Length > 2 ? sides[2] : 1);
        }
    }

    private protected Workers Workers { get; private set; } = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Workers = new Workers(Threads);
        Prepare();
    }

    [GlobalCleanup]
    public void CleanUp() => Workers.Dispose();

    /// <summary>Sets up the case and checks its result.</summary>
    protected abstract void Prepare();
}
