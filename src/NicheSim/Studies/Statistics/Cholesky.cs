namespace NicheSim.Studies.Statistics;

/// <summary>
/// The factor L of a symmetric positive definite matrix A = L L', and what is solved with it. Own code of fixed order, since matrix libraries choose
/// their kernels, and with them the last bits, by the machine.
/// </summary>
internal static class Cholesky
{
    /// <summary>
    /// L, or null where A is not positive definite: a pivot is at most tolerance times its element of the diagonal, so that the column follows from
    /// those before it.
    /// </summary>
    public static double[,]? Factor(double[,] a, double tolerance = 1e-12)
    {
        var n = a.GetLength(0);
        var l = new double[n, n];
        for (var j = 0; j < n; j++)
            for (var i = j; i < n; i++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                    sum -= l[i, k] * l[j, k];
                if (i > j)
                    l[i, j] = sum / l[j, j];
                else if (sum > tolerance * a[j, j])
                    l[j, j] = Math.Sqrt(sum);
                else
                    return null;
            }

        return l;
    }

    /// <summary>x with A x = b.</summary>
    public static double[] Solve(double[,] l, ReadOnlySpan<double> b)
    {
        var x = Forward(l, b);
        for (var i = x.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < x.Length; k++)
                x[i] -= l[k, i] * x[k];
            x[i] /= l[i, i];
        }

        return x;
    }

    /// <summary>y with L y = b; y'y is b' A^-1 b.</summary>
    public static double[] Forward(double[,] l, ReadOnlySpan<double> b)
    {
        var y = b.ToArray();
        for (var i = 0; i < y.Length; i++)
        {
            for (var k = 0; k < i; k++)
                y[i] -= l[i, k] * y[k];
            y[i] /= l[i, i];
        }

        return y;
    }

    /// <summary>L x: of independent standard normal x, numbers with covariance A.</summary>
    public static double[] Multiply(double[,] l, ReadOnlySpan<double> x)
    {
        var y = new double[x.Length];
        for (var i = 0; i < y.Length; i++)
            for (var k = 0; k <= i; k++)
                y[i] += l[i, k] * x[k];
        return y;
    }

    /// <summary>A^-1.</summary>
    public static double[,] Inverse(double[,] l)
    {
        var n = l.GetLength(0);
        var inverse = new double[n, n];
        var unit = new double[n];
        for (var j = 0; j < n; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            var column = Solve(l, unit);
            for (var i = 0; i < n; i++)
                inverse[i, j] = column[i];
        }

        return inverse;
    }
}
