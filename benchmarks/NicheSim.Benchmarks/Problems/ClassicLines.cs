using NicheSim.Numerics;

namespace NicheSim.Benchmarks.Problems;

/// <summary>
/// The line solver as peers lay it out (BioFVM: Ghaffarizadeh et al., Bioinformatics 32, 1256, 2016): each voxel a vector of its own on the heap with one
/// double per field, coefficients one vector per place, one line after the other by the Thomas algorithm, a third of the decay with each axis. Closed edges.
/// </summary>
internal sealed class ClassicLines
{
    private readonly Grid _grid;
    private readonly Workers _workers;
    private readonly double[][] _voxels;
    private readonly int[] _size, _stride;
    private readonly double[][][] _denominator, _upper;
    private readonly double[] _rate;
    private int _axis;

    public ClassicLines(Grid grid, int fields, double rate, double decay, Workers workers)
    {
        (_grid, _workers) = (grid, workers);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _voxels = new double[grid.Count][];
        for (var voxel = 0; voxel < grid.Count; voxel++)
            _voxels[voxel] = new double[fields];
        (_size, _stride) = ([grid.Nx, grid.Ny, grid.Nz], [1, grid.Nx, grid.Nx * grid.Ny]);
        _rate = [.. Enumerable.Repeat(rate, fields)];
        (_denominator, _upper) = (new double[3][][], new double[3][][]);
        for (var axis = 0; axis < 3; axis++)
            Factorize(axis, fields, rate, decay / 3);
        BytesPerVoxel = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / grid.Count;
    }

    /// <summary>All memory of the solver.</summary>
    public double BytesPerVoxel { get; }

    public double[] this[int voxel] => _voxels[voxel];

    public void Step()
    {
        for (_axis = 0; _axis < 3; _axis++)
            if (_size[_axis] > 1)
                _workers.Run(_grid.Count / _size[_axis] / LinesPerChunk() + 1, this, static (classic, chunk) => classic.SolveChunk(chunk));
    }

    private int LinesPerChunk() => _axis == 0 ? 64 : _grid.Nx;

    private void SolveChunk(int chunk)
    {
        var lines = _grid.Count / _size[_axis];
        for (var line = chunk * LinesPerChunk(); line < Math.Min(lines, (chunk + 1) * LinesPerChunk()); line++)
            Solve(_axis == 0 ? line * _grid.Nx : _axis == 1 ? (line / _grid.Nx * _stride[2]) + (line % _grid.Nx) : line, _stride[_axis], _denominator[_axis], _upper[_axis]);
    }

    private void Solve(int first, int stride, double[][] denominator, double[][] upper)
    {
        var before = _voxels[first];
        for (var f = 0; f < before.Length; f++)
            before[f] /= denominator[0][f];
        for (int i = 1, at = first + stride; i < denominator.Length; i++, at += stride)
        {
            var (here, divisor) = (_voxels[at], denominator[i]);
            for (var f = 0; f < here.Length; f++)
                here[f] = (here[f] + (_rate[f] * before[f])) / divisor[f];
            before = here;
        }

        for (int i = denominator.Length - 2, at = first + (i * stride); i >= 0; i--, at -= stride)
        {
            var (here, factor) = (_voxels[at], upper[i]);
            for (var f = 0; f < here.Length; f++)
                here[f] += factor[f] * before[f];
            before = here;
        }
    }

    private void Factorize(int axis, int fields, double rate, double decay)
    {
        var n = _size[axis];
        (_denominator[axis], _upper[axis]) = (new double[n][], new double[n][]);
        var above = 0.0;
        for (var i = 0; i < n; i++)
        {
            var denominator = 1 + decay + (rate * ((i > 0 ? 1 : 0) + (i < n - 1 ? 1 : 0))) - (rate * above);
            above = i < n - 1 ? rate / denominator : 0;
            _denominator[axis][i] = [.. Enumerable.Repeat(denominator, fields)];
            _upper[axis][i] = [.. Enumerable.Repeat(above, fields)];
        }
    }
}
