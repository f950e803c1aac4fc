using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Problems;

/// <summary>The plain loop in double precision: what results are checked against, and the slowest of the baselines. Closed edges.</summary>
internal static class ScalarReference
{
    /// <summary>One explicit step.</summary>
    public static void Step(FieldProblem problem, ReadOnlySpan<float> from, Span<double> to, double seconds)
    {
        var grid = problem.Grid;
        Span<float> coefficient = problem.Coefficient.Span, source = problem.Source.Span;
        for (var z = 0; z < grid.Nz; z++)
            for (var y = 0; y < grid.Ny; y++)
                for (var x = 0; x < grid.Nx; x++)
                {
                    var i = grid.Index(x, y, z);
                    var flux = 0.0;
                    if (x > 0 && coefficient[i - 1] >= 0)
                        flux += (double)from[i - 1] - from[i];
                    if (x < grid.Nx - 1 && coefficient[i + 1] >= 0)
                        flux += (double)from[i + 1] - from[i];
                    if (y > 0 && coefficient[i - grid.Nx] >= 0)
                        flux += (double)from[i - grid.Nx] - from[i];
                    if (y < grid.Ny - 1 && coefficient[i + grid.Nx] >= 0)
                        flux += (double)from[i + grid.Nx] - from[i];
                    if (z > 0 && coefficient[i - (grid.Nx * grid.Ny)] >= 0)
                        flux += (double)from[i - (grid.Nx * grid.Ny)] - from[i];
                    if (z < grid.Nz - 1 && coefficient[i + (grid.Nx * grid.Ny)] >= 0)
                        flux += (double)from[i + (grid.Nx * grid.Ny)] - from[i];
                    to[i] = coefficient[i] < 0 ? from[i] : from[i] + (seconds * ((FieldProblem.Diffusion * flux) + source[i] - (coefficient[i] * (double)from[i])));
                }
    }

    /// <summary>(1 + loss - rate D_x)(1 - rate D_y)(1 - rate D_z) c, axis by axis from the last: what a line solve undoes.</summary>
    public static double[] ApplyLines(FieldProblem problem, ReadOnlySpan<float> c, double rate, double loss)
    {
        var grid = problem.Grid;
        var value = new double[grid.Count];
        for (var i = 0; i < value.Length; i++)
            value[i] = c[i];
        int[] size = [grid.Nx, grid.Ny, grid.Nz], stride = [1, grid.Nx, grid.Nx * grid.Ny];
        for (var axis = 2; axis >= 0; axis--)
        {
            var (from, n, step, own) = (value, size[axis], stride[axis], 1 + (axis == 0 ? loss : 0));
            var to = new double[grid.Count];
            Parallel.For(0, grid.Ny * grid.Nz, row =>
            {
                for (var i = row * grid.Nx; i < (row + 1) * grid.Nx; i++)
                {
                    var at = i / step % n;
                    var low = at > 0 && Open(i - step) && Open(i) ? from[i - step] - from[i] : 0;
                    var high = at < n - 1 && Open(i + step) && Open(i) ? from[i + step] - from[i] : 0;
                    to[i] = (own * from[i]) - (rate * (low + high));
                }
            });
            value = to;
        }

        return value;

        bool Open(int i) => !problem.Bone[i];
    }
}
