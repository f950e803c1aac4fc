using System.Text;

namespace NicheSim.Scenarios;

/// <summary>One <c>--set path=value</c>: a layer that holds one value.</summary>
/// <remarks>
/// The path is written without escapes: where a name may hold <c>:</c>, the longest one that a lower layer has is taken
/// (<c>rules:il1b-escape:with:field:TNFa:hill</c>), else the longest that may be a name. It may end at a new name but not pass through one.
/// </remarks>
internal sealed class Assignment(string text, RecordShape root, SourceMap below, List<Diagnostic> diagnostics)
{
    private readonly Position _position = new("--set " + Suggestion.Shorten(text), 0, 0);

    /// <summary>The layer, or null where the path leads nowhere.</summary>
    public SourceObject? Read()
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return Refuse("", "expected path=value");
        var keys = Keys(text[..equals].Split(':'));
        if (keys is null)
            return null;
        SourceNode node = Value(text[(equals + 1)..], string.Join(':', keys));
        for (var i = keys.Count - 1; i >= 0; i--)
            node = new SourceObject(_position, [new SourceMember(keys[i], _position, node)]);
        return (SourceObject)node;
    }

    private List<string>? Keys(string[] parts)
    {
        var keys = new List<string>();
        Shape shape = root;
        for (var at = 0; at < parts.Length;)
        {
            var path = string.Join(':', keys);
            if (keys.Count == JsonSource.MaximumDepth / 2)
                return Refuse<List<string>>(path, "too many parts");
            switch (shape)
            {
                case RecordShape record:
                    if (record.Find(parts[at]) is not { } property)
                        return Refuse<List<string>>(path, Suggestion.Unknown("key", parts[at], record.Properties.Select(known => known.Key)));
                    keys.Add(property.Key);
                    shape = property.Value;
                    at++;
                    break;
                case DictionaryShape dictionary:
                    var known = below.KeysIn(path).ToHashSet(StringComparer.Ordinal);
                    var length = NameLength(dictionary, known, parts, at);
                    if (length == 0)
                        return Refuse<List<string>>(path, $"bad name {Suggestion.Quote(parts[at])}: expected {dictionary.ExpectedName}");
                    var name = string.Join(':', parts, at, length);
                    at += length;
                    if (at < parts.Length && !known.Contains(name))
                        return Refuse<List<string>>(path, Suggestion.Unknown("name", name, known));
                    keys.Add(name);
                    shape = dictionary.Item;
                    break;
                default:
                    return Refuse<List<string>>(path, $"{Suggestion.Quote(parts[at])} leads nowhere: here stands {shape.Expected}");
            }
        }
        return keys;
    }

    private static int NameLength(DictionaryShape dictionary, HashSet<string> known, string[] parts, int at)
    {
        var lengths = Enumerable.Range(1, parts.Length - at).Reverse().ToArray();
        var ofKnown = lengths.FirstOrDefault(length => known.Contains(string.Join(':', parts, at, length)));
        return ofKnown > 0 ? ofKnown : lengths.FirstOrDefault(length => dictionary.Allows(string.Join(':', parts, at, length)));
    }

    /// <summary>JSON where it is, else the text itself.</summary>
    private SourceNode Value(string value, string path)
    {
        var found = new List<Diagnostic>();
        if (JsonSource.Parse("value", Encoding.UTF8.GetBytes(value), found) is not { } node)
            return new SourceString(_position, value);
        diagnostics.AddRange(found.Select(finding => finding with { Position = _position, Path = path }));
        return Placed(node);
    }

    private SourceNode Placed(SourceNode node) => node switch
    {
        SourceObject members => new SourceObject(
            _position, [.. members.Members.Select(member => new SourceMember(member.Key, _position, Placed(member.Value)))]),
        SourceArray list => new SourceArray(_position, [.. list.Items.Select(Placed)]),
        _ => node with { Position = _position },
    };

    private SourceObject? Refuse(string path, string message) => Refuse<SourceObject>(path, message);

    private T? Refuse<T>(string path, string message)
        where T : class
    {
        diagnostics.Add(new Diagnostic(Severity.Error, _position, path, message));
        return null;
    }
}
