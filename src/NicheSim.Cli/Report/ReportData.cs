using System.Text.Json;
using NicheSim.Cli.Live;
using NicheSim.Cli.Web;

namespace NicheSim.Cli.Report;

/// <summary>The numbers that the page's curves and map are drawn from, as JSON.</summary>
internal static class ReportData
{
    /// <summary>Rows that curves are drawn from; a longer table is thinned evenly.</summary>
    private const int MostRows = 600;

    /// <summary>Columns of fields.csv that are drawn.</summary>
    private static readonly string[] FieldParts = [".mean", ".p95", ".near_bone"];

    public static string Of(RunContent run, ReportMaps? maps)
    {
        (string Name, string Unit, ReportTable? Table, Func<string, bool> Shown, Func<string, string>? UnitOf)[] tables =
        [
            ("populations", "cells", run.Populations, _ => true, null),
            ("fields", "pM", run.Fields, column => FieldParts.Any(part => column.EndsWith(part, StringComparison.Ordinal)), null),
            ("readouts", "", run.Readouts, _ => true, run.UnitOf),
            ("events", "events since the row shown before", run.Events, _ => true, null),
            ("bone", "", run.Bone, _ => true, UnitOfBone),
        ];
        var profiles = MapColors.Profiles(run.Scenario);
        var data = new
        {
            profiles,
            voxelUm = run.Scenario.Plan.VoxelUm,
            tables = tables.Where(table => table.Table is not null).Select(table => Table(table.Name, table.Unit, table.Table!, table.Shown, table.UnitOf)),
            maps,
        };
        // What stands in a script element must not close it.
        return JsonSerializer.Serialize(data, LiveMessage.Options).Replace("<", "\\u003c", StringComparison.Ordinal);
    }

    /// <summary>Six digits are more than a curve shows.</summary>
    public static double Rounded(double value) => !double.IsFinite(value) ? double.NaN : double.Parse(value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static object Table(string name, string unit, ReportTable table, Func<string, bool> shown, Func<string, string>? unitOf)
    {
        var rows = Thinned(table.Days.Length);
        var columns = table.Columns.Where(shown).Where(column => name is not "events" || table[column].Any(value => value != 0)).ToArray();
        return new { name, unit, days = rows.Select(row => table.Days[row]), columns, units = unitOf is null ? null : columns.Select(unitOf), values = columns.Select(column => Shown(table[column], rows, name is "events").Select(Rounded)) };
    }

    /// <summary>The values of the rows that are shown; counts are those since the row shown before.</summary>
    private static IEnumerable<double> Shown(double[] values, int[] rows, bool areCounts)
        => areCounts ? rows.Select((row, i) => values[(i == 0 ? 0 : rows[i - 1] + 1)..(row + 1)].Sum()) : rows.Select(row => values[row]);

    /// <summary>First and last row, and evenly between them.</summary>
    private static int[] Thinned(int rows)
        => rows <= MostRows ? [.. Enumerable.Range(0, rows)] : [.. Enumerable.Range(0, MostRows).Select(i => (int)((long)i * (rows - 1) / (MostRows - 1)))];

    /// <summary>Shares of the volume; the other columns have their unit in their name.</summary>
    private static string UnitOfBone(string column) => column is "bv_tv" or "mineral" ? "share of the volume" : "";
}
