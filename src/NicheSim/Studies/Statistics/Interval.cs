namespace NicheSim.Studies.Statistics;

/// <summary>Two limits of one kind: of confidence, or of what a share of values lies between. Both are not a number where there is too little data for an interval.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that says nothing.</summary>
    public static Interval Undefined => new(double.NaN, double.NaN);

    /// <summary>Center minus and plus half a width.</summary>
    public static Interval Around(double center, double halfWidth) => new(center - halfWidth, center + halfWidth);
}
