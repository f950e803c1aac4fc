using MathNet.Numerics;
using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>Distribution functions as tests and intervals need them, small probabilities without cancellation.</summary>
internal static class Tails
{
    private const double SqrtHalf = 0.7071067811865476;

    // Degrees of freedom beyond which Student's t is normal to seven digits, while the beta function loses more.
    private const double NearlyNormal = 1e7;

    /// <summary>P(Z &lt; z), Z standard normal.</summary>
    public static double NormalBelow(double z) => 0.5 * SpecialFunctions.Erfc(-z * SqrtHalf);

    /// <summary>P(|Z| > |z|), Z standard normal.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) * SqrtHalf);

    /// <summary>The z that a standard normal number stays within, both ways, with probability level.</summary>
    public static double NormalWithin(double level)
    {
        Samples.RequireLevel(level);
        return -NormalQuantile.At((1 - level) / 2);
    }

    /// <summary>P(|T| > |t|), T of Student with this many degrees of freedom (positive, infinite for normal).</summary>
    public static double StudentTwoSided(double t, double degrees)
    {
        if (double.IsNaN(t) || !(degrees > 0))
            return double.NaN;
        if (degrees > NearlyNormal)
            return NormalTwoSided(t);
        var square = t * t;
        return double.IsInfinity(square) ? 0
            : square < degrees ? 1 - SpecialFunctions.BetaRegularized(0.5, degrees / 2, square / (degrees + square))
            : SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + square));
    }

    /// <summary>P(T > t).</summary>
    public static double StudentAbove(double t, double degrees)
    {
        var half = 0.5 * StudentTwoSided(t, degrees);
        return t >= 0 ? half : 1 - half;
    }

    /// <summary>The t that T stays within, both ways, with probability level; by bisection.</summary>
    public static double StudentWithin(double level, double degrees)
    {
        Samples.RequireLevel(level);
        if (!(degrees > 0))
            return double.NaN;
        if (degrees > NearlyNormal)
            return NormalWithin(level);
        double low = 0, high = 1;
        for (; StudentTwoSided(high, degrees) > 1 - level; high *= 2)
            low = high;
        for (var step = 0; step < 60; step++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = StudentTwoSided(middle, degrees) > 1 - level ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    /// <summary>P(X > x), X of chi-squared with this many degrees of freedom.</summary>
    public static double ChiSquaredAbove(double x, int degrees)
        => double.IsNaN(x) || degrees < 1 ? double.NaN : x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degrees / 2.0, x / 2);
}
