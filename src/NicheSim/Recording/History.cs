using System.Runtime.InteropServices;
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
        Since = new int[readouts];
    }

    /// <summary>Ticks of the rows so far, with the one that is being written.</summary>
    public List<int> Ticks { get; } = [];

    /// <summary>Bone at the first row.</summary>
    public float[] FirstFill { get; }

    /// <summary>Counts of events at the last row.</summary>
    public long[] Tally { get; }

    /// <summary>Bone resorbed and formed at the last row [voxels].</summary>
    public double BoneResorbed { get; set; }

    /// <inheritdoc cref="BoneResorbed"/>
    public double BoneFormed { get; set; }

    /// <summary>Readouts[readout][row], of readouts that another one watches; the last value belongs to the last row.</summary>
    public List<double>[] Readouts { get; }

    /// <summary>Selected cells: Counts[readout][row], for the readouts that ask how many there were.</summary>
    public List<double>[] Counts { get; }

    /// <summary>Ids of the cells that a readout has seen where it looks, whether they counted or not.</summary>
    public HashSet<long>[] Seen { get; }

    /// <summary>Cells that came in, per readout.</summary>
    public long[] Crossed { get; }

    /// <summary>Rows before a readout's first one: not 0 where a run went on from a checkpoint of another scenario.</summary>
    public int[] Since { get; }

    /// <summary>Begins a row.</summary>
    public void Open(SimulationState state) => Ticks.Add(state.Tick);

    /// <summary>Remembers what the next row looks back to.</summary>
    public void Close(SimulationState state)
    {
        state.Tally.CopyTo(Tally, 0);
        (BoneResorbed, BoneFormed) = (state.BoneResorbed, state.BoneFormed);
    }

    /// <summary>Visits all of it, to be saved or restored.</summary>
    public void Visit(IStateVisitor visitor)
    {
        Visit(Ticks, visitor);
        visitor.Column<float>(FirstFill);
        visitor.Column<long>(Tally);
        BoneResorbed = visitor.Value(BoneResorbed);
        BoneFormed = visitor.Value(BoneFormed);
        for (var r = 0; r < Readouts.Length; r++)
        {
            Visit(Readouts[r], visitor);
            Visit(Counts[r], visitor);
            var seen = Seen[r].Order().ToList();
            Visit(seen, visitor);
            if (Seen[r].Count != seen.Count)
                Seen[r].UnionWith(seen);
        }

        visitor.Column<long>(Crossed);
        visitor.Column<int>(Since);
    }

    /// <summary>No list is longer than there are rows.</summary>
    public bool IsConsistent => Readouts.Concat(Counts).All(list => list.Count <= Ticks.Count) && Since.All(rows => rows >= 0 && rows <= Ticks.Count);

    /// <summary>The history for other readouts.</summary>
    /// <param name="state">The state that goes on.</param>
    /// <param name="tally">Counts of events at the last row, by its counters.</param>
    /// <param name="from">Per readout, which of this history's it is; -1 for one that begins now.</param>
    public History Sorted(SimulationState state, long[] tally, int[] from)
    {
        var sorted = new History(state, from.Length) { BoneResorbed = BoneResorbed, BoneFormed = BoneFormed };
        sorted.Ticks.AddRange(Ticks);
        FirstFill.CopyTo(sorted.FirstFill, 0);
        tally.CopyTo(sorted.Tally, 0);
        for (var r = 0; r < from.Length; r++)
        {
            if (from[r] < 0)
            {
                sorted.Since[r] = Ticks.Count;
                continue;
            }

            sorted.Readouts[r].AddRange(Readouts[from[r]]);
            sorted.Counts[r].AddRange(Counts[from[r]]);
            sorted.Seen[r].UnionWith(Seen[from[r]]);
            (sorted.Crossed[r], sorted.Since[r]) = (Crossed[from[r]], Since[from[r]]);
        }

        return sorted;
    }

    private static void Visit<T>(List<T> list, IStateVisitor visitor)
        where T : unmanaged
    {
        CollectionsMarshal.SetCount(list, visitor.Count(list.Count, System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
        visitor.Column(CollectionsMarshal.AsSpan(list));
    }

    private static List<T>[] NewLists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>())];
}
