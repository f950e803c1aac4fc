using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Newton's method with halved steps for <see cref="CoxFit"/>, on covariates of mean 0 and standard deviation 1. The partial likelihood is concave:
/// it has one maximum, or rises for ever. In the second case its gain per step dies away as fast as near a maximum, but the steps do not.
/// </summary>
internal static class CoxNewton
{
    private const int MostIterations = 100, MostHalvings = 30;

    // Relative gain of the log-likelihood at which it no longer rises; the step, in log hazard per standard deviation, that tells the two cases apart.
    private const double Settled = 1e-12, RunsAway = 0.01;

    // Share of a covariate's information that the others leave over, below which it counts as following from them.
    private const double Collinear = 1e-9;

    public static CoxFit Maximize(Lifetimes lives, IReadOnlyList<double[]> covariates, int given, double level)
    {
        var p = covariates.Count;
        var (x, scale) = Standardize(lives, covariates);
        var events = lives.EventsIn(0, lives.Count);
        CoxFit End(CoxStatus status, IReadOnlyList<CoxCoefficient> coefficients, double value, double atZero, int iterations)
        {
            var p0 = status is CoxStatus.Converged or CoxStatus.MonotoneLikelihood ? Tails.ChiSquaredAbove(2 * (value - atZero), p) : double.NaN;
            return new(status, coefficients, lives.Count, given - lives.Count, events, value, atZero, p0, iterations);
        }

        var unknown = Enumerable.Repeat(new CoxCoefficient(double.NaN, double.NaN, double.NaN, Interval.Undefined, double.NaN), p).ToArray();
        if (events == 0)
            return End(CoxStatus.NoEvents, unknown, double.NaN, double.NaN, 0);
        if (scale.Any(s => !(s > 0)))
            return End(CoxStatus.Singular, unknown, double.NaN, double.NaN, 0);
        var beta = new double[p];
        var here = CoxLikelihood.At(lives, x, beta);
        var atZero = here.Value;
        if (Cholesky.Factor(here.Information, Collinear) is null)
            return End(CoxStatus.Singular, unknown, double.NaN, atZero, 0);

        var step = new double[p];
        for (var iteration = 1; iteration <= MostIterations; iteration++)
        {
            // Where the likelihood is flat to the last bit it has run away before.
            if (Cholesky.Factor(here.Information, 0) is not { } factor)
                return End(CoxStatus.MonotoneLikelihood, RunAway(step, unknown), here.Value, atZero, iteration);
            step = Cholesky.Solve(factor, here.Gradient);
            var (next, there) = Climb(lives, x, beta, step, here);
            var gain = there.Value - here.Value;
            (beta, here) = (next, there);
            if (gain > Settled * (1 + Math.Abs(here.Value)))
                continue;
            return step.Any(s => Math.Abs(s) > RunsAway)
                ? End(CoxStatus.MonotoneLikelihood, RunAway(step, unknown), here.Value, atZero, iteration)
                : End(CoxStatus.Converged, Estimates(beta, scale, here.Information, level), here.Value, atZero, iteration);
        }

        return End(CoxStatus.NotConverged, unknown, here.Value, atZero, MostIterations);
    }

    /// <summary>The whole step, or the largest halving of it that does not go down.</summary>
    private static (double[] Beta, CoxLikelihood There) Climb(Lifetimes lives, double[][] x, double[] beta, double[] step, CoxLikelihood here)
    {
        var part = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, part *= 0.5)
        {
            var next = new double[beta.Length];
            for (var j = 0; j < next.Length; j++)
                next[j] = beta[j] + (part * step[j]);
            var there = CoxLikelihood.At(lives, x, next);
            if (there.Value >= here.Value)
                return (next, there);
        }

        return (beta, here);
    }

    private static (double[][] X, double[] Scale) Standardize(Lifetimes lives, IReadOnlyList<double[]> covariates)
    {
        var x = lives.Source.Select(_ => new double[covariates.Count]).ToArray();
        var scale = new double[covariates.Count];
        for (var j = 0; j < covariates.Count; j++)
        {
            var values = lives.Source.Select(i => covariates[j][i]).ToArray();
            var mean = Samples.Mean(values);
            scale[j] = Math.Sqrt(Samples.Variance(values));
            for (var i = 0; i < x.Length; i++)
                x[i][j] = (values[i] - mean) / scale[j];
        }

        return (x, scale);
    }

    private static CoxCoefficient[] Estimates(double[] beta, double[] scale, double[,] information, double level)
    {
        var z = Tails.NormalWithin(level);
        var covariance = Cholesky.Inverse(Cholesky.Factor(information, 0)!);
        var result = new CoxCoefficient[beta.Length];
        for (var j = 0; j < beta.Length; j++)
        {
            var (b, error) = (beta[j] / scale[j], Math.Sqrt(covariance[j, j]) / scale[j]);
            result[j] = new(b, error, Elementary.Exp(b), new(Elementary.Exp(b - (z * error)), Elementary.Exp(b + (z * error))), Tails.NormalTwoSided(b / error));
        }

        return result;
    }

    private static CoxCoefficient[] RunAway(double[] step, CoxCoefficient[] unknown)
    {
        var result = (CoxCoefficient[])unknown.Clone();
        for (var j = 0; j < step.Length; j++)
            if (Math.Abs(step[j]) > RunsAway)
            {
                var beta = step[j] > 0 ? double.PositiveInfinity : double.NegativeInfinity;
                result[j] = unknown[j] with { Beta = beta, HazardRatio = Elementary.Exp(beta) };
            }

        return result;
    }
}
