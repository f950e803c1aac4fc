using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NicheSim.Recording;

/// <summary>
/// A table that grows row by row. A row goes to the file in one write, so that a run that is killed leaves whole rows. Commas, LF, invariant
/// culture, numbers in their shortest exact form; a value that is not there (NaN or infinite) is an empty field.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private readonly string _name;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly StringBuilder _row = new();

    /// <summary>Begins a table, or goes on with one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The header.</param>
    /// <param name="mark">How far the table had come where it goes on; what was written after that is dropped. The file is known to fit.</param>
    public CsvFile(string path, IEnumerable<string> columns, FileMark? mark = null)
    {
        _name = Path.GetFileName(path);
        _file = new FileStream(path, mark is null ? FileMode.Create : FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (mark is not null)
        {
            _file.SetLength(mark.Length);
            FileMarks.Append(_hash, _file, mark.Length);
            return;
        }

        _row.AppendJoin(',', columns);
        EndRow();
    }

    /// <summary>How far the table has come.</summary>
    public FileMark Mark => new(_name, _file.Position, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public void WriteRow(double day, IEnumerable<double> values)
    {
        _row.Append(Text(day));
        foreach (var value in values)
            _row.Append(',').Append(Text(value));
        EndRow();
    }

    /// <summary>Sees all rows onto the disk. Another thread may go on writing.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    /// <summary>The value as it stands in a file; zero has no sign.</summary>
    public static string Text(double value) =>
        !double.IsFinite(value) ? "" : value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);

    private void EndRow()
    {
        var (start, bytes) = (_file.Position, Encoding.UTF8.GetBytes(_row.Append('\n').ToString()));
        _row.Clear();
        try
        {
            _file.Write(bytes);
        }
        catch (IOException)
        {
            // A full disk may have taken the beginning of the row.
            _file.SetLength(start);
            throw;
        }

        _hash.AppendData(bytes);
    }
}
