using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>Normal, by mean and standard deviation.</summary>
public sealed record NormalDistribution : Distribution
{
    private readonly double _mean, _sd;

    public NormalDistribution(double mean, double sd)
    {
        Require(double.IsFinite(mean), "A mean is a finite number.");
        Require(sd > 0 && double.IsFinite(sd), "A standard deviation is positive.");
        (_mean, _sd) = (mean, sd);
    }

    protected override double Quantile(double u) => _mean + (_sd * NormalQuantile.At(u));
}

/// <summary>Normal, but only between two bounds: Mean and Sd are those before the cut. A bound may be infinite.</summary>
public sealed record TruncatedNormalDistribution : Distribution
{
    // Less of the normal than this between the bounds is taken for a mistake.
    private const double LeastMass = 1e-9;
    private readonly double _mean, _sd, _low, _high, _from, _to;
    private readonly bool _mirrored;

    public TruncatedNormalDistribution(double mean, double sd, double low, double high)
    {
        Require(double.IsFinite(mean), "A mean is a finite number.");
        Require(sd > 0 && double.IsFinite(sd), "A standard deviation is positive.");
        Require(low < high, "The lower bound is not below the upper bound.");
        (_mean, _sd, _low, _high) = (mean, sd, low, high);

        // The upper tail is taken as the lower one turned over, where small probabilities are exact.
        _mirrored = low > mean;
        var (a, b) = ((low - mean) / sd, (high - mean) / sd);
        (_from, _to) = _mirrored ? (Tails.NormalBelow(-a), Tails.NormalBelow(-b)) : (Tails.NormalBelow(a), Tails.NormalBelow(b));
        Require(Math.Abs(_to - _from) >= LeastMass, "Almost nothing of the normal distribution lies between its bounds.");
    }

    protected override double Quantile(double u) => Exact(u);

    /// <summary>The quantile, not rounded.</summary>
    internal double Exact(double u)
    {
        var p = _from + (u * (_to - _from));
        var z = NormalQuantile.At(Math.Clamp(p, double.Epsilon, 1 - 1.2e-16));
        return Math.Clamp(_mean + (_sd * (_mirrored ? -z : z)), _low, _high);
    }
}

/// <summary>Lognormal between two bounds, by the median and the geometric standard deviation (above 1) that it would have without them: its logarithm is a truncated normal one.</summary>
public sealed record TruncatedLognormalDistribution : Distribution
{
    private readonly TruncatedNormalDistribution _logarithm;
    private readonly double _low, _high;

    public TruncatedLognormalDistribution(double median, double geometricSd, double low, double high)
    {
        Require(median > 0 && double.IsFinite(median), "The median of a lognormal distribution is positive.");
        Require(geometricSd > 1 && double.IsFinite(geometricSd), "A geometric standard deviation is above 1.");
        Require(low < high && high > 0, "The upper bound of a lognormal distribution is positive, and above the lower one.");
        (_low, _high) = (low, high);
        _logarithm = new(
            Elementary.Log(median), Elementary.Log(geometricSd),
            low > 0 ? Elementary.Log(low) : double.NegativeInfinity, double.IsFinite(high) ? Elementary.Log(high) : double.PositiveInfinity);
    }

    protected override double Quantile(double u) => Math.Clamp(Elementary.Exp(_logarithm.Exact(u)), _low, _high);
}
