namespace NicheSim.Studies.Statistics;

/// <summary>Ranks from 1 on; equal values share the mean of theirs.</summary>
internal static class Ranks
{
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);

        var ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            // Ranks start + 1 to end.
            for (var i = start; i < end; i++)
                ranks[order[i]] = 0.5 * (start + 1 + end);
        }

        return ranks;
    }
}
