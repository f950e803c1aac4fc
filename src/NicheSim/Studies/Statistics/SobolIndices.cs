namespace NicheSim.Studies.Statistics;

/// <summary>
/// The share of an output's variance that goes with one input alone (First) and with it in all its interactions (Total), with bootstrap intervals, from so
/// many rows of the plan.
/// </summary>
public readonly record struct SobolIndex(int Rows, double First, Interval FirstInterval, double Total, Interval TotalInterval);

/// <summary>
/// Variance-based sensitivity of Sobol', with the plan and first-order estimator of Saltelli et al., "Variance based sensitivity analysis of model
/// output", Computer Physics Communications 181 (2010) 259, and the total-order estimator of Jansen (1999).
/// </summary>
public static class SobolIndices
{
    /// <summary>
    /// The plan: for each row of two matrices A and B of scrambled Sobol' points, the points A, then A with its first, second, ... input from B,
    /// then B. Row r takes places r (dimensions + 2) and following and depends on nothing but (dimensions, seed, r), so that a study grows by more rows.
    /// </summary>
    /// <param name="dimensions">Inputs, up to half of <see cref="SobolSequence.MaxDimensions"/>.</param>
    /// <param name="rows">A power of two is best.</param>
    /// <param name="seed">The seed of the scramble.</param>
    public static double[][] Points(int dimensions, int rows, ulong seed)
    {
        if (dimensions is < 1 or > SobolSequence.MaxDimensions / 2)
            throw new ArgumentOutOfRangeException(nameof(dimensions), dimensions, $"Sobol' indices are made for 1 to {SobolSequence.MaxDimensions / 2} inputs.");
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var points = new double[checked(rows * (dimensions + 2))][];
        for (var r = 0; r < rows; r++)
        {
            var both = SobolSequence.Scrambled(r, 2 * dimensions, seed);
            var (a, b) = (both[..dimensions], both[dimensions..]);
            var first = r * (dimensions + 2);
            points[first] = a;
            for (var d = 0; d < dimensions; d++)
            {
                var mixed = (double[])a.Clone();
                mixed[d] = b[d];
                points[first + 1 + d] = mixed;
            }

            points[first + 1 + dimensions] = b;
        }

        return points;
    }

    /// <summary>
    /// The indices of each input. A row with an output that is not finite (a run that failed) is left out as a whole. Not a number for fewer than two
    /// rows or an output that does not vary. Estimates may lie a little outside 0 to 1: that is their sampling error.
    /// </summary>
    /// <param name="dimensions">Inputs.</param>
    /// <param name="outputs">One per point of <see cref="Points"/>.</param>
    /// <param name="bootstrap">Seed, number and level of the resamples of rows.</param>
    public static SobolIndex[] Of(int dimensions, ReadOnlySpan<double> outputs, Bootstrap bootstrap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        var width = dimensions + 2;
        if (outputs.Length % width != 0)
            throw new ArgumentException($"{outputs.Length} outputs are no whole number of rows of {width}.");
        var y = CompleteRows(outputs, width);
        var rows = y.Length / width;
        var everyRow = Enumerable.Range(0, rows).ToArray();
        var estimates = Estimate(y, width, everyRow);
        var replicates = new double[2 * dimensions][];
        for (var i = 0; i < replicates.Length; i++)
            replicates[i] = new double[bootstrap.Resamples];
        for (var b = 0; b < bootstrap.Resamples && rows > 1; b++)
        {
            bootstrap.Fill(b, everyRow);
            var resampled = Estimate(y, width, everyRow);
            for (var i = 0; i < replicates.Length; i++)
                replicates[i][b] = resampled[i];
        }

        Interval Limits(int i) => rows > 1 ? bootstrap.Percentile(replicates[i].AsSpan()) : Interval.Undefined;
        return [.. Enumerable.Range(0, dimensions).Select(d => new SobolIndex(rows, estimates[d], Limits(d), estimates[dimensions + d], Limits(dimensions + d)))];
    }

    /// <summary>First-order indices, then total ones, from the rows of these numbers. Outputs are centered, which takes noise out of the products.</summary>
    private static double[] Estimate(double[] y, int width, int[] members)
    {
        var dimensions = width - 2;
        double sum = 0, squares = 0;
        foreach (var r in members)
        {
            double a = y[r * width], b = y[(r * width) + width - 1];
            sum += a + b;
            squares += (a * a) + (b * b);
        }

        var n = members.Length;
        var variance = (squares / (2 * n)) - (sum / (2 * n) * (sum / (2 * n)));
        var indices = new double[2 * dimensions];
        foreach (var r in members)
        {
            double a = y[r * width], b = y[(r * width) + width - 1];
            for (var d = 0; d < dimensions; d++)
            {
                var mixed = y[(r * width) + 1 + d];
                indices[d] += b * (mixed - a);
                indices[dimensions + d] += 0.5 * (a - mixed) * (a - mixed);
            }
        }

        for (var i = 0; i < indices.Length; i++)
            indices[i] = variance > 0 ? indices[i] / (n * variance) : double.NaN;
        return indices;
    }

    /// <summary>Rows without a missing output, less the mean of all A and B.</summary>
    private static double[] CompleteRows(ReadOnlySpan<double> outputs, int width)
    {
        var kept = new List<double>();
        var (sum, rows) = (0.0, 0);
        for (var start = 0; start < outputs.Length; start += width)
        {
            var row = outputs.Slice(start, width);
            if (Samples.Complete(row).Length < width)
                continue;
            kept.AddRange(row);
            sum += row[0] + row[^1];
            rows++;
        }

        return [.. kept.Select(value => value - (sum / (2 * rows)))];
    }
}
