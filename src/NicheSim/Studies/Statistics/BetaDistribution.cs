using MathNet.Numerics;
using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>Beta with two shapes, stretched to lie between Low and High: a share, such as an efficacy.</summary>
public sealed record BetaDistribution : Distribution
{
    // Shapes beyond this are a point or two for all purposes, and the distribution function loses digits.
    private const double LeastShape = 1e-3, LargestShape = 1e4;
    private readonly double _alpha, _beta, _low, _high, _belowHalf;

    public BetaDistribution(double alpha, double beta, double low = 0, double high = 1)
    {
        Require(alpha is >= LeastShape and <= LargestShape && beta is >= LeastShape and <= LargestShape, "The shapes of a beta distribution lie between 0.001 and 10000.");
        RequireRange(low, high);
        (_alpha, _beta, _low, _high) = (alpha, beta, low, high);
        _belowHalf = SpecialFunctions.BetaRegularized(alpha, beta, 0.5);
    }

    /// <summary>Solved from the nearer end, so that values close to either bound keep all digits.</summary>
    protected override double Quantile(double u)
        => u < _belowHalf ? _low + ((_high - _low) * LowerHalf(_alpha, _beta, u)) : _high - ((_high - _low) * LowerHalf(_beta, _alpha, 1 - u));

    /// <summary>The x up to 1/2 with this distribution function, by bisection of its logarithm.</summary>
    private static double LowerHalf(double alpha, double beta, double p)
    {
        double low = -745, high = Elementary.Log(0.5);
        for (var step = 0; step < 64; step++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = SpecialFunctions.BetaRegularized(alpha, beta, Elementary.Exp(middle)) < p ? (middle, high) : (low, middle);
        }

        return Elementary.Exp(0.5 * (low + high));
    }
}
