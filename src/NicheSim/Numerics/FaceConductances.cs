namespace NicheSim.Numerics;

/// <summary>
/// Conductances of all faces of one multigrid level, relative to an open face between two voxels: area over distance in voxel sides, times the relative
/// permeability. Entry i of an axis is the face between cell i and the next one up; the rim holds the outer lower faces.
/// </summary>
internal sealed class FaceConductances(LevelShape shape, LevelShape? finer, FieldEdges edges)
{
    public LevelShape Shape { get; } = shape;

    public float[][] Faces { get; } = [new float[shape.PaddedCount], new float[shape.PaddedCount], new float[shape.PaddedCount]];

    /// <summary>Number of voxels in each cell that have an open face (no rim).</summary>
    public float[] Volume { get; } = new float[shape.Grid.Count];

    /// <summary>Per axis and position on the finer level: the weight of the coarse neighbor in the interpolation to there.</summary>
    public float[][] Weights { get; } = finer is null ? [] : [.. Enumerable.Range(0, 3).Select(axis => InterpolationWeights(
        finer.Axes[axis], shape.Axes[axis], edges.Low(axis) == FieldEdge.Periodic))];

    /// <summary>Whether anything moves along z: not in a slice, unless its faces are held at a value.</summary>
    public bool HasZ { get; } = shape.Grid.Nz > 1 || edges.LowZ == FieldEdge.Fixed || edges.HighZ == FieldEdge.Fixed;

    /// <summary>A periodic axis of one cell is its own neighbor: nothing flows.</summary>
    public bool Wraps(int axis) => edges.Low(axis) == FieldEdge.Periodic && Shape.Axes[axis].Count > 1;

    /// <summary>Harmonic means of the relative permeabilities (0 to 1) of the two voxels of a face; at a fixed edge half a voxel lies between.</summary>
    public void SetFromPermeability(ReadOnlySpan<float> permeability)
    {
        for (var axis = 0; axis < 3; axis++)
            for (var face = First(axis); face.Line < face.Lines; face = face.Next())
                Faces[axis][face.Padded] = Conductance(permeability, axis, face);

        for (var row = 0; row < Shape.Rows; row++)
            for (var x = 0; x < Shape.Grid.Nx; x++)
                Volume[(row * Shape.Grid.Nx) + x] = Sum(Shape.PaddedRow(row) + x) > 0 ? 1 : 0;
    }

    /// <summary>
    /// A coarse face has the conductance of the fine faces in it, side by side, stretched to the greater distance between the centers. So a coarse
    /// cell exchanges what its fluid voxels exchange, whatever share of it is bone.
    /// </summary>
    public void SetFromFiner(FaceConductances finer)
    {
        for (var axis = 0; axis < 3; axis++)
            for (var face = First(axis); face.Line < face.Lines; face = face.Next())
                Faces[axis][face.Padded] = CoarseConductance(finer, axis, face);

        Array.Clear(Volume);
        for (var row = 0; row < finer.Shape.Rows; row++)
            GridTransfer.AddRow(finer.Volume.AsSpan(row * finer.Shape.Grid.Nx, finer.Shape.Grid.Nx), Shape.RowOfParent(finer.Shape, row, Volume));
    }

    private float Sum(int i)
        => Faces[0][i - 1] + Faces[0][i] + Faces[1][i - Shape.StrideY] + Faces[1][i] + Faces[2][i - Shape.StrideZ] + Faces[2][i];

    private static float[] InterpolationWeights(CoarseningAxis fine, CoarseningAxis coarse, bool periodic)
        => [.. Enumerable.Range(0, fine.Count).Select(i => fine.InterpolationWeight(coarse, i, periodic))];

    private float Conductance(ReadOnlySpan<float> permeability, int axis, Face face)
    {
        var count = Shape.Axes[axis].Count;
        var outer = face.Position < 0 || face.Position == count - 1;
        if (outer && !Wraps(axis))
        {
            var edge = face.Position < 0 ? edges.Low(axis) : edges.High(axis);
            return edge == FieldEdge.Fixed ? 2 * permeability[face.Voxel(Math.Max(face.Position, 0))] : 0;
        }

        var a = permeability[face.Voxel((face.Position + count) % count)];
        var b = permeability[face.Voxel((face.Position + 1) % count)];
        return a > 0 && b > 0 ? 2 * a * b / (a + b) : 0;
    }

    private float CoarseConductance(FaceConductances finer, int axis, Face face)
    {
        var count = Shape.Axes[axis].Count;
        var fineAxis = finer.Shape.Axes[axis];
        var outer = face.Position < 0 || face.Position == count - 1;
        var periodic = edges.Low(axis) == FieldEdge.Periodic;
        if (outer && periodic && !Wraps(axis))
            return 0;
        var finePosition = fineAxis.Count == count ? face.Position : Math.Min((2 * face.Position) + 1, fineAxis.Count - 1);
        var stretch = fineAxis.Distance(finePosition, periodic) / Shape.Axes[axis].Distance(face.Position, periodic);

        var (u, v) = axis == 0 ? (1, 2) : axis == 1 ? (0, 2) : (0, 1);
        Span<int> fine = stackalloc int[3];
        fine[axis] = finePosition;
        var sum = 0f;
        for (fine[v] = 2 * face.V; fine[v] < Math.Min((2 * face.V) + 2, finer.Shape.Axes[v].Count); fine[v]++)
            for (fine[u] = 2 * face.U; fine[u] < Math.Min((2 * face.U) + 2, finer.Shape.Axes[u].Count); fine[u]++)
                sum += finer.Faces[axis][finer.Shape.Padded(fine[1], fine[2]) + fine[0]];
        return sum * stretch;
    }

    private Face First(int axis) => new(Shape, axis, -1, 0);

    /// <summary>A face of one axis: position along it (-1 is the lower outer face) and the line it lies on.</summary>
    private readonly record struct Face(LevelShape Shape, int Axis, int Position, int Line)
    {
        private int CountU => Shape.Axes[Axis == 0 ? 1 : 0].Count;

        public int Lines => Shape.Grid.Count / Shape.Axes[Axis].Count;

        public int U => Line % CountU;

        public int V => Line / CountU;

        public int Padded => Axis switch
        {
            0 => Shape.Padded(U, V) + Position,
            1 => Shape.Padded(Position, V) + U,
            _ => Shape.Padded(V, Position) + U,
        };

        public int Voxel(int position) => Axis switch
        {
            0 => Shape.Grid.Index(position, U, V),
            1 => Shape.Grid.Index(U, position, V),
            _ => Shape.Grid.Index(U, V, position),
        };

        public Face Next() => Position < Shape.Axes[Axis].Count - 1 ? this with { Position = Position + 1 } : this with { Position = -1, Line = Line + 1 };
    }
}
