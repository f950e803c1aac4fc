using NicheSim.Scenarios;
using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>What readouts.csv will hold: every readout with what it selects.</summary>
internal static class ExplainReadouts
{
    public static void Write(Scenario scenario, ExplainPage page)
    {
        var readouts = scenario.Readouts.Where(r => r.Value.Enabled).OrderBy(r => r.Key, StringComparer.Ordinal).ToArray();
        if (readouts.Length == 0)
            return;
        page.AddHeading(2, "Readouts");
        page.AddTable(["readout", "measures", "of", "about"], [.. readouts.Select(r => new[] { r.Key, Plain($"{r.Value.Kind}"), Selection(r.Value), r.Value.About })]);
    }

    private static string Selection(ReadoutSettings readout)
    {
        string[] parts =
        [
            readout.Types.Length == 0 ? "" : $"{(readout.State is { } state ? state + " " : "")}{ExplainWords.List(readout.Types)} cells",
            readout.Types.Length == 0 && readout.State is { } any ? $"{any} cells" : "",
            readout.Attribute is { } attribute ? attribute + Range(readout.AttributeFrom, readout.AttributeTo) : "",
            readout.Field is { } field ? field + (readout.Part is { } part ? $" from {part}" : "") : "",
            readout.Event is { } happening ? happening + (readout.Rule is { } rule ? $" by {rule}" : "") : "",
            readout.Readout is { } other ? other + (readout.Level is { } level ? $" passing {Number(level)}" : "") : "",
            readout.Of.Length > 0 ? $"against {(readout.OfState is { } whole ? whole + " " : "")}{ExplainWords.List(readout.Of)} cells" : "",
            readout.SizeFrom > 1 || readout.SizeTo < int.MaxValue ? $"sizes{Range(readout.SizeFrom, readout.SizeTo < int.MaxValue ? readout.SizeTo : null)}" : "",
            readout.Region is { } region ? $"in {region}" : "",
            readout.To is { } target || readout.FromUm is not null || readout.ToUm is not null ? $"distance to {readout.To ?? "bone"}{Range(readout.FromUm, readout.ToUm)} um" : "",
            readout.Axis is { } axis ? $"along {Plain($"{axis}")}" : "",
            readout.WindowDays is { } days ? $"over {Duration(86400 * days)}" : "",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Range(double? from, double? to) => (from, to) switch
    {
        (null, null) => "",
        (_, null) => $" from {Number(from.Value)}",
        (null, _) => $" up to {Number(to.Value)}",
        _ => $" {Number(from.Value)} to {Number(to.Value)}",
    };
}
