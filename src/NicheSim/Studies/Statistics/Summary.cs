namespace NicheSim.Studies.Statistics;

/// <summary>
/// A sample in nine numbers. Count is that of the finite values, Missing that of all others. Sd is over n - 1, not a number for fewer than two
/// values; all else is not a number only without a value. Quantiles as in <see cref="Quantiles"/>.
/// </summary>
public readonly record struct Summary(int Count, int Missing, double Mean, double Sd, double Min, double P5, double Median, double P95, double Max)
{
    public static Summary Of(ReadOnlySpan<double> values)
    {
        var sorted = Samples.Sorted(values);
        double At(double p) => Quantiles.OfSorted(sorted, p);
        return new(
            sorted.Length, values.Length - sorted.Length, Samples.Mean(sorted), Math.Sqrt(Samples.Variance(sorted)), At(0), At(0.05), At(0.5), At(0.95), At(1));
    }
}
