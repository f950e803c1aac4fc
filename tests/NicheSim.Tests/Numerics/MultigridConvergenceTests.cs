using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

/// <summary>How fast cycles reduce the error. Screening lengths in voxels of 15 um: 3.3 (L = 50 um), 10 (150 um), 33 (500 um).</summary>
public class MultigridConvergenceTests(ITestOutputHelper output)
{
    private static readonly TheoryData<int, int, int, bool> Small = new()
    {
        { 64, 64, 64, false },
        { 150, 150, 1, false },
        { 150, 150, 1, true },
        { 151, 77, 1, false },
        { 151, 77, 1, true },
        { 75, 50, 33, false },
        { 75, 50, 33, true },
    };

    /// <summary>NICHESIM_LONG=1 takes cubes of 128 and 256 too: a cycle is worth as much on any size.</summary>
    public static IEnumerable<TheoryDataRow<int, int, int, bool>> Shapes => LongRun.Is ? [.. Small, new(128, 128, 128, false), new(256, 256, 256, false)] : Small;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_cycle_reduces_the_error_to_a_fifth_in_the_open(int nx, int ny, int nz, bool periodic)
        => Assert.All([50.0, 150, 500], length => Assert.InRange(Factor(new Grid(nx, ny, nz), periodic, length, 0), 0, 0.2));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_cycle_reduces_the_error_to_less_than_half_among_bone(int nx, int ny, int nz, bool periodic)
        => Assert.All([50.0, 150, 500], length => Assert.InRange(Factor(new Grid(nx, ny, nz), periodic, length, 0.25), 0, 0.45));

    [Fact]
    public void A_solve_carried_to_its_floor_is_exact_to_a_millionth()
    {
        var problem = new DiffusionProblem(new Grid(40, 36, 20), FieldEdges.All(FieldSide.Closed), (float)(225 / 500.0 / 500)).WithBone(0.2, 1).WithSources(0.02, 2);
        var report = problem.Solve(0, 30);
        var exact = DoubleReference.Solve(problem);
        var error = Math.Sqrt(exact.Zip(problem.Value, (e, c) => (e - c) * (e - c)).Sum() / exact.Sum(e => e * e));
        var supply = problem.Source.Sum(s => (double)s);
        var balance = Math.Abs(supply - problem.Loss.Zip(problem.Value, (loss, c) => (double)loss * c).Sum()) / supply;
        output.WriteLine($"error {error:e1}, balance {balance:e1}, as estimated {report.Error:e1}");
        Assert.InRange(error, 0, 1e-6);
        Assert.InRange(balance, 0, 1e-7);
    }

    /// <summary>Mean reduction per cycle of the estimated error, from the first cycle to 1e-5.</summary>
    private double Factor(Grid grid, bool periodic, double lengthUm, double bone)
    {
        var edges = FieldEdges.All(periodic ? FieldSide.Periodic : FieldSide.Closed);
        var problem = new DiffusionProblem(grid, edges, (float)(225 / (lengthUm * lengthUm)));
        if (bone > 0)
            problem.WithBone(bone, 1);
        problem.WithSources(0.01, 2);
        var first = problem.Solve(0, 1);
        var report = problem.Solve(1e-5, 40);
        var last = problem.Solve(0, 1);
        output.WriteLine($"{grid} periodic {periodic} L {lengthUm} bone {bone}: cold {first.Error:e1}, then {report.Cycles} cycles to {report.Error:e1}, factor {Math.Pow(report.Error / report.FirstError, 1.0 / report.Cycles):f3}, floor {last.Error:e1}");
        return Math.Pow(report.Error / report.FirstError, 1.0 / report.Cycles);
    }
}
