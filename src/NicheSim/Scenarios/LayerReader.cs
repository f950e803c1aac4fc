using System.Globalization;

namespace NicheSim.Scenarios;

/// <summary>Reads a file and, before it, the files that it extends: the layers from the lowest to the highest.</summary>
/// <remarks>A file that several layers extend counts once, at its lowest place, so that one base does not undo what lies over it.</remarks>
internal sealed class LayerReader(LoaderOptions options, List<Diagnostic> diagnostics)
{
    public const string Extends = "extends";
    private const string SchemaKey = "$schema";

    /// <summary>Most bytes of all layers together; a scenario has some tens of kilobytes.</summary>
    public const int LargestInput = 2 << 20;

    /// <summary>Most files that one file may extend.</summary>
    private const int MostExtended = 100;

    /// <summary>Most files of a chain in which each extends the next.</summary>
    private const int LongestChain = 100;

    private readonly FileLookup _lookup = new(options);
    private readonly HashSet<string> _done = [];
    private readonly List<string> _open = [];
    private readonly List<SourceObject> _layers = [];
    private long _left = LargestInput;

    /// <summary>The layers in order, without the keys that only loading needs.</summary>
    public IReadOnlyList<SourceObject> Layers => _layers;

    /// <summary>False where a layer could not be read: what is merged would then lack a part.</summary>
    public bool IsComplete { get; private set; } = true;

    public void ReadFile(string path) => ReadFile(path, new Position(path, 0, 0));

    public void ReadText(string name, ReadOnlySpan<byte> text)
    {
        _left -= text.Length;
        if (_left < 0)
        {
            Fail(new Position(name, 1, 1), "", "makes the scenario larger than 2 MiB");
            return;
        }
        switch (JsonSource.Parse(name, text, diagnostics))
        {
            case SourceObject layer:
                if (layer.Find(SchemaKey)?.Value is { } schema and not SourceString)
                    Fail(schema.Position, SchemaKey, $"expected a string, not {schema.Description}");
                foreach (var lower in NamesIn(layer))
                    ReadLower(lower, name);
                _layers.Add(layer with { Members = [.. layer.Members.Where(member => member.Key is not (Extends or SchemaKey))] });
                break;
            case { } other:
                Fail(other.Position, "", $"expected an object, not {other.Description}");
                break;
            default:
                IsComplete = false;
                break;
        }
    }

    private void ReadLower(SourceString lower, string namedBy)
    {
        var (path, problem) = _lookup.Find(lower.Text, namedBy);
        if (path is null)
            Fail(lower.Position, Extends, problem);
        else
            ReadFile(path, lower.Position);
    }

    private void ReadFile(string path, Position namedAt)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            Fail(namedAt, "", "not a file name");
            return;
        }
        var identity = Path.GetFullPath(path);
        if (_open.Contains(identity))
        {
            var circle = _open.SkipWhile(open => open != identity).Append(identity).Select(Path.GetFileName);
            Fail(namedAt, Extends, $"the file extends itself: {string.Join(" -> ", circle)}");
            return;
        }
        if (_open.Count == LongestChain)
        {
            Fail(namedAt, Extends, string.Create(CultureInfo.InvariantCulture, $"more than {LongestChain} files extend one another"));
            return;
        }
        if (!_done.Add(identity))
            return;
        _open.Add(identity);
        if (Read(path, namedAt) is { } text)
            ReadText(path, text);
        _open.Remove(identity);
    }

    private byte[]? Read(string path, Position namedAt)
    {
        try
        {
            if (BoundedFile.Read(path, LargestInput) is { } text)
                return text;
            Fail(namedAt, "", $"{Suggestion.Quote(path)} is larger than 2 MiB");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Fail(namedAt, "", problem is FileNotFoundException or DirectoryNotFoundException ? "no such file" : $"cannot be read: {problem.Message}");
        }
        return null;
    }

    private IEnumerable<SourceString> NamesIn(SourceObject layer)
    {
        switch (layer.Find(Extends)?.Value)
        {
            case null:
                return [];
            case SourceString only:
                return [only];
            case SourceArray { Items.Count: > MostExtended } list:
                Fail(list.Position, Extends, string.Create(CultureInfo.InvariantCulture, $"names more than {MostExtended} files"));
                return [];
            case SourceArray list:
                foreach (var item in list.Items.Where(item => item is not SourceString))
                    Fail(item.Position, Extends, $"expected a file name, not {item.Description}");
                return list.Items.OfType<SourceString>();
            case var other:
                Fail(other.Position, Extends, $"expected a file name or a list of them, not {other.Description}");
                return [];
        }
    }

    private void Fail(Position position, string path, string message)
    {
        IsComplete = false;
        diagnostics.Add(new Diagnostic(Severity.Error, position, path, message));
    }
}
