using Parquet;
using Parquet.Schema;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>A Parquet table of a study: its columns by name. Numbers that are not there are NaN.</summary>
internal sealed class ParquetColumns
{
    private readonly string _path;
    private readonly Dictionary<string, Array> _columns = [];

    private ParquetColumns(string path, string[] names) => (_path, Names) = (path, names);

    /// <summary>Names of the columns, in the file's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="InvalidDataException">It is no Parquet file, or damaged.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static ParquetColumns Read(string path)
    {
        try
        {
            return ReadAsync(path).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path}: error: no Parquet file, or a damaged one: {e.Message}", e);
        }
    }

    public string[] Texts(string column) => Column<string>(column);

    /// <summary>A column of numbers or whole numbers.</summary>
    public double[] Numbers(string column) => _columns.GetValueOrDefault(column) is long[] whole ? Array.ConvertAll(whole, number => (double)number) : Column<double>(column);

    private T[] Column<T>(string column) => _columns.GetValueOrDefault(column) as T[] ?? throw new InvalidDataException($"{_path}: error: no column \"{column}\" of {typeof(T).Name}");

    private static async Task<ParquetColumns> ReadAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        var fields = reader.Schema.DataFields;
        var table = new ParquetColumns(path, Array.ConvertAll(fields, field => field.Name));
        foreach (var field in fields)
        {
            var parts = new List<Array>();
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                parts.Add(await ReadAsync(rows, field).ConfigureAwait(false));
            }

            table._columns[field.Name] = IsText(field) ? Joined<string>(parts) : field.ClrType == typeof(long) ? Joined<long>(parts) : Joined<double>(parts);
        }

        return table;
    }

    private static bool IsText(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static T[] Joined<T>(List<Array> parts) => [.. parts.SelectMany(part => (T[])part)];

    private static async Task<Array> ReadAsync(ParquetRowGroupReader rows, DataField field)
    {
        var count = (int)rows.RowCount;
        if (IsText(field))
        {
            var texts = new string?[count];
            await rows.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
            return Array.ConvertAll(texts, text => text ?? "");
        }

        if (field.ClrType == typeof(long))
        {
            var whole = new long[count];
            await rows.ReadAsync<long>(field, whole.AsMemory()).ConfigureAwait(false);
            return whole;
        }

        var numbers = new double?[count];
        await rows.ReadAsync<double>(field, numbers.AsMemory()).ConfigureAwait(false);
        return Array.ConvertAll(numbers, number => number ?? double.NaN);
    }
}
