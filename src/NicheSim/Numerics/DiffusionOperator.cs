using System.Runtime.InteropServices;

namespace NicheSim.Numerics;

/// <summary>
/// Where a field can diffuse: the conductances of all faces on all multigrid levels, for one set of edges and one permeability per voxel. Shared by all
/// fields to which both apply; it does not change during a solve.
/// </summary>
public sealed class DiffusionOperator
{
    private readonly TouchedRows[] _touched;
    private readonly float[] _permeability;

    /// <summary>All voxels open until <see cref="Update"/> says otherwise.</summary>
    /// <exception cref="ArgumentException">An axis is periodic on one side only, or a fixed value is negative or not finite.</exception>
    public DiffusionOperator(Grid grid, FieldEdges edges)
    {
        edges.Check();
        (Grid, Edges) = (grid, edges);
        var shapes = LevelShape.Hierarchy(grid);
        Levels = [.. shapes.Select((shape, level) => new FaceConductances(shape, level == 0 ? null : shapes[level - 1], edges))];
        Pockets = new ClosedPockets(shapes[0], edges);
        _touched = [.. shapes.Select(shape => new TouchedRows(shape.Grid))];
        _permeability = new float[grid.Count];
        Array.Fill(_permeability, float.NaN);
        var open = new float[grid.Count];
        Array.Fill(open, 1f);
        Update(open);
    }

    public Grid Grid { get; }

    public FieldEdges Edges { get; }

    internal FaceConductances[] Levels { get; }

    internal ClosedPockets Pockets { get; }

    /// <summary>What the fixed sides give where the field is empty [pM voxels], before D/h^2.</summary>
    internal double FixedSupply { get; private set; }

    /// <summary>
    /// Takes over the relative permeability of every voxel, 0 (impermeable) to 1 (free). Rows that are as before, with their neighbors, are left alone on all
    /// levels; the others are computed anew from what determines them: so the way here shows in no bit.
    /// </summary>
    public void Update(ReadOnlySpan<float> permeability)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permeability.Length, Grid.Count);
        if (!TakeOver(permeability))
            return;
        Levels[0].SetFromPermeability(_permeability, _touched[0]);
        for (var level = 1; level < Levels.Length; level++)
        {
            _touched[level].SetFromFiner(_touched[level - 1]);
            Levels[level].SetFromFiner(Levels[level - 1], _touched[level]);
        }

        Pockets.Find();
        FixedSupply = -Outflow(default);
    }

    /// <summary>What leaves through the fixed edges [pM voxels/s], less what enters; summed in double in a fixed order.</summary>
    public double Outflow(float diffusionPerSecond, ReadOnlySpan<float> concentration)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(concentration.Length, Grid.Count);
        return diffusionPerSecond * Outflow(concentration);
    }

    private bool TakeOver(ReadOnlySpan<float> permeability)
    {
        _touched[0].Clear();
        var any = false;
        for (var row = 0; row < Grid.Ny * Grid.Nz; row++)
        {
            var now = permeability.Slice(row * Grid.Nx, Grid.Nx);
            var before = _permeability.AsSpan(row * Grid.Nx, Grid.Nx);
            if (MemoryMarshal.AsBytes(now).SequenceEqual(MemoryMarshal.AsBytes(before)))
                continue;
            any = true;
            now.CopyTo(before);
            _touched[0].AddWithNeighbors(row % Grid.Ny, row / Grid.Ny);
            Pockets.SetRow(row, now);
        }

        return any;
    }

    private double Outflow(ReadOnlySpan<float> concentration)
    {
        var outflow = 0.0;
        for (var axis = 0; axis < 3; axis++)
        {
            if (Edges.Low(axis).Edge == FieldEdge.Fixed)
                outflow += Side(axis, -1, Edges.Low(axis).Value, concentration);
            if (Edges.High(axis).Edge == FieldEdge.Fixed)
                outflow += Side(axis, Levels[0].Shape.Axes[axis].Count - 1, Edges.High(axis).Value, concentration);
        }

        return outflow;
    }

    /// <summary>Conductance times difference over all faces of one side; without concentrations the field counts as empty.</summary>
    private double Side(int axis, int face, float value, ReadOnlySpan<float> concentration)
    {
        var shape = Levels[0].Shape;
        var faces = Levels[0].Faces[axis].Span;
        var (countU, countV) = axis == 0 ? (Grid.Ny, Grid.Nz) : axis == 1 ? (Grid.Nx, Grid.Nz) : (Grid.Nx, Grid.Ny);
        var sum = 0.0;
        for (var v = 0; v < countV; v++)
            for (var u = 0; u < countU; u++)
            {
                var (x, y, z) = axis == 0 ? (face, u, v) : axis == 1 ? (u, face, v) : (u, v, face);
                var inside = concentration.IsEmpty ? 0 : concentration[Grid.Index(Math.Max(x, 0), Math.Max(y, 0), Math.Max(z, 0))];
                sum += faces[shape.At(x, y, z)] * (inside - (double)value);
            }

        return sum;
    }
}
