using NicheSim.Numerics;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Keeps cells that are neighbors in space neighbors in memory: now and then the storage is put into the order of voxels. Newborn cells go to the end of the
/// storage, so that it is their number that says when. No result depends on it.
/// </summary>
internal sealed class StorageOrder(Workers workers)
{
    /// <summary>Cells that fit into the caches in any order.</summary>
    private const int FewCells = 20_000;

    /// <summary>The storage is sorted when one in so many cells was born since.</summary>
    private const int Patience = 3;

    private const int ChunkSize = 4096;

    private long _sortedAtId;
    private int[] _order = [];
    private Cells? _spare;
    private SimulationState _state = null!;

    /// <summary>Sorts the storage where that has become worth its while.</summary>
    public void Keep(SimulationState state)
    {
        var cells = state.Cells;
        if (cells.Count < FewCells || (state.NextId - _sortedAtId) * Patience < cells.Count)
            return;
        _sortedAtId = state.NextId;
        if (_spare is null || _spare.Capacity != cells.Capacity)
            (_spare, _order) = (new Cells(cells.Attributes.Length, cells.Capacity), new int[cells.Capacity]);
        OrderByVoxel(state);
        _state = state;
        var chunks = Workers.Chunks(cells.Count, ChunkSize);
        workers.Run(chunks, this, static (storage, chunk) => storage.Take(chunk));
        cells.Swap(_spare);
        workers.Run(chunks, this, static (storage, chunk) => storage.Index(chunk));
    }

    /// <summary>Voxel by voxel, each occupant before its guest; at last the cells in the blood.</summary>
    private void OrderByVoxel(SimulationState state)
    {
        var (occupant, guest) = (state.Occupant, state.Guest);
        var count = 0;
        for (var voxel = 0; voxel < occupant.Length; voxel++)
        {
            if (occupant[voxel] >= 0)
                _order[count++] = occupant[voxel];
            if (guest[voxel] >= 0)
                _order[count++] = guest[voxel];
        }

        for (var cell = -1; (cell = state.Cells.NextInBlood(cell)) >= 0;)
            _order[count++] = cell;
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
