using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NicheSim.Tests.Scenarios;

/// <summary>Holds a JSON text against a JSON Schema as an editor does: those keywords that the program's schemas use, and no others.</summary>
internal sealed class SchemaCheck(JsonObject root)
{
    private static readonly string[] Known =
        ["$schema", "$defs", "description", "default", "type", "enum", "const", "anyOf", "$ref", "properties", "patternProperties", "additionalProperties", "required", "items", "minimum", "maximum", "exclusiveMinimum"];

    /// <summary>Where the text does not fit, and why; empty where it does.</summary>
    public string Problem(JsonNode? value) => Problem(value, root, "");

    private string Problem(JsonNode? value, JsonObject schema, string path)
    {
        Assert.All(schema, keyword => Assert.Contains(keyword.Key, Known));
        if (schema["$ref"]?.GetValue<string>() is { } reference)
            return Problem(value, root["$defs"]![reference["#/$defs/".Length..]]!.AsObject(), path);
        if (schema["anyOf"]?.AsArray() is { } choices)
        {
            var problems = choices.Select(choice => Problem(value, choice!.AsObject(), path)).ToArray();
            return problems.Contains("") ? "" : string.Join(" or ", problems);
        }

        if (schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            return $"{path}: not {only}";
        if (schema["enum"]?.AsArray() is { } words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            return $"{path}: no word of the list";
        if (schema["type"] is { } types && !(types is JsonArray many ? many.Select(type => type!.GetValue<string>()) : [types.GetValue<string>()]).Any(type => IsOf(value, type)))
            return $"{path}: not of type {types.ToJsonString()}";
        if (value is JsonValue number && number.TryGetValue<double>(out var x)
            && (x < (schema["minimum"]?.GetValue<double>() ?? x) || x > (schema["maximum"]?.GetValue<double>() ?? x) || x <= (schema["exclusiveMinimum"]?.GetValue<double>() ?? double.NegativeInfinity)))
            return $"{path}: {x} is out of bounds";
        if (value is JsonArray items && schema["items"]?.AsObject() is { } item)
            return items.Select((one, i) => Problem(one, item, $"{path}:{i}")).FirstOrDefault(problem => problem.Length > 0) ?? "";
        return value is JsonObject record ? OfKeys(record, schema, path) : "";
    }

    private string OfKeys(JsonObject record, JsonObject schema, string path)
    {
        foreach (var key in schema["required"]?.AsArray().Select(key => key!.GetValue<string>()) ?? [])
            if (!record.ContainsKey(key))
                return $"{path}: no {key}";
        foreach (var (key, value) in record)
        {
            var own = schema["properties"]?[key] ?? schema["patternProperties"]?.AsObject().FirstOrDefault(pattern => Regex.IsMatch(key, pattern.Key)).Value;
            if (own is null && schema["additionalProperties"]?.GetValue<bool>() == false)
                return $"{path}: {key} is unknown";
            if (own is not null && Problem(value, own.AsObject(), $"{path}:{key}") is { Length: > 0 } problem)
                return problem;
        }

        return "";
    }

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue text && text.TryGetValue<string>(out _),
        "boolean" => value is JsonValue truth && truth.TryGetValue<bool>(out _),
        "integer" => value is JsonValue whole && whole.TryGetValue<double>(out var number) && number == Math.Floor(number),
        _ => value is JsonValue any && any.TryGetValue<double>(out _),
    };
}
