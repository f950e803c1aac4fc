using System.Globalization;
using System.Text;

namespace NicheSim.Recording;

/// <summary>
/// A table that grows row by row, whole rows even where a run is killed. Commas, LF, invariant culture, numbers in their shortest exact form; a value that is not
/// there (NaN or infinite) is an empty field.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private readonly GrowingFile _file;
    private readonly StringBuilder _rows = new();

    /// <summary>Begins a table, or goes on with one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The header.</param>
    /// <param name="mark">How far the table had come where it goes on; what was written after that is dropped. The file is known to fit.</param>
    public CsvFile(string path, IEnumerable<string> columns, FileMark? mark = null)
        => _file = new GrowingFile(path, Encoding.UTF8.GetBytes(string.Join(',', columns) + "\n"), mark);

    /// <summary>How far the table has come.</summary>
    public FileMark Mark => _file.Mark;

    public void WriteRow(double day, IEnumerable<double> values)
    {
        _rows.Append(Text(day));
        foreach (var value in values)
            _rows.Append(',').Append(Text(value));
        _rows.Append('\n');
        _file.Append(Encoding.UTF8.GetBytes(_rows.ToString()));
        _rows.Clear();
    }

    /// <summary>Sees all rows onto the disk. Another thread may go on writing.</summary>
    public void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    /// <summary>The value as it stands in a file; zero has no sign.</summary>
    public static string Text(double value) =>
        !double.IsFinite(value) ? "" : value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);
}
