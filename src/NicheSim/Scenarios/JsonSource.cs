using System.Text;
using System.Text.Json;

namespace NicheSim.Scenarios;

/// <summary>
/// One JSON file as a tree with a place for every key and value. Comments, trailing commas and a byte order mark are allowed.
/// No bytes make it throw: what is wrong becomes a diagnostic.
/// </summary>
internal ref struct JsonSource
{
    /// <summary>Nesting beyond this is refused. A scenario uses about ten.</summary>
    public const int MaximumDepth = 32;

    // The reader's messages quote the text that it cannot read.
    private const int LongestMessage = 160;

    private readonly List<Diagnostic> _diagnostics;
    private Utf8JsonReader _reader;
    private TextCursor _cursor;

    private JsonSource(string file, ReadOnlySpan<byte> text, List<Diagnostic> diagnostics)
    {
        _diagnostics = diagnostics;
        _cursor = new TextCursor(file, text);
        _reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = MaximumDepth,
        });
    }

    /// <summary>The tree, or null where the text is not JSON. Positions count lines and characters (code points) from 1.</summary>
    public static SourceNode? Parse(string file, ReadOnlySpan<byte> bytes, List<Diagnostic> diagnostics)
    {
        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var valid = ValidLength(text);
        if (valid < text.Length)
        {
            Report(new TextCursor(file, text).MoveTo(valid), "not UTF-8 text: save the file as UTF-8");
            return null;
        }
        var source = new JsonSource(file, text, diagnostics);
        try
        {
            source._reader.Read();
            var root = source.ReadValue();
            source._reader.Read();
            return root;
        }
        catch (JsonException problem)
        {
            var at = ByteOf(problem, text);
            Report(new TextCursor(file, text).MoveTo(at), "not JSON: " + Message(problem) + (IsBehindComma(text, at) ? $"; {ScalarReader.DecimalPoint}" : ""));
            return null;
        }

        void Report(Position position, string message) => diagnostics.Add(new Diagnostic(Severity.Error, position, "", message));
    }

    private SourceNode ReadValue()
    {
        var position = Here();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => new SourceObject(position, ReadMembers()),
            JsonTokenType.StartArray => new SourceArray(position, ReadItems()),
            JsonTokenType.String => new SourceString(position, ReadText(position)),
            JsonTokenType.Number => new SourceNumber(position, Encoding.UTF8.GetString(_reader.ValueSpan)),
            JsonTokenType.True => new SourceBoolean(position, true),
            JsonTokenType.False => new SourceBoolean(position, false),
            _ => new SourceNull(position),
        };
    }

    private List<SourceMember> ReadMembers()
    {
        var members = new List<SourceMember>();
        var seen = new Dictionary<string, SourceMember>(StringComparer.OrdinalIgnoreCase);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var position = Here();
            var key = ReadText(position);
            _reader.Read();
            var member = new SourceMember(key, position, ReadValue());
            if (seen.TryAdd(key, member))
                members.Add(member);
            else
                ReportTwin(seen[key], member);
        }
        return members;
    }

    private List<SourceNode> ReadItems()
    {
        var items = new List<SourceNode>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue());
        return items;
    }

    private readonly string ReadText(Position position)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _diagnostics.Add(new Diagnostic(Severity.Error, position, "", "this string holds half of a surrogate pair (\\ud800 to \\udfff)"));
            return "\uFFFD";
        }
    }

    private readonly void ReportTwin(SourceMember first, SourceMember second)
    {
        var message = first.Key == second.Key
            ? $"{Suggestion.Quote(second.Key)} stands twice in this object, first at {first.KeyPosition}"
            : $"{Suggestion.Quote(second.Key)} differs only by case from {Suggestion.Quote(first.Key)} at {first.KeyPosition}";
        _diagnostics.Add(new Diagnostic(Severity.Error, second.KeyPosition, "", message));
    }

    private Position Here() => _cursor.MoveTo((int)_reader.TokenStartIndex);

    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    /// <summary>A digit behind digit and comma, where the text is no JSON: 0,5.</summary>
    private static bool IsBehindComma(ReadOnlySpan<byte> text, int at)
        => at >= 2 && at < text.Length && char.IsAsciiDigit((char)text[at]) && text[at - 1] == ',' && char.IsAsciiDigit((char)text[at - 2]);

    private static int ByteOf(JsonException problem, ReadOnlySpan<byte> text)
    {
        var start = 0;
        for (var line = problem.LineNumber ?? 0; line > 0; line--)
            start += text[start..].IndexOf((byte)'\n') + 1;
        return (int)Math.Min(start + (problem.BytePositionInLine ?? 0), text.Length);
    }

    private static string Message(JsonException problem)
    {
        var end = problem.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Suggestion.Shorten(end < 0 ? problem.Message : problem.Message[..end], LongestMessage);
    }
}
