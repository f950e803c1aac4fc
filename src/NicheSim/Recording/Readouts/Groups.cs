using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>Voxels of a set that hang together over faces, edges or corners (periodic edges too), group by group.</summary>
internal sealed class Groups
{
    private const int Outside = -1, Unvisited = -2;

    private Groups(int[] label) => Label = label;

    /// <summary>The group of each voxel; -1 outside the set.</summary>
    public int[] Label { get; }

    /// <summary>Voxels per group.</summary>
    public List<int> Sizes { get; } = [];

    public static Groups Of(bool[] set, Neighborhood neighborhood)
    {
        var groups = new Groups(Array.ConvertAll(set, member => member ? Unvisited : Outside));
        var open = new Stack<int>();
        for (var voxel = 0; voxel < set.Length; voxel++)
            if (groups.Label[voxel] == Unvisited)
                groups.Fill(voxel, neighborhood, open);
        return groups;
    }

    private void Fill(int voxel, Neighborhood neighborhood, Stack<int> open)
    {
        var group = Sizes.Count;
        Sizes.Add(0);
        Take(voxel);
        while (open.TryPop(out var next))
            for (var direction = 0; direction < neighborhood.All; direction++)
                if (neighborhood.Neighbor(next, direction) is >= 0 and var neighbor && Label[neighbor] == Unvisited)
                    Take(neighbor);

        void Take(int taken)
        {
            Label[taken] = group;
            Sizes[group]++;
            open.Push(taken);
        }
    }
}
