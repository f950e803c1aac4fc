using NicheSim.Numerics;

namespace NicheSim.State;

/// <summary>Everything that changes in a run, at one tick. The plan does not change; scratch memory is no state.</summary>
public sealed class SimulationState
{
    public SimulationState(Grid grid, int[] partsOfFields, int attributes, int tallies)
    {
        Grid = grid;
        Fields = new float[partsOfFields.Length][];
        Parts = new float[partsOfFields.Length][][];
        for (var f = 0; f < Fields.Length; f++)
        {
            Fields[f] = new float[grid.Count];
            Parts[f] = new float[partsOfFields[f]][];
            for (var part = 0; part < partsOfFields[f]; part++)
                Parts[f][part] = new float[grid.Count];
        }

        Serum = new double[Fields.Length];
        SerumOutflow = new double[Fields.Length];
        Balances = new FieldBalance[Fields.Length];
        Tissue = new Tissue(grid.Count, Fields.Length);
        Occupant = new int[grid.Count];
        Guest = new int[grid.Count];
        Array.Fill(Occupant, Empty);
        Array.Fill(Guest, Empty);
        Cells = new Cells(attributes);
        Tally = new long[tallies];
    }

    /// <summary>The occupant of a voxel without a cell.</summary>
    public const int Empty = -1;

    public Grid Grid { get; }

    /// <summary>The tick that comes next; negative before day 0.</summary>
    public int Tick { get; set; }

    /// <summary>Fields[field][voxel] [pM].</summary>
    public float[][] Fields { get; }

    /// <summary>Parts[field][part][voxel] [pM]: what chosen types secreted.</summary>
    public float[][][] Parts { get; }

    /// <summary>Serum level per field [pM].</summary>
    public double[] Serum { get; }

    /// <summary>Net amount that each field gave to the blood since the start [molecules].</summary>
    public double[] SerumOutflow { get; }

    public FieldBalance[] Balances { get; }

    public Tissue Tissue { get; }

    public Cells Cells { get; }

    /// <summary>Index of the cell that holds a voxel, or <see cref="Empty"/>.</summary>
    public int[] Occupant { get; }

    /// <summary>Index of the cell arrested in a vessel voxel, or <see cref="Empty"/>.</summary>
    public int[] Guest { get; }

    /// <summary>Id of the next cell.</summary>
    public long NextId { get; set; } = 1;

    /// <summary>Counts of everything that happened, by the plan's tally index.</summary>
    public long[] Tally { get; set; }

    /// <summary>Volume of bone removed and formed since the start [voxels].</summary>
    public double BoneResorbed { get; set; }

    /// <inheritdoc cref="BoneResorbed"/>
    public double BoneFormed { get; set; }

    /// <summary>Matrix removed since the start [voxels of density 1].</summary>
    public double MatrixRemoved { get; set; }

    /// <summary>Sites whose resorption has ended, and the sum of their durations [ticks].</summary>
    public (long Sites, long Ticks) Resorptions { get; set; }

    /// <summary>Sites that have been refilled, and the sum of the times from the last resorption on [ticks].</summary>
    public (long Sites, long Ticks) Formations { get; set; }

    public StorageWear Wear { get; set; } = StorageWear.Unsorted;

    /// <summary>Renews <see cref="Occupant"/> and <see cref="Guest"/> from the cells' voxels, after storage was reordered.</summary>
    public void IndexCells()
    {
        Array.Fill(Occupant, Empty);
        Array.Fill(Guest, Empty);
        for (var cell = 0; cell < Cells.Count; cell++)
            IndexCell(cell);
    }

    /// <summary>Books a cell as the occupant or guest of its voxel.</summary>
    public void IndexCell(int cell)
    {
        if (Cells.Voxel[cell] != Cells.InBlood)
            (Cells.Arrested[cell] ? Guest : Occupant)[Cells.Voxel[cell]] = cell;
    }
}
