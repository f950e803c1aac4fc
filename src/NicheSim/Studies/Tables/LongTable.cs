namespace NicheSim.Studies;

/// <summary><c>populations.parquet</c> and <c>readouts.parquet</c>: what every run recorded, a row for each run, day and name.</summary>
internal static class LongTable
{
    private const int RowsOfAGroup = 1 << 20;

    /// <param name="path">The file.</param>
    /// <param name="outcomes">The runs; the number of a run is its place here, as in <c>runs.parquet</c>.</param>
    /// <param name="names">The names that it holds of a run.</param>
    public static void Write(string path, IReadOnlyList<RunOutcome> outcomes, Func<RunTables, IEnumerable<string>> names)
        => ParquetTable.Write(path, [("run", typeof(long)), ("day", typeof(double)), ("name", typeof(string)), ("value", typeof(double))], Groups(outcomes, names));

    private static IEnumerable<Array[]> Groups(IReadOnlyList<RunOutcome> outcomes, Func<RunTables, IEnumerable<string>> names)
    {
        var (runs, days, texts, values) = (new List<long>(), new List<double>(), new List<string>(), new List<double>());
        for (var run = 0; run < outcomes.Count; run++)
        {
            if (outcomes[run].Tables is not { } tables)
                continue;
            foreach (var name in names(tables))
                if (tables.Column(name) is { } column)
                    for (var row = 0; row < column.Count; row++)
                    {
                        runs.Add(run);
                        days.Add(tables.Days[row]);
                        texts.Add(name);
                        values.Add(column[row]);
                    }

            if (runs.Count >= RowsOfAGroup)
                yield return Take();
        }

        if (runs.Count > 0)
            yield return Take();

        Array[] Take()
        {
            Array[] group = [runs.ToArray(), days.ToArray(), texts.ToArray(), values.ToArray()];
            runs.Clear();
            days.Clear();
            texts.Clear();
            values.Clear();
            return group;
        }
    }
}
