using System.Globalization;

namespace NicheSim.Recording;

/// <summary>A comma-separated file with a header row, as runs and studies leave them: columns by name, in the order of the file.</summary>
/// <remarks>Names in these files hold neither commas nor quotes, so a row is split at its commas.</remarks>
public sealed class CsvTable
{
    private readonly string file;
    private readonly List<string[]> rows = [];

    public IReadOnlyList<string> Columns { get; }

    public int RowCount => rows.Count;

    private CsvTable(string file, string[] columns)
    {
        this.file = file;
        Columns = columns;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">No header, a column named twice, or a row of another length; says file and line.</exception>
    public static CsvTable Read(string path)
    {
        var text = File.ReadAllText(path);
        // A row that was being written when its process was killed is no row.
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n')[..^1];
        if (lines.Length == 0 || lines[0].Length == 0)
            throw new InvalidDataException($"{path}:1: error: expected a header row");
        var table = new CsvTable(path, lines[0].Split(','));
        if (table.Columns.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{path}:1: error: column \"{twice.Key}\" stands twice");
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (cells.Length != table.Columns.Count)
                throw new InvalidDataException($"{path}:{i + 1}: error: expected {table.Columns.Count} values, found {cells.Length}");
            table.rows.Add(cells);
        }

        return table;
    }

    public bool Has(string column) => Columns.Contains(column);

    public string[] Text(string column)
    {
        var c = Index(column);
        return [.. rows.Select(r => r[c])];
    }

    /// <summary>A column as numbers; 0 in rows other than those asked for.</summary>
    /// <exception cref="InvalidDataException">No such column, or a value that is no finite number; says file and line.</exception>
    public double[] Numbers(string column, Func<int, bool>? only = null)
    {
        var c = Index(column);
        return [.. rows.Select((r, i) => only is null || only(i) ? Parse(r[c], i, column) : 0)];
    }

    /// <summary>A column as numbers; NaN where a field is empty.</summary>
    /// <exception cref="InvalidDataException">No such column, or a value that is no finite number; says file and line.</exception>
    public double[] NumbersOrNone(string column)
    {
        var c = Index(column);
        return [.. rows.Select((r, i) => r[c].Length == 0 ? double.NaN : Parse(r[c], i, column))];
    }

    public int[] Integers(string column) => [.. Numbers(column).Select(v => (int)v)];

    private double Parse(string text, int row, string column) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new InvalidDataException($"{file}:{row + 2}: error: {column}: expected a number, found \"{text}\"");

    private int Index(string column)
    {
        for (var c = 0; c < Columns.Count; c++)
            if (Columns[c] == column)
                return c;
        throw new InvalidDataException($"{file}:1: error: no column \"{column}\"");
    }
}
