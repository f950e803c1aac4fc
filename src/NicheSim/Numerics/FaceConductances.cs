using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// Conductances of all faces of one multigrid level, relative to an open face between two voxels: area over distance in voxel sides, times the relative
/// permeability. Entry i of an axis is the face between cell i and the next one up; the rim holds the outer lower faces.
/// </summary>
internal sealed unsafe class FaceConductances
{
    private readonly float[][] _stretches;
    private readonly bool[] _partlyOpen;
    private readonly bool _hasFixedSide;

    public FaceConductances(LevelShape shape, LevelShape? finer, FieldEdges edges)
    {
        (Shape, Edges) = (shape, edges);
        Faces = [new LaneArray(shape.Size, 4), new LaneArray(shape.Size, 5), new LaneArray(shape.Size, 6)];
        (Open, Volume) = (new LaneArray(shape.Size, 7), new LaneArray(finer is null ? 0 : shape.Size, 3));
        _partlyOpen = new bool[finer is null ? shape.Rows : 0];
        for (var axis = 0; axis < 3; axis++)
            _hasFixedSide |= edges.Low(axis).Edge == FieldEdge.Fixed || edges.High(axis).Edge == FieldEdge.Fixed;
        HasZ = shape.Grid.Nz > 1 || edges.LowZ.Edge == FieldEdge.Fixed || edges.HighZ.Edge == FieldEdge.Fixed;
        if (finer is null)
        {
            (_stretches, WeightsX, WeightsY, WeightsZ) = ([], [], [], []);
            return;
        }

        _stretches = [Stretches(0), Stretches(1), Stretches(2)];
        (WeightsX, WeightsY, WeightsZ) = ([[new LaneArray(shape.Half), new LaneArray(shape.Half)], [new LaneArray(shape.Half), new LaneArray(shape.Half)]], Weights(1), Weights(2));
        var weights = Weights(0);
        for (var x = 0; x < weights.Length; x++)
            WeightsX[x % 2][x / 2 % 2][x / 4] = weights[x];

        float[] Weights(int axis) => [.. Enumerable.Range(0, finer.Axes[axis].Count).Select(i => finer.Axes[axis].InterpolationWeight(shape.Axes[axis], i, IsPeriodic(axis)))];

        float[] Stretches(int axis) => [.. Enumerable.Range(-1, shape.Axes[axis].Count + 1).Select(i => Stretch(finer, axis, i))];
    }

    public LevelShape Shape { get; }

    public FieldEdges Edges { get; }

    public LaneArray[] Faces { get; }

    /// <summary>The conductances of the faces of each cell, added up; 0 in the rim and in padding.</summary>
    public LaneArray Open { get; }

    /// <summary>On coarse levels the number of voxels in each cell that have an open face; 0 in the rim.</summary>
    public LaneArray Volume { get; }

    /// <summary>Of voxels: whether every face is fully open or closed, so that closed voxels tell all.</summary>
    public bool IsMask { get; private set; }

    /// <summary>
    /// For the fine cells of even and of odd x in the coarse cells of even and of odd x: the weight of the coarse neighbor in the interpolation to there.
    /// </summary>
    public LaneArray[][] WeightsX { get; }

    /// <summary>The same for every y of the finer level.</summary>
    public float[] WeightsY { get; }

    /// <summary>The same for every z of the finer level.</summary>
    public float[] WeightsZ { get; }

    /// <summary>Whether anything moves along z: not in a slice, unless its faces are held at a value.</summary>
    public bool HasZ { get; }

    /// <summary>A periodic axis of one cell is its own neighbor: nothing flows.</summary>
    public bool Wraps(int axis) => IsPeriodic(axis) && Shape.Axes[axis].Count > 1;

    /// <summary>Whether cells of one color are neighbors across a wrap.</summary>
    public bool WrapsOdd => (Wraps(0) && Shape.Grid.Nx % 2 == 1) || (Wraps(1) && Shape.Grid.Ny % 2 == 1) || (Wraps(2) && Shape.Grid.Nz % 2 == 1);

    /// <summary>Harmonic means of the relative permeabilities (0 to 1) of the two voxels of a face; at a fixed edge half a voxel lies between.</summary>
    public void SetFromPermeability(ReadOnlySpan<float> permeability, TouchedRows touched)
    {
        var grid = Shape.Grid;
        for (var z = -1; z < grid.Nz; z++)
            for (var y = -1; y < grid.Ny; y++)
            {
                if (!touched[y, z])
                    continue;
                if (y >= 0 && z >= 0)
                    for (var x = -1; x < grid.Nx; x++)
                        Faces[0][Shape.At(x, y, z)] = Outer(0, x) is { } side
                            ? AtEdge(side, permeability[grid.Index(Math.Max(x, 0), y, z)])
                            : Between(permeability[grid.Index(x < 0 ? grid.Nx - 1 : x, y, z)], permeability[grid.Index(x + 1 < grid.Nx ? x + 1 : 0, y, z)]);
                if (z >= 0)
                    SetRow(Faces[1], y, z, Outer(1, y), Row(permeability, y < 0 ? grid.Ny - 1 : y, z), Row(permeability, y + 1 < grid.Ny ? y + 1 : 0, z));
                if (y >= 0)
                    SetRow(Faces[2], y, z, Outer(2, z), Row(permeability, y, z < 0 ? grid.Nz - 1 : z), Row(permeability, y, z + 1 < grid.Nz ? z + 1 : 0));
            }

        for (var row = 0; row < Shape.Rows; row++)
            if (touched[row % grid.Ny, row / grid.Ny])
            {
                AddOpen(row % grid.Ny, row / grid.Ny);
                _partlyOpen[row] = permeability.Slice(row * grid.Nx, grid.Nx).ContainsAnyExcept(0f, 1f);
            }

        IsMask = !_hasFixedSide && !_partlyOpen.AsSpan().Contains(true);
    }

    /// <summary>
    /// A coarse face has the conductance of the fine faces in it, side by side, stretched to the greater distance between the centers. So a coarse
    /// cell exchanges what its fluid voxels exchange, whatever share of it is bone.
    /// </summary>
    public void SetFromFiner(FaceConductances finer, TouchedRows touched)
    {
        var grid = Shape.Grid;
        for (var z = -1; z < grid.Nz; z++)
            for (var y = -1; y < grid.Ny; y++)
            {
                if (!touched[y, z])
                    continue;
                if (y >= 0 && z >= 0)
                    for (var x = -1; x < grid.Nx; x++)
                        Faces[0][Shape.At(x, y, z)] = _stretches[0][x + 1] * SumAcross(finer, Shape.FinePosition(finer.Shape, 0, x), y, z);
                if (z >= 0)
                    SetRowFromFiner(Faces[1], finer, 1, y, z);
                if (y >= 0)
                    SetRowFromFiner(Faces[2], finer, 2, y, z);
                if (y >= 0 && z >= 0)
                    SetVolume(finer, y, z);
            }

        for (var row = 0; row < Shape.Rows; row++)
            if (touched[row % grid.Ny, row / grid.Ny])
                AddOpen(row % grid.Ny, row / grid.Ny);
    }

    private static float Between(float a, float b) => a == b ? a : a > 0 && b > 0 ? 2 * a * (b / (a + b)) : 0;

    private static float AtEdge(FieldSide side, float permeability) => side.Edge == FieldEdge.Fixed ? 2 * permeability : 0;

    private ReadOnlySpan<float> Row(ReadOnlySpan<float> permeability, int y, int z) => permeability.Slice(Shape.Grid.Index(0, y, z), Shape.Grid.Nx);

    /// <summary>The side on which the face at this position lies; null where it lies between two cells.</summary>
    private FieldSide? Outer(int axis, int position)
        => Wraps(axis) ? null : position < 0 ? Edges.Low(axis) : position == Shape.Axes[axis].Count - 1 ? Edges.High(axis) : null;

    private void SetRow(LaneArray faces, int y, int z, FieldSide? outer, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper)
    {
        var inside = y < 0 || z < 0 ? upper : lower;
        for (var x = 0; x < Shape.Grid.Nx; x++)
            faces[Shape.At(x, y, z)] = outer is { } side ? AtEdge(side, inside[x]) : Between(lower[x], upper[x]);
    }

    private void AddOpen(int y, int z)
    {
        float* faceX = Faces[0].Start, faceY = Faces[1].Start, faceZ = Faces[2].Start;
        for (var color = 0; color < 2; color++)
        {
            var (own, other) = (Shape.Row(color, y, z), Shape.Row(1 - color, y, z));
            var west = color == LevelShape.ColorOfEven(y, z) ? other - 1 : other;
            for (var k = 0; k < Shape.Half; k += LevelShape.Lanes)
            {
                var open = Vector256.Load(faceX + west + k) + Vector256.Load(faceX + own + k)
                    + (Vector256.Load(faceY + other - Shape.Pitch + k) + Vector256.Load(faceY + own + k))
                    + (Vector256.Load(faceZ + other - Shape.PitchZ + k) + Vector256.Load(faceZ + own + k));
                open.Store(Open.Start + own + k);
            }

            // The outermost face of a row has its other cell in the rim.
            var cells = (Shape.Grid.Nx + (color == LevelShape.ColorOfEven(y, z) ? 1 : 0)) / 2;
            Open.Span.Slice(own + cells, Shape.Half - cells).Clear();
        }
    }

    private bool IsPeriodic(int axis) => Edges.Low(axis).Edge == FieldEdge.Periodic;

    /// <summary>Distance over which the fine faces of a coarse face exchange, over that of the coarse one; 0 where nothing does.</summary>
    private float Stretch(LevelShape finer, int axis, int position)
    {
        var outer = position < 0 || position == Shape.Axes[axis].Count - 1;
        if (outer && IsPeriodic(axis) && !Wraps(axis))
            return 0;
        return finer.Axes[axis].Distance(Shape.FinePosition(finer, axis, position), IsPeriodic(axis)) / Shape.Axes[axis].Distance(position, IsPeriodic(axis));
    }

    /// <summary>The fine faces across x of a coarse cell.</summary>
    private static float SumAcross(FaceConductances finer, int fineX, int y, int z)
    {
        var (shape, sum) = (finer.Shape, 0f);
        for (var fineZ = 2 * z; fineZ < Math.Min((2 * z) + 2, shape.Grid.Nz); fineZ++)
            for (var fineY = 2 * y; fineY < Math.Min((2 * y) + 2, shape.Grid.Ny); fineY++)
                sum += finer.Faces[0][shape.At(fineX, fineY, fineZ)];
        return sum;
    }

    /// <summary>A row of faces across y or z. The two fine rows side by side are added first; what lies beyond the last cell is 0.</summary>
    private void SetRowFromFiner(LaneArray faces, FaceConductances finer, int axis, int y, int z)
    {
        var shape = finer.Shape;
        var fine = finer.Faces[axis].Span;
        var (fineY, fineZ) = axis == 1 ? (Shape.FinePosition(shape, 1, y), 2 * z) : (2 * y, Shape.FinePosition(shape, 2, z));
        var hasSecond = axis == 1 ? fineZ + 1 < shape.Grid.Nz : fineY + 1 < shape.Grid.Ny;
        var (secondY, secondZ) = axis == 1 ? (fineY, fineZ + 1) : (fineY + 1, fineZ);
        var stretch = _stretches[axis][(axis == 1 ? y : z) + 1];
        var red = fine.Slice(shape.Row(0, fineY, fineZ), shape.Half);
        var black = fine.Slice(shape.Row(1, fineY, fineZ), shape.Half);
        for (var x = 0; x < Shape.Grid.Nx; x++)
            faces[Shape.At(x, y, z)] = red[x] + black[x];
        if (hasSecond)
        {
            red = fine.Slice(shape.Row(0, secondY, secondZ), shape.Half);
            black = fine.Slice(shape.Row(1, secondY, secondZ), shape.Half);
            for (var x = 0; x < Shape.Grid.Nx; x++)
                faces[Shape.At(x, y, z)] += red[x] + black[x];
        }

        for (var x = 0; x < Shape.Grid.Nx; x++)
            faces[Shape.At(x, y, z)] *= stretch;
    }

    private float Voxels(int x, int y, int z)
        => x >= Shape.Grid.Nx ? 0 : Volume.Length > 0 ? Volume[Shape.At(x, y, z)] : Open[Shape.At(x, y, z)] > 0 ? 1 : 0;

    private void SetVolume(FaceConductances finer, int y, int z)
    {
        for (var x = 0; x < Shape.Grid.Nx; x++)
        {
            var sum = 0f;
            for (var fineZ = 2 * z; fineZ < Math.Min((2 * z) + 2, finer.Shape.Grid.Nz); fineZ++)
                for (var fineY = 2 * y; fineY < Math.Min((2 * y) + 2, finer.Shape.Grid.Ny); fineY++)
                    sum += finer.Voxels(2 * x, fineY, fineZ) + finer.Voxels((2 * x) + 1, fineY, fineZ);
            Volume[Shape.At(x, y, z)] = sum;
        }
    }
}
