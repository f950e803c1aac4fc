using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// What a parameter is drawn from, by inversion: <see cref="At"/> of a number uniform between 0 and 1 has the distribution, and is monotone in it, so
/// that sampling plans keep their evenness. Each record checks its numbers when it is made and throws an ArgumentException that says what is wrong.
/// </summary>
public abstract record Distribution
{
    /// <summary>
    /// The value below which a draw lies with probability u, of nine significant digits (<see cref="NineDigits"/>): it becomes part of a scenario's text,
    /// whose hash must not depend on the last bits of a CPU's exp. Bounds of nine digits or fewer are kept.
    /// </summary>
    /// <param name="u">Between 0 and 1, neither of them.</param>
    public double At(double u)
        => u > 0 && u < 1 ? NineDigits.Round(Quantile(u)) : throw new ArgumentOutOfRangeException(nameof(u), u, "A draw is made from a number between 0 and 1.");

    /// <summary>The inverse of the cumulative distribution function.</summary>
    protected abstract double Quantile(double u);

    /// <exception cref="ArgumentException">The condition does not hold.</exception>
    private protected static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }

    private protected static void RequireRange(double low, double high)
    {
        Require(double.IsFinite(low) && double.IsFinite(high), "A bound is a finite number.");
        Require(low < high, $"The lower bound {NineDigits.Text(low)} is not below the upper bound {NineDigits.Text(high)}.");
    }
}

/// <summary>All values from Low to High alike.</summary>
public sealed record UniformDistribution : Distribution
{
    private readonly double _low, _high;

    public UniformDistribution(double low, double high)
    {
        RequireRange(low, high);
        (_low, _high) = (low, high);
    }

    protected override double Quantile(double u) => _low + (u * (_high - _low));
}

/// <summary>All orders of magnitude from Low to High alike; both positive.</summary>
public sealed record LogUniformDistribution : Distribution
{
    private readonly double _low, _high;

    public LogUniformDistribution(double low, double high)
    {
        RequireRange(low, high);
        Require(low > 0, "A log-uniform distribution has positive bounds.");
        (_low, _high) = (low, high);
    }

    protected override double Quantile(double u) => Math.Clamp(_low * Elementary.Exp(u * Elementary.Log(_high / _low)), _low, _high);
}

/// <summary>Lognormal, by its median and its geometric standard deviation (above 1): two thirds of all values lie within median / gsd to median gsd.</summary>
public sealed record LognormalDistribution : Distribution
{
    private readonly double _median, _geometricSd;

    public LognormalDistribution(double median, double geometricSd)
    {
        Require(median > 0 && double.IsFinite(median), "The median of a lognormal distribution is positive.");
        Require(geometricSd > 1 && double.IsFinite(geometricSd), "A geometric standard deviation is above 1.");
        (_median, _geometricSd) = (median, geometricSd);
    }

    /// <summary>The one with this mean and standard deviation of the values themselves.</summary>
    public static LognormalDistribution OfMeanAndSd(double mean, double sd)
    {
        Require(mean > 0 && double.IsFinite(mean), "The mean of a lognormal distribution is positive.");
        Require(sd > 0 && double.IsFinite(sd), "A standard deviation is positive.");
        var spread = 1 + (sd / mean * (sd / mean));
        return new(mean / Math.Sqrt(spread), Elementary.Exp(Math.Sqrt(Elementary.Log(spread))));
    }

    protected override double Quantile(double u) => _median * Elementary.Exp(Elementary.Log(_geometricSd) * NormalQuantile.At(u));
}

/// <summary>Rises from Low to Mode and falls to High; the mode may be either of them.</summary>
public sealed record TriangularDistribution : Distribution
{
    private readonly double _low, _mode, _high;

    public TriangularDistribution(double low, double mode, double high)
    {
        RequireRange(low, high);
        Require(mode >= low && mode <= high, "The mode of a triangular distribution lies between its bounds.");
        (_low, _mode, _high) = (low, mode, high);
    }

    protected override double Quantile(double u)
    {
        var width = _high - _low;
        return u * width < _mode - _low
            ? _low + Math.Sqrt(u * width * (_mode - _low))
            : _high - Math.Sqrt((1 - u) * width * (_high - _mode));
    }
}

/// <summary>One of several values, in their order, with these weights (alike if none are given).</summary>
public sealed record ChoiceDistribution : Distribution
{
    private readonly double[] _values, _upTo;

    public ChoiceDistribution(ReadOnlySpan<double> values, ReadOnlySpan<double> weights = default)
    {
        Require(values.Length > 0, "A choice has a value or more.");
        Require(weights.Length == 0 || weights.Length == values.Length, "A choice has as many weights as values.");
        (_values, _upTo) = (values.ToArray(), new double[values.Length]);
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var weight = weights.Length == 0 ? 1 : weights[i];
            Require(double.IsFinite(values[i]), "A value of a choice is a finite number.");
            Require(weight >= 0 && double.IsFinite(weight), "A weight is not negative.");
            _upTo[i] = sum += weight;
        }

        Require(sum > 0, "A weight of a choice is positive.");
    }

    /// <summary>The first value whose summed weights are above the share u of all, which rounding may make all of them.</summary>
    protected override double Quantile(double u)
    {
        var share = Math.Min(u * _upTo[^1], Math.BitDecrement(_upTo[^1]));
        return _values[Array.FindIndex(_upTo, sum => share < sum)];
    }
}
