using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>What stands beyond an end of a row, as a value that makes the flux through that side right: sum + sign * one voxel of the row.</summary>
internal readonly unsafe struct RowEnd
{
    private readonly int _voxel;
    private readonly float _sum, _sign;

    /// <param name="side">The side.</param>
    /// <param name="own">Index in the row of the voxel at this end.</param>
    /// <param name="opposite">Index in the row of the voxel at the other end.</param>
    public RowEnd(FieldSide side, int own, int opposite)
    {
        _voxel = side.Edge == FieldEdge.Periodic ? opposite : own;
        (_sum, _sign) = side.Edge == FieldEdge.Fixed ? (2 * side.Value, -1f) : (0f, 1f);
    }

    /// <summary>The value in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Beyond(float* row) => Vector256.Create(_sum + (_sign * row[_voxel]));
}
