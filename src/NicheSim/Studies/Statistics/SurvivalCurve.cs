using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// The product-limit curve of Kaplan and Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958) 457. Intervals are those of
/// Kalbfleisch and Prentice: Greenwood's variance on the scale of log(-log S), within 0 and 1; a point before the first event, undefined where
/// survival is 0.
/// </summary>
/// <param name="Count">Runs used.</param>
/// <param name="Missing">Runs left out because their time is not finite.</param>
/// <param name="Points">One for each time at which a run had the event or was last seen, in rising order.</param>
/// <param name="Median">The first time with a survival of one half or less; not a number if there is none.</param>
/// <param name="MedianInterval">The first times at which the lower and the upper limit are one half or less (Brookmeyer and Crowley, 1982).</param>
public sealed record SurvivalCurve(int Count, int Missing, IReadOnlyList<SurvivalPoint> Points, double Median, Interval MedianInterval)
{
    // Survival is a product of rounded ratios: 3/4 times 2/3 is one half.
    private const double OneHalf = 0.5 + 1e-12;

    /// <param name="times">When the event happened, or the run was last seen; not negative.</param>
    /// <param name="events">Whether the event happened.</param>
    /// <param name="level">The level of confidence of each single interval.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a time is negative.</exception>
    public static SurvivalCurve KaplanMeier(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, double level = 0.95)
    {
        var lives = Lifetimes.Of(times, events);
        var z = Tails.NormalWithin(level);
        var points = new List<SurvivalPoint>();
        double survival = 1, greenwood = 0;
        for (int start = 0, end; start < lives.Count; start = end)
        {
            end = lives.EndOfTime(start);
            var (atRisk, deaths) = (lives.Count - start, lives.EventsIn(start, end));
            survival *= (double)(atRisk - deaths) / atRisk;
            greenwood += deaths == 0 ? 0 : deaths / ((double)atRisk * (atRisk - deaths));
            var error = survival == 0 ? double.NaN : survival * Math.Sqrt(greenwood);
            points.Add(new(lives.Times[start], atRisk, deaths, end - start - deaths, survival, error, Band(survival, greenwood, z)));
        }

        var medianInterval = new Interval(First(points, p => p.Interval.Low), First(points, p => p.Interval.High));
        return new(lives.Count, times.Length - lives.Count, points, First(points, p => p.Survival), medianInterval);
    }

    /// <summary>The share without the event just after this time: 1 before the first point; beyond the last one, its value. Not a number without a run.</summary>
    public double At(double time)
    {
        var survival = Count > 0 ? 1 : double.NaN;
        foreach (var point in Points)
            if (point.Time <= time)
                survival = point.Survival;
        return survival;
    }

    /// <summary>How many are watched and without the event just before this time, as printed under survival curves.</summary>
    public int AtRisk(double time)
    {
        foreach (var point in Points)
            if (point.Time >= time)
                return point.AtRisk;
        return 0;
    }

    private static Interval Band(double survival, double greenwood, double z)
    {
        if (survival is 0 or 1)
            return survival == 1 ? new(1, 1) : Interval.Undefined;
        var log = Elementary.Log(survival);
        var factor = Elementary.Exp(z * Math.Sqrt(greenwood) / -log);
        return new(Elementary.Exp(log * factor), Elementary.Exp(log / factor));
    }

    private static double First(List<SurvivalPoint> points, Func<SurvivalPoint, double> curve)
    {
        foreach (var point in points)
            if (curve(point) <= OneHalf)
                return point.Time;
        return double.NaN;
    }
}
