namespace NicheSim.State;

/// <summary>How far the storage of cells has come out of the order of voxels. It is saved with a run, because it decides when the storage is sorted anew, and cells are saved in the order of their storage; no result depends on it.</summary>
/// <param name="SortedAtId">The id that came next when it was sorted last: cells from there on stand anywhere.</param>
/// <param name="Ticks">Ticks since then.</param>
/// <param name="Cost">Time that it has cost since then, in ticks of a niche whose cells are stored in no order.</param>
public readonly record struct StorageWear(long SortedAtId, int Ticks, double Cost)
{
    /// <summary>Of a storage that was never sorted. Half of the least number, so that the distance of an id to it is a number.</summary>
    public static StorageWear Unsorted => new(long.MinValue / 2, 0, 0);
}
