using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>Names in the order in which a study's files hold them, from the lowest layer to the highest: what its tables go by.</summary>
internal static class FileOrder
{
    /// <param name="names">The names.</param>
    /// <param name="path">Path of the object that holds them.</param>
    /// <param name="sources">Where keys stand. A key counts where the lowest layer writes it, so that one that lies over it changes no order; what files are called never counts.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> names, string path, SourceMap sources)
        => [.. names
            .Select(name => (Name: name, First: sources.FirstAt(SourceMap.Join(path, name))))
            .OrderBy(entry => entry.First.Layer)
            .ThenBy(entry => entry.First.Key.Line)
            .ThenBy(entry => entry.First.Key.Column)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => entry.Name)];
}
