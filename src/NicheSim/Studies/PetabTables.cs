using System.Globalization;
using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>
/// Tables in the form of PEtab 1 (Schmiester et al., PLoS Comput. Biol. 17 (2021) e1008646): tab-separated, with a header. Of a measurement table, observableId is a readout,
/// simulationConditionId an arm (empty: the first), time a day of the scenario (inf: the last), and the range that agrees is the measurement and twice its noiseParameters
/// to either side. Of a parameter table, parameterId is a parameter of the study, which gives its path.
/// </summary>
internal sealed class PetabTables(FileLookup lookup, string study, SourceMap sources, List<Diagnostic> diagnostics)
{
    private const int LargestFile = 1 << 20;

    /// <summary>The study with the targets and the bounds of its tables; itself where it names none.</summary>
    public StudySettings Join(StudySettings settings)
    {
        if (settings.Calibration is not { } calibration)
            return settings;
        var targets = new Dictionary<string, TargetSettings>(calibration.Targets);
        foreach (var row in Rows(calibration.Measurements, "calibration:measurements", "observableId", "measurement", "time", "noiseParameters"))
            Add(targets, row);
        var parameters = new Dictionary<string, ParameterSettings>(settings.Parameters);
        foreach (var row in Rows(calibration.ParameterTable, "calibration:parameterTable", "parameterId", "lowerBound", "upperBound"))
            Bound(parameters, row);
        return settings with { Parameters = parameters, Calibration = calibration with { Targets = targets } };
    }

    private static void Add(Dictionary<string, TargetSettings> targets, Row row)
    {
        var (value, noise, time) = (row.Number("measurement"), row.Number("noiseParameters"), row.Text("time"));
        double? day = time is "inf" ? null : row.Number("time");
        if (value is null || noise is null || (day is null && time is not "inf"))
            return;
        if (noise <= 0)
            row.Error("noiseParameters", "expected a number above 0");
        var arm = row.Text("simulationConditionId");
        var name = $"{row.Text("observableId")}{(arm.Length > 0 ? $"-{arm}" : "")}-day-{(time is "inf" ? "last" : time)}";
        if (!targets.TryAdd(name, new TargetSettings { Readout = row.Text("observableId"), Arm = arm.Length > 0 ? arm : null, Day = day, From = value.Value - (2 * noise.Value), To = value.Value + (2 * noise.Value) }))
            row.Error("observableId", "this readout, condition and time stands twice");
    }

    private static void Bound(Dictionary<string, ParameterSettings> parameters, Row row)
    {
        if (row.Text("estimate") == "0")
            return;
        var name = row.Text("parameterId");
        if (!parameters.TryGetValue(name, out var parameter))
            row.Error("parameterId", Suggestion.Unknown("parameter", name, parameters.Keys));
        else if (parameter is not { From: null, To: null, Values.Length: 0, Distribution: null })
            row.Error("parameterId", $"the study gives {Suggestion.Quote(name)} a range already");
        else if (row.Text("parameterScale") is var scale && scale is not ("" or "lin" or "log" or "log10"))
            row.Error("parameterScale", "expected lin, log or log10");
        else
            parameters[name] = parameter with { From = row.Number("lowerBound"), To = row.Number("upperBound"), Scale = scale is "log" or "log10" ? ParameterScale.Log : ParameterScale.Linear };
    }

    private IEnumerable<Row> Rows(string? name, string path, params string[] needed)
    {
        if (name is null)
            yield break;
        var (file, problem) = lookup.Find(name, study);
        if (file is null || BoundedFile.ReadText(file, LargestFile) is not { } text)
        {
            diagnostics.Add(sources.Error(path, file is null ? problem : $"{Suggestion.Quote(name)} cannot be read, or is larger than 1 MiB"));
            yield break;
        }

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var columns = lines[0].Split('\t');
        foreach (var column in needed.Where(column => !columns.Contains(column)))
            diagnostics.Add(new Diagnostic(Severity.Error, new Position(file, 1, 1), "", $"no column {Suggestion.Quote(column)}"));
        if (needed.All(columns.Contains))
            for (var i = 1; i < lines.Length && diagnostics.Count < Suggestion.MostLookedUp; i++)
                if (lines[i].Trim().Length > 0)
                    yield return new Row(file, i + 1, columns, lines[i].Split('\t'), diagnostics);
    }

    private sealed record Row(string File, int Line, string[] Columns, string[] Cells, List<Diagnostic> Diagnostics)
    {
        public string Text(string column) => Array.IndexOf(Columns, column) is >= 0 and var c && c < Cells.Length ? Cells[c].Trim() : "";

        public double? Number(string column)
        {
            if (double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            Error(column, $"expected a number, found {Suggestion.Quote(Text(column))}");
            return null;
        }

        public void Error(string column, string message)
        {
            var before = Cells.Take(Math.Max(0, Array.IndexOf(Columns, column))).Sum(cell => cell.Length + 1);
            Diagnostics.Add(new Diagnostic(Severity.Error, new Position(File, Line, before + 1), column, message));
        }
    }
}
