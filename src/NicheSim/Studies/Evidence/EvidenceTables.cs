using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Studies;

/// <summary>The verdicts as files: the same runs give the same bytes.</summary>
public static class EvidenceTables
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The rows as a list in JSON.</summary>
    public static byte[] Json(IReadOnlyList<EvidenceRow> rows) => [.. JsonSerializer.SerializeToUtf8Bytes(rows, Options), (byte)'\n'];

    /// <summary>
    /// What a claim comes to: supported where all its rows are, contradicted where one is. A claim whose rows are all reports is reported.
    /// </summary>
    public static string VerdictOf(IReadOnlyCollection<EvidenceRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var judged = rows.Where(row => row.Verdict != EvidenceVerdict.Reported).Select(row => row.Verdict).ToArray();
        return judged.Length == 0 ? EvidenceVerdict.Reported
            : judged.Contains(EvidenceVerdict.Contradicted) ? EvidenceVerdict.Contradicted
            : judged.Contains(EvidenceVerdict.NotSupported) ? EvidenceVerdict.NotSupported : judged[0];
    }

    /// <summary>The table for people.</summary>
    /// <param name="plan">The claims.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="draws">Sets of parameters that the rows are of; 0 for runs of one set.</param>
    public static byte[] Markdown(EvidencePlan plan, IReadOnlyList<EvidenceRow> rows, int draws = 0)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var claims = rows.GroupBy(row => row.Claim).Select(group => (Claim: group.Key, Rows: group.ToArray(), Verdict: VerdictOf([.. group]))).ToArray();
        var text = new StringBuilder();
        text.Append(draws > 0 ? OfDraws(plan, draws) : OfReplicates(plan)).Append("\n\n| kind | claims | supported | not supported | contradicted | reported |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var kind in (ReadOnlySpan<string?>)["direct", "emergent"])
        {
            var own = claims.Where(claim => claim.Rows[0].Kind == kind).Select(claim => claim.Verdict).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {own.Length} | {own.Count(v => v == EvidenceVerdict.Supported)} | {own.Count(v => v == EvidenceVerdict.NotSupported)} | {own.Count(v => v == EvidenceVerdict.Contradicted)} | {own.Count(v => v == EvidenceVerdict.Reported)} |\n");
        }

        text.Append("\n## Claims\n\n| claim | kind | says | verdict |\n| --- | --- | --- | --- |\n");
        foreach (var (claim, own, verdict) in claims)
            text.Append(CultureInfo.InvariantCulture, $"| {claim} | {own[0].Kind} | {Cell(plan.Register.Claims[claim].Says)} | {verdict}{(verdict == EvidenceVerdict.NotSimulable ? $": {Cell(own[0].Why)}" : "")} |\n");
        text.Append("\n## Effects\n\n| claim | intervention | readout | expected | control | effect | interval | pairs | sign in draws | verdict |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in rows.Where(row => row.Readout is not null))
            text.Append(CultureInfo.InvariantCulture, $"| {row.Claim} | {row.Intervention} | {row.Readout} | {Expected(row)} | {Number(row.ControlMean, false)} | {Number(row.Effect, IsRelative(row))} | {Number(row.CiLow, IsRelative(row))} to {Number(row.CiHigh, IsRelative(row))} | {row.Replicates} | {(row.SignShare is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share:P0} of {row.Draws}") : "")} | {row.Verdict}{(row.Why.Length > 0 && row.Verdict != EvidenceVerdict.Reported ? $": {row.Why}" : "")} |\n");
        var notes = claims.Where(claim => draws == 0 && plan.Register.Contrasts.TryGetValue(claim.Claim, out var contrast) && contrast.Note.Length > 0).ToArray();
        if (notes.Length > 0)
        {
            text.Append("\n## Why\n\n");
            foreach (var (claim, _, verdict) in notes)
                text.Append(CultureInfo.InvariantCulture, $"- **{claim}** ({verdict}). {plan.Register.Contrasts[claim].Note}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string OfReplicates(EvidencePlan plan) => string.Create(CultureInfo.InvariantCulture, $"""
        # What the model says of the claims

        Written by `nichesim evidence`, version {EngineIdentity.Version}, engine {EngineIdentity.Hash[..12]}: {plan.Study.Seeds.Count} replicates (seeds {plan.Study.Seeds[0]} to {plan.Study.Seeds[^1]}), {plan.Study.Runs.Count} runs of {plan.Study.Arms.Count} scenarios. What is compared, least effects and margins stand in `contrasts.json`; they were written before the first run, but for the designs and rows that `README.md` lists as changed since. An effect is the mean over pairs of runs with the same seed, with its 95 % interval (90 % where none is expected); "relative" is over the control's mean. A claim is supported when all its rows but reports are.
        """);

    private static string OfDraws(EvidencePlan plan, int draws) => string.Create(CultureInfo.InvariantCulture, $"""
        # Do the signs hold where parameters vary?

        Written by `nichesim evidence --draws {draws}`, version {EngineIdentity.Version}, engine {EngineIdentity.Hash[..12]}: {draws} sets of parameters, drawn within their registered ranges, each with one run of {plan.Study.Arms.Count} scenarios (seeds 1 to {draws}). "Sign in draws" is the share of the sets in which the sign of the one pair is that which is expected. Effects are means over the sets, with their intervals, and are judged as those of replicates are: where they say "supported", the claim holds on average over what is not known of the parameters.
        """);

    private static bool IsRelative(EvidenceRow row) => row.Scale == "relative";

    private static string Expected(EvidenceRow row)
        => row.Expected switch
        {
            "report" => "report",
            "0" => $"0 within {Number(row.Margin, IsRelative(row))}",
            _ => $"{row.Expected}, at least {Number(row.MinimumEffect, IsRelative(row))}",
        };

    private static string Number(double? value, bool isRelative) => value is not { } number ? "-" : isRelative ? $"{Number(number * 100)} %" : Number(number);

    /// <summary>Three significant digits.</summary>
    internal static string Number(double value) => ExplainWords.Number(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
