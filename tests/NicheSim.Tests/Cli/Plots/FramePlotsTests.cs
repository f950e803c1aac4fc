using System.Xml.Linq;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Plots;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Tests.Determinism;
using NicheSim.Tests.Recording;
using SkiaSharp;
using RunFolder = NicheSim.Cli.Plots.RunFolder;

namespace NicheSim.Tests.Cli.Plots;

/// <summary>Pictures of runs that really ran: what is drawn from frames, events and rules.</summary>
public sealed class FramePlotsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_slice_in_which_everything_happens_has_all_pictures_of_a_slice()
    {
        var written = RunPlots.Draw(Ran(Rich()), new PlotOptions { Scale = 1, Svg = true });
        Assert.Equal(
            RunPlots.Names.Except(["slices", "projection"]).SelectMany(name => new[] { name + ".png", name + ".svg" }).Order(StringComparer.Ordinal),
            written.Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_box_has_slices_and_a_projection()
    {
        var written = RunPlots.Draw(Ran(TinyNiche.Compile(["lattice:depthVoxels=5", TinyNiche.At("mover", 2, 2), """cells:mover:secrete={"F":{"moleculesPerSecond":50}}"""])), new PlotOptions { Scale = 1, Only = ["slices", "projection"] });
        Assert.Equal(["projection.png", "slices.png"], written.Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_frames_show_what_the_map_files_show()
    {
        var run = new RunFolder(Ran(Rich()));
        using var frames = FrameMaps.Open(run.Folder)!;
        var plane = frames.Header.Planes[0];
        var last = frames.Voxels(frames.Read(frames.Days.Count - 1).Planes[0], plane, new MapPart(0, 0, plane.Width, plane.Height));
        Assert.Equal(Cells(run.LastMap), Cells(last));

        static IEnumerable<MapVoxel> Cells(IEnumerable<MapVoxel> voxels) => voxels.Where(v => v.Kind != "bone").Select(v => v with { Fill = 0 }).OrderBy(v => (v.Y, v.X, v.Kind));
    }

    [Fact]
    public void The_theme_sets_the_paper_and_the_ink()
    {
        var folder = Ran(TinyNiche.Compile(TinyNiche.Busy));
        foreach (var (theme, paper) in new[] { (Theme.Dark, Theme.Dark.Paper), (Theme.Light, Theme.Light.Paper) })
        {
            RunPlots.Draw(folder, new PlotOptions { Only = ["populations", "maps"], Theme = theme, Scale = 1 });
            foreach (var name in new[] { "populations", "maps" })
            {
                using var picture = SKBitmap.Decode(Path.Combine(folder, "plots", name + ".png"));
                Assert.Equal(paper.ToSKColor(), picture.GetPixel(2, 2));
                Assert.Contains(picture.Pixels, pixel => pixel == theme.Ink.ToSKColor());
            }
        }

        Assert.Equal(Theme.Light, Theme.Now);
    }

    [Fact]
    public void A_part_of_a_map_is_drawn_larger_and_days_go_to_the_nearest_frame()
    {
        var folder = Ran(TinyNiche.Compile(TinyNiche.Busy));
        using var frames = FrameMaps.Open(folder)!;
        Assert.Equal([0, 8, 16], frames.Chosen(new PlotOptions()));
        Assert.Equal([4, 16], frames.Chosen(new PlotOptions { Days = [1.1, 0.95, 99] }));
        Assert.Equal(new MapPart(5, 2, 10, 3), frames.Part(frames.Header.Planes[0], new PlotOptions { Region = [50, 150, 20, 50] }));
        Assert.Throws<BadInputException>(() => frames.Part(frames.Header.Planes[0], new PlotOptions { Region = [500, 600, 0, 50] }));
    }

    /// <summary>Rows are six hours apart; the runs begin and end between them.</summary>
    [Fact]
    public void Maps_have_the_days_on_which_they_were_written()
    {
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        Run.Execute(scenario, new RunOptions { Folder = _folder["trunk"], StopAfterDays = 0.3 });
        Run.Execute(scenario, new RunOptions { Folder = _folder["run"], From = _folder["trunk"], StopAfterDays = 0.6 });
        RunPlots.Draw(_folder["run"], new PlotOptions { Only = ["map-first", "map-last"], Scale = 1, Svg = true });
        Assert.Contains("tiny, day 0.333333", Labels("map-first"));
        Assert.Contains("tiny, day 0.625", Labels("map-last"));
    }

    [Fact]
    public void States_from_which_a_rule_goes_elsewhere_have_curves_of_their_own()
    {
        RunPlots.Draw(
            Ran(TinyNiche.Compile([.. TinyNiche.Busy, """cells:sleeper:states:asleep:die={"perDay":0.5}""", """rules={"hunger":{"cell":"sleeper","signal":"field:F","increases":"die","toPerDay":3,"halfMaximumPicomolar":1}}"""])),
            new PlotOptions { Only = ["dose-response"], Scale = 1, Svg = true });
        var labels = Labels("dose-response");
        Assert.Contains(labels, label => label.Contains("die of sleeper, awake", StringComparison.Ordinal));
        Assert.Contains(labels, label => label.Contains("die of sleeper, asleep", StringComparison.Ordinal));
    }

    /// <summary>A run of a study has fields in its table and none in its frames.</summary>
    [Fact]
    public void Fields_are_those_of_the_table_too()
    {
        var scenario = TinyNiche.Compile(TinyNiche.Busy);
        Run.Execute(scenario, new RunOptions { Folder = _folder["run"], Frames = FrameKind.Last });
        Assert.Single(RunPlots.Draw(_folder["run"], new PlotOptions { Only = ["fields", "field-maps"], Fields = ["F"], Scale = 1 }));
        Assert.Throws<BadInputException>(() => RunPlots.Draw(_folder["run"], new PlotOptions { Fields = ["G"], Scale = 1 }));
    }

    [Fact]
    public void A_film_has_a_picture_per_frame()
    {
        var folder = Ran(TinyNiche.Compile(TinyNiche.Busy));
        Directory.CreateDirectory(Path.Combine(folder, "plots"));
        var old = Path.Combine(folder, "plots", "film.mp4");
        File.WriteAllText(old, "old");
        var film = File.ReadAllBytes(Film.Make(folder, new PlotOptions { Scale = 1 })[0]);
        var count = film.AsSpan().IndexOf("acTL"u8);
        Assert.Equal(17, film[count + 7]);
        using var first = SKBitmap.Decode(film);
        Assert.True(first.Width > 300 && first.Height > 300);
        Assert.True(!File.Exists(old) || new FileInfo(old).Length > 3, "the film is an old one");
    }

    private string[] Labels(string picture)
        => [.. XDocument.Load(Path.Combine(_folder["run"], "plots", picture + ".svg")).Descendants().Select(element => element.Attribute("aria-label")?.Value).OfType<string>()];

    private string Ran(CompiledScenario scenario)
    {
        Assert.Equal(RunStatus.Complete, Run.Execute(scenario, new RunOptions { Folder = _folder["run"] }).Status);
        return _folder["run"];
    }

    private static CompiledScenario Rich()
        => RunPreparation.LoadText("rich.json", RichNiche.Text(), new LoaderOptions { Assignments = ["time:durationDays=3", "time:recordEveryHours=6"] }).Scenario!;
}
