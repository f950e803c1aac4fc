using BenchmarkDotNet.Attributes;
using NicheSim.Benchmarks.Problems;

namespace NicheSim.Benchmarks.Suites;

/// <summary>Fields at steady state as one tick meets them: a hundredth of the sources has moved by a voxel, solved to a relative error of 1e-4.</summary>
public class SteadySuite : FieldSuite
{
    private SteadyProblem _problem = null!;

    protected override void Prepare() => _problem = new SteadyProblem(Grid, Bone, uptakeChanges: false, Workers);

    [Benchmark]
    public void WarmSolve()
    {
        for (var field = 0; field < Fields; field++)
        {
            _problem.Reset();
            _problem.Solve(_problem.Tolerance, 60);
        }
    }
}
