using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Where proposals come from: a particle drawn by its weight, moved by a normal number with twice the weighted covariance of all particles. Moves are
/// made on the normal scale, z = quantile of the standard normal at u: there the cube has no faces, so no move leads out of the prior, and the
/// prior is a standard normal.
/// </summary>
internal sealed class AbcKernel
{
    // Particles that all agree in a parameter are still moved by a standard deviation of 1e-4 of that of the prior.
    private const double LeastVariance = 1e-8;

    // Coordinates have nine decimals, so that no last bit of a CPU's exp enters a proposal; the prior loses 1e-9 at either end.
    private const double Least = 1e-9;

    private readonly double[][] _z;
    private readonly double[] _weights, _upTo;
    private readonly double[,] _factor;

    public AbcKernel(IReadOnlyList<AbcParticle> particles)
    {
        _z = [.. particles.Select(p => Normal(p.Unit))];
        _weights = [.. particles.Select(p => p.Weight)];
        _upTo = new double[_weights.Length];
        var sum = 0.0;
        for (var i = 0; i < _upTo.Length; i++)
            _upTo[i] = sum += _weights[i];
        _factor = Cholesky.Factor(TwiceCovariance(_z, _weights)) ?? throw new ArgumentException("The weights of the particles are not those of a generation.");
    }

    /// <summary>A coordinate as proposals have it.</summary>
    public static double Rounded(double u) => Math.Clamp(NineDigits.Round(u), Least, 1 - Least);

    public double[] Draw(ref RandomStream stream)
    {
        var from = _z[Chosen(stream.NextDouble() * _upTo[^1])];
        var normal = new double[from.Length];
        for (var i = 0; i < normal.Length; i++)
            normal[i] = stream.NextNormal();
        var unit = Cholesky.Multiply(_factor, normal);
        for (var i = 0; i < unit.Length; i++)
            unit[i] = Rounded(Tails.NormalBelow(from[i] + unit[i]));
        return unit;
    }

    /// <summary>The density of the prior over that of <see cref="Draw"/>, up to a factor that is the same for all points.</summary>
    public double Weight(double[] unit)
    {
        var z = Normal(unit);
        var density = 0.0;
        var difference = new double[z.Length];
        for (var p = 0; p < _z.Length; p++)
        {
            for (var i = 0; i < z.Length; i++)
                difference[i] = z[i] - _z[p][i];
            density += _weights[p] * Elementary.Exp(-0.5 * SumOfSquares(Cholesky.Forward(_factor, difference)));
        }

        return Elementary.Exp(-0.5 * SumOfSquares(z)) / density;
    }

    private static double[] Normal(double[] unit) => Array.ConvertAll(unit, NormalQuantile.At);

    private static double SumOfSquares(double[] x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value * value;
        return sum;
    }

    private int Chosen(double weight)
    {
        var index = Array.BinarySearch(_upTo, weight);
        return Math.Min(index < 0 ? ~index : index + 1, _upTo.Length - 1);
    }

    private static double[,] TwiceCovariance(double[][] z, double[] weights)
    {
        var d = z[0].Length;
        var (mean, twice) = (new double[d], new double[d, d]);
        for (var p = 0; p < z.Length; p++)
            for (var i = 0; i < d; i++)
                mean[i] += weights[p] * z[p][i];
        for (var p = 0; p < z.Length; p++)
            for (var i = 0; i < d; i++)
                for (var j = 0; j < d; j++)
                    twice[i, j] += 2 * weights[p] * (z[p][i] - mean[i]) * (z[p][j] - mean[j]);
        for (var i = 0; i < d; i++)
            twice[i, i] += LeastVariance;
        return twice;
    }
}
