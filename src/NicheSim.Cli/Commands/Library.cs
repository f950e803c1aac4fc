using NicheSim.Scenarios;

namespace NicheSim.Cli.Commands;

/// <summary>The shipped scenarios and seeds, which lie beside the program, and a folder of the user's before them.</summary>
internal static class Library
{
    private const string Extension = ".json";
    private const string Studies = "studies";

    /// <summary>Names of the shipped scenarios that lie ready to run.</summary>
    public static IEnumerable<string> Shipped => Files(Path.Combine(AppContext.BaseDirectory, "scenarios")).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>The folders that files are looked up in, in order.</summary>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static IReadOnlyList<string> Folders(string? own)
    {
        if (own is not null && !Directory.Exists(own))
            throw new BadInputException($"--library: no folder \"{own}\"");
        string[] folders = [.. own is null ? [] : Parts(own).Prepend(own), .. Parts(AppContext.BaseDirectory)];
        return [.. folders.Where(Directory.Exists)];
    }

    /// <summary>The file that a scenario's name stands for: the file itself, or one of the library, with or without its extension.</summary>
    /// <exception cref="BadInputException">There is none; says the nearest that there is.</exception>
    public static string Find(string name, IReadOnlyList<string> folders)
    {
        string[] candidates = [name, name + Extension, .. folders.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + Extension) })];
        return Array.Find(candidates, File.Exists) ?? throw new BadInputException(Directory.Exists(name) ? IsFolder(name) : Missing(name, folders));
    }

    /// <summary>The file that a study's name stands for, likewise; shipped ones lie in a folder of their own.</summary>
    /// <exception cref="BadInputException">There is none; says the nearest that there is.</exception>
    public static string FindStudy(string name, IReadOnlyList<string> folders)
        => Find(name, [.. folders.Select(folder => Path.Combine(folder, Studies)).Where(Directory.Exists), .. folders]);

    /// <summary>The file that a mean-field model's name stands for, likewise.</summary>
    /// <exception cref="BadInputException">There is none; says the nearest that there is.</exception>
    public static string FindModel(string name, IReadOnlyList<string> folders)
    {
        string[] models = [.. folders.Select(folder => Path.Combine(folder, "evidence", "models")).Where(Directory.Exists)];
        string[] candidates = [name, name + Extension, .. models.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + Extension) })];
        return Array.Find(candidates, File.Exists)
            ?? throw new BadInputException(Suggestion.Unknown("model", name, models.SelectMany(Files).Select(file => Path.ChangeExtension(file, null)).Distinct()));
    }

    /// <summary>The file that a scenario's or a study's name stands for.</summary>
    /// <exception cref="BadInputException">There is none; says the nearest that there is.</exception>
    public static string FindAny(string name, IReadOnlyList<string> folders)
        => Find(name, [.. folders, .. folders.Select(folder => Path.Combine(folder, Studies)).Where(Directory.Exists)]);

    private static IEnumerable<string> Parts(string folder) => [Path.Combine(folder, "scenarios"), Path.Combine(folder, "seeds")];

    private static string IsFolder(string name)
        => $"\"{name}\" is a folder, not a scenario file{(File.Exists(Path.Combine(name, "scenario.json")) ? $"; did you mean \"{Path.Combine(name, "scenario.json")}\"?" : "")}";

    /// <summary>Names the nearest scenario beside the name and in the library; with the extension where the name has one.</summary>
    private static string Missing(string name, IReadOnlyList<string> folders)
    {
        var own = Path.GetDirectoryName(name) ?? "";
        var known = folders.Where(folder => Path.GetFileName(folder) != "seeds").SelectMany(Files).Concat(Files(own.Length > 0 ? own : ".").Select(file => Path.Combine(own, file)));
        return Suggestion.Unknown("scenario", name, known.Select(file => Path.HasExtension(name) ? file : Path.ChangeExtension(file, null)).Distinct());
    }

    private static IEnumerable<string> Files(string folder)
        => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + Extension).Select(Path.GetFileName).OfType<string>() : [];
}
