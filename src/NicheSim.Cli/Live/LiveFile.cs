using System.Text;
using NicheSim.Cli.Output;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Live;

/// <summary>The scenario file behind a live run: what an overlay over it is called, and where it goes.</summary>
internal sealed class LiveFile
{
    private const int LongestName = 64;
    private readonly string _folder, _extends, _options;

    /// <param name="path">The scenario file.</param>
    /// <param name="libraryFolders">Where shipped files lie: an overlay over one of them goes into the working folder, over any other file beside it.</param>
    /// <param name="options">What a command that runs an overlay needs behind its name, as <c>--allow-files</c>.</param>
    public LiveFile(string path, IEnumerable<string> libraryFolders, string options = "")
    {
        _options = options.Length > 0 ? " " + options : "";
        var full = Path.GetFullPath(path);
        var library = libraryFolders.Select(Path.GetFullPath).FirstOrDefault(folder => full.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        (_folder, _extends) = library is null
            ? (Path.GetDirectoryName(path) ?? "", Path.GetFileName(path))
            : ("", Path.GetRelativePath(library, full).Replace('\\', '/'));
    }

    /// <summary>What runs an overlay.</summary>
    public string Command(string path) => $"nichesim run \"{path}\"{_options}";

    /// <summary>Writes an overlay file; an existing one is never touched.</summary>
    /// <param name="name">Its name, without extension.</param>
    /// <param name="text">Its text, from the name of the scenario file in it.</param>
    /// <returns>The path; or null and what is wrong.</returns>
    public (string? Path, string Problem) Save(string name, Func<string, string> text)
    {
        if (name.Length is 0 or > LongestName || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            return (null, $"{Suggestion.Quote(name)} is no name for a file: letters, digits, - and _, at most {LongestName}");
        var path = Path.Combine(_folder, name + ".json");
        if (File.Exists(path))
            return (null, $"{path} is there already: choose another name");
        try
        {
            WholeFile.Write(path, Encoding.UTF8.GetBytes(text(_extends)), overwrite: false);
            return (path, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, e.Message);
        }
    }
}
