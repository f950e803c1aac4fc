namespace NicheSim.Studies.Statistics;

/// <summary>What all statistics do first: leave out what is missing, and take mean and variance. A value that is not finite is missing.</summary>
internal static class Samples
{
    /// <summary>The finite values, in their order.</summary>
    public static double[] Complete(ReadOnlySpan<double> values)
    {
        var kept = new List<double>(values.Length);
        foreach (var value in values)
            if (double.IsFinite(value))
                kept.Add(value);
        return [.. kept];
    }

    /// <summary>The pairs both of whose values are finite.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static (double[] X, double[] Y) Complete(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireEqual(x.Length, y.Length);
        List<double> keptX = new(x.Length), keptY = new(x.Length);
        for (var i = 0; i < x.Length; i++)
            if (double.IsFinite(x[i]) && double.IsFinite(y[i]))
            {
                keptX.Add(x[i]);
                keptY.Add(y[i]);
            }

        return ([.. keptX], [.. keptY]);
    }

    /// <summary>Of several samples with the same members, those members that have a finite value in each.</summary>
    public static double[][] Complete(double[][] samples)
    {
        var kept = Enumerable.Range(0, samples[0].Length).Where(member => samples.All(sample => double.IsFinite(sample[member]))).ToArray();
        return Array.ConvertAll(samples, sample => Array.ConvertAll(kept, member => sample[member]));
    }

    /// <summary>The finite values in rising order.</summary>
    public static double[] Sorted(ReadOnlySpan<double> values)
    {
        var sorted = Complete(values);
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Arithmetic mean, about the first value, so that equal values have exactly their own; not a number without a value.</summary>
    public static double Mean(ReadOnlySpan<double> x)
    {
        if (x.Length == 0)
            return double.NaN;
        var sum = 0.0;
        foreach (var value in x)
            sum += value - x[0];
        return x[0] + (sum / x.Length);
    }

    /// <summary>Variance over n - 1; not a number for fewer than two values, exactly 0 for equal ones.</summary>
    public static double Variance(ReadOnlySpan<double> x) => x.Length < 2 ? double.NaN : Covariance(x, x);

    /// <summary>Covariance over n - 1, in two passes.</summary>
    public static double Covariance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < 2)
            return double.NaN;
        var (meanX, meanY, sum) = (Mean(x), Mean(y), 0.0);
        for (var i = 0; i < x.Length; i++)
            sum += (x[i] - meanX) * (y[i] - meanY);
        return sum / (x.Length - 1);
    }

    public static void RequireEqual(int first, int second)
    {
        if (first != second)
            throw new ArgumentException($"The samples differ in length: {first} and {second}.");
    }

    /// <exception cref="ArgumentOutOfRangeException">The level of confidence is not between 0 and 1.</exception>
    public static void RequireLevel(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level of confidence lies between 0 and 1.");
    }
}
