using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NicheSim.Recording;

/// <summary>Short ways to write JSON.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n" };

    public static JsonArray Array<T>(IEnumerable<T> values) => [.. values.Select(value => JsonValue.Create(value))];

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString(Options) + "\n");
}
