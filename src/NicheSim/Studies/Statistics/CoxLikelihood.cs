using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>The logarithm of Efron's partial likelihood with its gradient and its information (the negative matrix of second derivatives).</summary>
internal readonly record struct CoxLikelihood(double Value, double[] Gradient, double[,] Information)
{
    /// <summary>From the last time to the first, so that the sums over those at risk grow by addition alone.</summary>
    /// <param name="lives">The runs.</param>
    /// <param name="x">Covariates per run, in the order of lives.</param>
    /// <param name="beta">The coefficients.</param>
    public static CoxLikelihood At(Lifetimes lives, double[][] x, double[] beta)
    {
        var p = beta.Length;
        var result = new CoxLikelihood(0, new double[p], new double[p, p]);
        var (value, risk, dead) = (0.0, new Moments(p), new Moments(p));
        for (int end = lives.Count, start; end > 0; end = start)
        {
            for (start = end - 1; start > 0 && lives.Times[start - 1] == lives.Times[end - 1]; start--)
            {
            }

            dead.Clear();
            for (var i = start; i < end; i++)
            {
                var score = Score(x[i], beta);
                var weight = Elementary.Exp(score);
                risk.Add(weight, x[i]);
                if (!lives.Events[i])
                    continue;
                dead.Add(weight, x[i]);
                value += score;
                for (var j = 0; j < p; j++)
                    result.Gradient[j] += x[i][j];
            }

            var deaths = lives.EventsIn(start, end);
            for (var k = 0; k < deaths; k++)
                value -= Subtract(risk, dead, (double)k / deaths, result);
        }

        return result with { Value = value };
    }

    private static double Score(double[] x, double[] beta)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += x[j] * beta[j];
        return sum;
    }

    /// <summary>One event's term: those at risk, less a part of those that have the event at the same time. Returns the logarithm of their weight.</summary>
    private static double Subtract(Moments risk, Moments dead, double part, CoxLikelihood result)
    {
        var p = result.Gradient.Length;
        var weight = risk.Weight - (part * dead.Weight);
        double Mean(int j) => (risk.First[j] - (part * dead.First[j])) / weight;
        for (var j = 0; j < p; j++)
        {
            var mean = Mean(j);
            result.Gradient[j] -= mean;
            for (var l = 0; l < p; l++)
                result.Information[j, l] += ((risk.Second[j, l] - (part * dead.Second[j, l])) / weight) - (mean * Mean(l));
        }

        return Elementary.Log(weight);
    }

    /// <summary>Sums of weights, of weighted covariates and of their weighted products.</summary>
    private sealed class Moments(int p)
    {
        public double Weight { get; private set; }

        public double[] First { get; } = new double[p];

        public double[,] Second { get; } = new double[p, p];

        public void Add(double weight, double[] x)
        {
            Weight += weight;
            for (var j = 0; j < x.Length; j++)
            {
                First[j] += weight * x[j];
                for (var l = 0; l < x.Length; l++)
                    Second[j, l] += weight * x[j] * x[l];
            }
        }

        public void Clear()
        {
            Weight = 0;
            Array.Clear(First);
            Array.Clear(Second);
        }
    }
}
