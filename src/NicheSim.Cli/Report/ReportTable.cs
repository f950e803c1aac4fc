using System.Globalization;
using NicheSim.Recording;

namespace NicheSim.Cli.Report;

/// <summary>A table of a run's folder as columns of numbers over days; a value that is none (the mean of no cells) is NaN.</summary>
internal sealed class ReportTable
{
    private readonly Dictionary<string, double[]> _values = [];

    private ReportTable(string path)
    {
        var table = CsvTable.Read(path);
        Columns = [.. table.Columns.Where(column => column != "day")];
        Days = table.Numbers("day");
        foreach (var column in Columns)
            _values[column] = Array.ConvertAll(table.Text(column), text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN);
    }

    public double[] Days { get; }

    /// <summary>All columns but the day.</summary>
    public IReadOnlyList<string> Columns { get; }

    public double[] this[string column] => _values[column];

    public bool Has(string column) => _values.ContainsKey(column);

    /// <summary>Value in the last row; NaN without one.</summary>
    public double Last(string column) => Days.Length == 0 ? double.NaN : _values[column][^1];

    /// <summary>Reads a table; null where the folder has none, or one without rows.</summary>
    /// <exception cref="InvalidDataException">It cannot be read; says file and line.</exception>
    public static ReportTable? Read(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".csv");
        return File.Exists(path) && new ReportTable(path) is { Days.Length: > 0 } table ? table : null;
    }
}
