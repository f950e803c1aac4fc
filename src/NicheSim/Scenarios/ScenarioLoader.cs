using System.Text;

namespace NicheSim.Scenarios;

/// <summary>Where to look and what to lay on top.</summary>
public sealed record LoaderOptions
{
    /// <summary>Folders in which files are looked up after the naming file's own.</summary>
    public IReadOnlyList<string> LibraryFolders { get; init; } = [];

    /// <summary>The top layers, each <c>path=value</c> as <c>rules:il1b-escape:toPerDay=0.3</c>; later over earlier.</summary>
    public IReadOnlyList<string> Assignments { get; init; } = [];

    /// <summary>True lets a file name others by absolute paths and through <c>..</c>.</summary>
    public bool AllowPathsOutside { get; init; }

    /// <summary>Where files of these names lie, whatever the names say.</summary>
    internal IReadOnlyDictionary<string, string> FilesAt { get; init; } = new Dictionary<string, string>();

    /// <summary>What files of these names hold, whatever the names say.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Most memory that a run may take [bytes]; of what the machine has where it is null.</summary>
    public double? MostMemoryBytes { get; init; }
}

/// <summary>What loading gives: the value and its text where there was no error, and all that was found.</summary>
/// <param name="Value">The record, null where there was an error.</param>
/// <param name="Resolved">The merged scenario as one text, which loaded alone gives the same; null where there was an error.</param>
/// <param name="Sources">Where each key stands in the files.</param>
/// <param name="Layers">The files as they were read, from the lowest layer to the highest.</param>
/// <param name="Diagnostics">All errors and warnings, in the order of the layers.</param>
public sealed record LoadedScenario<T>(
    T? Value, string? Resolved, SourceMap Sources, IReadOnlyList<string> Layers, IReadOnlyList<Diagnostic> Diagnostics)
    where T : class
{
    /// <summary>What could be read in spite of errors, for checks that go on; null where a layer is missing.</summary>
    public T? Draft { get; init; }
}

/// <summary>
/// Loads a JSON file and what it extends into records, strictly: read with places, check each layer, merge, bind. No input makes it throw;
/// all errors are reported at once.
/// </summary>
public static class ScenarioLoader
{
    public static LoadedScenario<T> Load<T>(string path, LoaderOptions? options = null)
        where T : class =>
        Load<T>(options ?? new LoaderOptions(), reader => reader.ReadFile(path));

    /// <summary>Loads a text as if it stood in a file named <paramref name="name"/>.</summary>
    public static LoadedScenario<T> LoadText<T>(string name, string json, LoaderOptions? options = null)
        where T : class =>
        LoadBytes<T>(name, Encoding.UTF8.GetBytes(json), options);

    /// <summary>Loads a text as if it stood in a file named <paramref name="name"/>.</summary>
    public static LoadedScenario<T> LoadBytes<T>(string name, byte[] json, LoaderOptions? options = null)
        where T : class =>
        Load<T>(options ?? new LoaderOptions(), reader => reader.ReadText(name, json));

    private static LoadedScenario<T> Load<T>(LoaderOptions options, Action<LayerReader> read)
        where T : class
    {
        var diagnostics = new List<Diagnostic>();
        var reader = new LayerReader(options, diagnostics);
        read(reader);
        var files = reader.Layers.Select(layer => layer.Position.File).ToArray();
        var stack = new LayerStack(diagnostics);
        var shape = Shape.Of(typeof(T));
        foreach (var layer in reader.Layers)
            stack.Add(layer, shape);
        // A missing layer would make every assignment and required key look wrong.
        if (!reader.IsComplete)
            return new LoadedScenario<T>(null, null, stack.Sources, files, diagnostics);

        foreach (var assignment in options.Assignments)
        {
            if (new Assignment(assignment, shape, stack.Sources, diagnostics).Read() is { } layer)
                stack.Add(layer, shape);
        }
        var merged = stack.Merge();
        var value = (T)new RecordBinder(stack.Sources, diagnostics).Bind(merged, shape, "");
        return diagnostics.Exists(finding => finding.Severity == Severity.Error)
            ? new LoadedScenario<T>(null, null, stack.Sources, files, diagnostics) { Draft = value }
            : new LoadedScenario<T>(value, ResolvedText.Write(merged), stack.Sources, files, diagnostics) { Draft = value };
    }
}
