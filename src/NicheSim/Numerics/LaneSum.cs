using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>A sum of vectors of floats in double precision: every lane by itself, at last the lanes in a fixed order.</summary>
internal struct LaneSum
{
    private Vector256<double> _lower, _upper;

    /// <summary>The sum of all lanes: i and i + 4, then i and i + 2, then both.</summary>
    public readonly double Total
    {
        get
        {
            var sum = _lower + _upper;
            return sum[0] + sum[2] + (sum[1] + sum[3]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> values)
    {
        var (lower, upper) = Vector256.Widen(values);
        _lower += lower;
        _upper += upper;
    }
}
