namespace NicheSim.Studies.Statistics;

/// <summary>All combinations of the levels of several parameters, numbered with the last parameter running fastest.</summary>
public static class FullGrid
{
    /// <summary>The number of combinations; 1 without a parameter.</summary>
    /// <param name="levels">How many levels each parameter has; 1 or more.</param>
    /// <exception cref="OverflowException">More than 2^63.</exception>
    public static long Count(ReadOnlySpan<int> levels)
    {
        var count = 1L;
        foreach (var n in levels)
            count = checked(count * (n > 0 ? n : throw new ArgumentOutOfRangeException(nameof(levels), n, "A parameter has a level or more.")));
        return count;
    }

    /// <summary>Which level each parameter has in this combination, from 0 on.</summary>
    public static int[] At(ReadOnlySpan<int> levels, long index)
    {
        if (index < 0 || index >= Count(levels))
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The grid has {Count(levels)} points.");
        var at = new int[levels.Length];
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            at[i] = (int)(index % levels[i]);
            index /= levels[i];
        }

        return at;
    }
}
