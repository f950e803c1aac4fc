using System.Globalization;
using BigGustave;
using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>The files that a scenario names: PNG masks and CSV lists of voxels.</summary>
/// <param name="catalog">Where errors are reported.</param>
/// <param name="sources">Which file names each.</param>
/// <param name="lookup">Finds them.</param>
/// <param name="top">The file of the top layer: what an assignment names is looked up beside it.</param>
internal sealed class NamedFiles(Catalog catalog, SourceMap sources, FileLookup lookup, string top)
{
    private const double DarkBelow = 0.5;
    private const int LargestFile = 64 << 20;

    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Name, string File)> _outside = [];

    /// <summary>What was read, as the scenario names it.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Contents => [.. _contents.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))];

    /// <summary>Files whose names lead out of the scenario's folder: the path of the key that names each, the name, and where the file lies.</summary>
    public IReadOnlyList<(string Path, string Name, string File)> Outside => _outside;

    /// <summary>Dark pixels, the top row of the picture at the largest y; every z the same. Null, with what is wrong said.</summary>
    public bool[]? Mask(string? name, Grid grid, string path)
    {
        if (Read(name, path) is not { } bytes)
            return null;
        if (PngSize.Of(bytes) is not { } size)
        {
            catalog.Error(path, $"{Suggestion.Quote(name!)} is not a PNG that can be read");
            return null;
        }

        if (size.Width != grid.Nx || size.Height != grid.Ny)
        {
            catalog.Error(path, string.Create(CultureInfo.InvariantCulture, $"{Suggestion.Quote(name!)} has {size.Width} x {size.Height} pixels, the lattice {grid.Nx} x {grid.Ny} voxels"));
            return null;
        }

        if (PngSize.IsKept(bytes) && Dark(bytes, grid) is { } mask)
            return mask;
        catalog.Error(path, $"{Suggestion.Quote(name!)} is not a PNG that can be read; save it with 8 bits a sample");
        return null;
    }

    /// <summary>The dark pixels; null where the decoder throws, which it does as it comes: exceptions of its own, of compression, of indices.</summary>
    private static bool[]? Dark(byte[] bytes, Grid grid)
    {
        var mask = new bool[grid.Count];
        try
        {
            var png = Png.Open(bytes);
            for (var voxel = 0; voxel < mask.Length; voxel++)
            {
                var pixel = png.GetPixel(grid.X(voxel), grid.Ny - 1 - grid.Y(voxel));
                mask[voxel] = pixel.A > 127 && (pixel.R + pixel.G + pixel.B) / (3 * 255.0) < DarkBelow;
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return null;
        }

        return mask;
    }

    /// <summary>Rows of x,y,z (in a slice also x,y) under a header of these words. Null, with what is wrong said.</summary>
    public int[]? Voxels(string? name, Grid grid, string path)
    {
        if (Read(name, path) is not { } bytes)
            return null;
        var (voxels, seen) = (new List<int>(), new HashSet<int>());
        var (line, columns) = (0, 0);
        Span<int> at = stackalloc int[3];
        foreach (var written in System.Text.Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            line++;
            var row = line == 1 ? written.TrimStart('\uFEFF').Trim() : written.Trim();
            if (line == 1)
            {
                columns = Header(row, grid);
                if (columns > 0)
                    continue;
                catalog.Error(path, $"{Suggestion.Quote(name!)}, line 1: expected the header {(grid.Nz == 1 ? "x,y or x,y,z" : "x,y,z")}, not {Suggestion.Quote(row.ToString())}");
                return null;
            }

            if (row.Length == 0)
                continue;
            if (!IsVoxel(row, columns, grid, at))
            {
                catalog.Error(path, $"{Suggestion.Quote(name!)}, line {line}: expected {(columns == 2 ? "x,y" : "x,y,z")} of a voxel on the lattice, not {Suggestion.Quote(row.ToString())}");
                return null;
            }

            var voxel = grid.Index(at[0], at[1], at[2]);
            if (!seen.Add(voxel))
            {
                catalog.Error(path, $"{Suggestion.Quote(name!)}, line {line}: this voxel stands there twice");
                return null;
            }

            voxels.Add(voxel);
        }

        return [.. voxels];
    }

    /// <summary>Number of columns; 0 where it is no header.</summary>
    private static int Header(ReadOnlySpan<char> row, Grid grid)
    {
        var words = row.ToString().Split(',', StringSplitOptions.TrimEntries);
        return words is ["x", "y", "z"] ? 3 : words is ["x", "y"] && grid.Nz == 1 ? 2 : 0;
    }

    private static bool IsVoxel(ReadOnlySpan<char> row, int columns, Grid grid, Span<int> at)
    {
        at.Clear();
        var column = 0;
        foreach (var range in row.Split(','))
            if (column == columns || !int.TryParse(row[range].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out at[column++]))
                return false;
        return column == columns && at[0] < grid.Nx && at[1] < grid.Ny && at[2] < grid.Nz;
    }

    private byte[]? Read(string? name, string path)
    {
        if (name is null)
        {
            catalog.Error(path, "missing file");
            return null;
        }

        if (lookup.Content(name) is { } held)
            return _contents[name] = held;
        var (file, problem) = lookup.Find(name, NamedBy(path));
        if (file is not null)
            return Content(name, Path.GetFullPath(file), path);
        catalog.Error(path, problem);
        return null;
    }

    /// <summary>The file that holds this key.</summary>
    private string NamedBy(string path) => sources.At(path) is { Line: > 0 } position ? position.File : top;

    /// <summary>What the file holds. One name stands for one content: the hash and the folder of a run know files by their names.</summary>
    private byte[]? Content(string name, string file, string path)
    {
        var isOutside = FileLookup.IsOutside(name);
        if (isOutside)
            _outside.Add((path, name, file));
        var known = _contents.GetValueOrDefault(name);
        if (known is not null && _places[name] == file)
            return known;
        if (FromDisk(name, file, path) is not { } content)
            return null;
        // A file from outside gets a name of its own before the scenario is compiled for good.
        if (known is not null && !isOutside && !known.AsSpan().SequenceEqual(content))
        {
            catalog.Error(path, $"{Suggestion.Quote(name)} stands for two files, {_places[name]} and {file}, that differ: give one of them another name");
            return null;
        }

        _places[name] = file;
        return _contents[name] = content;
    }

    private byte[]? FromDisk(string name, string file, string path)
    {
        try
        {
            if (BoundedFile.Read(file, LargestFile) is { } content)
                return content;
            catalog.Error(path, $"{Suggestion.Quote(name)} is larger than 64 MiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            catalog.Error(path, $"{Suggestion.Quote(name)} cannot be read: {error.Message}");
        }

        return null;
    }
}
