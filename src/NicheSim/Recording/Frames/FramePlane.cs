using System.Text.Json.Serialization;
using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>A plane through the lattice, or all of it seen along an axis.</summary>
/// <param name="Name">For people: <c>z = 32</c>, <c>projection</c>.</param>
/// <param name="Axis">0, 1 or 2 for x, y, z: the axis that the plane cuts. Across z, x goes right and y up; across y, x and z; across x, y and z.</param>
/// <param name="At">The layer; <see cref="Projection"/> for what is seen along the axis: of fields the maximum, of bone the mean, of cells
/// the rarest type in a column, of those that divide or have fewer cells than a tenth of the columns.</param>
/// <param name="Width">Voxels to the right.</param>
/// <param name="Height">Voxels upward.</param>
/// <param name="Bin">Voxels along a side of one entry of a field map: means, and maxima in a projection.</param>
public sealed record FramePlane(string Name, int Axis, int At, int Width, int Height, int Bin)
{
    public const int Projection = -1;

    /// <summary>Longest side of a field map; fields are smooth.</summary>
    private const int LongestSide = 256;

    [JsonIgnore]
    public int FieldWidth => (Width + Bin - 1) / Bin;

    [JsonIgnore]
    public int FieldHeight => (Height + Bin - 1) / Bin;

    /// <summary>The slice itself; of a box the middle layers across its axes, and the box seen along z.</summary>
    public static FramePlane[] Of(Grid grid) => grid.Nz == 1
        ? [Across(grid, "z = 0", 2, 0)]
        :
        [
            Across(grid, $"z = {grid.Nz / 2}", 2, grid.Nz / 2), Across(grid, $"y = {grid.Ny / 2}", 1, grid.Ny / 2), Across(grid, $"x = {grid.Nx / 2}", 0, grid.Nx / 2),
            Across(grid, "projection", 2, Projection),
        ];

    private static FramePlane Across(Grid grid, string name, int axis, int at)
    {
        var plane = new FramePlane(name, axis, at, 0, 0, 1);
        var (width, height) = (plane.WidthOf(grid), plane.HeightOf(grid));
        return plane with { Width = width, Height = height, Bin = (Math.Max(width, height) + LongestSide - 1) / LongestSide };
    }

    internal int WidthOf(Grid grid) => Axis == 0 ? grid.Ny : grid.Nx;

    internal int HeightOf(Grid grid) => Axis == 2 ? grid.Ny : grid.Nz;

    /// <summary>Steps in voxel indices: of one entry to the right, upward, and along the axis.</summary>
    internal (int Right, int Up, int Along) Strides(Grid grid)
    {
        var (y, z) = (grid.Nx, grid.Nx * grid.Ny);
        return Axis switch { 0 => (y, z, 1), 1 => (1, z, y), _ => (1, y, z) };
    }

    /// <summary>The entry of a voxel; -1 outside the plane.</summary>
    internal int Entry(Grid grid, int voxel)
    {
        var (x, y, z) = (grid.X(voxel), grid.Y(voxel), grid.Z(voxel));
        var (right, up, along) = Axis switch { 0 => (y, z, x), 1 => (x, z, y), _ => (x, y, z) };
        return At == Projection || along == At ? right + (Width * up) : -1;
    }
}
