namespace NicheSim.Numerics;

/// <summary>
/// One axis of one multigrid level: the widths of its cells in voxel sides. Coarsening joins two neighbors; of an odd number the last stays alone,
/// so coarse cells may be of different widths.
/// </summary>
internal sealed class CoarseningAxis
{
    private CoarseningAxis(float[] widths) => Widths = widths;

    public float[] Widths { get; }

    public int Count => Widths.Length;

    public static CoarseningAxis Voxels(int count)
    {
        var widths = new float[count];
        Array.Fill(widths, 1f);
        return new CoarseningAxis(widths);
    }

    public CoarseningAxis Coarsen()
    {
        var widths = new float[(Count + 1) / 2];
        for (var i = 0; i < Count; i++)
            widths[i / 2] += Widths[i];
        return new CoarseningAxis(widths);
    }

    /// <summary>Distance from the center of cell i to that of the next one; for i = -1 and Count - 1 over the wrap, or to the outer face.</summary>
    public float Distance(int i, bool periodic)
    {
        if (i >= 0 && i < Count - 1)
            return (Widths[i] + Widths[i + 1]) / 2;
        if (periodic)
            return (Widths[Count - 1] + Widths[0]) / 2;
        return Widths[i < 0 ? 0 : Count - 1] / 2;
    }

    /// <summary>
    /// Weight of the coarse neighbor on that side in the linear interpolation to fine cell i of this axis: the distance between the centers of the fine
    /// and its coarse cell, over the distance to the coarse neighbor (or the outer face, where the value is known too).
    /// </summary>
    public float InterpolationWeight(CoarseningAxis coarse, int i, bool periodic)
    {
        if (coarse.Count == Count || (i % 2 == 0 && i == Count - 1))
            return 0;
        var parent = i / 2;
        var offset = (coarse.Widths[parent] - Widths[i]) / 2;
        return offset / coarse.Distance(i % 2 == 0 ? parent - 1 : parent, periodic);
    }
}
