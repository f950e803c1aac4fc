namespace NicheSim.Numerics;

/// <summary>
/// Where a field can diffuse: the conductances of all faces on all multigrid levels, for one set of edges and one permeability per voxel. Shared by all
/// fields to which both apply; it does not change during a solve.
/// </summary>
public sealed class DiffusionOperator
{
    /// <summary>All voxels open until <see cref="Update"/> says otherwise.</summary>
    /// <exception cref="ArgumentException">An axis is periodic on one side only, or the fixed value is negative or not finite.</exception>
    public DiffusionOperator(Grid grid, FieldEdges edges)
    {
        edges.Check();
        (Grid, Edges) = (grid, edges);
        var shapes = LevelShape.Hierarchy(grid);
        Levels = [.. shapes.Select((shape, level) => new FaceConductances(shape, level == 0 ? null : shapes[level - 1], edges))];
        var open = new float[grid.Count];
        Array.Fill(open, 1f);
        Update(open);
    }

    public Grid Grid { get; }

    public FieldEdges Edges { get; }

    internal FaceConductances[] Levels { get; }

    internal ClosedPockets Pockets { get; } = new();

    /// <summary>Takes over the relative permeability of every voxel, 0 (impermeable) to 1 (free).</summary>
    public void Update(ReadOnlySpan<float> permeability)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permeability.Length, Grid.Count);
        Levels[0].SetFromPermeability(permeability);
        for (var level = 1; level < Levels.Length; level++)
            Levels[level].SetFromFiner(Levels[level - 1]);
        Pockets.Find(Levels[0]);
    }

    /// <summary>What leaves through the fixed edges [pM voxels/s], less what enters; summed in double in a fixed order.</summary>
    public double Outflow(float diffusionPerSecond, ReadOnlySpan<float> concentration)
    {
        var outflow = 0.0;
        for (var axis = 0; axis < 3; axis++)
        {
            if (Edges.Low(axis) == FieldEdge.Fixed)
                outflow += Side(axis, -1, concentration);
            if (Edges.High(axis) == FieldEdge.Fixed)
                outflow += Side(axis, Levels[0].Shape.Axes[axis].Count - 1, concentration);
        }

        return diffusionPerSecond * outflow;
    }

    /// <summary>Sum of all fixed faces' conductances: how much of 1 pM at the edges enters, before D/h^2.</summary>
    internal double FixedConductance()
    {
        var sum = 0.0;
        for (var axis = 0; axis < 3; axis++)
        {
            if (Edges.Low(axis) == FieldEdge.Fixed)
                sum += Side(axis, -1, default);
            if (Edges.High(axis) == FieldEdge.Fixed)
                sum += Side(axis, Levels[0].Shape.Axes[axis].Count - 1, default);
        }

        return sum;
    }

    private double Side(int axis, int face, ReadOnlySpan<float> concentration)
    {
        var shape = Levels[0].Shape;
        var faces = Levels[0].Faces[axis];
        var (countU, countV) = axis == 0 ? (Grid.Ny, Grid.Nz) : axis == 1 ? (Grid.Nx, Grid.Nz) : (Grid.Nx, Grid.Ny);
        var sum = 0.0;
        for (var v = 0; v < countV; v++)
            for (var u = 0; u < countU; u++)
            {
                var (x, y, z) = axis == 0 ? (face, u, v) : axis == 1 ? (u, face, v) : (u, v, face);
                var voxel = Grid.Index(Math.Max(x, 0), Math.Max(y, 0), Math.Max(z, 0));
                var difference = concentration.IsEmpty ? 1.0 : concentration[voxel] - (double)Edges.FixedValue;
                sum += faces[shape.Padded(y, z) + x] * difference;
            }

        return sum;
    }
}
