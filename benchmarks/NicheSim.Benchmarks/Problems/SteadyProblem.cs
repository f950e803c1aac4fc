using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Problems;

/// <summary>
/// A field at steady state whose sources or uptake have changed since it was solved: screening length 100 um, voxels of 15 um, sources in one voxel of
/// fifty, uptake of ten times the decay in another one of fifty, closed edges, bone. A hundredth of the sources has moved by one voxel, or a hundredth of
/// the uptake has doubled.
/// </summary>
internal sealed class SteadyProblem
{
    /// <summary>Relative error (L2, against the converged discrete solution) that a warm solve has to reach.</summary>
    public const double Wanted = 1e-4;

    /// <summary>As far as float32 lets the reference converge: each cycle divides the error by ten, so that more of them change nothing.</summary>
    private const double Floor = 1e-7;

    private const int MaximumCycles = 10;

    private readonly float[] _before;
    private readonly Multigrid _solver;
    private readonly DiffusionOperator _operator;

    public SteadyProblem(Grid grid, double bone, bool uptakeChanges, Workers workers, uint seed = 1)
    {
        var mask = TrabecularMask.Make(grid, bone, seed);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        (_solver, _operator) = (new Multigrid(grid, workers), new DiffusionOperator(grid, FieldEdges.All(FieldSide.Closed)));
        _operator.Update([.. mask.Select(solid => solid ? 0f : 1f)]);
        BytesPerVoxel = (3 * sizeof(float)) + ((double)(GC.GetTotalMemory(forceFullCollection: true) - memory) / grid.Count);
        (Loss, Source, Value, _before) = (new float[grid.Count], new float[grid.Count], new float[grid.Count], new float[grid.Count]);
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            var random = Philox.Block((uint)voxel, 2, 0, 0, seed, 0);
            if (mask[voxel])
                continue;
            Loss[voxel] = random.W2 % 50 == 0 ? 11 * FieldProblem.Decay : FieldProblem.Decay;
            Source[voxel] = random.W0 % 50 == 0 ? 0.5f + (random.W1 / 8589934592f) : 0;
        }

        Solve(Floor, MaximumCycles);
        Value.CopyTo(_before, 0);
        Change(mask, uptakeChanges, seed);
        Solve(Floor, MaximumCycles);
        Converged = [.. Value];
        FindTolerance();
    }

    /// <summary>Of concentrations, losses, sources, the solver and its operator: all but the first serve any number of fields.</summary>
    public double BytesPerVoxel { get; }

    public float[] Loss { get; }

    public float[] Source { get; }

    public float[] Value { get; }

    public float[] Converged { get; }

    /// <summary>The loosest tolerance that reaches the wanted error.</summary>
    public double Tolerance { get; private set; }

    /// <summary>Relative L2 error reached with it.</summary>
    public double Error { get; private set; }

    public int Cycles { get; private set; }

    /// <summary>Back to the field from before the change.</summary>
    public void Reset() => _before.CopyTo(Value, 0);

    public SolveReport Solve(double tolerance, int cycles) => _solver.Solve(_operator, FieldProblem.Diffusion, Loss, Source, Value, tolerance, cycles);

    /// <summary>One cycle more at a time; that many cycles then come from the error that the solver itself told of.</summary>
    private void FindTolerance()
    {
        for (Cycles = 1; Cycles < MaximumCycles; Cycles++)
        {
            Reset();
            Tolerance = Solve(0, Cycles).Error;
            Error = Distance();
            if (Error <= Wanted)
                return;
        }

        throw new InvalidOperationException($"A warm solve does not reach an error of {Wanted}: {Error:e1}.");
    }

    private double Distance()
    {
        var (difference, norm) = (0.0, 0.0);
        for (var voxel = 0; voxel < Value.Length; voxel++)
        {
            double delta = Value[voxel] - Converged[voxel];
            (difference, norm) = (difference + (delta * delta), norm + ((double)Converged[voxel] * Converged[voxel]));
        }

        return Math.Sqrt(difference / norm);
    }

    private void Change(bool[] mask, bool uptakeChanges, uint seed)
    {
        for (var voxel = 1; voxel < mask.Length; voxel++)
        {
            var chosen = Philox.Block((uint)voxel, 3, 0, 0, seed, 0).W0 % 100 == 0;
            if (!chosen || mask[voxel] || mask[voxel - 1])
                continue;
            if (uptakeChanges && Loss[voxel] > FieldProblem.Decay)
                Loss[voxel] += 10 * FieldProblem.Decay;
            if (!uptakeChanges && Source[voxel] > 0)
                (Source[voxel - 1], Source[voxel]) = (Source[voxel - 1] + Source[voxel], 0);
        }
    }
}
