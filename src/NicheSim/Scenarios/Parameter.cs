using System.Text.Json;

namespace NicheSim.Scenarios;

/// <summary>A number that a scenario holds.</summary>
/// <param name="Keys">The way to it through the file.</param>
/// <param name="Value">The number.</param>
/// <param name="Minimum">The least that is allowed.</param>
/// <param name="Maximum">The most that is allowed.</param>
/// <param name="IsWhole">It must be whole.</param>
/// <param name="About">What the key means; empty where nothing is said.</param>
/// <param name="Evidence">The sources that stand beside it, or else beside the nearest object around it.</param>
public sealed record Parameter(
    IReadOnlyList<string> Keys, double Value, double Minimum, double Maximum, bool IsWhole, string About, IReadOnlyList<string> Evidence)
{
    private const string EvidenceKey = "evidence";

    /// <summary>The path as an assignment takes it: <c>rules:il1b-escape:toPerDay</c>.</summary>
    public string Path => string.Join(':', Keys);

    /// <summary>All numbers of a resolved scenario that are keys of their own, in the order of the text.</summary>
    /// <param name="resolved">A text that the loader wrote for a <typeparamref name="T"/>.</param>
    public static IReadOnlyList<Parameter> All<T>(string resolved)
        where T : class
    {
        using var text = JsonDocument.Parse(resolved);
        var found = new List<Parameter>();
        Collect(text.RootElement, Shape.Of(typeof(T)), [], "", [], found);
        return found;
    }

    private static void Collect(JsonElement node, Shape shape, IReadOnlyList<string> keys, string about, IReadOnlyList<string> evidence, List<Parameter> found)
    {
        if (node.ValueKind == JsonValueKind.Number && shape is NumberShape number)
            found.Add(new Parameter(
                keys, node.GetDouble(), number.Bounds?.Minimum ?? double.MinValue, number.Bounds?.Maximum ?? double.MaxValue, number.IsWhole, about, evidence));
        if (node.ValueKind != JsonValueKind.Object)
            return;
        if (node.TryGetProperty(EvidenceKey, out var own) && own.ValueKind == JsonValueKind.Array && own.GetArrayLength() > 0)
            evidence = [.. own.EnumerateArray().Select(item => item.ToString())];
        foreach (var member in node.EnumerateObject())
            if (shape is RecordShape record && record.Find(member.Name) is { } property)
                Collect(member.Value, property.Value, [.. keys, member.Name], property.About ?? "", evidence, found);
            else if (shape is DictionaryShape dictionary)
                Collect(member.Value, dictionary.Item, [.. keys, member.Name], about, evidence, found);
    }
}
