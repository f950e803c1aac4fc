using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>Takes the picture of a simulation between two ticks.</summary>
internal sealed class FramePainter(FrameHeader header)
{
    /// <summary>Clones of a type that are counted one by one.</summary>
    public const int MostClones = 256;

    /// <summary>Columns per cell of a type that a projection shows though it does not divide: more cells would hide all others.</summary>
    private const int ColumnsPerCell = 10;

    public Frame Paint(View view)
    {
        var cells = new int[header.Types.Length];
        foreach (var cell in view.CellsById)
            cells[header.Profiles[view.State.Cells.Profile[cell]].Type]++;
        var rarity = Rarity(cells);
        return new Frame(view.State.Tick, Array.ConvertAll(header.Planes, plane => Map(plane, view, rarity, Shown(plane, cells))), Clones(view), Colonies(view));
    }

    /// <summary>Per profile, whether its cells are drawn: all in a slice, in a projection those of types that divide or are rare.</summary>
    private bool[] Shown(FramePlane plane, int[] cells)
        => Array.ConvertAll(header.Profiles, profile => plane.At != FramePlane.Projection || header.Dividing.Contains(profile.Type) || (long)cells[profile.Type] * ColumnsPerCell <= plane.Width * plane.Height);

    /// <summary>Per profile, how much it goes before others where several share a column: vessels last, then by the number of cells of the type.</summary>
    private int[] Rarity(int[] cells)
    {
        var order = Enumerable.Range(0, header.Profiles.Length).OrderBy(p => header.Profiles[p].Vessel).ThenBy(p => cells[header.Profiles[p].Type]).ThenBy(p => p).ToArray();
        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            rank[order[i]] = order.Length - i;
        return rank;
    }

    private PlaneMap Map(FramePlane plane, View view, int[] rarity, bool[] shown)
    {
        var (grid, state) = (view.Plan.Grid, view.State);
        ushort[] cells = new ushort[plane.Width * plane.Height], guests = new ushort[cells.Length];
        foreach (var cell in view.CellsById)
        {
            if (!shown[state.Cells.Profile[cell]] || state.Cells.Voxel[cell] == Cells.InBlood || plane.Entry(grid, state.Cells.Voxel[cell]) is not (>= 0 and var entry))
                continue;
            var (map, profile) = (state.Cells.Arrested[cell] ? guests : cells, state.Cells.Profile[cell]);
            if (map[entry] == 0 || rarity[profile] > rarity[map[entry] - 1])
                map[entry] = (ushort)(profile + 1);
        }

        return new PlaneMap(cells, guests, Bone(plane, view), header.Fields.Length == 0 ? [] : [.. state.Fields.Where((_, f) => view.Plan.Fields[f].IsSolved).Select(field => FieldMap.Of(FieldLevels(plane, view, field)))]);
    }

    private static byte[] Bone(FramePlane plane, View view)
    {
        var (right, up, along) = plane.Strides(view.Plan.Grid);
        var depth = plane.At == FramePlane.Projection ? view.Plan.Grid.Count / (plane.Width * plane.Height) : 1;
        var first = plane.At == FramePlane.Projection ? 0 : plane.At * along;
        var bone = new byte[plane.Width * plane.Height];
        for (var y = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++)
            {
                var sum = 0f;
                for (var layer = 0; layer < depth; layer++)
                    sum += view.State.Tissue.Fill[first + (right * x) + (up * y) + (along * layer)];
                bone[x + (plane.Width * y)] = (byte)((sum / depth * 255) + 0.5f);
            }

        return bone;
    }

    private static float[] FieldLevels(FramePlane plane, View view, float[] field)
    {
        var (right, up, along) = plane.Strides(view.Plan.Grid);
        if (plane is { Axis: 2, Bin: 1, At: >= 0 })
            return field[(plane.At * along)..((plane.At + 1) * along)];
        var isProjection = plane.At == FramePlane.Projection;
        var depth = isProjection ? view.Plan.Grid.Count / (plane.Width * plane.Height) : 1;
        var first = isProjection ? 0 : plane.At * along;
        var levels = new float[plane.FieldWidth * plane.FieldHeight];
        var counts = new int[levels.Length];
        for (var layer = 0; layer < depth; layer++)
            for (var y = 0; y < plane.Height; y++)
                for (var x = 0; x < plane.Width; x++)
                {
                    var (entry, level) = ((x / plane.Bin) + (plane.FieldWidth * (y / plane.Bin)), field[first + (right * x) + (up * y) + (along * layer)]);
                    levels[entry] = isProjection ? Math.Max(levels[entry], level) : levels[entry] + level;
                    counts[entry]++;
                }

        for (var i = 0; i < levels.Length && !isProjection; i++)
            levels[i] /= counts[i];
        return levels;
    }

    private CloneSize[] Clones(View view)
    {
        var counts = new Dictionary<(int Type, long Clone), int>();
        foreach (var cell in view.CellsById)
        {
            var type = header.Profiles[view.State.Cells.Profile[cell]].Type;
            if (view.State.Cells.Voxel[cell] == Cells.InBlood || !header.Dividing.Contains(type))
                continue;
            var key = (type, view.State.Cells.Clone[cell]);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return [.. counts.GroupBy(count => count.Key.Type).OrderBy(type => type.Key).SelectMany(Largest)];

        static IEnumerable<CloneSize> Largest(IGrouping<int, KeyValuePair<(int Type, long Clone), int>> type)
        {
            var sizes = type.OrderByDescending(count => count.Value).ThenBy(count => count.Key.Clone).Select(count => new CloneSize(count.Key.Clone, type.Key, count.Value)).ToArray();
            var others = sizes.Skip(MostClones).Sum(size => size.Cells);
            var named = sizes.Take(MostClones).OrderBy(size => size.Founder);
            return others > 0 ? named.Prepend(new CloneSize(0, type.Key, others)) : named;
        }
    }

    private ColonySize[] Colonies(View view)
    {
        var sizes = new List<ColonySize>();
        foreach (var type in header.Dividing)
        {
            var set = new bool[view.Plan.Grid.Count];
            foreach (var cell in view.CellsById)
                if (header.Profiles[view.State.Cells.Profile[cell]].Type == type && view.State.Cells.Voxel[cell] is not Cells.InBlood and var voxel)
                    set[voxel] |= !view.State.Cells.Arrested[cell];
            sizes.AddRange(Groups.Of(set, view.Neighborhood).Sizes.GroupBy(size => size).OrderBy(size => size.Key).Select(size => new ColonySize(type, size.Key, size.Count())));
        }

        return [.. sizes];
    }
}
