using NicheSim.Numerics;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Keeps cells that are neighbors in space neighbors in memory: now and then the storage is put into the order of voxels. Newborn cells come to stand anywhere, and all
/// wander; once the time that this has cost is what sorting costs, the storage is sorted. No result depends on it.
/// </summary>
internal sealed class StorageOrder(Workers workers, int voxels)
{
    /// <summary>Cells that fit into the caches in any order.</summary>
    private const int FewCells = 20_000;

    /// <summary>What sorting costs, in ticks of a niche whose cells are stored in no order (measured: 0.2).</summary>
    private const double CostOfSorting = 0.2;

    /// <summary>What a tick's wandering costs, in the same unit: sorted after 40 ticks where no cell is born.</summary>
    private const double CostOfWandering = CostOfSorting / 800;

    private const int ChunkSize = 4096;

    private readonly int[] _counts = new int[Workers.Chunks(voxels, ChunkSize) + 1];
    private int[] _order = [];
    private Cells? _spare;
    private SimulationState _state = null!;

    /// <summary>Sorts the storage where that has become worth its while.</summary>
    public void Keep(SimulationState state)
    {
        var cells = state.Cells;
        if (cells.Count < FewCells)
            return;
        var wear = state.Wear;
        var cost = wear.Cost + (Math.Min(cells.Count, state.NextId - wear.SortedAtId) / (double)cells.Count) + (CostOfWandering * wear.Ticks);
        state.Wear = cost < CostOfSorting ? new StorageWear(wear.SortedAtId, wear.Ticks + 1, cost) : new StorageWear(state.NextId, 0, 0);
        if (cost >= CostOfSorting)
            Sort(state);
    }

    private void Sort(SimulationState state)
    {
        var cells = state.Cells;
        if (_spare is null || _spare.Capacity != cells.Capacity)
            (_spare, _order) = (new Cells(cells.Attributes.Length, cells.Capacity), new int[cells.Capacity]);
        _state = state;
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (storage, chunk) => storage.Count(chunk));
        for (var chunk = 1; chunk < _counts.Length; chunk++)
            _counts[chunk] += _counts[chunk - 1];
        workers.Run(Workers.Chunks(voxels, ChunkSize), this, static (storage, chunk) => storage.List(chunk));
        ListTheOthers();
        var chunks = Workers.Chunks(cells.Count, ChunkSize);
        workers.Run(chunks, this, static (storage, chunk) => storage.Take(chunk));
        cells.Swap(_spare);
        workers.Run(chunks, this, static (storage, chunk) => storage.Index(chunk));
    }

    private void Count(int chunk)
    {
        var (start, end) = Workers.Chunk(voxels, ChunkSize, chunk);
        var count = 0;
        foreach (var cell in _state.Occupant.AsSpan(start..end))
            count += cell >= 0 ? 1 : 0;
        _counts[chunk + 1] = count;
    }

    /// <summary>The occupants of a chunk's voxels, behind those of the chunks before.</summary>
    private void List(int chunk)
    {
        var (start, end) = Workers.Chunk(voxels, ChunkSize, chunk);
        var place = _counts[chunk];
        foreach (var cell in _state.Occupant.AsSpan(start..end))
            if (cell >= 0)
                _order[place++] = cell;
    }

    /// <summary>Guests of vessels and cells in the blood come last.</summary>
    private void ListTheOthers()
    {
        var place = _counts[^1];
        var guests = _state.Guest.AsSpan();
        for (int voxel = 0, next; (next = guests[voxel..].IndexOfAnyExcept(SimulationState.Empty)) >= 0; voxel += next + 1)
            _order[place++] = guests[voxel + next];
        for (var cell = -1; (cell = _state.Cells.NextInBlood(cell)) >= 0;)
            _order[place++] = cell;
    }

    private void Take(int chunk)
    {
        var (start, end) = Workers.Chunk(_state.Cells.Count, ChunkSize, chunk);
        _spare!.Take(_state.Cells, _order.AsSpan(start..end), start);
    }

    private void Index(int chunk)
    {
        var (start, end) = Workers.Chunk(_state.Cells.Count, ChunkSize, chunk);
        for (var cell = start; cell < end; cell++)
            _state.IndexCell(cell);
    }
}
