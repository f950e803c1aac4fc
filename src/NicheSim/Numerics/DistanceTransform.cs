using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// Exact squared Euclidean distances, in voxels, to the nearest voxel of a set. Axis after axis, each voxel p of a line takes the least (p - q)^2 + f(q)
/// over all voxels q of it (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", Theory of Computing 8 (2012) 415), here searched
/// outwards from p, for a vector of lines at once, until (p - q)^2 alone is no less than what was found: a few steps wherever the set is dense.
/// Holds one buffer of the grid's size and allocates nothing afterwards; one run at a time.
/// </summary>
public sealed class DistanceTransform
{
    /// <summary>The squared distance everywhere when the set is empty.</summary>
    public const int Infinite = int.MaxValue;

    private const int ChunkSize = 16384;

    private readonly Grid _grid;
    private readonly Workers _workers;
    private readonly bool _periodicX, _periodicY, _periodicZ;
    private readonly int[] _buffer;
    private readonly int _rowsPerChunk;
    private byte[] _mask = [];
    private int[] _squared = [];

    /// <param name="grid">The grid; the squared length of its diagonal must fit an int.</param>
    /// <param name="workers">The threads that share the work.</param>
    /// <param name="periodicX">Whether the far side in x is adjacent to the near one; y and z likewise.</param>
    /// <param name="periodicY">See <paramref name="periodicX"/>.</param>
    /// <param name="periodicZ">See <paramref name="periodicX"/>.</param>
    public DistanceTransform(Grid grid, Workers workers, bool periodicX = false, bool periodicY = false, bool periodicZ = false)
    {
        if (((long)grid.Nx * grid.Nx) + ((long)grid.Ny * grid.Ny) + ((long)grid.Nz * grid.Nz) >= Infinite)
            throw new ArgumentException("The grid is too long for squared distances of 31 bits.", nameof(grid));
        (_grid, _workers, _periodicX, _periodicY, _periodicZ) = (grid, workers, periodicX, periodicY, periodicZ);
        _buffer = new int[grid.Count];
        _rowsPerChunk = Math.Max(1, ChunkSize / grid.Nx);
    }

    /// <summary>Writes for each voxel the squared distance to the nearest voxel where the mask is not 0, which is 0 on these voxels themselves.</summary>
    /// <param name="mask">One byte per voxel.</param>
    /// <param name="squared">One squared distance per voxel, in squared voxel sides.</param>
    public void Run(byte[] mask, int[] squared)
    {
        if (mask.Length != _grid.Count || squared.Length != _grid.Count)
            throw new ArgumentException("Mask and distances have one element per voxel.");
        (_mask, _squared) = (mask, squared);
        var chunks = Workers.Chunks(_grid.Ny * _grid.Nz, _rowsPerChunk);
        _workers.Run(chunks, this, static (transform, chunk) => transform.AlongX(chunk));
        _workers.Run(chunks, this, static (transform, chunk) => transform.AlongY(chunk));
        if (_grid.Nz > 1)
            _workers.Run(chunks, this, static (transform, chunk) => transform.AlongZ(chunk));
        (_mask, _squared) = ([], []);
    }

    private void AlongX(int chunk)
    {
        var n = _grid.Nx;
        var into = _grid.Nz > 1 ? _squared : _buffer;
        var (first, end) = Workers.Chunk(_grid.Ny * _grid.Nz, _rowsPerChunk, chunk);
        for (var row = first; row < end; row++)
            Row(_mask.AsSpan(row * n, n), into.AsSpan(row * n, n), _periodicX);
    }

    private void AlongY(int chunk)
    {
        var (from, into) = _grid.Nz > 1 ? (_squared, _buffer) : (_buffer, _squared);
        var (first, end) = Workers.Chunk(_grid.Ny * _grid.Nz, _rowsPerChunk, chunk);
        for (var row = first; row < end; row++)
            Across(from, into, row, row % _grid.Ny, _grid.Ny, 1, _periodicY);
    }

    private void AlongZ(int chunk)
    {
        var (first, end) = Workers.Chunk(_grid.Ny * _grid.Nz, _rowsPerChunk, chunk);
        for (var row = first; row < end; row++)
            Across(_buffer, _squared, row, row / _grid.Ny, _grid.Nz, _grid.Ny, _periodicZ);
    }

    /// <summary>Squared distances within one row: from the nearest place of the set below, then above.</summary>
    private static void Row(ReadOnlySpan<byte> mask, Span<int> squared, bool periodic)
    {
        var n = mask.Length;
        var last = mask.LastIndexOfAnyExcept((byte)0);
        if (last < 0)
        {
            squared.Fill(Infinite);
            return;
        }

        var first = mask.IndexOfAnyExcept((byte)0);
        for (int p = 0, below = periodic ? last - n : -n; p < n; p++)
        {
            below = mask[p] != 0 ? p : below;
            squared[p] = p - below;
        }

        for (int p = n - 1, above = periodic ? first + n : 2 * n; p >= 0; p--)
        {
            above = mask[p] != 0 ? p : above;
            var distance = Math.Min(squared[p], above - p);
            squared[p] = distance * distance;
        }
    }

    /// <summary>Takes in, for a row at a position on the axis, the rows up and down that axis, which are some rows apart from each other.</summary>
    private void Across(int[] from, int[] into, int row, int position, int length, int apart, bool periodic)
    {
        var n = _grid.Nx;
        var farthest = periodic ? length / 2 : Math.Max(position, length - 1 - position);
        var x = 0;
        var own = MemoryMarshal.Cast<int, uint>(from.AsSpan(row * n, n));
        var result = MemoryMarshal.Cast<int, uint>(into.AsSpan(row * n, n));
        for (; x <= n - Vector256<uint>.Count; x += Vector256<uint>.Count)
        {
            var least = Vector256.Create<uint>(own[x..]);
            for (var d = 1; d <= farthest && Vector256.GreaterThanAny(least, Vector256.Create((uint)(d * d))); d++)
            {
                var square = Vector256.Create((uint)(d * d));
                if (Place(position - d, length, periodic) is >= 0 and var low)
                    least = Vector256.Min(least, At(low) + square);
                if (Place(position + d, length, periodic) is >= 0 and var high)
                    least = Vector256.Min(least, At(high) + square);
            }

            least.CopyTo(result[x..]);

            Vector256<uint> At(int place) => Vector256.Create<uint>(MemoryMarshal.Cast<int, uint>(from.AsSpan(((row + ((place - position) * apart)) * n) + x, Vector256<uint>.Count)));
        }

        for (; x < n; x++)
        {
            var least = own[x];
            for (var d = 1; d <= farthest && least > (uint)(d * d); d++)
            {
                if (Place(position - d, length, periodic) is >= 0 and var low)
                    least = Math.Min(least, (uint)from[((row + ((low - position) * apart)) * n) + x] + (uint)(d * d));
                if (Place(position + d, length, periodic) is >= 0 and var high)
                    least = Math.Min(least, (uint)from[((row + ((high - position) * apart)) * n) + x] + (uint)(d * d));
            }

            result[x] = least;
        }
    }

    /// <summary>A position on a line, around its ends where it is periodic; -1 beyond them where it is not.</summary>
    private static int Place(int position, int length, bool periodic)
        => position < 0 ? (periodic ? position + length : -1) : position >= length ? (periodic ? position - length : -1) : position;
}
