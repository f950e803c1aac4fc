namespace NicheSim.Numerics;

/// <summary>
/// The rim of one cell around the values of a level: what is held at the edges, and copies of what periodic neighbors see. Of an odd number of cells,
/// neighbors across the wrap have one color.
/// </summary>
internal static class Rim
{
    /// <summary>Sets the rows of the rim to what the sides hold, at closed ones to the mark; on coarse levels, which hold corrections, all of it to 0.</summary>
    public static void Hold(MultigridLevel level, bool corrections)
    {
        var (grid, edges) = (level.Shape.Grid, level.Faces.Edges);
        for (var z = 0; z < grid.Nz; z++)
        {
            for (var color = 0; color < 2; color++)
            {
                Row(level, color, -1, z).Fill(Held(edges.LowY, corrections));
                Row(level, color, grid.Ny, z).Fill(Held(edges.HighY, corrections));
            }

            for (var y = 0; corrections && y < grid.Ny; y++)
                HoldRow(level, y, z, corrections);
        }

        for (var y = 0; level.Faces.HasZ && y < grid.Ny; y++)
            for (var color = 0; color < 2; color++)
            {
                Row(level, color, y, -1).Fill(Held(edges.LowZ, corrections));
                Row(level, color, y, grid.Nz).Fill(Held(edges.HighZ, corrections));
            }
    }

    /// <summary>The same for both ends of one row.</summary>
    public static void HoldRow(MultigridLevel level, int y, int z, bool corrections)
    {
        level.Value[level.Shape.At(-1, y, z)] = Held(level.Faces.Edges.LowX, corrections);
        level.Value[level.Shape.At(level.Shape.Grid.Nx, y, z)] = Held(level.Faces.Edges.HighX, corrections);
    }

    private static float Held(FieldSide side, bool corrections) => corrections ? 0 : side.Edge == FieldEdge.Fixed ? side.Value : VoxelKernels.Mark;

    /// <summary>Takes over what the cells of one color in some rows of one z have become to where their neighbors across a wrap look.</summary>
    public static void Follow(MultigridLevel level, int color, int z, int first, int end)
    {
        var (shape, faces, grid) = (level.Shape, level.Faces, level.Shape.Grid);
        if (faces.Wraps(0))
            for (var y = first; y < end; y++)
            {
                // Of both colors: these places lie in padding, which passes overwrite.
                level.Value[shape.At(-1, y, z)] = level.Value[shape.At(grid.Nx - 1, y, z)];
                level.Value[shape.At(grid.Nx, y, z)] = level.Value[shape.At(0, y, z)];
            }

        if (faces.Wraps(1) && first == 0)
            FollowRow(level, color, (0, z), (grid.Ny, z));
        if (faces.Wraps(1) && end == grid.Ny)
            FollowRow(level, color, (grid.Ny - 1, z), (-1, z));
        if (!faces.Wraps(2))
            return;
        for (var y = first; y < end; y++)
        {
            if (z == 0)
                FollowRow(level, color, (y, 0), (y, grid.Nz));
            if (z == grid.Nz - 1)
                FollowRow(level, color, (y, z), (y, -1));
        }
    }

    private static void FollowRow(MultigridLevel level, int color, (int Y, int Z) from, (int Y, int Z) to)
    {
        // Even x keep their place in the row: their color differs where the wrap is over an odd number of cells.
        var sameColor = ((from.Y + from.Z + to.Y + to.Z) & 1) == 0 ? color : 1 - color;
        Row(level, color, from.Y, from.Z).CopyTo(Row(level, sameColor, to.Y, to.Z));
    }

    private static Span<float> Row(MultigridLevel level, int color, int y, int z) => level.Value.Span.Slice(level.Shape.Row(color, y, z), level.Shape.Half);
}
