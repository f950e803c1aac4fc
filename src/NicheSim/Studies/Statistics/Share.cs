namespace NicheSim.Studies.Statistics;

/// <summary>
/// A share of runs, such as those in which an event happened, with the score interval of Wilson, "Probable inference, the law of succession, and
/// statistical inference", JASA 22 (1927) 209: within 0 and 1, and good for small counts and for shares of 0 and 1.
/// </summary>
public readonly record struct Share(int Events, int Count, double Value, Interval Interval)
{
    /// <summary>Not a number, and an undefined interval, for a count of 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More events than counted, or fewer than none.</exception>
    public static Share Wilson(int events, int count, double level = 0.95)
    {
        if (events < 0 || count < events)
            throw new ArgumentOutOfRangeException(nameof(events), events, $"Of {count} there are 0 to {count} events.");
        var z = Tails.NormalWithin(level);
        if (count == 0)
            return new(0, 0, double.NaN, Interval.Undefined);
        var (p, square) = ((double)events / count, z * z);
        var center = (events + (0.5 * square)) / (count + square);
        var half = z * Math.Sqrt((count * p * (1 - p)) + (0.25 * square)) / (count + square);
        return new(events, count, p, new(events == 0 ? 0 : center - half, events == count ? 1 : center + half));
    }
}
