using BenchmarkDotNet.Attributes;
using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Benchmarks.Suites;

/// <summary>One whole tick of a shipped scenario, which goes on from call to call.</summary>
[Config(typeof(SuiteConfig))]
public class TickSuite : IDomainSuite
{
    private Simulation _simulation = null!;

    [Params("niche-3d", "il1b-escape")]
    public string Scenario { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    double IDomainSuite.VoxelUpdates
    {
        get
        {
            var plan = Plan();
            return (double)plan.Grid.Count * plan.Fields.Length;
        }
    }

    double IDomainSuite.CellUpdates => Founding.Found(Plan(), out _).Cells.Count;

    double IDomainSuite.Days => Plan().TickSeconds / 86400;

    [GlobalSetup]
    public void SetUp()
    {
        var plan = Plan();
        _simulation = new Simulation(plan, Founding.Found(plan, out _), Threads);
        for (var tick = 0; tick < 20; tick++)
            _simulation.Step();
    }

    [GlobalCleanup]
    public void CleanUp() => _simulation.Dispose();

    [Benchmark]
    public void Tick() => _simulation.Step();

    private Plan Plan()
    {
        var compilation = ScenarioCompiler.Load(Path.Combine(Repository.Root, "scenarios", Scenario + ".json"));
        return compilation.Scenario?.Plan ?? throw new InvalidOperationException(string.Join(Environment.NewLine, compilation.Diagnostics));
    }
}
