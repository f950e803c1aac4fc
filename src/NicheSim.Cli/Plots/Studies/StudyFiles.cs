using System.Text.Json;
using System.Text.Json.Serialization;
using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>What the pictures of a study are drawn from: nothing but the files in its folder.</summary>
internal sealed class StudyFiles
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Listed values that span more than this factor are drawn by equal ratios [-].</summary>
    private const double MostEven = 30;

    private readonly string _folder;
    private readonly Lazy<Dictionary<string, ReadoutKind>> _kinds;

    /// <exception cref="InvalidDataException">A file cannot be read as what it should be; says which.</exception>
    /// <exception cref="FileNotFoundException">study.json or runs.parquet is missing.</exception>
    public StudyFiles(string folder)
    {
        _folder = folder;
        Settings = ReadSettings();
        var status = StudyStatus.Read(folder);
        Name = status?.Study ?? Path.GetFileName(Path.GetFullPath(folder));
        Runs = ParquetColumns.Read(PathOf(StudyFolder.Runs));
        RunArms = Runs.Texts("arm");
        Arms = [.. RunArms.Distinct()];
        Parameters = [.. Runs.Names.SkipWhile(name => name != "seed").Skip(1).TakeWhile(name => name != "status")];
        Readouts = [.. Runs.Names.SkipWhile(name => name != "key").Skip(1)];
        Summary = Optional(StudyFolder.Summary);
        Contrasts = Optional(StudyFolder.Contrasts);
        Survival = Optional(StudyFolder.Survival);
        SurvivalContrasts = Optional(StudyFolder.SurvivalContrasts);
        Hazards = Optional(StudyFolder.Hazards);
        Correlations = Optional(StudyFolder.Correlations);
        Sensitivity = Optional(StudyFolder.Sensitivity);
        Calibration = Optional(StudyFolder.Calibration);
        Generations = Optional(StudyFolder.Generations);
        _kinds = new(ReadKinds);
        Courses = Summary is null ? Courses.None : new Courses(Summary, Parameters);
        Colors = new Palette(Arms);
        ColorsOfGroups = Courses.IsByPoint ? new Palette(Courses.Groups.Select(Label)) : Colors;
        var complete = Runs.Texts("status").Count(state => state == "complete");
        RunsText = complete == RunArms.Length ? $"{complete} runs." : $"{complete} of {RunArms.Length} runs.";
    }

    public string Name { get; }

    public StudySettings Settings { get; }

    public ParquetColumns Runs { get; }

    /// <summary>The arm of each run.</summary>
    public string[] RunArms { get; }

    /// <summary>Arms in the study's order; the first one is the control.</summary>
    public IReadOnlyList<string> Arms { get; }

    /// <summary>Parameters in the study's order.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Readouts that the study keeps.</summary>
    public IReadOnlyList<string> Readouts { get; }

    public CsvTable? Summary { get; }

    public CsvTable? Contrasts { get; }

    public CsvTable? Survival { get; }

    public CsvTable? SurvivalContrasts { get; }

    public CsvTable? Hazards { get; }

    public CsvTable? Correlations { get; }

    public CsvTable? Sensitivity { get; }

    public CsvTable? Calibration { get; }

    public CsvTable? Generations { get; }

    /// <summary>The study's summary over time, group by group.</summary>
    public Courses Courses { get; }

    /// <summary>One color for an arm in all pictures.</summary>
    public Palette Colors { get; }

    /// <summary>Of groups, by their labels: in a grid each point has a color of its own, else the arm's.</summary>
    public Palette ColorsOfGroups { get; }

    /// <summary>How many runs the pictures are of, as a sentence.</summary>
    private string RunsText { get; }

    /// <summary>A figure under the study's name.</summary>
    public Figure NewFigure() => new(StudyPanel.FigureWidth, Name, Settings.About.Length == 0 ? RunsText : $"{RunsText} {Settings.About}");

    /// <summary>Unit of a readout, population or parameter; empty where there is none or it is not known.</summary>
    public string UnitOf(string name)
        => Settings.Parameters.TryGetValue(name, out var parameter) ? parameter.Unit
            : _kinds.Value.TryGetValue(name, out var kind) ? ReadoutUnit.Of(kind)
            : IsReadout(name) ? "" : ReadoutUnit.Cells;

    /// <summary>Populations that are recorded, those of single states not among them.</summary>
    public IEnumerable<string> Populations => Courses.Names.Where(name => !IsReadout(name) && !name.Contains('.', StringComparison.Ordinal));

    public Quantity Quantity(string name, IEnumerable<double> values) => Studies.Quantity.Of(name, UnitOf(name), values);

    /// <summary>What a group is called where there are others: its arm, and its point in a grid.</summary>
    public string Label(StudyGroup group) => Label(group, Arms.Count > 1);

    /// <summary>The same, with its arm or without.</summary>
    public string Label(StudyGroup group, bool hasArm)
    {
        var point = string.Join(", ", group.Values.Select((value, p) => $"{Parameters[p]} {Studies.Quantity.Short(value)}{(UnitOf(Parameters[p]) is { Length: > 0 } unit ? $" ({unit})" : "")}"));
        return group.Values.Length == 0 ? group.Arm : hasArm ? $"{group.Arm}, {point}" : point;
    }

    /// <summary>What each row of a table of contrasts is of: its treated arm, and its point in a grid.</summary>
    public StudyGroup[] TreatedOf(CsvTable table)
    {
        var values = table.Has("point") ? Parameters.Select(table.NumbersOrNone).ToArray() : [];
        return [.. table.Text("treated").Select((arm, row) => new StudyGroup(arm, row, Array.ConvertAll(values, value => value[row])))];
    }

    /// <summary>The line of an arm: the first one solid, the others broken, so that one shows where another covers it.</summary>
    public static ScottPlot.LinePattern PatternOf(int number) => number == 0 ? ScottPlot.LinePattern.Solid : Palette.Pattern(number - 1);

    /// <summary>The axis of a parameter: by equal ratios where the study divides it so or draws it from such a distribution.</summary>
    public Scale AxisOf(string parameter, double[] values) => Studies.Quantity.Range(values, IsLog(parameter, values));

    /// <summary>A parameter with its unit.</summary>
    public string TitleOf(string name) => new Quantity(name, UnitOf(name), 0).Title;

    private bool IsLog(string parameter, double[] values)
        => Settings.Parameters.GetValueOrDefault(parameter) is { } settings
            && (settings.Scale == ParameterScale.Log || settings.Distribution?.Kind is DistributionKind.LogUniform or DistributionKind.Lognormal
                || (settings.Values.Length > 0 && values.Min() > 0 && values.Max() >= MostEven * values.Min()));

    /// <summary>What a readout or population of each run was on a day, or what a parameter is; the last day where it is null.</summary>
    public double[] ValuesOfRuns(string name, double? day)
    {
        if (Parameters.Contains(name) || (day is null && Readouts.Contains(name)))
            return Runs.Numbers(name);
        var values = Enumerable.Repeat(double.NaN, RunArms.Length).ToArray();
        var table = ParquetColumns.Read(PathOf(IsReadout(name) ? StudyFolder.Readouts : StudyFolder.Populations));
        var (runs, days, names, numbers) = (table.Numbers("run"), table.Numbers("day"), table.Texts("name"), table.Numbers("value"));
        // Rows of a run go by days: where none is asked for, the last one stays.
        for (var row = 0; row < runs.Length; row++)
            if (names[row] == name && (day is not { } asked || Math.Abs(days[row] - asked) < 1e-6))
                values[(int)runs[row]] = numbers[row];
        return values;
    }

    /// <summary>Whether a name is that of a readout of the scenario; else it is a population.</summary>
    private bool IsReadout(string name) => _kinds.Value.Count > 0 ? _kinds.Value.ContainsKey(name) : Readouts.Contains(name);

    private string PathOf(string file) => Path.Combine(_folder, file);

    private CsvTable? Optional(string file) => File.Exists(PathOf(file)) ? CsvTable.Read(PathOf(file)) : null;

    private StudySettings ReadSettings()
    {
        try
        {
            return JsonSerializer.Deserialize<StudySettings>(File.ReadAllBytes(PathOf(StudyFolder.Study)), Json)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{PathOf(StudyFolder.Study)}:{e.LineNumber + 1}: error: no study: {e.Message}", e);
        }
    }

    /// <summary>What each readout measures, from the scenario of the first run whose folder is still there.</summary>
    private Dictionary<string, ReadoutKind> ReadKinds()
    {
        var scenario = Runs.Texts("key").Select(key => Path.Combine(_folder, StudyFolder.RunsFolder, key, "scenario.json")).FirstOrDefault(File.Exists);
        if (scenario is null)
            return [];
        using var json = JsonDocument.Parse(File.ReadAllBytes(scenario));
        return json.RootElement.TryGetProperty("readouts", out var readouts)
            ? readouts.EnumerateObject().ToDictionary(readout => readout.Name, readout => readout.Value.GetProperty("kind").Deserialize<ReadoutKind>(Json))
            : [];
    }
}
