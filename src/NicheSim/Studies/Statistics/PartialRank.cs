namespace NicheSim.Studies.Statistics;

/// <summary>
/// Partial rank correlation coefficients (PRCC): how monotone an output is in one input, once the ranks of all other inputs are taken out of both by
/// regression; Saltelli, Chan and Scott, "Sensitivity analysis" (2000); in biology Marino et al., Journal of Theoretical Biology 254 (2008) 178.
/// </summary>
public static class PartialRank
{
    /// <summary>
    /// One coefficient per input, with the interval of a Spearman correlation of as many values fewer as there are other inputs. Runs with an input or
    /// output that is not finite are left out. Not a number where an input is constant, inputs follow from each other, or runs are too few.
    /// </summary>
    /// <param name="inputs">One array per input, each with a value per run.</param>
    /// <param name="output">A value per run.</param>
    /// <param name="level">The level of confidence.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there is no input.</exception>
    public static Correlation[] Of(IReadOnlyList<double[]> inputs, ReadOnlySpan<double> output, double level = 0.95)
    {
        if (inputs.Count == 0)
            throw new ArgumentException("A partial rank correlation needs an input.");
        foreach (var input in inputs)
            Samples.RequireEqual(input.Length, output.Length);

        double[][] all = [.. inputs, output.ToArray()];
        var complete = Enumerable.Range(0, output.Length).Where(i => all.All(column => double.IsFinite(column[i]))).ToArray();
        var ranks = all.Select(column => Ranks.Of([.. complete.Select(i => column[i])])).ToArray();
        var inverse = InverseCorrelations(ranks);
        var (result, y) = (new Correlation[inputs.Count], inputs.Count);
        for (var j = 0; j < result.Length; j++)
        {
            // A column of the inverse holds, up to its scale, the regression of one variable on all others (Whittaker, 1990).
            var r = inverse is null ? double.NaN : Math.Clamp(-inverse[j, y] / Math.Sqrt(inverse[j, j] * inverse[y, y]), -1, 1);
            result[j] = Correlation.OfRanks(complete.Length, output.Length - complete.Length, r, inputs.Count - 1, level);
        }

        return result;
    }

    private static double[,]? InverseCorrelations(double[][] columns)
    {
        var n = columns.Length;
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
                matrix[i, j] = matrix[j, i] = Samples.Covariance(columns[i], columns[j]);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                matrix[i, j] = matrix[j, i] /= Math.Sqrt(matrix[i, i] * matrix[j, j]);
        for (var i = 0; i < n; i++)
            matrix[i, i] = matrix[i, i] > 0 ? 1 : double.NaN;
        return Cholesky.Factor(matrix) is { } factor ? Cholesky.Inverse(factor) : null;
    }
}
