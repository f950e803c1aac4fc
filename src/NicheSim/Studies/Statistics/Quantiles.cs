using MathNet.Numerics.Statistics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Sample quantiles of type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996) 361: linear
/// between the order statistics, the default of R, NumPy and pandas.
/// </summary>
public static class Quantiles
{
    /// <summary>The value below which a share p (0 to 1) of the values lies; what is not finite is left out. Not a number without a value.</summary>
    public static double Of(ReadOnlySpan<double> values, double p) => OfSorted(Samples.Sorted(values), p);

    /// <summary>The same of finite values in rising order.</summary>
    public static double OfSorted(double[] sorted, double p)
    {
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile lies between 0 and 1.");
        return SortedArrayStatistics.QuantileCustom(sorted, p, QuantileDefinition.R7);
    }
}
