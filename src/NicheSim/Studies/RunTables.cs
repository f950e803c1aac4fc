using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Studies;

/// <summary>What a run has recorded over time: its days, and a column for each readout and each population.</summary>
public sealed class RunTables
{
    // Days are whole ticks over a whole number of ticks a day.
    private const double Near = 1e-6;

    private readonly double[] _days;
    private readonly Dictionary<string, double[]> _columns;

    private RunTables(double[] days, string[] populations, string[] readouts, Dictionary<string, double[]> columns)
    {
        (_days, PopulationNames, ReadoutNames, _columns) = (days, populations, readouts, columns);
    }

    /// <summary>Day of each row.</summary>
    public IReadOnlyList<double> Days => _days;

    /// <summary>Columns of populations.csv, in its order.</summary>
    public IReadOnlyList<string> PopulationNames { get; }

    /// <summary>Columns of readouts.csv, in its order.</summary>
    public IReadOnlyList<string> ReadoutNames { get; }

    /// <summary>The values of a readout or population, row by row; NaN where there is none. Null where the run has no such column. A readout comes before a population of the same name.</summary>
    public IReadOnlyList<double>? Column(string name) => _columns.GetValueOrDefault(name);

    /// <summary>The value on a day, or in the last row where the day is null; NaN where there is none.</summary>
    public double At(string name, double? day)
    {
        if (Column(name) is not { } column || Days.Count == 0)
            return double.NaN;
        var row = day is { } asked ? RowOf(asked) : Days.Count - 1;
        return row < 0 ? double.NaN : column[row];
    }

    /// <summary>The row of a day; -1 where none was recorded then.</summary>
    public int RowOf(double day)
    {
        var row = Array.BinarySearch(_days, day - Near);
        row = row < 0 ? ~row : row;
        return row < _days.Length && IsSame(_days[row], day) ? row : -1;
    }

    /// <summary>Are these the same recorded day?</summary>
    public static bool IsSame(double day, double other) => Math.Abs(day - other) < Near;

    /// <summary>The last day that both runs have recorded; null where there is none.</summary>
    public static double? LastCommonDay(RunTables one, RunTables other)
    {
        for (var row = one._days.Length - 1; row >= 0; row--)
            if (other.RowOf(one._days[row]) >= 0)
                return one._days[row];
        return null;
    }

    /// <summary>Reads the tables of a run's folder, those of the run that it branched from before them.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="trunk">Folder of the run that it went on from; null where it began by itself.</param>
    /// <exception cref="InvalidDataException">A table is damaged; says file and line.</exception>
    /// <exception cref="IOException">A table is missing.</exception>
    internal static RunTables Read(string folder, string? trunk = null)
    {
        var populations = CsvColumns.Read(Path.Combine(folder, RunFiles.Populations));
        var readouts = CsvColumns.Read(Path.Combine(folder, RunFiles.Readouts));
        if (trunk is not null)
        {
            populations = populations.After(CsvColumns.Read(Path.Combine(trunk, RunFiles.Populations)));
            readouts = readouts.After(CsvColumns.Read(Path.Combine(trunk, RunFiles.Readouts)));
        }

        var columns = new Dictionary<string, double[]>();
        foreach (var table in (ReadOnlySpan<CsvColumns>)[readouts, populations])
            for (var c = 1; c < table.Names.Length; c++)
                columns.TryAdd(table.Names[c], table.Values[c]);
        return new RunTables(populations.Values[0], populations.Names[1..], readouts.Names[1..], columns);
    }

    /// <summary>Are both tables of a run's folder there and whole?</summary>
    internal static bool CanRead(string folder)
    {
        try
        {
            Read(folder);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return false;
        }
    }

    /// <summary>Names of the readouts of a scenario, in the order of readouts.csv.</summary>
    internal static IEnumerable<string> Readouts(CompiledScenario scenario)
        => scenario.Scenario.Readouts.Where(readout => readout.Value.Enabled).Select(readout => readout.Key).Order(StringComparer.Ordinal);

    /// <summary>Names of the populations of a scenario, in the order of populations.csv.</summary>
    internal static IEnumerable<string> Populations(CompiledScenario scenario) => PopulationTable.Columns(scenario.Plan, scenario.Names).Skip(1);

    /// <summary>A table of numbers; an empty field is NaN. The first column holds days.</summary>
    private readonly record struct CsvColumns(string[] Names, double[][] Values)
    {
        public static CsvColumns Read(string path)
        {
            var table = CsvTable.Read(path);
            return new CsvColumns([.. table.Columns], [.. table.Columns.Select(table.NumbersOrNone)]);
        }

        /// <summary>These rows behind earlier ones; of a row that both have, the earlier one counts. A column that the earlier table lacks is empty there.</summary>
        public CsvColumns After(CsvColumns earlier)
        {
            var own = this;
            var last = earlier.Values[0].Length > 0 ? earlier.Values[0][^1] : double.NegativeInfinity;
            var first = Array.FindIndex(Values[0], day => day > last + 1e-9);
            var fresh = first < 0 ? Values[0].Length : first;
            return this with
            {
                Values = [.. Names.Select((name, c) =>
                {
                    var before = Array.IndexOf(earlier.Names, name) is >= 0 and var at ? earlier.Values[at] : [.. Enumerable.Repeat(double.NaN, earlier.Values[0].Length)];
                    return (double[])[.. before, .. own.Values[c][fresh..]];
                })],
            };
        }
    }
}
