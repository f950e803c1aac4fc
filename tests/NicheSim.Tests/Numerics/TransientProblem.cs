using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

/// <summary>Random transient problems: edges, impermeable and half-permeable voxels, losses, sources, and where to start. D/h^2 is 1/s.</summary>
internal static class TransientProblem
{
    public static DiffusionProblem Random(Grid grid, int seed, bool halfPermeable)
    {
        var random = new Random(seed);
        var (x, y, z) = (Pair(), Pair(), Pair());
        var problem = new DiffusionProblem(grid, new FieldEdges(x.Low, x.High, y.Low, y.High, z.Low, z.High), 0);
        var solid = random.Next(3) * 0.15;
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            problem.Permeability[voxel] = random.NextDouble() < solid ? 0 : halfPermeable && random.Next(4) == 0 ? 0.1f : 1;
            var isOpen = problem.Permeability[voxel] > 0;
            problem.Loss[voxel] = isOpen ? 0.01f + (random.Next(10) == 0 ? random.NextSingle() : 0) : 0;
            problem.Source[voxel] = isOpen && random.Next(5) == 0 ? random.NextSingle() : 0;
            problem.Value[voxel] = random.Next(3) == 0 ? random.NextSingle() : 0;
        }

        return problem;

        (FieldSide Low, FieldSide High) Pair() => random.Next(3) == 0 ? (FieldSide.Periodic, FieldSide.Periodic) : (Side(), Side());

        FieldSide Side() => random.Next(2) == 0 ? FieldSide.Fixed(random.Next(3)) : FieldSide.Closed;
    }

    /// <summary>Loss, or -1 where a voxel is impermeable.</summary>
    public static float[] Coefficient(DiffusionProblem problem) => [.. problem.Loss.Select((loss, voxel) => problem.Permeability[voxel] == 0 ? -1 : loss)];

    /// <summary>Sum of all errors over the sum of the field.</summary>
    public static double Error(double[] expected, float[] actual) => expected.Zip(actual, (e, a) => Math.Abs(e - a)).Sum() / Math.Max(expected.Sum(), 1e-30);
}
