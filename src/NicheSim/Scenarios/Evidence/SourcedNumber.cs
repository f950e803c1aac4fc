using System.Text.Json.Nodes;

namespace NicheSim.Scenarios.Evidence;

/// <summary>One number of a scenario and what it stands on.</summary>
/// <param name="Path">Its path, as for <c>--set</c>.</param>
/// <param name="Value">In the unit of its key.</param>
/// <param name="Evidence">The evidence of the nearest object around it that has any.</param>
/// <param name="Parameter">Name of the registered parameter that it is a value of; null where none of the evidence sets such a key.</param>
/// <param name="IsWhole">A count: its key takes whole numbers only.</param>
public sealed record SourcedNumber(string Path, double Value, string[] Evidence, string? Parameter, bool IsWhole)
{
    /// <summary>How an evidence entry begins that names no source but says why a number is what it is.</summary>
    public const string Assumed = "assumed";

    private static readonly string[] Parts = ["time", "lattice", "fields", "tissue", "blood", "cells", "rules", "treatments", "events"];

    /// <summary>The last key of the path, whose ending tells the unit.</summary>
    public string Key => Path[(Path.LastIndexOf(':') + 1)..];

    /// <summary>True where a registered parameter or an assumption that is said to be one stands behind the number.</summary>
    public bool IsSourced => Parameter is not null || Array.Exists(Evidence, IsAssumption);

    public static bool IsAssumption(string evidence) => evidence.StartsWith(Assumed, StringComparison.Ordinal);

    /// <summary>Every number of a resolved scenario that is simulated, in the order of the text; of what is switched off none.</summary>
    /// <param name="resolved">The merged scenario as JSON.</param>
    /// <param name="register">Where parameters are looked up.</param>
    public static IReadOnlyList<SourcedNumber> Of(string resolved, EvidenceRegister register)
    {
        ArgumentNullException.ThrowIfNull(register);
        var numbers = new List<SourcedNumber>();
        var scenario = JsonNode.Parse(resolved)!.AsObject();
        foreach (var part in Parts)
            if (scenario[part] is { } node)
                Collect(node, Inner(Shape.Of(typeof(Scenario)), part), part, [], register, numbers);
        return numbers;
    }

    private static void Collect(JsonNode node, Shape? shape, string path, string[] evidence, EvidenceRegister register, List<SourcedNumber> numbers)
    {
        if (node is JsonValue value)
        {
            if (value.GetValueKind() == System.Text.Json.JsonValueKind.Number)
                numbers.Add(new SourcedNumber(path, value.GetValue<double>(), evidence, Find(path[(path.LastIndexOf(':') + 1)..], evidence, register), shape is NumberShape { IsWhole: true }));
            return;
        }

        if (node is not JsonObject inner || (inner["enabled"] is JsonValue enabled && enabled.GetValueKind() == System.Text.Json.JsonValueKind.False))
            return;
        if (inner["evidence"] is JsonArray { Count: > 0 } own)
            evidence = [.. own.Select(entry => entry!.GetValue<string>())];
        foreach (var (key, child) in inner)
            if (child is not null)
                Collect(child, Inner(shape, key), $"{path}:{key}", evidence, register, numbers);
    }

    /// <summary>What stands under a key; null where no shape tells.</summary>
    private static Shape? Inner(Shape? shape, string key) => shape switch
    {
        RecordShape known => known.Find(key)?.Value,
        DictionaryShape named => named.Item,
        _ => null,
    };

    private static string? Find(string key, string[] evidence, EvidenceRegister register)
        => Array.Find(evidence, name => register.Parameters.TryGetValue(name, out var parameter) && parameter.Sets.Contains(key));
}
