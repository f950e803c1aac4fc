namespace NicheSim.Studies.Statistics;

/// <summary>
/// The checked input of all survival statistics: times in rising order, whether the event was seen then (if not, the run was watched until then and
/// is censored), and where each stands in the input.
/// </summary>
internal sealed record Lifetimes(double[] Times, bool[] Events, int[] Source)
{
    /// <summary>Runs whose time is not finite are left out; of equal times, all events come before all censored ones.</summary>
    /// <exception cref="ArgumentException">The spans differ in length, or a time is negative.</exception>
    public static Lifetimes Of(ReadOnlySpan<double> times, ReadOnlySpan<bool> events)
    {
        Samples.RequireEqual(times.Length, events.Length);
        var source = new List<int>(times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            if (times[i] < 0)
                throw new ArgumentException($"A time is not negative: {times[i]}.");
            if (double.IsFinite(times[i]))
                source.Add(i);
        }

        var (t, e) = (times.ToArray(), events.ToArray());
        var sorted = source.OrderBy(i => t[i]).ThenBy(i => !e[i]).ToArray();
        return new([.. sorted.Select(i => t[i])], [.. sorted.Select(i => e[i])], sorted);
    }

    public int Count => Times.Length;

    /// <summary>The position after the last one with the time at start.</summary>
    public int EndOfTime(int start)
    {
        var end = start + 1;
        while (end < Times.Length && Times[end] == Times[start])
            end++;
        return end;
    }

    /// <summary>The events among positions start to end - 1.</summary>
    public int EventsIn(int start, int end)
    {
        var count = 0;
        for (var i = start; i < end; i++)
            count += Events[i] ? 1 : 0;
        return count;
    }
}
