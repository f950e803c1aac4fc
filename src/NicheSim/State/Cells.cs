namespace NicheSim.State;

/// <summary>
/// All cells, as a struct of arrays: entry i of every array belongs to one cell. The order of storage is free and means nothing;
/// what has to be in an order goes by <see cref="Id"/>.
/// </summary>
public sealed class Cells
{
    /// <summary>The voxel of a cell that circulates in the blood.</summary>
    public const int InBlood = -1;

    /// <summary>The tick of something that never happened.</summary>
    public const int Never = int.MinValue;

    private readonly int _attributeCount;

    public Cells(int attributeCount, int capacity = 1024)
    {
        _attributeCount = attributeCount;
        Attributes = new float[attributeCount][];
        Resize(capacity);
    }

    public int Count { get; private set; }

    /// <summary>Room for so many cells; grows by itself.</summary>
    public int Capacity => Id.Length;

    /// <summary>Unique and never reused; newborn cells get theirs in the order of their parents' ids.</summary>
    public long[] Id = [];

    /// <summary>Id of the parent; 0 for founders.</summary>
    public long[] Parent = [];

    /// <summary>Id of the founder that the cell descends from.</summary>
    public long[] Clone = [];

    /// <summary>Key of the cell's random numbers: a hash of its line of descent, so that no other cell's fate can change it.</summary>
    public ulong[] Lineage = [];

    /// <summary>Type and state: an index into the plan's profiles.</summary>
    public ushort[] Profile = [];

    /// <summary>Voxel that the cell is in, or <see cref="InBlood"/>.</summary>
    public int[] Voxel = [];

    /// <summary>Arrested in the vessel voxel <see cref="Voxel"/>, as its guest.</summary>
    public bool[] Arrested = [];

    /// <summary>Attached to something: does not move.</summary>
    public bool[] Attached = [];

    /// <summary>Face direction of the persistent walk, or -1 before the first one.</summary>
    public sbyte[] Direction = [];

    /// <summary>Stages of the division cycle that are done.</summary>
    public byte[] Stage = [];

    /// <summary>Tick of birth or arrival.</summary>
    public int[] BornTick = [];

    /// <summary>Tick of the last change of state or type.</summary>
    public int[] StateTick = [];

    /// <summary>Tick of the last division, or <see cref="Never"/>.</summary>
    public int[] DividedTick = [];

    /// <summary>Divisions in the line of descent since the founder.</summary>
    public int[] Divisions = [];

    /// <summary>Steps of its own since birth or arrival: the length of the path; being shoved is none [voxels].</summary>
    public int[] Hops = [];

    /// <summary>Sum of its own steps since birth or arrival, periodic edges unwrapped [voxels].</summary>
    public short[] MovedX = [], MovedY = [], MovedZ = [];

    /// <summary>Attributes[attribute][cell].</summary>
    public float[][] Attributes { get; }

    /// <summary>Adds a cell with everything at zero, and returns its index.</summary>
    public int Add()
    {
        if (Count == Id.Length)
            Resize(Math.Max(16, 2 * Count));
        var cell = Count++;
        Id[cell] = Parent[cell] = Clone[cell] = 0;
        Lineage[cell] = 0;
        Profile[cell] = 0;
        Voxel[cell] = InBlood;
        Arrested[cell] = Attached[cell] = false;
        Direction[cell] = -1;
        Stage[cell] = 0;
        BornTick[cell] = StateTick[cell] = 0;
        DividedTick[cell] = Never;
        Divisions[cell] = Hops[cell] = 0;
        MovedX[cell] = MovedY[cell] = MovedZ[cell] = 0;
        foreach (var attribute in Attributes)
            attribute[cell] = 0;
        return cell;
    }

    /// <summary>The first cell after the given one that circulates in the blood, or -1.</summary>
    public int NextInBlood(int cell)
    {
        var next = Voxel.AsSpan(cell + 1, Count - cell - 1).IndexOf(InBlood);
        return next < 0 ? next : cell + 1 + next;
    }

    /// <summary>Drops the entries from <paramref name="count"/> on.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Makes room for as many entries, whose content is not set: for who then fills every column.</summary>
    public void SetCount(int count)
    {
        if (count > Id.Length)
            Resize(count);
        Count = count;
    }

    /// <summary>Bytes that one cell takes in all columns.</summary>
    public int BytesOfEach => 68 + (4 * _attributeCount);

    /// <summary>Reorders the storage: entry i becomes what entry order[i] was.</summary>
    public void Permute(ReadOnlySpan<int> order)
    {
        var reordered = new Cells(_attributeCount, Id.Length);
        reordered.Take(this, order, 0);
        Swap(reordered);
    }

    /// <summary>Makes the entries from <paramref name="start"/> on what the given entries of <paramref name="other"/> are, column by column.</summary>
    public void Take(Cells other, ReadOnlySpan<int> entries, int start)
    {
        Take(other.Id, entries, Id, start);
        Take(other.Parent, entries, Parent, start);
        Take(other.Clone, entries, Clone, start);
        Take(other.Lineage, entries, Lineage, start);
        Take(other.Profile, entries, Profile, start);
        Take(other.Voxel, entries, Voxel, start);
        Take(other.Arrested, entries, Arrested, start);
        Take(other.Attached, entries, Attached, start);
        Take(other.Direction, entries, Direction, start);
        Take(other.Stage, entries, Stage, start);
        Take(other.BornTick, entries, BornTick, start);
        Take(other.StateTick, entries, StateTick, start);
        Take(other.DividedTick, entries, DividedTick, start);
        Take(other.Divisions, entries, Divisions, start);
        Take(other.Hops, entries, Hops, start);
        Take(other.MovedX, entries, MovedX, start);
        Take(other.MovedY, entries, MovedY, start);
        Take(other.MovedZ, entries, MovedZ, start);
        for (var a = 0; a < _attributeCount; a++)
            Take(other.Attributes[a], entries, Attributes[a], start);
    }

    /// <summary>Exchanges all columns with those of another storage, which has as much room; the number of cells stays.</summary>
    public void Swap(Cells other)
    {
        (Id, other.Id) = (other.Id, Id);
        (Parent, other.Parent) = (other.Parent, Parent);
        (Clone, other.Clone) = (other.Clone, Clone);
        (Lineage, other.Lineage) = (other.Lineage, Lineage);
        (Profile, other.Profile) = (other.Profile, Profile);
        (Voxel, other.Voxel) = (other.Voxel, Voxel);
        (Arrested, other.Arrested) = (other.Arrested, Arrested);
        (Attached, other.Attached) = (other.Attached, Attached);
        (Direction, other.Direction) = (other.Direction, Direction);
        (Stage, other.Stage) = (other.Stage, Stage);
        (BornTick, other.BornTick) = (other.BornTick, BornTick);
        (StateTick, other.StateTick) = (other.StateTick, StateTick);
        (DividedTick, other.DividedTick) = (other.DividedTick, DividedTick);
        (Divisions, other.Divisions) = (other.Divisions, Divisions);
        (Hops, other.Hops) = (other.Hops, Hops);
        (MovedX, other.MovedX) = (other.MovedX, MovedX);
        (MovedY, other.MovedY) = (other.MovedY, MovedY);
        (MovedZ, other.MovedZ) = (other.MovedZ, MovedZ);
        for (var a = 0; a < _attributeCount; a++)
            (Attributes[a], other.Attributes[a]) = (other.Attributes[a], Attributes[a]);
    }

    /// <summary>Makes entry <paramref name="target"/> what entry <paramref name="source"/> of <paramref name="other"/> is.</summary>
    public void Copy(Cells other, int source, int target)
    {
        Id[target] = other.Id[source];
        Parent[target] = other.Parent[source];
        Clone[target] = other.Clone[source];
        Lineage[target] = other.Lineage[source];
        Profile[target] = other.Profile[source];
        Voxel[target] = other.Voxel[source];
        Arrested[target] = other.Arrested[source];
        Attached[target] = other.Attached[source];
        Direction[target] = other.Direction[source];
        Stage[target] = other.Stage[source];
        BornTick[target] = other.BornTick[source];
        StateTick[target] = other.StateTick[source];
        DividedTick[target] = other.DividedTick[source];
        Divisions[target] = other.Divisions[source];
        Hops[target] = other.Hops[source];
        MovedX[target] = other.MovedX[source];
        MovedY[target] = other.MovedY[source];
        MovedZ[target] = other.MovedZ[source];
        for (var a = 0; a < _attributeCount; a++)
            Attributes[a][target] = other.Attributes[a][source];
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref Id, capacity);
        Array.Resize(ref Parent, capacity);
        Array.Resize(ref Clone, capacity);
        Array.Resize(ref Lineage, capacity);
        Array.Resize(ref Profile, capacity);
        Array.Resize(ref Voxel, capacity);
        Array.Resize(ref Arrested, capacity);
        Array.Resize(ref Attached, capacity);
        Array.Resize(ref Direction, capacity);
        Array.Resize(ref Stage, capacity);
        Array.Resize(ref BornTick, capacity);
        Array.Resize(ref StateTick, capacity);
        Array.Resize(ref DividedTick, capacity);
        Array.Resize(ref Divisions, capacity);
        Array.Resize(ref Hops, capacity);
        Array.Resize(ref MovedX, capacity);
        Array.Resize(ref MovedY, capacity);
        Array.Resize(ref MovedZ, capacity);
        for (var a = 0; a < _attributeCount; a++)
            Array.Resize(ref Attributes[a], capacity);
    }

    private static void Take<T>(T[] from, ReadOnlySpan<int> entries, T[] to, int start)
    {
        var target = to.AsSpan(start, entries.Length);
        for (var i = 0; i < target.Length; i++)
            target[i] = from[entries[i]];
    }
}
