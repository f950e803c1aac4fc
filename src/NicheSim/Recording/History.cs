using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>All that recorders remember from row to row, as plain numbers.</summary>
internal sealed class History
{
    public History(SimulationState founded, int readouts)
    {
        FirstFill = [.. founded.Tissue.Fill];
        Tally = new long[founded.Tally.Length];
        Readouts = NewLists<double>(readouts);
        Counts = NewLists<double>(readouts);
        Seen = new HashSet<long>[readouts];
        for (var r = 0; r < readouts; r++)
            Seen[r] = [];
        Crossed = new long[readouts];
    }

    /// <summary>Ticks of the rows so far.</summary>
    public List<int> Ticks { get; } = [];

    /// <summary>Bone at the first row.</summary>
    public float[] FirstFill { get; }

    /// <summary>Counts of events at the last row.</summary>
    public long[] Tally { get; }

    /// <summary>Bone resorbed and formed at the last row [voxels].</summary>
    public double BoneResorbed { get; set; }

    /// <inheritdoc cref="BoneResorbed"/>
    public double BoneFormed { get; set; }

    /// <summary>Readouts[readout][row].</summary>
    public List<double>[] Readouts { get; }

    /// <summary>Selected cells: Counts[readout][row], for the readouts that ask how many there were.</summary>
    public List<double>[] Counts { get; }

    /// <summary>Ids of the cells that a readout has seen where it looks.</summary>
    public HashSet<long>[] Seen { get; }

    /// <summary>Cells that came in, per readout.</summary>
    public long[] Crossed { get; }

    /// <summary>Remembers a row that has been written.</summary>
    public void Close(SimulationState state)
    {
        Ticks.Add(state.Tick);
        state.Tally.CopyTo(Tally, 0);
        (BoneResorbed, BoneFormed) = (state.BoneResorbed, state.BoneFormed);
    }

    private static List<T>[] NewLists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>())];
}
