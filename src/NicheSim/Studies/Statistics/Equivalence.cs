namespace NicheSim.Studies.Statistics;

/// <summary>
/// Two one-sided tests (TOST) of Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987) 657: whether an effect lies within a margin of 0.
/// P is the larger of the two; Interval is that of level 1 - 2 alpha, which lies within the margin exactly where equivalence is shown.
/// </summary>
public readonly record struct Equivalence(double Margin, double P, Interval Interval, bool Shown)
{
    /// <summary>
    /// Of a contrast of either kind. Without a standard error nothing is shown and p is not a number; with one of 0, p is 0 within the margin and 1 elsewhere.
    /// </summary>
    /// <param name="contrast">The effect.</param>
    /// <param name="margin">The largest effect that counts as none, in the unit of the values; positive.</param>
    /// <param name="alpha">The level of each test, below 1/2.</param>
    public static Equivalence Test(MeanContrast contrast, double margin, double alpha = 0.05)
    {
        if (!(margin > 0))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "A margin is a positive number.");
        if (!(alpha > 0 && alpha < 0.5))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The level of a one-sided test lies between 0 and 1/2.");
        var (effect, error, degrees) = (contrast.Effect, contrast.StandardError, contrast.DegreesOfFreedom);
        if (double.IsNaN(error))
            return new(margin, double.NaN, Interval.Undefined, false);
        if (error == 0)
            return new(margin, Math.Abs(effect) < margin ? 0 : 1, new(effect, effect), Math.Abs(effect) < margin);
        var p = Tails.StudentAbove((margin - Math.Abs(effect)) / error, degrees);
        return new(margin, p, Interval.Around(effect, error * Tails.StudentWithin(1 - (2 * alpha), degrees)), p < alpha);
    }
}
