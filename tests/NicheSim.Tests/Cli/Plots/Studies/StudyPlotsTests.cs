using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Plots;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Scenarios;
using NicheSim.Tests.Studies;
using SkiaSharp;

namespace NicheSim.Tests.Cli.Plots.Studies;

public sealed partial class StudyPlotsTests : IDisposable
{
    private const string Range = """{ "path": "cells:amoeba:die:perDay", "from": 0.05, "to": 0.8, "unit": "1/day", "points": 3 }""";
    private const string Other = """{ "path": "cells:amoeba:divide:meanCycleHours", "from": 15, "to": 50, "unit": "h", "points": 2 }""";
    private const string Two = $$"""{ "death": {{Range}}, "cycle": {{Other}} }""";
    private const string Arms = """{ "untreated": {}, "treated": { "overlays": ["drug.json"] } }""";
    private const string Outcomes = """{ "crowded": { "readout": "amoebas", "above": 25 } }""";

    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>A study of each kind, and the pictures that it has.</summary>
    public static TheoryData<string, string[]> Studies => new()
    {
        { StudyBench.TwoArms, ["bands", "contrasts", "survival"] },
        { """{ "scenario": "niche.json", "replicates": { "count": 3 } }""", ["bands"] },
        { $$"""{ "scenario": "niche.json", "replicates": { "count": 2 }, "arms": {{Arms}}, "parameters": { "death": {{Range}} } }""", ["bands", "contrasts", "dose"] },
        { $$"""{ "scenario": "niche.json", "arms": {{Arms}}, "parameters": {{Two}} }""", ["heatmap"] },
        { $$"""{ "scenario": "niche.json", "design": { "kind": "morris", "trajectories": 4 }, "parameters": {{Two}} }""", ["bands", "sensitivity"] },
        { $$"""{ "scenario": "niche.json", "design": { "kind": "sobol-indices", "points": 8 }, "parameters": {{Two}}, "readouts": ["amoebas"] }""", ["bands", "sensitivity"] },
        { $$"""{ "scenario": "niche.json", "design": { "kind": "latin-hypercube", "points": 12 }, "parameters": {{Two}} }""", ["bands", "sensitivity"] },
        {
            $$"""
            { "scenario": "niche.json", "replicates": { "count": 16 }, "design": { "kind": "cohort" }, "parameters": {{Two}}, "outcomes": {{Outcomes}},
              "hazards": { "of-crowding": { "outcome": "crowded", "covariates": ["death"] } }, "correlations": { "pair": { "x": "amoebas", "y": "amoeba", "day": 1 } } }
            """,
            ["bands", "correlations", "hazards", "sensitivity", "survival"]
        },
        {
            $$"""
            { "scenario": "niche.json", "parameters": {{Two}}, "calibration": { "particles": 8, "generations": 2, "targets": { "late": { "readout": "amoebas", "from": 10, "to": 40 } } } }
            """,
            ["posterior"]
        },
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_study_has_the_pictures_of_what_it_asks(string study, string[] expected)
    {
        var written = StudyPlots.Draw(_bench.Complete(study));
        Assert.Equal(expected.SelectMany(name => new[] { name + ".png", name + ".svg" }), written.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(written, path => Assert.True(new FileInfo(path).Length > 2000, path));
        foreach (var picture in written.Where(path => path.EndsWith(".svg", StringComparison.Ordinal)))
            AssertFitsAColumn(picture);
    }

    [Fact]
    public void Axes_tell_units_and_lines_their_arms()
    {
        var labels = Labels(_bench.Complete(StudyBench.TwoArms), "bands");
        foreach (var text in new[] { "study", "8 runs.", "amoebas (cells)", "growth (1/day)", "day", "untreated", "treated" })
            Assert.Contains(text, labels);
    }

    [Fact]
    public void Survival_counts_those_at_risk()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        File.WriteAllText(
            Path.Combine(folder, "survival.csv"),
            """
            outcome,arm,days,atRisk,events,censored,survival,ciLow,ciHigh
            crowded,untreated,0,40,0,0,1,1,1
            crowded,untreated,0.7,40,17,0,0.575,0.4,0.7
            crowded,untreated,2,23,0,23,0.575,0.4,0.7
            crowded,treated,0,39,0,0,1,1,1
            crowded,treated,2,39,0,39,1,1,1

            """);
        var labels = Labels(folder, "survival");
        // Ticks at 0, 0.5, 1, 1.5 and 2 days: the event of day 0.7 lies between the second and the third.
        Assert.Equal(2, labels.Count(text => text == "40"));
        Assert.Equal(3, labels.Count(text => text == "23"));
        Assert.Equal(5, labels.Count(text => text == "39"));
        Assert.Contains("crowded: amoebas above 40 cells", labels);
    }

    [Fact]
    public void A_forest_plot_writes_the_numbers_of_its_table()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        File.WriteAllText(
            Path.Combine(folder, "contrasts.csv"),
            """
            contrast,treated,control,readout,day,pairs,controlMean,treatedMean,effect,ciLow,ciHigh,p,signedRankP,unpairedCiLow,unpairedCiHigh,unpairedP,varianceReduction
            treated,treated,untreated,amoebas,2,4,50,37.5,-12.5,-20.25,-4.75,0.01,0.1,-30,5,0.1,3
            treated,treated,untreated,amoeba,2,4,50,37.5,-0.00123,-0.00987,12,0.01,0.1,-30,5,0.1,3
            treated,treated,untreated,growth,2,4,1,1,0.000123456,-0.001,0.00125,0.01,0.1,-30,5,0.1,3

            """);
        var labels = Labels(folder, "contrasts");
        Assert.Contains("−12.5 (−20.2 to −4.75)", labels);
        Assert.Contains("growth (10⁻³ 1/day)", labels);
        Assert.Contains("0.123 (−1.00 to 1.25)", labels);
        AssertFitsAColumn(Path.Combine(folder, "plots", "contrasts.svg"));
    }

    [Fact]
    public void What_is_left_out_is_said()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        const string Columns = "contrast,treated,control,readout,day,pairs,controlMean,treatedMean,effect,ciLow,ciHigh\n";
        File.WriteAllText(Path.Combine(folder, "contrasts.csv"), Columns + string.Concat(Enumerable.Range(0, 17).Select(arm => $"c,arm-{arm},untreated,amoebas,2,4,50,37,-12,-20,-4\n")) + "c,treated,untreated,growth,2,4,1,2,1,0.5,1.5\n");
        Assert.Contains("In the tables alone, of more than 16 rows: amoebas.", Labels(folder, "contrasts"));

        File.WriteAllLines(Path.Combine(folder, "contrasts.csv"), File.ReadAllLines(Path.Combine(folder, "contrasts.csv"))[..^1]);
        Assert.Contains("nichesim: contrasts is not drawn: each readout has more than 16 rows\n", Shell.Run("plot", folder).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_too_many_groups_would_share_is_told_of()
    {
        var folder = _bench.Complete($$"""{ "scenario": "niche.json", "arms": {{Arms}}, "parameters": {{Two}}, "outcomes": {{Outcomes}} }""");
        var (code, _, error) = Shell.Run("plot", folder);
        Assert.Equal(0, code);
        foreach (var picture in new[] { "bands", "survival" })
            Assert.Contains($"nichesim: {picture} is not drawn: 12 arms, or arms and points, are more than 8\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_have_no_bar_are_told_of()
    {
        var folder = _bench.Complete($$"""{ "scenario": "niche.json", "design": { "kind": "latin-hypercube", "points": 8 }, "parameters": {{Two}} }""");
        File.WriteAllText(Path.Combine(folder, "correlations.csv"), "correlation,method,arm,x,y,n,coefficient,ciLow,ciHigh\n" + string.Concat(Enumerable.Range(0, 15).Select(x => $",partial rank,all,p-{x},amoebas,8,0.{x + 10},0.05,0.5\n")));
        Assert.Contains("Of each the 14 parameters with the longest bars.", Labels(folder, "sensitivity"));
    }

    [Fact]
    public void A_pair_of_a_day_is_of_that_day()
    {
        var folder = _bench.Complete(
            """
            { "scenario": "niche.json", "replicates": { "count": 4 }, "correlations": { "early": { "x": "amoebas", "y": "amoeba", "day": 1 } } }
            """);
        var study = new StudyFiles(folder);
        Assert.Equal(study.ValuesOfRuns("amoebas", 1), study.ValuesOfRuns("amoeba", 1));
        Assert.Equal(study.Runs.Numbers("amoebas"), study.ValuesOfRuns("amoeba", null));
        Assert.NotEqual(study.ValuesOfRuns("amoebas", 1), study.ValuesOfRuns("amoebas", null));
        Assert.Contains("amoeba (cells), day 1", Labels(folder, "correlations"));
    }

    [Fact]
    public void Some_pictures_are_drawn_alone_and_one_that_is_out_of_date_goes()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        StudyPlots.Draw(folder);
        Assert.Equal(["bands.png", "bands.svg"], StudyPlots.Draw(folder, new PlotOptions { Only = ["bands"] }).Select(path => Path.GetFileName(path)));
        File.Delete(Path.Combine(folder, "survival.csv"));
        StudyPlots.Draw(folder);
        Assert.False(File.Exists(Path.Combine(folder, "plots", "survival.png")));
        Assert.Contains("did you mean \"bands\"", Assert.Throws<BadInputException>(() => StudyPlots.Draw(folder, new PlotOptions { Only = ["band"] })).Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => StudyPlots.Draw(folder, new PlotOptions { Days = [1] }));
    }

    [Theory]
    [InlineData("study.json", "{", "study.json:1: error: no study")]
    [InlineData("runs.parquet", "rows", "runs.parquet: error: no Parquet file, or a damaged one")]
    [InlineData("summary.csv", "arm,day,name,n,mean,ciLow,ciHigh,sd,median,p05,p95\nuntreated,0,amoebas,4,few,,,,,,\n", "summary.csv:2: error: mean: expected a number, found \"few\"")]
    [InlineData("survival.csv", "outcome,arm\ncrowded,untreated\n", "survival.csv:1: error: no column \"days\"")]
    public void A_broken_file_is_named(string file, string content, string message)
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        File.WriteAllText(Path.Combine(folder, file), content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => StudyPlots.Draw(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_do_not_depend_on_the_culture_or_the_moment()
    {
        var folder = _bench.Complete(StudyBench.TwoArms);
        var before = StudyPlots.Draw(folder).ToDictionary(path => path, File.ReadAllBytes);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = commas;
            Assert.All(StudyPlots.Draw(folder), path => Assert.Equal(before[path], File.ReadAllBytes(path)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_study_command_draws_them_unless_told_not_to()
    {
        var (study, folder) = (_bench.Write("study.json", StudyBench.TwoArms), _bench.Out);
        Assert.Equal(0, Shell.Run("study", study, "--out", folder, "--quiet", "--no-plots").Code);
        Assert.False(Directory.Exists(Path.Combine(folder, "plots")));
        Assert.Equal(0, Shell.Run("study", study, "--out", folder, "--quiet").Code);
        Assert.True(File.Exists(Path.Combine(folder, "plots", "bands.png")));
        var (code, output, _) = Shell.Run("plot", folder, "--only", "survival", "--theme", "dark");
        Assert.Equal((0, 2), (code, output.TrimEnd('\n').Split('\n').Length));
        Assert.Equal(2, Shell.Run("plot", folder, "--movie").Code);
    }

    [Fact]
    public void Readouts_have_the_units_of_the_manual()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "NicheSim.sln")))
            root = root.Parent;
        var manual = File.ReadAllText(Path.Combine(root.FullName, "scenarios", "README.md"));
        var from = manual.IndexOf("\n## Readouts\n", StringComparison.Ordinal);
        var rows = RowOfAKind().Matches(manual[from..manual.IndexOf("\n## ", from + 4, StringComparison.Ordinal)])
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Replace("um", "µm", StringComparison.Ordinal).Replace('2', '²').Replace('3', '³'));
        Assert.True(rows.Count > 15);
        foreach (var kind in Enum.GetValues<ReadoutKind>())
            if (rows.TryGetValue(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()), out var unit))
                Assert.Equal(unit, ReadoutUnit.Of(kind));
    }

    /// <summary>A row of the manual's table of readouts that tells a unit in brackets.</summary>
    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \| [^|\n]*\[([^\]\n]+)\]", RegexOptions.Multiline)]
    private static partial Regex RowOfAKind();

    private static List<string> Labels(string folder, string picture)
    {
        StudyPlots.Draw(folder);
        return [.. XDocument.Load(Path.Combine(folder, "plots", picture + ".svg")).Descendants().Attributes("aria-label").Select(label => label.Value)];
    }

    /// <summary>No wider than a column of a journal, and no letter beyond its edges.</summary>
    private static void AssertFitsAColumn(string picture)
    {
        var svg = XDocument.Load(picture);
        var (width, height) = (Number(svg.Root!, "width"), Number(svg.Root!, "height"));
        Assert.Equal(StudyPanel.FigureWidth, width);
        foreach (var text in svg.Descendants().Where(element => element.Attribute("aria-label") is not null && element.Attribute("transform") is null))
        {
            using var outline = SKPath.ParseSvgPathData(text.Attribute("d")!.Value);
            Assert.True(new SKRect(0, 0, width, height).Contains(outline.Bounds), $"{Path.GetFileName(picture)}: \"{text.Attribute("aria-label")!.Value}\" stands at {outline.Bounds}");
        }
    }

    private static float Number(XElement at, string attribute) => float.Parse(at.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
