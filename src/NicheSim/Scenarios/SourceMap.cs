using System.Globalization;

namespace NicheSim.Scenarios;

/// <summary>
/// Where each key of the merged scenario stands in the files: by path (<c>rules:il1b-escape:toPerDay</c>), the topmost layer that wrote it.
/// Later checks report at the right place through it.
/// </summary>
public sealed class SourceMap
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private int _layer;

    internal SourceMap()
    {
    }

    /// <summary>
    /// The place of the value at <paramref name="path"/>, or at its longest beginning that a file wrote. An item of a list is addressed by its
    /// index from 0 (<c>rules:il1b-escape:evidence:0</c>).
    /// </summary>
    public Position At(string path)
    {
        var entry = Nearest(path);
        if (entry.Token?.Node is SourceArray list
            && int.TryParse(path.AsSpan(Math.Min(path.Length, entry.Path.Length + 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < list.Items.Count)
            return list.Items[index].Position;
        return entry.Value;
    }

    /// <summary>The place of the key at <paramref name="path"/>, or at its longest beginning that a file wrote.</summary>
    public Position KeyAt(string path) => Nearest(path).Key;

    /// <summary>Number of the lowest layer that wrote <paramref name="path"/>, or its longest beginning that one wrote, and the place of the key in it.</summary>
    internal (int Layer, Position Key) FirstAt(string path) => Nearest(path).First;

    /// <summary>True where a file or an assignment wrote exactly this path.</summary>
    public bool Contains(string path) => _entries.TryGetValue(path, out var entry) && entry.Path == path;

    /// <summary>An error at the value of <paramref name="path"/>.</summary>
    public Diagnostic Error(string path, string message) => new(Severity.Error, At(path), path, message);

    /// <summary>A warning at the value of <paramref name="path"/>.</summary>
    public Diagnostic Warning(string path, string message) => new(Severity.Warning, At(path), path, message);

    /// <summary>The path of <paramref name="key"/> within <paramref name="path"/>.</summary>
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";

    internal IEnumerable<string> KeysIn(string path) => ByParent()[path].Select(entry => entry.Name);

    internal ILookup<string, Entry> ByParent() => _entries.Values.Where(entry => entry.Path.Length > 0).ToLookup(entry => entry.Parent);

    /// <summary>What lower layers wrote here, in whatever case.</summary>
    internal Entry? Find(string path) => _entries.GetValueOrDefault(path);

    /// <summary>Takes away what lower layers wrote within a path under other keys than these.</summary>
    internal void KeepOnly(string path, string[] keys)
    {
        foreach (var within in _entries.Keys.Where(key => key.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase) && !keys.Contains(key[(path.Length + 1)..].Split(':')[0], StringComparer.OrdinalIgnoreCase)).ToArray())
            _entries.Remove(within);
    }

    /// <summary>What is put from here on comes from the next layer up.</summary>
    internal void BeginLayer() => _layer++;

    internal void Put(Entry entry) => _entries[entry.Path] = entry with { First = Find(entry.Path)?.First ?? (_layer, entry.Key) };

    private Entry Nearest(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var prefix = path; ; prefix = prefix[..Math.Max(0, prefix.LastIndexOf(':'))])
        {
            if (_entries.TryGetValue(prefix, out var entry) || prefix.Length == 0)
                return entry ?? new Entry("", "", default, default, null);
        }
    }

    /// <param name="Parent">Path of the enclosing object.</param>
    /// <param name="Name">Key within it, as written.</param>
    /// <param name="Key">Place of the key.</param>
    /// <param name="Value">Place of the value.</param>
    /// <param name="Token">The scalar or list, null for an object.</param>
    internal sealed record Entry(string Parent, string Name, Position Key, Position Value, Token? Token)
    {
        public string Path { get; } = Join(Parent, Name);

        /// <summary>Number of the lowest layer that wrote it, and the place of the key there.</summary>
        public (int Layer, Position Key) First { get; init; }
    }
}

/// <summary>
/// A scalar or list as it was written, with what it was read as: a boxed double, int, long, bool, enum or string, an array of them, or null
/// where it was refused (and reported).
/// </summary>
internal sealed record Token(SourceNode Node, object? Value);
