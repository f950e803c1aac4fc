using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NicheSim.Scenarios;

/// <summary>
/// The JSON Schema (draft 2020-12) of a record type, for editors: descriptions, bounds, words, names, defaults. It asks for no key, because
/// any file may be a layer that holds only a part; the loader asks for the required ones once all layers are merged.
/// </summary>
public static class JsonSchema
{
    private const string Definitions = "$defs";
    private const string Multiple = "times";

    public static JsonObject Of<T>()
        where T : class
    {
        var definitions = new SortedDictionary<string, (Type Type, JsonObject Schema)>(StringComparer.Ordinal);
        var root = OfRecord(Shape.Of(typeof(T)), definitions);
        var properties = root["properties"]!.AsObject();
        properties.Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        properties.Insert(1, LayerReader.Extends, new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }),
            ["description"] = "Files that lie under this one, later over earlier, looked up in this file's folder and then in the library.",
        });
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        var all = new JsonObject
        {
            [Multiple] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "A multiple of the number that a lower layer holds here.",
                ["properties"] = new JsonObject { [Multiple] = new JsonObject { ["type"] = "number", ["minimum"] = 0 } },
                ["required"] = new JsonArray(Multiple),
                ["additionalProperties"] = false,
            },
        };
        foreach (var (name, definition) in definitions)
            all[name] = definition.Schema;
        root[Definitions] = all;
        return root;
    }

    /// <summary>The schema as text, two spaces, LF and a final newline.</summary>
    public static string TextOf<T>()
        where T : class
    {
        var options = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return Of<T>().ToJsonString(options) + "\n";
    }

    private static JsonObject OfRecord(RecordShape shape, SortedDictionary<string, (Type Type, JsonObject Schema)> definitions)
    {
        var defaults = Activator.CreateInstance(shape.Type)!;
        var properties = new JsonObject();
        foreach (var property in shape.Properties)
        {
            var schema = OfValue(property.Value, definitions);
            if (property.About is { } about)
                schema["description"] = about;
            if (!property.IsRequired && DefaultOf(property.Property.GetValue(defaults)) is { } value)
                schema["default"] = value;
            properties[property.Key] = schema;
        }
        var record = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (shape.About is { } text)
            record.Insert(0, "description", text);
        return record;
    }

    private static JsonObject OfValue(Shape shape, SortedDictionary<string, (Type Type, JsonObject Schema)> definitions) => shape switch
    {
        // True stands for a record with nothing in it.
        RecordShape { HasDefault: true } record => new JsonObject { ["anyOf"] = new JsonArray(Reference(record, definitions), new JsonObject { ["const"] = true }) },
        RecordShape record => Reference(record, definitions),
        DictionaryShape dictionary => new JsonObject
        {
            ["type"] = "object",
            ["patternProperties"] = new JsonObject { [$"^(?:{dictionary.NamePattern})$"] = OfValue(dictionary.Item, definitions) },
            ["additionalProperties"] = false,
        },
        ListShape list => new JsonObject { ["anyOf"] = new JsonArray(OfItem(list, definitions), new JsonObject { ["type"] = "array", ["items"] = OfItem(list, definitions) }) },
        NumberShape number => new JsonObject { ["anyOf"] = new JsonArray(OfNumber(number), new JsonObject { ["$ref"] = $"#/{Definitions}/{Multiple}" }) },
        BooleanShape => new JsonObject { ["type"] = "boolean" },
        ValueShape => new JsonObject { ["type"] = new JsonArray("number", "string", "boolean") },
        EnumShape choice => new JsonObject { ["enum"] = new JsonArray([.. choice.Words.Keys.Select(word => JsonValue.Create(word))]) },
        _ => new JsonObject { ["type"] = "string" },
    };

    private static JsonObject OfItem(ListShape list, SortedDictionary<string, (Type Type, JsonObject Schema)> definitions)
        => list.Item is NumberShape number ? OfNumber(number) : OfValue(list.Item, definitions);

    private static JsonObject Reference(RecordShape record, SortedDictionary<string, (Type Type, JsonObject Schema)> definitions)
    {
        var name = record.Type.Name;
        if (definitions.TryGetValue(name, out var known) && known.Type != record.Type)
            throw new NotSupportedException($"two records are named {name}");
        if (known.Type is null)
        {
            // Entered before its keys are, so that a record may hold itself.
            definitions[name] = (record.Type, []);
            definitions[name] = (record.Type, OfRecord(record, definitions));
        }
        return new JsonObject { ["$ref"] = $"#/{Definitions}/{name}" };
    }

    private static JsonObject OfNumber(NumberShape shape)
    {
        var schema = new JsonObject { ["type"] = shape.IsWhole ? "integer" : "number" };
        if (shape.Bounds is not { } bounds)
            return schema;
        if (bounds.Minimum > double.MinValue)
            schema[bounds.AboveMinimum ? "exclusiveMinimum" : "minimum"] = bounds.Minimum;
        if (bounds.Maximum < double.MaxValue)
            schema["maximum"] = bounds.Maximum;
        return schema;
    }

    private static JsonValue? DefaultOf(object? value) => value switch
    {
        double number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        bool truth => JsonValue.Create(truth),
        string { Length: > 0 } text => JsonValue.Create(text),
        Enum member => JsonValue.Create(JsonNamingPolicy.KebabCaseLower.ConvertName(member.ToString())),
        _ => null,
    };
}
