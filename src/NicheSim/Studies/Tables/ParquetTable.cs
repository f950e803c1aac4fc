using NicheSim.Recording;
using Parquet;
using Parquet.Schema;

namespace NicheSim.Studies;

/// <summary>A Parquet file, written whole: columns of texts, whole numbers and numbers, row group by row group.</summary>
/// <remarks>Snappy, whose bytes depend on no processor; no time and no name of a machine is in it, so that equal tables are equal files.</remarks>
internal static class ParquetTable
{
    /// <summary>Writes a table in place of the one that is there, atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Name of each column and its type: string, long or double.</param>
    /// <param name="groups">Groups of rows: for each column an array of its type. NaN is no value.</param>
    public static void Write(string path, IReadOnlyList<(string Name, Type Type)> columns, IEnumerable<Array[]> groups)
    {
        var fields = columns.Select(column => column.Type == typeof(double) ? new DataField(column.Name, typeof(double), isNullable: true) : new DataField(column.Name, column.Type, isNullable: false)).ToArray();
        AtomicFile.Write(path, file => WriteAsync(file, new ParquetSchema(fields), fields, groups).GetAwaiter().GetResult());
    }

    private static async Task WriteAsync(Stream file, ParquetSchema schema, DataField[] fields, IEnumerable<Array[]> groups)
    {
        await using var writer = await ParquetWriter.CreateAsync(schema, file, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }).ConfigureAwait(false);
        foreach (var group in groups)
        {
            using var rows = writer.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++)
                await (group[c] switch
                {
                    string[] texts => rows.WriteAsync(fields[c], texts),
                    long[] numbers => rows.WriteAsync<long>(fields[c], numbers),
                    double[] numbers => rows.WriteAsync<double>(fields[c], Array.ConvertAll(numbers, number => double.IsFinite(number) ? number : (double?)null)),
                    _ => throw new NotSupportedException($"a column of {group[c].GetType()}"),
                }).ConfigureAwait(false);
        }
    }
}
