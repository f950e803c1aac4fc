using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace NicheSim.Scenarios;

/// <summary>
/// Checks each layer against the shape, value by value, and lets Microsoft.Extensions.Configuration merge them, later over earlier.
/// Configuration turns every value into text, so what it is handed in place of a value is the number of a <see cref="Token"/>, which keeps
/// type and place. A list is one token, so a higher one replaces the lower whole. Configuration splits keys at <c>:</c>, which names may hold;
/// that is harmless because two keys that would read as the same path are refused.
/// </summary>
internal sealed class LayerStack(List<Diagnostic> diagnostics)
{
    // A path that an event sets, or a signal, holds several names.
    private const int LongestName = 250;

    private readonly ConfigurationBuilder _builder = new();
    private readonly List<Token> _tokens = [];
    private readonly ScalarReader _scalars = new(diagnostics);

    public SourceMap Sources { get; } = new();

    public void Add(SourceObject layer, RecordShape shape)
    {
        Sources.BeginLayer();
        var numbered = new MemoryStream();
        using (var json = new Utf8JsonWriter(numbered))
        {
            if (IsPlaceOf(layer, ""))
                Sources.Put(new SourceMap.Entry("", "", layer.Position, layer.Position, null));
            WriteRecord(json, layer, shape, "");
        }
        numbered.Position = 0;
        _builder.AddJsonStream(numbered);
    }

    public MergedObject Merge() => MergedObject.Read(_builder.Build(), Sources, _tokens);

    private void WriteRecord(Utf8JsonWriter json, SourceObject node, RecordShape shape, string path)
    {
        json.WriteStartObject();
        if (shape.IsOneOf && node.Members.Count > 0)
            Sources.KeepOnly(path, [.. node.Members.Select(member => member.Key)]);
        foreach (var member in node.Members)
        {
            if (shape.Find(member.Key) is { } property)
                WriteMember(json, member, property.Value, path);
            else
                Report(member.KeyPosition, path, Suggestion.Unknown("key", member.Key, diagnostics.Count < Suggestion.MostLookedUp ? KeysOf(shape, path) : null));
        }
        json.WriteEndObject();
    }

    private void WriteDictionary(Utf8JsonWriter json, SourceObject node, DictionaryShape shape, string path)
    {
        json.WriteStartObject();
        foreach (var member in node.Members)
        {
            if (member.Key.Length > LongestName)
                Report(member.KeyPosition, path, string.Create(CultureInfo.InvariantCulture, $"the name {Suggestion.Quote(member.Key)} is longer than {LongestName} characters"));
            else if (!shape.Allows(member.Key))
                Report(member.KeyPosition, path, $"bad name {Suggestion.Quote(member.Key)}: expected {shape.ExpectedName}");
            else
                WriteMember(json, member, shape.Item, path);
        }
        json.WriteEndObject();
    }

    private void WriteMember(Utf8JsonWriter json, SourceMember member, Shape shape, string parent)
    {
        var path = SourceMap.Join(parent, member.Key);
        if (Sources.Find(path) is { } lower && lower.Name != member.Key)
        {
            var isCase = lower.Name.Equals(member.Key, StringComparison.OrdinalIgnoreCase);
            var likeness = isCase ? "differs only by case from" : $"reads as {path}, like";
            Report(member.KeyPosition, parent, $"{Suggestion.Quote(member.Key)} {likeness} {Suggestion.Quote(lower.Name)} at {lower.Key}");
            return;
        }
        json.WritePropertyName(member.Key);
        var value = shape is RecordShape { HasDefault: true } && member.Value is SourceBoolean { Value: true } ? new SourceObject(member.Value.Position, []) : member.Value;
        if (shape is RecordShape or DictionaryShape && value is SourceObject node)
        {
            if (IsPlaceOf(node, path))
                Put(null);
            if (shape is RecordShape record)
                WriteRecord(json, node, record, path);
            else
                WriteDictionary(json, node, (DictionaryShape)shape, path);
            return;
        }
        var token = shape is NumberShape number && member.Value is SourceObject multiple
            ? Multiply(multiple, number, path)
            : new Token(member.Value, _scalars.Read(member.Value, shape, path));
        Put(token);
        json.WriteStringValue(_tokens.Count.ToString(CultureInfo.InvariantCulture));
        _tokens.Add(token);

        void Put(Token? token) => Sources.Put(new SourceMap.Entry(parent, member.Key, member.KeyPosition, member.Value.Position, token));
    }

    /// <summary><c>{ "times": 10 }</c> over a number: the product, which may be multiplied again by a higher layer.</summary>
    private Token Multiply(SourceObject node, NumberShape shape, string path)
    {
        if (node.Members is not [{ Key: "times" } times])
        {
            Report(node.Position, path, $"expected {shape.Expected} or {{ \"times\": number }}, not an object");
            return new Token(node, null);
        }
        var factor = _scalars.Read(times.Value, Factor, SourceMap.Join(path, times.Key));
        var lower = Sources.Find(path);
        if (lower is null)
            Report(node.Position, path, "nothing to multiply: no lower layer holds a number here");
        if (factor is null || lower?.Token?.Value is not { } value)
            return new Token(node, null);
        var product = Convert.ToDouble(value, CultureInfo.InvariantCulture) * (double)factor;
        return new Token(node, _scalars.ReadNumber(product, node, shape, path));
    }

    /// <summary>An assignment passes through objects without writing them: their place stays the file's.</summary>
    private bool IsPlaceOf(SourceObject node, string path) => node.Position.Line > 0 || Sources.Find(path) is null;

    private void Report(Position position, string path, string message) =>
        diagnostics.Add(new Diagnostic(Severity.Error, position, path, message));

    private static IEnumerable<string> KeysOf(RecordShape shape, string path) =>
        shape.Properties.Select(property => property.Key).Concat(path.Length == 0 ? [LayerReader.Extends] : []);

    private static NumberShape Factor { get; } = new(typeof(double), new BoundsAttribute(0, double.MaxValue));
}
