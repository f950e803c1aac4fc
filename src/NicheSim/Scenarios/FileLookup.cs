namespace NicheSim.Scenarios;

/// <summary>Where files that a scenario names are looked up: the folder of the file that names them, then the library's folders in order.</summary>
public sealed class FileLookup(LoaderOptions options)
{
    private const int FilesCompared = 2000;

    /// <summary>
    /// The path of <paramref name="name"/>, as named in <paramref name="namedBy"/>; or null and why: not there (with the nearest file that
    /// is), or outside of the folders that may be read.
    /// </summary>
    public (string? Path, string Problem) Find(string name, string namedBy)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (options.FilesAt.TryGetValue(name, out var known))
            return (known, "");
        if (name.Length == 0 || name.Any(char.IsControl))
            return (null, $"{Suggestion.Quote(name)} is not a file name");
        if (!options.AllowPathsOutside && IsOutside(name))
            return (null, $"{Suggestion.Quote(name)} leads out of the scenario's folder: name files without \"..\" and from no root (--allow-files lets them)");
        var folders = FoldersFor(namedBy);
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path)
            return options.AllowPathsOutside || LiesIn(path, folders)
                ? (path, "")
                : (null, $"{Suggestion.Quote(name)} is a link that leads out of the scenario's folder; --allow-files lets it");
        var there = folders.SelectMany(folder => FilesLike(name, folder)).Distinct().ToArray();
        // A file of that name in another folder is nearer than all that are spelled like its path.
        return (null, there.Where(file => Path.GetFileName(file) == Path.GetFileName(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } same
            ? $"no file {Suggestion.Quote(name)}; did you mean {Suggestion.Quote(same)}?" : Suggestion.Unknown("file", name, there));
    }

    /// <summary>What a file of this name holds, where that is known already; null where it is to be read.</summary>
    internal byte[]? Content(string name) => options.Contents.GetValueOrDefault(name);

    private string[] FoldersFor(string namedBy) => [Path.GetDirectoryName(namedBy) ?? "", .. options.LibraryFolders];

    /// <summary>Is the file, wherever links lead, in one of the folders?</summary>
    private static bool LiesIn(string path, string[] folders)
    {
        var real = Real(path);
        return folders.Any(folder => real.StartsWith(Path.TrimEndingDirectorySeparator(Real(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>The full path with every symbolic link on it followed.</summary>
    private static string Real(string path)
    {
        var full = Path.GetFullPath(path.Length == 0 ? "." : path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).ResolveLinkTarget(returnFinalTarget: false) is { } target)
                real = Real(target.FullName);
        }

        return real;
    }

    /// <summary>Does the name lead out of the folder that it is looked up in?</summary>
    internal static bool IsOutside(string name) =>
        Path.IsPathRooted(name) || name.Contains(':', StringComparison.Ordinal) || name.StartsWith('\\') || name.Split('/', '\\').Contains("..");

    private static IEnumerable<string> FilesLike(string name, string folder)
    {
        var root = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(root))
            return [];
        var choice = new EnumerationOptions { IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = 2 };
        return Directory.EnumerateFiles(root, "*" + Path.GetExtension(name), choice)
            .Take(FilesCompared)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'));
    }
}
