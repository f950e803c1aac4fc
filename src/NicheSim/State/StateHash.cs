using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NicheSim.State;

/// <summary>A hash over everything in a state that can change what comes next; equal states have equal hashes however their cells are stored.</summary>
public static class StateHash
{
    /// <summary>SHA-256 of the state, as 64 lower-case hexadecimal digits.</summary>
    public static string Of(SimulationState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, [state.Tick]);
        Add(hash, [state.NextId]);
        foreach (var field in state.Fields)
            Add<float>(hash, field);
        foreach (var part in state.Parts.SelectMany(parts => parts))
            Add<float>(hash, part);
        Add<double>(hash, state.Serum);
        AddTissue(hash, state.Tissue);
        AddCells(hash, state.Cells);
        Add<long>(hash, state.Tally);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddTissue(IncrementalHash hash, Tissue tissue)
    {
        Add<float>(hash, tissue.Fill);
        Add<float>(hash, tissue.Mineral);
        Add<int>(hash, tissue.ErodedTick);
        Add<int>(hash, tissue.ErosionBeganTick);
        Add<float>(hash, tissue.Matrix);
        foreach (var freed in tissue.Freed)
            if (freed is not null)
                Add<float>(hash, freed);
    }

    private static void AddCells(IncrementalHash hash, Cells cells)
    {
        var order = new int[cells.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(cells.Id[..cells.Count], order);
        AddColumn(hash, cells.Id, order);
        AddColumn(hash, cells.Parent, order);
        AddColumn(hash, cells.Clone, order);
        AddColumn(hash, cells.Lineage, order);
        AddColumn(hash, cells.Profile, order);
        AddColumn(hash, cells.Voxel, order);
        AddColumn(hash, cells.Arrested, order);
        AddColumn(hash, cells.Attached, order);
        AddColumn(hash, cells.Direction, order);
        AddColumn(hash, cells.Stage, order);
        AddColumn(hash, cells.BornTick, order);
        AddColumn(hash, cells.StateTick, order);
        AddColumn(hash, cells.DividedTick, order);
        AddColumn(hash, cells.Divisions, order);
        AddColumn(hash, cells.Hops, order);
        AddColumn(hash, cells.MovedX, order);
        AddColumn(hash, cells.MovedY, order);
        AddColumn(hash, cells.MovedZ, order);
        foreach (var attribute in cells.Attributes)
            AddColumn(hash, attribute, order);
    }

    private static void AddColumn<T>(IncrementalHash hash, T[] column, int[] order)
        where T : unmanaged
    {
        var sorted = new T[order.Length];
        for (var i = 0; i < order.Length; i++)
            sorted[i] = column[order[i]];
        Add<T>(hash, sorted);
    }

    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));
}
