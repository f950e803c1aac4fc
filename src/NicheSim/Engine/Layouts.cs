using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Bone and vessels at the start, by pattern. Lengths in voxels.</summary>
internal static class Layouts
{
    /// <summary>Most struts that a random bone is made of, per voxel: several times what the thinnest ones that can be asked for take to fill a niche.</summary>
    private const int MostStrutsPerVoxel = 20;

    /// <summary>Sinusoids per random stream, which ends after some ten thousand.</summary>
    private const int StreamLength = 1 << 14;

    public static void LayBone(Plan plan, SimulationState state)
    {
        var layout = plan.Tissue.Bone;
        var grid = plan.Grid;
        var bone = layout.Kind switch
        {
            LayoutKind.None => new bool[grid.Count],
            LayoutKind.Slab => Where(grid, (x, y, z) => Along(layout.Axis, x, y, z) + 0.5 < layout.Thickness),
            LayoutKind.Plates => Plates(grid, layout),
            LayoutKind.Trabeculae => Trabeculae(grid, layout),
            _ => layout.Mask!,
        };
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            state.Tissue.Fill[voxel] = bone[voxel] ? 1 : 0;
            state.Tissue.Mineral[voxel] = bone[voxel] ? plan.Tissue.Mineral : 0;
        }
    }

    public static void LayVessels(Plan plan, SimulationState state)
    {
        var layout = plan.Tissue.Vessels;
        if (layout.Kind == LayoutKind.None)
            return;
        var vessel = layout.Kind == LayoutKind.Mask ? layout.Mask! : Sinusoids(plan.Grid, layout);
        for (var voxel = 0; voxel < plan.Grid.Count; voxel++)
        {
            if (!vessel[voxel] || state.Tissue.IsSolid(voxel))
                continue;
            var cell = Placing.NewFounder(plan, state, layout.Profile, LineageKey.Founder(layout.Seed, (uint)voxel), []);
            Placing.Put(state, cell, voxel);
        }
    }

    /// <summary>As many plates as come nearest to the asked thickness, evenly spaced, at the asked volume fraction.</summary>
    private static bool[] Plates(Grid grid, BoneLayout layout)
    {
        var length = layout.Axis == 0 ? grid.Nx : layout.Axis == 1 ? grid.Ny : grid.Nz;
        var count = Math.Max(1, Math.Round(layout.VolumeFraction * length / layout.Thickness));
        var (spacing, thickness) = (length / count, layout.VolumeFraction * length / count);
        return Where(grid, (x, y, z) =>
        {
            // Plates stand in the middle of their periods, and cover the voxels whose centers they hold.
            var phase = (Along(layout.Axis, x, y, z) + 0.5) % spacing;
            return phase >= (spacing - thickness) / 2 && phase < (spacing + thickness) / 2;
        });
    }

    /// <summary>
    /// Random struts of the asked thickness, added until they hold the asked volume; then exactly that many voxels, the nearest to a strut's axis, are bone.
    /// </summary>
    private static bool[] Trabeculae(Grid grid, BoneLayout layout)
    {
        var wanted = (int)Math.Round(layout.VolumeFraction * grid.Count);
        var nearest = new float[grid.Count];

        // As long as the struts hold enough, nothing beyond their surface matters; where they are too thin for that, every distance does.
        if (!AddStruts(grid, layout, nearest, wanted, layout.Thickness / 2))
            AddStruts(grid, layout, nearest, wanted, double.PositiveInfinity);
        var order = Enumerable.Range(0, grid.Count).Where(voxel => float.IsFinite(nearest[voxel])).ToArray();
        Array.Sort(Array.ConvertAll(order, voxel => (nearest[voxel], voxel)), order);
        var bone = new bool[grid.Count];
        foreach (var voxel in order.AsSpan(0, wanted))
            bone[voxel] = true;
        return bone;
    }

    /// <summary>Lowers the distances up to a reach around each strut's axis; true where the struts hold enough.</summary>
    private static bool AddStruts(Grid grid, BoneLayout layout, float[] nearest, int wanted, double reach)
    {
        Array.Fill(nearest, float.PositiveInfinity);
        var held = 0;
        for (long strut = 0; strut < (long)MostStrutsPerVoxel * grid.Count && held < wanted; strut++)
            held += AddStrut(grid, layout.Thickness, reach, nearest, new RandomStream(layout.Seed, Purpose.Tissue, strut, 1));
        return held >= wanted;
    }

    /// <summary>A straight strut of four to ten thicknesses' length at a random place in a random direction. Returns the voxels that no strut held before.</summary>
    private static int AddStrut(Grid grid, double thickness, double reach, float[] nearest, RandomStream stream)
    {
        double[] center = [stream.NextDouble() * grid.Nx, stream.NextDouble() * grid.Ny, grid.Nz == 1 ? 0.5 : stream.NextDouble() * grid.Nz];
        var direction = RandomDirection(grid.Dimensions, ref stream);
        var half = thickness * (2 + (3 * stream.NextDouble()));
        var (radius, held) = (thickness / 2, 0);
        var ((firstX, lastX), (firstY, lastY), (firstZ, lastZ)) =
            (Extent(center[0], half * direction.X, grid.Nx), Extent(center[1], half * direction.Y, grid.Ny), Extent(center[2], half * direction.Z, grid.Nz));
        for (var voxelZ = firstZ; voxelZ <= lastZ; voxelZ++)
            for (var voxelY = firstY; voxelY <= lastY; voxelY++)
                for (var voxelX = firstX; voxelX <= lastX; voxelX++)
                {
                    var (x, y, z) = (voxelX + 0.5 - center[0], voxelY + 0.5 - center[1], voxelZ + 0.5 - center[2]);
                    var along = Math.Clamp((x * direction.X) + (y * direction.Y) + (z * direction.Z), -half, half);
                    var (dx, dy, dz) = (x - (along * direction.X), y - (along * direction.Y), z - (along * direction.Z));
                    var distance = (float)Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
                    ref var before = ref nearest[grid.Index(voxelX, voxelY, voxelZ)];
                    held += distance <= radius && before > radius ? 1 : 0;
                    before = Math.Min(before, distance);
                }

        return held;

        // One voxel more on both sides: rounding may not lose any.
        (int First, int Last) Extent(double middle, double halfLength, int n)
            => ((int)Math.Clamp(middle - Math.Abs(halfLength) - reach - 1, 0, n), (int)Math.Clamp(middle + Math.Abs(halfLength) + reach + 1, -1, n - 1));
    }

    /// <summary>A uniform direction: a point of the unit disc or ball, drawn by rejection, over its length.</summary>
    private static (double X, double Y, double Z) RandomDirection(int dimensions, ref RandomStream stream)
    {
        while (true)
        {
            var (x, y) = ((2 * stream.NextDouble()) - 1, (2 * stream.NextDouble()) - 1);
            var z = dimensions == 2 ? 0 : (2 * stream.NextDouble()) - 1;
            var length = Math.Sqrt((x * x) + (y * y) + (z * z));
            if (length is > 0.01 and <= 1)
                return (x / length, y / length, z / length);
        }
    }

    /// <summary>Straight sinusoids along z, as discs in every plane: on a grid, or as many at random places.</summary>
    private static bool[] Sinusoids(Grid grid, VesselLayout layout)
    {
        var stream = new RandomStream(layout.Seed, Purpose.Tissue, 0, 2);
        var (columns, rows) = (Math.Max(1, (int)(grid.Nx / layout.Spacing)), Math.Max(1, (int)(grid.Ny / layout.Spacing)));
        var radius = Math.Max(layout.Diameter / 2, 0.71);
        var plane = new bool[grid.Nx * grid.Ny];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var number = (row * columns) + column;
                if (number % StreamLength == 0)
                    stream = new RandomStream(layout.Seed, Purpose.Tissue, number / StreamLength, 2);
                if (layout.Kind == LayoutKind.Random)
                    AddSinusoid(grid, plane, stream.NextDouble() * grid.Nx, stream.NextDouble() * grid.Ny, radius);
                else
                    AddSinusoid(grid, plane, (column + 0.5) * grid.Nx / columns, (row + 0.5) * grid.Ny / rows, radius);
            }

        return Where(grid, (x, y, _) => plane[x + (y * grid.Nx)]);
    }

    private static void AddSinusoid(Grid grid, bool[] plane, double centerX, double centerY, double radius)
    {
        for (var y = Math.Max(0, (int)(centerY - radius - 1)); y < Math.Min(grid.Ny, centerY + radius + 1); y++)
            for (var x = Math.Max(0, (int)(centerX - radius - 1)); x < Math.Min(grid.Nx, centerX + radius + 1); x++)
                plane[x + (y * grid.Nx)] |= Squared(x + 0.5 - centerX) + Squared(y + 0.5 - centerY) <= radius * radius;
    }

    private static double Squared(double x) => x * x;

    private static int Along(int axis, int x, int y, int z) => axis == 0 ? x : axis == 1 ? y : z;

    private static bool[] Where(Grid grid, Func<int, int, int, bool> isIn)
    {
        var voxels = new bool[grid.Count];
        for (var voxel = 0; voxel < voxels.Length; voxel++)
            voxels[voxel] = isIn(grid.X(voxel), grid.Y(voxel), grid.Z(voxel));
        return voxels;
    }
}
