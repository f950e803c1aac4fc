namespace NicheSim.Studies.Statistics;

/// <summary>
/// The log-rank test of Mantel (1966) and Peto and Peto (1972), whether the groups have one survival curve. Observed and Expected are events per
/// group, in the order of the groups' numbers. Without any event while two groups are at risk, chi-squared and p are not a number.
/// </summary>
/// <param name="ChiSquared">The statistic.</param>
/// <param name="DegreesOfFreedom">Groups with a run, less one.</param>
/// <param name="P">Of chi-squared with these degrees of freedom.</param>
/// <param name="Observed">Events seen.</param>
/// <param name="Expected">Events to be seen if all groups had the hazard of all runs together.</param>
public sealed record LogRank(double ChiSquared, int DegreesOfFreedom, double P, IReadOnlyList<int> Observed, IReadOnlyList<double> Expected)
{
    /// <param name="times">As in <see cref="SurvivalCurve.KaplanMeier"/>.</param>
    /// <param name="events">Whether the event happened.</param>
    /// <param name="groups">The group of each run, from 0 on.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or a time or a group is negative.</exception>
    public static LogRank Test(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<int> groups)
    {
        Samples.RequireEqual(times.Length, groups.Length);
        var lives = Lifetimes.Of(times, events);
        var count = 0;
        foreach (var group in groups)
            count = group >= 0 ? Math.Max(count, group + 1) : throw new ArgumentException($"A group has a number from 0 on, not {group}.");

        var atRisk = new double[count];
        foreach (var i in lives.Source)
            atRisk[groups[i]]++;
        var present = Enumerable.Range(0, count).Where(g => atRisk[g] > 0).ToArray();
        var (observed, expected, covariance) = (new int[count], new double[count], new double[count, count]);
        for (int start = 0, end; start < lives.Count; start = end)
        {
            end = lives.EndOfTime(start);
            Add(atRisk, lives.Count - start, lives.EventsIn(start, end), expected, covariance);
            for (var i = start; i < end; i++)
            {
                var group = groups[lives.Source[i]];
                observed[group] += lives.Events[i] ? 1 : 0;
                atRisk[group]--;
            }
        }

        var degrees = Math.Max(present.Length - 1, 0);
        var chiSquared = ChiSquaredOf(present[..degrees], observed, expected, covariance);
        return new(chiSquared, degrees, Tails.ChiSquaredAbove(chiSquared, degrees), observed, expected);
    }

    /// <summary>The expected events of one time, and their covariances given the margins (hypergeometric).</summary>
    private static void Add(double[] atRisk, double all, double events, double[] expected, double[,] covariance)
    {
        if (events == 0)
            return;
        var scale = all > 1 ? events * (all - events) / (all - 1) : 0;
        for (var g = 0; g < atRisk.Length; g++)
        {
            var share = atRisk[g] / all;
            expected[g] += events * share;
            for (var h = 0; h < atRisk.Length; h++)
                covariance[g, h] += scale * share * ((g == h ? 1 : 0) - (atRisk[h] / all));
        }
    }

    /// <summary>The differences sum to 0, so one group is left out.</summary>
    private static double ChiSquaredOf(int[] groups, int[] observed, double[] expected, double[,] covariance)
    {
        var n = groups.Length;
        var (difference, matrix) = (new double[n], new double[n, n]);
        for (var i = 0; i < n; i++)
        {
            difference[i] = observed[groups[i]] - expected[groups[i]];
            for (var j = 0; j < n; j++)
                matrix[i, j] = covariance[groups[i], groups[j]];
        }

        if (n == 0 || Cholesky.Factor(matrix) is not { } factor)
            return double.NaN;
        return Cholesky.Forward(factor, difference).Sum(y => y * y);
    }
}
