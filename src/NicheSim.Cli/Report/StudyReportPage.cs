using System.Text.Json;
using NicheSim.Cli.Live;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Cli.Web;
using NicheSim.Recording;
using NicheSim.Studies;

namespace NicheSim.Cli.Report;

/// <summary>The report of a study: what was asked, how its arms went, how sure that is.</summary>
internal static class StudyReportPage
{
    /// <summary>Groups of runs that one chart can tell apart.</summary>
    private const int MostGroups = 12;

    /// <summary>Writes the page into the folder.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="InvalidDataException">A file of the study cannot be read; says which.</exception>
    public static string Write(string folder)
    {
        var study = new StudyFiles(folder);
        var status = StudyStatus.Read(folder) ?? throw new InvalidDataException($"{Path.Combine(folder, StudyFolder.Status)} is missing or cannot be read");
        var maps = StudyMaps.Of(study, folder);
        var sections = string.Concat(
            Html.Section("arms", "What was compared", Arms(study)),
            Html.Section("effects", "What made a difference", Effects(study)),
            HasCurves(study) ? Html.Section("over-time", "Over time", WebFiles.Text("report-curves.html")) : "",
            Html.Section("events", "When it happened", Events(study, folder)),
            maps is null ? "" : Html.Section("where", "Where", Where(study, maps)),
            Html.Section("causes", "What it depends on", string.Concat(Details("Elementary effects and shares of variance", study.Sensitivity), Details("Hazards", study.Hazards), Details("Correlations", study.Correlations), Details("Calibration", study.Calibration))),
            Html.Section("provenance", "Where the numbers come from", Provenance(folder, status)),
            Html.Section("again", "How to run it again", Again(study)));
        var facts = $"{(status.Complete == status.Runs ? "" : $"{status.Status}: not complete. ")}{Words.Whole(status.Complete)} of {Words.Whole(status.Runs)} runs, {study.Arms.Count} {(study.Arms.Count == 1 ? "arm" : "arms")}. NicheSim {status.Version}.";
        return ReportPage.Write(folder, ReportPage.Of(study.Name, facts, study.Settings.About, study.Settings.Claims, sections, Data(study, maps)));
    }

    private static string Arms(StudyFiles study)
        => Html.List(study.Arms.Select((arm, a) => $"{arm}{(a == 0 && study.Arms.Count > 1 ? " (control)" : "")}{(study.Settings.Arms.GetValueOrDefault(arm)?.About is { Length: > 0 } about ? $": {about}" : "")}"))
            + (study.Parameters.Count > 0 ? Html.Paragraph($"Varied: {string.Join(", ", study.Parameters)}.") : "");

    /// <summary>The contrasts as sentences where there are few, and all of them as a table.</summary>
    private static string Effects(StudyFiles study)
    {
        if (study.Contrasts is not { RowCount: > 0 } table)
            return "";
        var (treated, control, readout, points, days) = (table.Text("treated"), table.Text("control"), table.Text("readout"), Points(study, table), Days(table));
        var (effect, low, high, pairs, from, to) = (table.NumbersOrNone("effect"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"), table.NumbersOrNone("pairs"), table.NumbersOrNone("controlMean"), table.NumbersOrNone("treatedMean"));
        var sure = Enumerable.Range(0, table.RowCount).Where(row => low[row] > 0 || high[row] < 0).ToArray();
        var withInterval = low.Count(double.IsFinite);
        return Html.Paragraph(withInterval == 0 ? "No comparison has an interval: there are too few pairs, or the points of the design depend on each other."
            : $"Of {withInterval} comparisons {sure.Length} have a 95 % interval that leaves out no difference; by chance alone about {ReportWords.Number(0.05 * withInterval)} would.")
            + Html.List(sure.Take(MostGroups).Select(row =>
                $"{readout[row]}{points[row]}{days[row]}: {ReportWords.Number(to[row])} in {treated[row]} against {ReportWords.Number(from[row])} in {control[row]}, a difference of {ReportWords.Number(effect[row])} (95 %: {ReportWords.Number(low[row])} to {ReportWords.Number(high[row])}; {ReportWords.Number(pairs[row])} pairs)."))
            + Details("All comparisons", table);
    }

    /// <summary>The point of each row of a table of contrasts, as it goes on behind a name; nothing without a grid.</summary>
    private static string[] Points(StudyFiles study, CsvTable table)
        => Array.ConvertAll(study.TreatedOf(table), group => group.Values.Length == 0 ? "" : $", {study.Label(group, hasArm: false)}");

    /// <summary>The day of each row, where not all are of one.</summary>
    private static string[] Days(CsvTable table)
    {
        var days = table.NumbersOrNone("day");
        var areSeveral = days.Distinct().Count() > 1;
        return Array.ConvertAll(days, day => areSeveral && double.IsFinite(day) ? $", day {ReportWords.Number(day)}" : "");
    }

    private static string Where(StudyFiles study, StudyMaps maps)
        => Html.Paragraph($"The niche at the end, arm by arm: of each arm the run whose {maps.Readout} on the last day is the median.") + WebFiles.Text("report-arms.html")
            // A run that branched is another one when it is made from its scenario alone.
            + (study.Settings.Trunk is not null ? "" : $"<p>All its days, with the fields:</p>\n<pre>nichesim run {Html.Text(Path.Combine(StudyFolder.RunsFolder, Path.GetFileName(maps.Folder), "scenario.json").Replace('\\', '/'))} --out days</pre>\n");

    private static string Events(StudyFiles study, string folder)
    {
        var (incidence, contrasts) = (Optional(folder, StudyFolder.Incidence), Optional(folder, StudyFolder.SurvivalContrasts));
        return (incidence is null ? "" : All(incidence))
            + (contrasts is { RowCount: > 0 } ? "<h3>Between arms</h3>\n" + Between(study, contrasts) + Details("All numbers of it", contrasts) : "");
    }

    /// <summary>Survival arm against arm, a sentence each.</summary>
    private static string Between(StudyFiles study, CsvTable table)
    {
        var (outcome, treated, control, points) = (table.Text("outcome"), table.Text("treated"), table.Text("control"), Points(study, table));
        var (n, events, controls, controlEvents) = (table.Text("treatedN"), table.Text("treatedEvents"), table.Text("controlN"), table.Text("controlEvents"));
        var (ratio, low, high, p) = (table.NumbersOrNone("hazardRatio"), table.NumbersOrNone("ciLow"), table.NumbersOrNone("ciHigh"), table.NumbersOrNone("logRankP"));
        return Html.List(Enumerable.Range(0, table.RowCount).Take(MostGroups).Select(row =>
            $"{outcome[row]}{points[row]}: {events[row]} of {n[row]} in {treated[row]} against {controlEvents[row]} of {controls[row]} in {control[row]}"
            + (double.IsFinite(low[row]) && double.IsFinite(high[row]) ? $"; hazard ratio {ReportWords.Number(ratio[row])} (95 %: {ReportWords.Number(low[row])} to {ReportWords.Number(high[row])})" : "")
            + (double.IsFinite(p[row]) ? $"; log-rank p = {ReportWords.Number(p[row])}." : ".")));
    }

    private static string Provenance(string folder, StudyStatus status) => Html.Table(["", ""],
    [
        ["study", status.Study], ["NicheSim", status.Version], ["engine hash", status.EngineHash], ["runs", Words.Whole(status.Runs)], ["complete", Words.Whole(status.Complete)], ["failed", Words.Whole(status.Failed)],
    ]) + Html.Paragraph("Seeds, parameters and state hash of every run are in runs.parquet.") + Html.Details(StudyFolder.Study, $"<pre tabindex=\"0\">{Html.Text(File.ReadAllText(Path.Combine(folder, StudyFolder.Study)))}</pre>\n");

    /// <summary>The folder holds the study's settings as they were, and not the name of its file: that is the study's own where it gives itself none.</summary>
    private static string Again(StudyFiles study)
    {
        var file = study.Settings.Name.Length > 0 ? "STUDY.json" : study.Name;
        var replicates = study.Settings.Replicates.Count is { } count ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" --replicates {count}") : "";
        return $"<p>What is done is never done again. All of it in another folder, from where the study's file lies with the scenario and the overlays that it names:</p>\n<pre>nichesim study {Html.Text(Words.Argument(file))}{replicates} --out again</pre>\n"
            + Html.Paragraph($"{(study.Settings.Name.Length > 0 ? "STUDY.json stands for the study's file. " : "")}Values that --set changed stand in {StudyFolder.Study}, above, and must be given again.");
    }

    private static CsvTable? Optional(string folder, string name) => File.Exists(Path.Combine(folder, name)) ? CsvTable.Read(Path.Combine(folder, name)) : null;

    private static string Details(string summary, CsvTable? table) => table is { RowCount: > 0 } ? Html.Details(summary, All(table)) : "";

    private static string All(CsvTable table)
    {
        var columns = table.Columns.Select(table.Text).ToArray();
        return Html.Table([.. table.Columns], Enumerable.Range(0, table.RowCount).Select(row => (IReadOnlyList<string>)[.. columns.Select(column => Shown(column[row]))]));
    }

    private static string Shown(string cell)
        => double.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? ReportWords.Number(number) : cell;

    /// <summary>Every kept number over the days: the mean of each group and what 5 to 95 % of its runs span; and the survival curves with their intervals.</summary>
    private static string Data(StudyFiles study, StudyMaps? maps)
    {
        var courses = study.Courses;
        var days = courses.Groups.SelectMany(group => courses.Names.Select(name => courses.Of(group, name))).SelectMany(course => course?.Days ?? []).Distinct().Order().ToArray();
        // Where no chart is shown, nothing is kept for one.
        var tables = courses.Names.Where(_ => HasCurves(study)).Select(name => new
        {
            name,
            unit = study.UnitOf(name),
            days,
            series = courses.Groups.Where(group => courses.Of(group, name) is not null).Select(group => new
            {
                label = study.Label(group), color = study.ColorsOfGroups.Of(study.Label(group)).ToHex(),
                spans = courses.Of(group, name)!.Days.Length < days.Length && courses.Of(group, name)!.Mean.All(double.IsFinite),
                values = On(courses.Of(group, name)!, course => course.Mean), low = On(courses.Of(group, name)!, course => course.P5), high = On(courses.Of(group, name)!, course => course.P95),
            }),
        });
        return JsonSerializer.Serialize(new { profiles = maps?.Profiles ?? [], voxelUm = maps?.VoxelUm ?? 0, maps = maps?.Maps, tables = tables.Cast<object>().Concat(HasCurves(study) ? Survival(study) : []) }, LiveMessage.Options).Replace("<", "\\u003c", StringComparison.Ordinal);

        double[] On(Course course, Func<Course, double[]> part)
            => Array.ConvertAll(days, day => Array.IndexOf(course.Days, day) is >= 0 and var at ? ReportData.Rounded(part(course)[at]) : double.NaN);
    }

    /// <summary>Are curves shown? Not of so many groups that nobody could tell them apart.</summary>
    private static bool HasCurves(StudyFiles study) => study.Courses.Groups.Count is > 0 and <= MostGroups;

    /// <summary>Kaplan-Meier curves, one chart for each outcome: steps that hold until the next event.</summary>
    private static IEnumerable<object> Survival(StudyFiles study)
    {
        if (study.Survival is not { RowCount: > 0 } table)
            yield break;
        var (outcomes, arms, points) = (table.Text("outcome"), table.Text("arm"), table.Has("point") ? table.Integers("point") : null);
        var (days, columns) = (table.Numbers("days"), new[] { "survival", "ciLow", "ciHigh" }.Select(table.NumbersOrNone).ToArray());
        foreach (var outcome in Enumerable.Range(0, table.RowCount).GroupBy(row => outcomes[row]))
        {
            var all = outcome.Select(row => days[row]).Distinct().Order().ToArray();
            yield return new
            {
                name = $"share without {outcome.Key}", unit = "share", days = all, stepped = true,
                series = study.Courses.Groups.Select(group => (Group: group, Rows: outcome.Where(row => arms[row] == group.Arm && (points is null || points[row] == group.Point)).ToArray())).Where(of => of.Rows.Length > 0).Select(of => new
                {
                    label = study.Label(of.Group), color = study.ColorsOfGroups.Of(study.Label(of.Group)).ToHex(),
                    values = Held(of.Rows, columns[0]), low = Held(of.Rows, columns[1]), high = Held(of.Rows, columns[2]),
                }),
            };

            // Nothing is known of a group after its last row.
            double[] Held(int[] rows, double[] values)
                => Array.ConvertAll(all, day => day > days[rows[^1]] ? double.NaN : rows.Where(row => days[row] <= day).Select(row => values[row]).DefaultIfEmpty(double.NaN).Last());
        }
    }
}
