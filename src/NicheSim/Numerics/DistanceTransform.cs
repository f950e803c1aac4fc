namespace NicheSim.Numerics;

/// <summary>
/// Exact squared Euclidean distances, in voxels, to the nearest voxel of a set. Axis after axis, each line takes the lower envelope of the parabolas
/// that stand on its voxels (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", Theory of Computing 8 (2012) 415), here in
/// whole numbers. Holds its own buffers of one line and allocates nothing afterwards; not for two threads at once.
/// </summary>
public sealed class DistanceTransform
{
    /// <summary>The squared distance everywhere when the set is empty.</summary>
    public const int Infinite = int.MaxValue;

    private readonly Grid _grid;
    private readonly bool _periodicX, _periodicY, _periodicZ;
    private readonly int[] _line, _place, _start;

    /// <param name="grid">The grid; the squared length of its diagonal must fit an int.</param>
    /// <param name="periodicX">Whether the far side in x is adjacent to the near one; y and z likewise.</param>
    /// <param name="periodicY">See <paramref name="periodicX"/>.</param>
    /// <param name="periodicZ">See <paramref name="periodicX"/>.</param>
    public DistanceTransform(Grid grid, bool periodicX = false, bool periodicY = false, bool periodicZ = false)
    {
        if (((long)grid.Nx * grid.Nx) + ((long)grid.Ny * grid.Ny) + ((long)grid.Nz * grid.Nz) >= Infinite)
            throw new ArgumentException("The grid is too long for squared distances of 31 bits.", nameof(grid));
        (_grid, _periodicX, _periodicY, _periodicZ) = (grid, periodicX, periodicY, periodicZ);
        var longest = Math.Max(grid.Nx, Math.Max(grid.Ny, grid.Nz));
        (_line, _place, _start) = (new int[longest], new int[2 * longest], new int[2 * longest]);
    }

    /// <summary>Writes for each voxel the squared distance to the nearest voxel where the mask is not 0, which is 0 on these voxels themselves.</summary>
    /// <param name="mask">One byte per voxel.</param>
    /// <param name="squared">One squared distance per voxel, in squared voxel sides.</param>
    public void Run(ReadOnlySpan<byte> mask, Span<int> squared)
    {
        if (mask.Length != _grid.Count || squared.Length != _grid.Count)
            throw new ArgumentException("Mask and distances have one element per voxel.");
        for (var voxel = 0; voxel < mask.Length; voxel++)
            squared[voxel] = mask[voxel] != 0 ? 0 : Infinite;

        var plane = _grid.Nx * _grid.Ny;
        for (var first = 0; first < _grid.Count; first += _grid.Nx)
            Line(squared[first..], _grid.Nx, 1, _periodicX);
        for (var z = 0; z < _grid.Nz; z++)
            for (var x = 0; x < _grid.Nx; x++)
                Line(squared[((z * plane) + x)..], _grid.Ny, _grid.Nx, _periodicY);
        for (var first = 0; first < plane; first++)
            Line(squared[first..], _grid.Nz, plane, _periodicZ);
    }

    /// <summary>Replaces the value f(p) of each voxel p of a line by the least (p - q)^2 + f(q) over all voxels q of it and, if periodic, their images.</summary>
    private void Line(Span<int> values, int length, int stride, bool periodic)
    {
        if (length == 1)
            return;
        for (var p = 0; p < length; p++)
            _line[p] = values[p * stride];

        // The nearest image is never further than half the period.
        var margin = periodic ? length / 2 : 0;
        var last = -1;
        for (var q = -margin; q < length + margin; q++)
        {
            if (Value(q, length) == Infinite)
                continue;

            // Parabolas that the new one undercuts before they begin to be lowest are never lowest.
            var start = -margin;
            while (last >= 0 && (start = Crossing(_place[last], q, length)) <= _start[last])
                last--;
            last++;
            (_place[last], _start[last]) = (q, last == 0 ? -margin : start);
        }

        if (last < 0)
            return;
        for (int p = 0, k = 0; p < length; p++)
        {
            while (k < last && _start[k + 1] <= p)
                k++;
            var offset = p - _place[k];
            values[p * stride] = (offset * offset) + Value(_place[k], length);
        }
    }

    /// <summary>The first whole p at which the parabola on q is below that on an earlier place.</summary>
    private int Crossing(int earlier, int q, int length)
    {
        var rise = ((long)q * q) - ((long)earlier * earlier) + Value(q, length) - Value(earlier, length);
        var (quotient, remainder) = Math.DivRem(rise, 2L * (q - earlier));
        return (int)(remainder < 0 ? quotient : quotient + 1);
    }

    private int Value(int q, int length) => _line[q < 0 ? q + length : q >= length ? q - length : q];
}
