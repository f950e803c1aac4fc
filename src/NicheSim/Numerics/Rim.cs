namespace NicheSim.Numerics;

/// <summary>
/// The rim of one cell around the values of a level: what is held at the edges, and copies of what periodic neighbors see. Of an odd number of cells,
/// neighbors across the wrap have one color: they see the last state.
/// </summary>
internal static class Rim
{
    /// <summary>Sets the rows of the rim to what the sides hold.</summary>
    public static void Hold(MultigridLevel level)
    {
        var (grid, edges) = (level.Shape.Grid, level.Faces.Edges);
        for (var color = 0; color < 2; color++)
        {
            for (var z = 0; z < grid.Nz; z++)
            {
                Row(level, color, -1, z).Fill(edges.LowY.Value);
                Row(level, color, grid.Ny, z).Fill(edges.HighY.Value);
            }

            for (var y = 0; y < grid.Ny; y++)
            {
                Row(level, color, y, -1).Fill(edges.LowZ.Value);
                Row(level, color, y, grid.Nz).Fill(edges.HighZ.Value);
            }
        }
    }

    /// <summary>Sets both ends of a row to what the sides hold.</summary>
    public static void HoldRow(MultigridLevel level, int y, int z)
    {
        level.Value[level.Shape.At(-1, y, z)] = level.Faces.Edges.LowX.Value;
        level.Value[level.Shape.At(level.Shape.Grid.Nx, y, z)] = level.Faces.Edges.HighX.Value;
    }

    /// <summary>Copies the ends of a row beyond its other end, if the axis wraps.</summary>
    public static void WrapRow(MultigridLevel level, int y, int z)
    {
        if (!level.Faces.Wraps(0))
            return;
        var (shape, n) = (level.Shape, level.Shape.Grid.Nx);
        level.Value[shape.At(-1, y, z)] = level.Value[shape.At(n - 1, y, z)];
        level.Value[shape.At(n, y, z)] = level.Value[shape.At(0, y, z)];
    }

    /// <summary>Copies the outer rows beyond the other side of the axes that wrap: to those cells of the rim that have the color.</summary>
    public static void WrapRows(MultigridLevel level, int color)
    {
        var grid = level.Shape.Grid;
        if (level.Faces.Wraps(1))
            for (var z = 0; z < grid.Nz; z++)
            {
                Row(level, color ^ (grid.Ny & 1), grid.Ny - 1, z).CopyTo(Row(level, color, -1, z));
                Row(level, color ^ (grid.Ny & 1), 0, z).CopyTo(Row(level, color, grid.Ny, z));
            }

        if (level.Faces.Wraps(2))
            for (var y = 0; y < grid.Ny; y++)
            {
                Row(level, color ^ (grid.Nz & 1), y, grid.Nz - 1).CopyTo(Row(level, color, y, -1));
                Row(level, color ^ (grid.Nz & 1), y, 0).CopyTo(Row(level, color, y, grid.Nz));
            }
    }

    private static Span<float> Row(MultigridLevel level, int color, int y, int z) => level.Value.Span.Slice(level.Shape.Row(color, y, z), level.Shape.Half);
}
