using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>Names in the order in which a study's file holds them: what its tables go by.</summary>
internal static class FileOrder
{
    /// <param name="names">The names.</param>
    /// <param name="path">Path of the object that holds them.</param>
    /// <param name="sources">Where keys stand. Those of one file go by place; of several files, by the file's name; those of the command line come last.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> names, string path, SourceMap sources)
        => [.. names
            .Select(name => (Name: name, Key: sources.KeyAt(SourceMap.Join(path, name))))
            .OrderBy(entry => entry.Key.Line == 0)
            .ThenBy(entry => entry.Key.File, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Line)
            .ThenBy(entry => entry.Key.Column)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => entry.Name)];
}
