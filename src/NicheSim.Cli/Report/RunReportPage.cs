using System.Text.Json;
using NicheSim.Cli.Output;
using NicheSim.Cli.Web;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Report;

/// <summary>The report of a run: one page that needs nothing but itself.</summary>
internal static class RunReportPage
{
    /// <summary>Writes the page into the folder.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="InvalidDataException">The folder holds no run, or a file of it cannot be read.</exception>
    public static string Write(string folder)
        => ReportPage.Write(folder, Of(new RunContent(folder)));

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
        return ReportPage.Of(scenario.Name, Facts(record), scenario.About, scenario.Claims, sections, ReportData.Of(run, maps));
    }

    private static string Facts(RunRecord record)
        => $"{(record.Status == RunStatus.Complete ? "" : $"{record.Status}: not complete. ")}{Words.Days(record.SimulatedDays)} {(record.SimulatedDays == 1 ? "day" : "days")}, seed {record.Seed}, {Words.Whole(record.Cells)} {(record.Cells == 1 ? "cell" : "cells")} at the end. NicheSim {record.Version}.";

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
                run.UnitOf(column) is { Length: > 0 } unit ? $"{column} ({unit})" : column, ReportWords.Number(table[column][0]), ReportWords.Number(table.Last(column)), ReportWords.Number(Finite(table[column]).DefaultIfEmpty(double.NaN).Min()),
                ReportWords.Number(Finite(table[column]).DefaultIfEmpty(double.NaN).Max()), About(readouts[column]),
            ]));

        static IEnumerable<double> Finite(double[] values) => values.Where(double.IsFinite);

        static string About(ReadoutSettings readout) => readout.About.Length > 0 ? readout.About : JsonNamingPolicy.KebabCaseLower.ConvertName(readout.Kind.ToString());
    }
}
