using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Draws that go together: uniform numbers are turned into normal ones, which are mixed to have the correlations, and back. Each stays uniform, so it
/// can be put into any <see cref="Distribution"/>. The correlations are those of the normal numbers; the rank correlation of the parameters is
/// 6/pi asin(r/2), at most 0.02 nearer to 0.
/// </summary>
public sealed class GaussianCopula
{
    // NormalQuantile takes no 0 and no 1.
    private const double Least = 1.0 / (1L << 53);
    private readonly double[,] _factor;

    /// <param name="correlations">Symmetric, 1 on the diagonal.</param>
    /// <exception cref="ArgumentException">It is not such a matrix, or no quantities can go together like that (it is not positive definite).</exception>
    public GaussianCopula(double[,] correlations)
    {
        var n = correlations.GetLength(0);
        if (n != correlations.GetLength(1))
            throw new ArgumentException("A matrix of correlations is square.");
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
                if (i == j ? correlations[i, j] != 1 : !(Math.Abs(correlations[i, j]) < 1) || correlations[i, j] != correlations[j, i])
                    throw new ArgumentException("A matrix of correlations is symmetric, with 1 on its diagonal and numbers between -1 and 1 elsewhere.");
        _factor = Cholesky.Factor(correlations)
            ?? throw new ArgumentException("The correlations contradict each other: their matrix is not positive definite.");
    }

    /// <summary>Independent uniform numbers, between 0 and 1, made dependent.</summary>
    public double[] Correlate(ReadOnlySpan<double> independent)
    {
        Samples.RequireEqual(_factor.GetLength(0), independent.Length);
        var normal = new double[independent.Length];
        for (var i = 0; i < normal.Length; i++)
            normal[i] = NormalQuantile.At(independent[i]);
        return Array.ConvertAll(Cholesky.Multiply(_factor, normal), z => Math.Clamp(Tails.NormalBelow(z), Least, 1 - Least));
    }
}
