using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NicheSim.Numerics;

/// <summary>
/// One row of cells with all that its balance needs:
/// rate * sum over faces of g (c_neighbor - c) - loss c + source, in this flux form because float32 differences of nearby values are exact, while
/// c = (s + sum) / diagonal loses the loss against the exchange where the latter is a thousand times larger.
/// </summary>
internal readonly ref struct StencilRow
{
    private readonly ReadOnlySpan<float> _west, _east, _south, _north, _down, _up;
    private readonly ReadOnlySpan<float> _faceWest, _faceEast, _faceSouth, _faceNorth, _faceDown, _faceUp;
    private readonly ReadOnlySpan<float> _loss, _source;
    private readonly float _rate;

    /// <param name="faces">Conductances of the level.</param>
    /// <param name="row">Number of the row, y + Ny z.</param>
    /// <param name="rate">Exchange through a face of conductance 1, D/h^2 [1/s].</param>
    /// <param name="value">Concentrations [pM] with rim.</param>
    /// <param name="loss">First-order losses [1/s] of all cells, without rim.</param>
    /// <param name="source">Sources [pM/s] of all cells, without rim.</param>
    public StencilRow(FaceConductances faces, int row, float rate, float[] value, float[] loss, float[] source)
    {
        var shape = faces.Shape;
        var (n, i) = (shape.Grid.Nx, shape.PaddedRow(row));
        var (x, y, z) = (faces.Faces[0], faces.Faces[1], faces.Faces[2]);
        _rate = rate;
        Center = value.AsSpan(i, n);
        _west = value.AsSpan(i - 1, n);
        _east = value.AsSpan(i + 1, n);
        _south = value.AsSpan(i - shape.StrideY, n);
        _north = value.AsSpan(i + shape.StrideY, n);
        _faceWest = x.AsSpan(i - 1, n);
        _faceEast = x.AsSpan(i, n);
        _faceSouth = y.AsSpan(i - shape.StrideY, n);
        _faceNorth = y.AsSpan(i, n);
        if (faces.HasZ)
        {
            _down = value.AsSpan(i - shape.StrideZ, n);
            _up = value.AsSpan(i + shape.StrideZ, n);
            _faceDown = z.AsSpan(i - shape.StrideZ, n);
            _faceUp = z.AsSpan(i, n);
        }

        _loss = loss.AsSpan(row * n, n);
        _source = source.AsSpan(row * n, n);
    }

    public Span<float> Center { get; }

    /// <summary>What cell x gains [pM/s] at its present value, and the loss per pM that answers a change of it (0: neither faces nor loss).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float Gain, float Diagonal, float Open) Balance(int x)
    {
        var c = Center[x];
        var open = _faceWest[x] + _faceEast[x] + _faceSouth[x] + _faceNorth[x];
        var flux = (_faceWest[x] * (_west[x] - c)) + (_faceEast[x] * (_east[x] - c)) + (_faceSouth[x] * (_south[x] - c)) + (_faceNorth[x] * (_north[x] - c));
        if (!_down.IsEmpty)
        {
            open += _faceDown[x] + _faceUp[x];
            flux += (_faceDown[x] * (_down[x] - c)) + (_faceUp[x] * (_up[x] - c));
        }

        return ((_rate * flux) + (_source[x] - (_loss[x] * c)), (_rate * open) + _loss[x], open);
    }

    /// <summary>The same for as many cells from x on as a vector holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector<float> Gain, Vector<float> Diagonal, Vector<float> Open) BalanceVector(int x)
    {
        var c = Load(Center, x);
        var (west, east, south, north) = (Load(_faceWest, x), Load(_faceEast, x), Load(_faceSouth, x), Load(_faceNorth, x));
        var open = west + east + south + north;
        var flux = (west * (Load(_west, x) - c)) + (east * (Load(_east, x) - c)) + (south * (Load(_south, x) - c)) + (north * (Load(_north, x) - c));
        if (!_down.IsEmpty)
        {
            var (down, up) = (Load(_faceDown, x), Load(_faceUp, x));
            open += down + up;
            flux += (down * (Load(_down, x) - c)) + (up * (Load(_up, x) - c));
        }

        var rate = new Vector<float>(_rate);
        var loss = Load(_loss, x);
        return ((rate * flux) + (Load(_source, x) - (loss * c)), (rate * open) + loss, open);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ReadOnlySpan<float> values, int x) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> vector, Span<float> values, int x) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)x);
}
