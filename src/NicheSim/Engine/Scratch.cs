using NicheSim.Numerics;
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

    /// <summary>Most cells of a chunk: its columns stay in the nearest caches.</summary>
    private const int ChunkSize = 1024;

    /// <summary>Cells that a thread groups by profile at a time.</summary>
    private const int SliceSize = 16384;

    private int[] _queue = [];
    private long[] _keys = [];
    private int _queued;
    private int[] _removed = [];
    private int[] _chunkKeys = [];
    private int[] _next = [];
    private ushort[] _profiles = [];
    private int _removedCount;

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

    /// <summary>The cells cut into chunks of one profile each, as ranks: the portions that threads take.</summary>
    public CellChunk[] Chunks = [];

    public int ChunkCount { get; private set; }

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

    /// <summary>What the event came from, as <see cref="Response.Cause"/> numbers it, by index of the cell.</summary>
    public ushort[] Cause = [];

    /// <summary>Removed in this tick, by index of the cell.</summary>
    public bool[] Dead = [];

    /// <summary>Voxel that a cell wants to hop to, or <see cref="Motion.Stay"/>, by index of the cell.</summary>
    public int[] Target = [];

    /// <summary>Cells that want to hop: those of a chunk stand from its first rank on.</summary>
    public Mover[] Movers = [];

    /// <summary>Movers who asked for a voxel last and still do not get it, by index of the cell.</summary>
    public bool[] Beaten = [];

    /// <summary>Number of <see cref="Movers"/> of each chunk.</summary>
    public int[] MoverCount = [];

    /// <summary>Voxels that one cell works on.</summary>
    public List<int> Nearby { get; } = [];

    /// <summary>Levels of the treatments at this tick.</summary>
    public float[] Treatments { get; }

    /// <summary>Share of each field that treatments leave free.</summary>
    public float[] FreeShare { get; }

    /// <summary>Running sub-step of motion.</summary>
    public int Substep { get; set; }

    /// <summary>Groups the cells by profile and sets the treatments' levels.</summary>
    public void Prepare(Plan plan, SimulationState state, Workers workers)
    {
        var cells = state.Cells;
        Count = cells.Count;
        Grow(cells.Id.Length);
        Group(cells.Profile, workers);
        Cut();
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
        if (cell >= Dead.Length)
        {
            Array.Resize(ref Dead, state.Cells.Id.Length);
            Array.Resize(ref _removed, state.Cells.Id.Length);
        }

        Dead[cell] = true;
        _removed[_removedCount++] = cell;
        var voxel = state.Cells.Voxel[cell];
        if (voxel != Cells.InBlood)
            (state.Cells.Arrested[cell] ? state.Guest : state.Occupant)[voxel] = SimulationState.Empty;
    }

    /// <summary>The cells that were of a profile at the start of the tick.</summary>
    public ReadOnlySpan<int> CellsOf(int profile) => Order.AsSpan(GroupStart[profile]..GroupStart[profile + 1]);

    public Span<Mover> MoversOf(int chunk) => Movers.AsSpan(Chunks[chunk].Start, MoverCount[chunk]);

    /// <summary>The first cell after the given one to which something happens, or -1.</summary>
    public int NextEvent(int cell)
    {
        var next = Event.AsSpan(cell + 1, Count - cell - 1).IndexOfAnyExcept(NoEvent);
        return next < 0 ? next : cell + 1 + next;
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

    /// <summary>Closes the gaps that removed cells leave, each with a cell from the end.</summary>
    public void RemoveTheDead(SimulationState state)
    {
        var cells = state.Cells;
        var (kept, last) = (cells.Count - _removedCount, cells.Count - 1);
        foreach (var gap in _removed.AsSpan(0, _removedCount))
        {
            if (gap >= kept)
                continue;
            while (IsDead(last))
                last--;
            cells.Copy(cells, last--, gap);
            state.IndexCell(gap);
        }

        cells.Truncate(kept);
        foreach (var gap in _removed.AsSpan(0, _removedCount))
            Dead[gap] = false;
        _removedCount = 0;
    }

    /// <summary>Counting sort by profile, slice by slice of the storage.</summary>
    private void Group(ushort[] profiles, Workers workers)
    {
        _profiles = profiles;
        var slices = Workers.Chunks(Count, SliceSize);
        workers.Run(slices, this, static (scratch, slice) => scratch.CountProfiles(slice));
        var rank = 0;
        for (var profile = 0; profile < GroupStart.Length - 1; profile++)
        {
            GroupStart[profile] = rank;
            for (var slice = 0; slice < slices; slice++)
                (_next[(slice * GroupStart.Length) + profile], rank) = (rank, rank + _next[(slice * GroupStart.Length) + profile]);
        }

        GroupStart[^1] = rank;
        workers.Run(slices, this, static (scratch, slice) => scratch.SortByProfile(slice));
    }

    private Span<int> NextOf(int slice) => _next.AsSpan(slice * GroupStart.Length, GroupStart.Length);

    private void CountProfiles(int slice)
    {
        var (start, end) = Workers.Chunk(Count, SliceSize, slice);
        var counts = NextOf(slice);
        counts.Clear();
        foreach (var profile in _profiles.AsSpan(start..end))
            counts[profile]++;
    }

    private void SortByProfile(int slice)
    {
        var (start, end) = Workers.Chunk(Count, SliceSize, slice);
        var next = NextOf(slice);
        Event.AsSpan(start..end).Fill(NoEvent);
        for (var cell = start; cell < end; cell++)
        {
            var rank = next[_profiles[cell]]++;
            Order[rank] = cell;
            Rank[cell] = rank;
        }
    }

    /// <summary>Cuts the groups into chunks, in the order of their first cells: chunks of different profiles that lie beside each other come one after the other.</summary>
    private void Cut()
    {
        ChunkCount = 0;
        for (var profile = 0; profile < GroupStart.Length - 1; profile++)
            for (var start = GroupStart[profile]; start < GroupStart[profile + 1]; start += ChunkSize)
            {
                _chunkKeys[ChunkCount] = Order[start];
                Chunks[ChunkCount++] = new CellChunk(profile, start, Math.Min(start + ChunkSize, GroupStart[profile + 1]));
            }

        Array.Sort(_chunkKeys, Chunks, 0, ChunkCount);
    }

    private void Grow(int capacity)
    {
        if (Order.Length >= capacity)
            return;
        Order = new int[capacity];
        Chunks = new CellChunk[(capacity / ChunkSize) + GroupStart.Length];
        Rank = new int[capacity];
        Event = new int[capacity];
        Dead = new bool[capacity];
        Target = new int[capacity];
        Array.Fill(Target, Motion.Stay);
        _chunkKeys = new int[Chunks.Length];
        _next = new int[Workers.Chunks(capacity, SliceSize) * GroupStart.Length];
        Cause = new ushort[capacity];
        Movers = new Mover[capacity];
        Beaten = new bool[capacity];
        MoverCount = new int[Chunks.Length];
        _removed = new int[capacity];
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

/// <summary>Cells of one profile: ranks Start up to, but without, End.</summary>
internal readonly record struct CellChunk(int Profile, int Start, int End);

/// <summary>A cell that wants to hop to a voxel, and whether it may.</summary>
internal record struct Mover(int Cell, int Target, bool Wins);
