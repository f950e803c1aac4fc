using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NicheSim.Cli.Output;
using NicheSim.Cli.Web;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Report;

/// <summary>The report of a run: one page that needs nothing but itself.</summary>
internal static partial class RunReportPage
{
    private static readonly string[] Scripts = ["uPlot/uPlot.iife.min.js", "map.js", "curves.js", "report.js"];
    private static readonly string[] Styles = ["uPlot/uPlot.min.css", "theme.css", "report.css"];

    /// <summary>Writes the page into the folder.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="InvalidDataException">The folder holds no run, or a file of it cannot be read.</exception>
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, "report.html");
        File.WriteAllText(path, Of(new RunContent(folder)));
        return path;
    }

    private static string Of(RunContent run)
    {
        var (record, scenario) = (run.Record, run.Scenario.Scenario);
        var maps = ReportMaps.Of(run.Folder);
        var sections = string.Concat(
            Html.Section("happened", "What happened", Happened(run)),
            Html.Section("over-time", "Over time", WebFiles.Text("report-curves.html")),
            maps is null ? "" : Html.Section("where", "Where", WebFiles.Text("report-map.html")),
            Html.Section("signals", "Were the signals there?", Signals(run)),
            Html.Section("readouts", "Readouts", Readouts(run)),
            Html.Section("scenario", "The scenario in English", string.Concat(Explanation.Of(run.Scenario).ToHtml().Select(section => Html.Details(section.Title, section.Html)))),
            Html.Section("provenance", "Where the numbers come from", ReportProvenance.Of(run)),
            Html.Section("again", "How to run it again", ReportProvenance.Again(run)));
        return Page(scenario.Name, Facts(record), scenario.About, scenario.Claims, sections, ReportData.Of(run, maps));
    }

    /// <summary>Puts a page together. Its script and style stand in it and are allowed by their hashes; nothing else may run or load.</summary>
    private static string Page(string title, string facts, string question, string[] claims, string sections, string data)
    {
        var (script, style) = (string.Join("\n", Scripts.Select(WebFiles.Text)), string.Join("\n", Styles.Select(WebFiles.Text)));
        var parts = new Dictionary<string, string>
        {
            ["title"] = Html.Text(title),
            ["facts"] = Html.Text(facts),
            ["question"] = Html.Paragraph(question) + Html.Paragraph(claims.Length > 0 ? $"Claims of the evidence register: {string.Join(", ", claims)}." : ""),
            ["sections"] = sections,
            ["style"] = style,
            ["styleHash"] = Hash(style),
            ["data"] = data,
            ["script"] = script,
            ["scriptHash"] = Hash(script),
        };
        return Mark().Replace(WebFiles.Text("report.html"), mark => parts[mark.Groups[1].Value]);
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Mark();

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Facts(RunRecord record)
        => $"{(record.Status == RunStatus.Complete ? "" : $"{record.Status}: not complete. ")}{Words.Days(record.SimulatedDays)} days, seed {record.Seed}, {Words.Whole(record.Cells)} cells at the end. NicheSim {record.Version}.";

    private static string Happened(RunContent run)
    {
        var page = Html.List(ReportWords.Cells(run)) + Html.List(ReportWords.Bone(run));
        var events = Html.List(ReportWords.Events(run));
        return page + (events.Length > 0 ? $"<h3>What the cells did, and why</h3>\n{events}" : "")
            + Html.Paragraph("One run is one animal: run it with other seeds before you believe a difference.");
    }

    private static string Signals(RunContent run)
    {
        var table = Html.Table(["field", "mean [pM]", "95 % [pM]", "near bone [pM]", "highest [pM]", "half-maxima of the rules that read it [pM]"], ReportWords.Fields(run).Select(row => (IReadOnlyList<string>)row));
        return table.Length == 0 ? "" : Html.Paragraph("Levels in the marrow at the end. A rule whose half-maximum lies far above them hardly acts, unless cells stand close to the source; near bone is within 50 µm.") + table;
    }

    private static string Readouts(RunContent run)
    {
        if (run.Readouts is not { } table)
            return "";
        var readouts = run.Scenario.Scenario.Readouts;
        return Html.Table(
            ["readout", "first", "last", "lowest", "highest", "what it is"],
            table.Columns.Select(column => (IReadOnlyList<string>)
            [
                column, ReportWords.Number(table[column][0]), ReportWords.Number(table.Last(column)), ReportWords.Number(Finite(table[column]).DefaultIfEmpty(double.NaN).Min()),
                ReportWords.Number(Finite(table[column]).DefaultIfEmpty(double.NaN).Max()), About(readouts[column]),
            ]));

        static IEnumerable<double> Finite(double[] values) => values.Where(double.IsFinite);

        static string About(ReadoutSettings readout) => readout.About.Length > 0 ? readout.About : JsonNamingPolicy.KebabCaseLower.ConvertName(readout.Kind.ToString());
    }
}
