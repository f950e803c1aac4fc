using System.Globalization;
using System.Text;

namespace NicheSim.Recording;

/// <summary>
/// A table that grows row by row. A row goes to the file in one write, so that a run that is killed leaves whole rows. Commas, LF, invariant
/// culture, numbers in their shortest exact form; a value that is not there (NaN or infinite) is an empty field.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private readonly FileStream _file;
    private readonly StringBuilder _row = new();

    public CsvFile(string path, IEnumerable<string> columns)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _row.AppendJoin(',', columns);
        EndRow();
    }

    public void WriteRow(double day, IEnumerable<double> values)
    {
        _row.Append(Text(day));
        foreach (var value in values)
            _row.Append(',').Append(Text(value));
        EndRow();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The value as it stands in a file; zero has no sign.</summary>
    public static string Text(double value) =>
        !double.IsFinite(value) ? "" : value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);

    private void EndRow()
    {
        _file.Write(Encoding.UTF8.GetBytes(_row.Append('\n').ToString()));
        _row.Clear();
    }
}
