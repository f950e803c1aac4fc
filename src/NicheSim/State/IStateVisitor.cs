namespace NicheSim.State;

/// <summary>Goes over values in a fixed order: one that saves takes each of them, one that restores puts each of them. So both follow one list.</summary>
public interface IStateVisitor
{
    /// <summary>One value; what is returned is to be kept.</summary>
    T Value<T>(T value)
        where T : unmanaged;

    /// <summary>How many entries follow; what is returned is to be kept, and made room for before the entries are visited.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="bytes">Bytes that each of them takes: what cannot be in a file is refused before it is made room for.</param>
    int Count(int count, int bytes);

    /// <summary>Values in place.</summary>
    void Column<T>(Span<T> values)
        where T : unmanaged;
}
