namespace NicheSim.Numerics;

/// <summary>
/// The pockets: sets of voxels that no open face joins to the largest such set, nor to a fixed edge. The level of each is set by its own sources and
/// losses alone. Where a coarse cell reaches over the wall of a pocket no coarse level knows that level, and relaxation finds it only after as many
/// sweeps as the exchange is faster than the loss; so it is set from the pocket's own balance.
/// </summary>
internal sealed class ClosedPockets
{
    private readonly List<int> _voxels = [], _starts = [], _flooded = [];
    private readonly List<(int Start, int Count)> _closed = [];
    private bool[] _seen = [];

    public int Count => _starts.Count - 1;

    public ReadOnlySpan<int> this[int pocket] => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_voxels)[_starts[pocket].._starts[pocket + 1]];

    /// <summary>Finds the pockets, in the order of their first voxels.</summary>
    public void Find(FaceConductances faces)
    {
        var grid = faces.Shape.Grid;
        if (_seen.Length != grid.Count)
            _seen = new bool[grid.Count];
        Array.Clear(_seen);
        _flooded.Clear();
        _closed.Clear();
        var largest = (Start: 0, Count: 0);
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            if (_seen[voxel] || faces.Volume[voxel] == 0)
                continue;
            var start = _flooded.Count;
            var closed = Flood(faces, voxel, _seen, _flooded);
            var set = (start, _flooded.Count - start);
            if (set.Item2 > largest.Count)
                largest = set;
            if (closed)
                _closed.Add(set);
        }

        _voxels.Clear();
        _starts.Clear();
        foreach (var set in _closed)
            if (set != largest)
            {
                _starts.Add(_voxels.Count);
                _voxels.AddRange(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_flooded).Slice(set.Start, set.Count));
            }

        _starts.Add(_voxels.Count);
    }

    /// <summary>Appends all voxels joined to the first; returns false where a fixed edge is among their faces.</summary>
    private static bool Flood(FaceConductances faces, int first, bool[] seen, List<int> voxels)
    {
        var grid = faces.Shape.Grid;
        var closed = true;
        seen[first] = true;
        voxels.Add(first);
        Span<int> at = stackalloc int[3];
        for (var next = voxels.Count - 1; next < voxels.Count; next++)
            for (var side = 0; side < 6; side++)
            {
                var voxel = voxels[next];
                (at[0], at[1], at[2]) = (grid.X(voxel), grid.Y(voxel), grid.Z(voxel));
                var (axis, up, count) = (side / 2, side % 2, faces.Shape.Axes[side / 2].Count);
                at[axis] += up - 1;
                if (faces.Faces[axis][faces.Shape.Padded(at[1], at[2]) + at[0]] == 0)
                    continue;
                at[axis] += up == 1 ? 1 : 0;
                if ((at[axis] < 0 || at[axis] == count) && !faces.Wraps(axis))
                {
                    closed = false;
                    continue;
                }

                at[axis] = (at[axis] + count) % count;
                var neighbor = grid.Index(at[0], at[1], at[2]);
                if (seen[neighbor])
                    continue;
                seen[neighbor] = true;
                voxels.Add(neighbor);
            }

        return closed;
    }
}
