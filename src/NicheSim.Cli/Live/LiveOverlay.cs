using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NicheSim.Cli.Live;

/// <summary>What differs between two resolved scenarios, as a file that lies over the first one.</summary>
internal static class LiveOverlay
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="below">The scenario that the overlay extends, resolved.</param>
    /// <param name="changed">The scenario that it is to give, resolved.</param>
    /// <param name="name">Name of the overlay.</param>
    /// <param name="extends">The file of the scenario below.</param>
    public static string Text(string below, string changed, string name, string extends)
    {
        var overlay = new JsonObject
        {
            ["format"] = 1,
            ["name"] = name,
            ["about"] = $"As {Path.GetFileNameWithoutExtension(extends)}, changed by hand in nichesim live.",
            ["extends"] = new JsonArray(extends),
        };
        foreach (var (key, value) in Difference(JsonNode.Parse(below)!.AsObject(), JsonNode.Parse(changed)!.AsObject()).Where(member => member.Key is not ("name" or "format" or "about")).ToArray())
            overlay[key] = value?.DeepClone();
        return overlay.ToJsonString(Layout) + "\n";
    }

    private static JsonObject Difference(JsonObject below, JsonObject changed)
    {
        var difference = new JsonObject();
        foreach (var (key, value) in changed)
            if (below[key] is JsonObject before && value is JsonObject after)
            {
                if (Difference(before, after) is { Count: > 0 } inner)
                    difference[key] = inner;
            }
            else if (!JsonNode.DeepEquals(below[key], value))
            {
                difference[key] = value?.DeepClone();
            }

        return difference;
    }
}
