using System.Numerics;

namespace NicheSim.Numerics;

/// <summary>Gauss-Seidel relaxation and what is left to relax, row by row. The vector and the scalar form give the same bits.</summary>
internal static class Relaxation
{
    /// <summary>
    /// Sets every second cell of the row, from x = first (0 or 1) on, to the value that balances it, but not below floor. A cell without faces and
    /// loss has none and is set to 0.
    /// </summary>
    public static void Relax(in StencilRow row, int first, float floor, bool vectors)
    {
        var center = row.Center;
        var x = 0;
        if (vectors)
        {
            var mask = Vector.Equals(Vector<int>.Indices & Vector<int>.One, new Vector<int>(first));
            for (; x <= center.Length - Vector<float>.Count; x += Vector<float>.Count)
            {
                var c = StencilRow.Load(center, x);
                var (gain, diagonal, _) = row.BalanceVector(x);
                var relaxed = Vector.ConditionalSelect(Vector.GreaterThan(diagonal, Vector<float>.Zero), c + (gain / diagonal), Vector<float>.Zero);
                StencilRow.Store(Vector.ConditionalSelect(mask, Vector.ConditionalSelect(Vector.GreaterThan(relaxed, new Vector<float>(floor)), relaxed, new Vector<float>(floor)), c), center, x);
            }
        }

        for (x += first; x < center.Length; x += 2)
        {
            var (gain, diagonal, _) = row.Balance(x);
            var relaxed = diagonal > 0 ? center[x] + (gain / diagonal) : 0;
            center[x] = relaxed > floor ? relaxed : floor;
        }
    }

    /// <summary>
    /// Writes what each cell gains [pM/s] (0 where it has no open face: nothing that a coarser level could mend), and by how much it would change in
    /// one relaxation [pM].
    /// </summary>
    public static void Residual(in StencilRow row, Span<float> residual, Span<float> change, bool vectors)
    {
        var center = row.Center;
        var x = 0;
        if (vectors)
            for (; x <= center.Length - Vector<float>.Count; x += Vector<float>.Count)
            {
                var (gain, diagonal, open) = row.BalanceVector(x);
                StencilRow.Store(Vector.ConditionalSelect(Vector.GreaterThan(open, Vector<float>.Zero), gain, Vector<float>.Zero), residual, x);
                var relative = Vector.ConditionalSelect(Vector.GreaterThan(diagonal, Vector<float>.Zero), gain / diagonal, StencilRow.Load(center, x));
                StencilRow.Store(Vector.Abs(relative), change, x);
            }

        for (; x < center.Length; x++)
        {
            var (gain, diagonal, open) = row.Balance(x);
            residual[x] = open > 0 ? gain : 0;
            change[x] = Math.Abs(diagonal > 0 ? gain / diagonal : center[x]);
        }
    }
}
