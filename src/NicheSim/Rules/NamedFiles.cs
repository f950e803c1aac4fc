using System.Globalization;
using BigGustave;
using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>The files that a scenario names: PNG masks and CSV lists of voxels.</summary>
internal sealed class NamedFiles(Catalog catalog, SourceMap sources, FileLookup lookup)
{
    private const double DarkBelow = 0.5;

    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    /// <summary>What was read, as the scenario names it.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Contents => [.. _contents.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))];

    /// <summary>Dark pixels, the top row of the picture at the largest y; every z the same. Null, with what is wrong said.</summary>
    public bool[]? Mask(string? name, Grid grid, string path)
    {
        if (Read(name, path) is not { } bytes)
            return null;
        Png png;
        try
        {
            png = Png.Open(bytes);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            catalog.Error(path, $"{name} is not a PNG that can be read");
            return null;
        }

        if (png.Width != grid.Nx || png.Height != grid.Ny)
        {
            catalog.Error(path, string.Create(CultureInfo.InvariantCulture, $"{name} has {png.Width} x {png.Height} pixels, the lattice {grid.Nx} x {grid.Ny} voxels"));
            return null;
        }

        var mask = new bool[grid.Count];
        for (var voxel = 0; voxel < mask.Length; voxel++)
        {
            var pixel = png.GetPixel(grid.X(voxel), grid.Ny - 1 - grid.Y(voxel));
            mask[voxel] = pixel.A > 127 && (pixel.R + pixel.G + pixel.B) / (3 * 255.0) < DarkBelow;
        }

        return mask;
    }

    /// <summary>Rows of x,y,z (or x,y in a slice) after one header row. Null, with what is wrong said.</summary>
    public int[]? Voxels(string? name, Grid grid, string path)
    {
        if (Read(name, path) is not { } bytes)
            return null;
        var (voxels, seen) = (new List<int>(), new HashSet<int>());
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split('\n');
        Span<int> at = stackalloc int[3];
        for (var line = 1; line < lines.Length; line++)
        {
            at.Clear();
            var row = lines[line].Trim();
            if (row.Length == 0)
                continue;
            var cells = row.Split(',');
            var good = cells.Length is 2 or 3;
            for (var axis = 0; good && axis < cells.Length; axis++)
                good = int.TryParse(cells[axis], NumberStyles.None, CultureInfo.InvariantCulture, out at[axis]);
            if (!good || at[0] >= grid.Nx || at[1] >= grid.Ny || at[2] >= grid.Nz)
            {
                catalog.Error(path, $"{name}, line {line + 1}: expected x,y,z of a voxel on the lattice, not {Suggestion.Quote(row)}");
                return null;
            }

            var voxel = grid.Index(at[0], at[1], at[2]);
            if (!seen.Add(voxel))
            {
                catalog.Error(path, $"{name}, line {line + 1}: this voxel stands there twice");
                return null;
            }

            voxels.Add(voxel);
        }

        return [.. voxels];
    }

    private byte[]? Read(string? name, string path)
    {
        if (name is null)
        {
            catalog.Error(path, "missing file");
            return null;
        }

        if (_contents.TryGetValue(name, out var known))
            return known;
        var (file, problem) = lookup.Find(name, sources.At(path).File);
        if (file is null)
        {
            catalog.Error(path, problem);
            return null;
        }

        try
        {
            return _contents[name] = File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            catalog.Error(path, $"{name} cannot be read: {error.Message}");
            return null;
        }
    }
}
