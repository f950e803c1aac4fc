using MathNet.Numerics;
using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// The difference of two shares, treated minus control, with an interval made of their two Wilson intervals and an exact two-sided p.
/// </summary>
public readonly record struct ShareContrast(double Effect, Interval Interval, double P)
{
    /// <summary>
    /// Independent groups: method 10 of Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    /// (1998) 873; p of Fisher's exact test (all tables that are no more probable than the one seen). Not a number where a group is empty.
    /// </summary>
    public static ShareContrast Unpaired(int events, int count, int controlEvents, int controlCount, double level = 0.95)
    {
        var (treated, control) = (Share.Wilson(events, count, level), Share.Wilson(controlEvents, controlCount, level));
        if (count == 0 || controlCount == 0)
            return new(double.NaN, Interval.Undefined, double.NaN);
        return new(treated.Value - control.Value, Combine(treated, control, 0), Fisher(events, count, controlEvents, controlCount));
    }

    /// <summary>
    /// Pairs of a treated and a control run: with the event in both, in one alone, or in neither. Method 10 of Newcombe, "Improved confidence intervals
    /// for the difference between binomial proportions based on paired data", Statistics in Medicine 17 (1998) 2635; p of McNemar's exact test.
    /// Not a number without a pair.
    /// </summary>
    public static ShareContrast Paired(int both, int treatedOnly, int controlOnly, int neither, double level = 0.95)
    {
        if (both < 0 || treatedOnly < 0 || controlOnly < 0 || neither < 0)
            throw new ArgumentOutOfRangeException(nameof(both), "A number of pairs is not negative.");
        var pairs = checked(both + treatedOnly + controlOnly + neither);
        var (treated, control) = (Share.Wilson(both + treatedOnly, pairs, level), Share.Wilson(both + controlOnly, pairs, level));
        if (pairs == 0)
            return new(double.NaN, Interval.Undefined, double.NaN);
        var interval = Combine(treated, control, Correlation(both, treatedOnly, controlOnly, neither));
        return new((double)(treatedOnly - controlOnly) / pairs, interval, McNemar(treatedOnly, controlOnly));
    }

    /// <summary>The pairs whose outcomes are given run by run; what both spans hold at i is one pair.</summary>
    public static ShareContrast Paired(ReadOnlySpan<bool> treated, ReadOnlySpan<bool> control, double level = 0.95)
    {
        Samples.RequireEqual(treated.Length, control.Length);
        int both = 0, treatedOnly = 0, controlOnly = 0, neither = 0;
        for (var i = 0; i < treated.Length; i++)
            _ = (treated[i], control[i]) switch
            {
                (true, true) => both++,
                (true, false) => treatedOnly++,
                (false, true) => controlOnly++,
                _ => neither++,
            };
        return Paired(both, treatedOnly, controlOnly, neither, level);
    }

    /// <summary>The distances of the limits from the shares, added as the sides of a triangle whose angle is given by the correlation.</summary>
    private static Interval Combine(Share treated, Share control, double correlation)
    {
        var effect = treated.Value - control.Value;
        return new(
            effect - Side(treated.Value - treated.Interval.Low, control.Interval.High - control.Value),
            effect + Side(control.Value - control.Interval.Low, treated.Interval.High - treated.Value));
        double Side(double a, double b) => Math.Sqrt(Math.Max((a * a) - (2 * correlation * a * b) + (b * b), 0));
    }

    /// <summary>The correlation of the outcomes of a pair; a positive one with Newcombe's correction for continuity; 0 where a share is 0 or 1.</summary>
    private static double Correlation(double both, double treatedOnly, double controlOnly, double neither)
    {
        var margins = (both + treatedOnly) * (controlOnly + neither) * (both + controlOnly) * (treatedOnly + neither);
        if (margins == 0)
            return 0;
        var excess = (both * neither) - (treatedOnly * controlOnly);
        if (excess > 0)
            excess = Math.Max(excess - (0.5 * (both + treatedOnly + controlOnly + neither)), 0);
        return excess / Math.Sqrt(margins);
    }

    private static double McNemar(int first, int second)
    {
        double LogWeight(int k) => SpecialFunctions.BinomialLn(first + second, k) - ((first + second) * Constants.Ln2);
        var tail = 0.0;
        for (var k = 0; k <= Math.Min(first, second); k++)
            tail += Elementary.Exp(LogWeight(k));
        return Math.Min(2 * tail, 1);
    }

    private static double Fisher(int events, int count, int controlEvents, int controlCount)
    {
        // Probabilities within this relative distance count as equal, as in R.
        const double Tie = 1 + 1e-7;
        var all = events + controlEvents;
        double Weight(int k)
            => Elementary.Exp(SpecialFunctions.BinomialLn(count, k) + SpecialFunctions.BinomialLn(controlCount, all - k) - SpecialFunctions.BinomialLn(count + controlCount, all));
        var (seen, p) = (Weight(events), 0.0);
        for (var k = Math.Max(0, all - controlCount); k <= Math.Min(all, count); k++)
        {
            var weight = Weight(k);
            p += weight <= seen * Tie ? weight : 0;
        }

        return Math.Min(p, 1);
    }
}
