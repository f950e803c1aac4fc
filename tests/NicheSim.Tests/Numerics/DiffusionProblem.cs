using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

/// <summary>One field to solve for: D/h^2 = 1, so that the loss is (h/L)^2.</summary>
internal sealed class DiffusionProblem
{
    public DiffusionProblem(Grid grid, FieldEdges edges, float loss)
    {
        (Grid, Operator) = (grid, new DiffusionOperator(grid, edges));
        (Loss, Source, Value) = (new float[grid.Count], new float[grid.Count], new float[grid.Count]);
        Permeability = new float[grid.Count];
        Array.Fill(Loss, loss);
        Array.Fill(Permeability, 1f);
    }

    public Grid Grid { get; }

    public DiffusionOperator Operator { get; }

    public float[] Loss { get; }

    public float[] Source { get; }

    public float[] Value { get; }

    public float[] Permeability { get; }

    /// <summary>Blobs of bone, without loss and source, on about the given share of the voxels.</summary>
    public DiffusionProblem WithBone(double share, int seed)
    {
        var random = new Random(seed);
        for (var bone = 0; bone < share * Grid.Count;)
        {
            var (x, y, z, radius) = (random.Next(Grid.Nx), random.Next(Grid.Ny), random.Next(Grid.Nz), 1 + (5 * random.NextDouble()));
            for (var voxel = 0; voxel < Grid.Count; voxel++)
            {
                var (dx, dy, dz) = (Grid.X(voxel) - x, Grid.Y(voxel) - y, Grid.Z(voxel) - z);
                if ((dx * dx) + (dy * dy) + (dz * dz) > radius * radius || Permeability[voxel] == 0)
                    continue;
                (Permeability[voxel], Loss[voxel], Source[voxel]) = (0, 0, 0);
                bone++;
            }
        }

        Operator.Update(Permeability);
        return this;
    }

    public DiffusionProblem WithSources(double share, int seed)
    {
        var random = new Random(seed);
        for (var voxel = 0; voxel < Grid.Count; voxel++)
            if (random.NextDouble() < share && Permeability[voxel] > 0)
                Source[voxel] = (float)random.NextDouble();
        return this;
    }

    public SolveReport Solve(double tolerance = 1e-6, int maximumCycles = 50, int threads = 1)
    {
        using var workers = new Workers(threads);
        return new Multigrid(Grid, workers).Solve(Operator, 1, Loss, Source, Value, tolerance, maximumCycles);
    }
}
