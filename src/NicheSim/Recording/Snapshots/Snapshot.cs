using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>
/// A copy of what is written of one tick: the part of the lattice that was asked for, and the cells in it in the order of their ids. Its arrays are used again for the
/// next one.
/// </summary>
internal sealed class Snapshot
{
    private readonly SnapshotPlan _plan;

    public Snapshot(SnapshotPlan plan, int attributes)
    {
        _plan = plan;
        var voxels = plan.Size.Count;
        Fields = Array.ConvertAll(plan.Fields, _ => new float[voxels]);
        (Fill, Mineral, Matrix, CellTypes) = (new float[voxels], new float[voxels], new float[voxels], new ushort[voxels]);
        Attributes = new float[attributes][];
    }

    /// <summary>Its number in the series.</summary>
    public int Index { get; private set; }

    public int Tick { get; private set; }

    /// <summary>Fields[field][voxel of the box] [pM].</summary>
    public float[][] Fields { get; }

    public float[] Fill { get; }

    public float[] Mineral { get; }

    public float[] Matrix { get; }

    /// <summary>Per voxel of the box, 0 or the profile of the cell that holds it + 1.</summary>
    public ushort[] CellTypes { get; }

    /// <summary>Cells in the box, those arrested in vessels among them, without those in the blood.</summary>
    public int Cells => Ids.Length;

    public long[] Ids { get; private set; } = [];

    public long[] Parents { get; private set; } = [];

    public long[] Clones { get; private set; } = [];

    public ushort[] Profiles { get; private set; } = [];

    /// <summary>Voxels of the lattice.</summary>
    public (int X, int Y, int Z)[] Places { get; private set; } = [];

    public bool[] Arrested { get; private set; } = [];

    public bool[] Attached { get; private set; } = [];

    public int[] BornTicks { get; private set; } = [];

    public int[] StateTicks { get; private set; } = [];

    public int[] Divisions { get; private set; } = [];

    /// <summary>Attributes[attribute][cell].</summary>
    public float[][] Attributes { get; }

    public void Take(View view, int index)
    {
        (Index, Tick) = (index, view.State.Tick);
        for (var f = 0; f < Fields.Length; f++)
            Crop(view.State.Fields[_plan.Fields[f]], Fields[f]);
        Crop(view.State.Tissue.Fill, Fill);
        Crop(view.State.Tissue.Mineral, Mineral);
        Crop(view.State.Tissue.Matrix, Matrix);
        TakeCells(view);

        void Crop(float[] values, float[] part)
        {
            var (grid, size) = (view.Plan.Grid, _plan.Size);
            for (var z = 0; z < size.Nz; z++)
                for (var y = 0; y < size.Ny; y++)
                    values.AsSpan(grid.Index(_plan.First.X, _plan.First.Y + y, _plan.First.Z + z), size.Nx).CopyTo(part.AsSpan(size.Index(0, y, z)));
        }
    }

    private void TakeCells(View view)
    {
        var (cells, grid) = (view.State.Cells, view.Plan.Grid);
        var taken = Array.FindAll(view.CellsById, cell => cells.Voxel[cell] != State.Cells.InBlood && Within(grid, cells.Voxel[cell]) >= 0);
        Ids = Array.ConvertAll(taken, cell => cells.Id[cell]);
        Parents = Array.ConvertAll(taken, cell => cells.Parent[cell]);
        Clones = Array.ConvertAll(taken, cell => cells.Clone[cell]);
        Profiles = Array.ConvertAll(taken, cell => cells.Profile[cell]);
        Places = Array.ConvertAll(taken, cell => (grid.X(cells.Voxel[cell]), grid.Y(cells.Voxel[cell]), grid.Z(cells.Voxel[cell])));
        Arrested = Array.ConvertAll(taken, cell => cells.Arrested[cell]);
        Attached = Array.ConvertAll(taken, cell => cells.Attached[cell]);
        BornTicks = Array.ConvertAll(taken, cell => cells.BornTick[cell]);
        StateTicks = Array.ConvertAll(taken, cell => cells.StateTick[cell]);
        Divisions = Array.ConvertAll(taken, cell => cells.Divisions[cell]);
        for (var a = 0; a < Attributes.Length; a++)
            Attributes[a] = Array.ConvertAll(taken, cell => cells.Attributes[a][cell]);
        Array.Clear(CellTypes);
        foreach (var cell in taken)
            if (!cells.Arrested[cell])
                CellTypes[Within(grid, cells.Voxel[cell])] = (ushort)(cells.Profile[cell] + 1);
    }

    /// <summary>The voxel's index in the box; -1 outside.</summary>
    private int Within(Grid grid, int voxel)
    {
        var (x, y, z) = (grid.X(voxel) - _plan.First.X, grid.Y(voxel) - _plan.First.Y, grid.Z(voxel) - _plan.First.Z);
        return (uint)x < _plan.Size.Nx && (uint)y < _plan.Size.Ny && (uint)z < _plan.Size.Nz ? _plan.Size.Index(x, y, z) : -1;
    }
}
