namespace NicheSim.Tests.Studies.Statistics;

/// <summary>
/// The g function of Sobol', the product of (|4 x - 2| + a) / (1 + a), whose indices are known (Saltelli and Sobol', 1995): each factor has mean 1 and
/// variance v = 1 / (3 (1 + a)^2).
/// </summary>
internal static class GFunction
{
    public static double At(double[] x, double[] a)
    {
        var product = 1.0;
        for (var i = 0; i < a.Length; i++)
            product *= (Math.Abs((4 * x[i]) - 2) + a[i]) / (1 + a[i]);
        return product;
    }

    public static (double First, double Total) Indices(double[] a, int i)
    {
        double V(int j) => 1 / (3 * (1 + a[j]) * (1 + a[j]));
        var all = Enumerable.Range(0, a.Length).Aggregate(1.0, (product, j) => product * (1 + V(j)));
        return (V(i) / (all - 1), V(i) * all / (1 + V(i)) / (all - 1));
    }
}
