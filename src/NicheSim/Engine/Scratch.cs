using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Memory that the stages of one tick share. Nothing in it outlives the tick.</summary>
internal sealed class Scratch
{
    /// <summary>The event slot of a cell to which nothing happens.</summary>
    public const int NoEvent = -1;

    /// <summary>The event slot of a cell that leaves over an exit.</summary>
    public const int Exit = -2;

    private int[] _queue = [];
    private long[] _keys = [];
    private int _queued;
    private bool _anyDead;

    public Scratch(Plan plan)
    {
        GroupStart = new int[plan.Profiles.Length + 1];
        SourceValues = new float[plan.Profiles.Max(p => p.Sources.Channels.Length)][];
        DecisionValues = new float[plan.Profiles.Max(p => p.Decisions.Channels.Length)][];
        Signals = new float[plan.Profiles.Max(p => Math.Max(p.Sources.Signals.Length, p.Decisions.Signals.Length))][];
        Treatments = new float[plan.Treatments.Length];
        FreeShare = new float[plan.Fields.Length];
    }

    /// <summary>Number of cells at the start of the tick.</summary>
    public int Count { get; private set; }

    /// <summary>Cells grouped by profile: Order[rank] is an index into the cells; group p is GroupStart[p] .. GroupStart[p + 1].</summary>
    public int[] Order = [];

    public int[] GroupStart { get; }

    /// <summary>Inverse of <see cref="Order"/>.</summary>
    public int[] Rank = [];

    /// <summary>Signals[slot][rank], of the sources first and of the decisions after them.</summary>
    public float[][] Signals { get; }

    /// <summary>Values of the source channels: SourceValues[slot][rank].</summary>
    public float[][] SourceValues { get; }

    /// <summary>Values of the other channels: DecisionValues[slot][rank].</summary>
    public float[][] DecisionValues { get; }

    /// <summary>What happens to a cell: a decision slot, <see cref="NoEvent"/> or <see cref="Exit"/>, by index of the cell.</summary>
    public int[] Event = [];

    /// <summary>Removed in this tick, by index of the cell.</summary>
    public bool[] Dead = [];

    /// <summary>Voxel that a cell wants to hop to, or -1, by index of the cell.</summary>
    public int[] Target = [];

    /// <summary>Who wins a voxel that two cells want, by index of the cell.</summary>
    public ulong[] Priority = [];

    /// <summary>Winners of a sub-step of motion, by index of the cell.</summary>
    public bool[] Wins = [];

    /// <summary>Voxels that one cell works on.</summary>
    public List<int> Nearby { get; } = [];

    /// <summary>Levels of the treatments at this tick.</summary>
    public float[] Treatments { get; }

    /// <summary>Share of each field that treatments leave free.</summary>
    public float[] FreeShare { get; }

    public ResponseJob Job { get; } = new();

    /// <summary>Running sub-step of motion.</summary>
    public int Substep { get; set; }

    /// <summary>Groups the cells by profile and sets the treatments' levels.</summary>
    public void Prepare(Plan plan, SimulationState state)
    {
        var cells = state.Cells;
        Count = cells.Count;
        Grow(cells.Id.Length);
        Group(cells.Profile.AsSpan(0, Count));
        Array.Fill(Event, NoEvent, 0, Count);
        Array.Clear(Dead);
        _anyDead = false;
        for (var t = 0; t < Treatments.Length; t++)
            Treatments[t] = plan.Treatments[t].LevelAt(state.Tick);
        for (var f = 0; f < FreeShare.Length; f++)
        {
            FreeShare[f] = 1;
            foreach (var blocker in plan.Fields[f].Blockers)
                FreeShare[f] *= 1 - Treatments[blocker];
        }
    }

    /// <summary>Begins a queue of cells that are handled in an order of their own.</summary>
    public void ClearQueue() => _queued = 0;

    /// <summary>Queues one of the cells of the start of the tick, at most once.</summary>
    public void Enqueue(int cell, long key)
    {
        _keys[_queued] = key;
        _queue[_queued++] = cell;
    }

    /// <summary>The queued cells by ascending key.</summary>
    public ReadOnlySpan<int> SortedQueue()
    {
        Array.Sort(_keys, _queue, 0, _queued);
        return _queue.AsSpan(0, _queued);
    }

    /// <summary>Takes a cell off the lattice; its entry goes at the end of the tick.</summary>
    public void Remove(SimulationState state, int cell)
    {
        _anyDead = true;
        if (cell >= Dead.Length)
            Array.Resize(ref Dead, state.Cells.Id.Length);
        Dead[cell] = true;
        var voxel = state.Cells.Voxel[cell];
        if (voxel != Cells.InBlood)
            (state.Cells.Arrested[cell] ? state.Guest : state.Occupant)[voxel] = SimulationState.Empty;
    }

    /// <summary>Value of a decision of a cell; 0 for a cell that is new or has changed its profile in this tick.</summary>
    public float Decision(Cells cells, int cell, int slot)
    {
        if (cell >= Count)
            return 0;
        var (rank, profile) = (Rank[cell], cells.Profile[cell]);
        return rank >= GroupStart[profile] && rank < GroupStart[profile + 1] ? DecisionValues[slot][rank] : 0;
    }

    public bool IsDead(int cell) => cell < Dead.Length && Dead[cell];

    /// <summary>Closes the gaps that removed cells leave, keeping the order of the others.</summary>
    public void RemoveTheDead(SimulationState state)
    {
        if (!_anyDead)
            return;
        var cells = state.Cells;
        var kept = 0;
        for (var cell = 0; cell < cells.Count; cell++)
        {
            if (IsDead(cell))
                continue;
            if (kept != cell)
            {
                cells.Copy(cells, cell, kept);
                if (cells.Voxel[kept] != Cells.InBlood)
                    (cells.Arrested[kept] ? state.Guest : state.Occupant)[cells.Voxel[kept]] = kept;
            }

            kept++;
        }

        cells.Truncate(kept);
    }

    /// <summary>Counting sort by profile.</summary>
    private void Group(ReadOnlySpan<ushort> profiles)
    {
        Array.Clear(GroupStart);
        foreach (var profile in profiles)
            GroupStart[profile + 1]++;
        for (var p = 1; p < GroupStart.Length; p++)
            GroupStart[p] += GroupStart[p - 1];
        Span<int> next = stackalloc int[GroupStart.Length];
        GroupStart.CopyTo(next);
        for (var cell = 0; cell < profiles.Length; cell++)
        {
            var rank = next[profiles[cell]]++;
            Order[rank] = cell;
            Rank[cell] = rank;
        }
    }

    private void Grow(int capacity)
    {
        if (Order.Length >= capacity)
            return;
        Order = new int[capacity];
        Rank = new int[capacity];
        Event = new int[capacity];
        Dead = new bool[capacity];
        Target = new int[capacity];
        Priority = new ulong[capacity];
        Wins = new bool[capacity];
        _queue = new int[capacity];
        _keys = new long[capacity];
        Allocate(Signals, capacity);
        Allocate(SourceValues, capacity);
        Allocate(DecisionValues, capacity);
    }

    private static void Allocate(float[][] columns, int capacity)
    {
        for (var slot = 0; slot < columns.Length; slot++)
            columns[slot] = new float[capacity];
    }
}
