using System.Text.Json;
using System.Text.Json.Nodes;
using NicheSim.Scenarios.Evidence;
using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>What a scenario stands on, read from the register: the claims behind its rules, and every number with its source and how sure it is.</summary>
internal sealed class ExplainEvidence(CompiledScenario compiled, EvidenceRegister register)
{
    public void Write(ExplainPage page)
    {
        var numbers = SourcedNumber.Of(compiled.Resolved, register);
        var entries = Entries(JsonNode.Parse(compiled.Resolved)!).Concat(compiled.Scenario.Claims).ToHashSet(StringComparer.Ordinal);
        page.AddHeading(2, "Evidence");
        page.AddTable(["claim", "says", "seen in", ExplainPage.Sources],
        [
            .. register.Claims.Where(claim => entries.Contains(claim.Key)).OrderBy(claim => claim.Key, StringComparer.Ordinal)
                .Select(claim => new[] { claim.Key, claim.Value.Says, claim.Value.Support, Citations(claim.Value.References) }),
        ]);
        page.AddHeading(2, "Parameters");
        page.AddParagraph(
            "Confidence: A read in a source or computed from one; B known well; C known roughly, or reasoned; D an order of magnitude or an assumption. "
            + "A number without a source is assumed, and says why.");
        page.AddTable(["parameter", "value", "unit", "range", "confidence", ExplainPage.Sources], [.. numbers.Select(Row)]);
    }

    private string[] Row(SourcedNumber number)
    {
        var registered = number.Parameter is null ? null : register.Parameters[number.Parameter];
        return
        [
            number.Path,
            Number(number.Value),
            ScenarioUnits.Of(number.Key),
            registered is null ? "" : $"{(registered.From is { } from ? Number(from) : "")} to {(registered.To is { } to ? Number(to) : "")}",
            registered?.Confidence ?? (number.IsSourced ? "assumed" : ""),
            registered is null ? string.Join("; ", number.Evidence) : $"{number.Parameter}: {registered.About}. {Citations(registered.Sources)}",
        ];
    }

    private string Citations(string[] references) => string.Join("; ", references.Select(name => register.References[name].Cite));

    /// <summary>All evidence entries of the scenario, wherever they stand, but for those of what is switched off.</summary>
    private static IEnumerable<string> Entries(JsonNode node) => node switch
    {
        JsonObject off when off["enabled"] is JsonValue enabled && enabled.GetValueKind() == JsonValueKind.False => [],
        JsonObject inner => inner.Where(member => member.Value is not null).SelectMany(member => member is { Key: "evidence", Value: JsonArray list } ? list.Select(entry => entry!.GetValue<string>()) : Entries(member.Value!)),
        _ => [],
    };
}
