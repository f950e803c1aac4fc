using System.Globalization;
using System.Xml.Linq;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Plots;
using SkiaSharp;

namespace NicheSim.Tests.Cli.Plots;

public sealed class RunPlotsTests : IDisposable
{
    private static readonly FakeRun Small = new() { Width = 20, Height = 20, Cells = 40, Days = 2 };

    private readonly List<string> folders = [];

    public void Dispose() => folders.ForEach(f => Directory.Delete(f, recursive: true));

    [Fact]
    public void A_run_has_six_pictures_in_its_plots_folder()
    {
        var written = RunPlots.Draw(Write(new FakeRun()));
        Assert.Equal(["bone.png", "fields.png", "map-first.png", "map-last.png", "populations.png", "populations.svg"], written.Select(p => Path.GetFileName(p)!).Order());
        Assert.All(written, path => Assert.True(new FileInfo(path).Length > 2000, path));
        Assert.All(written, path => Assert.Equal("plots", Path.GetFileName(Path.GetDirectoryName(path))));
    }

    [Fact]
    public void What_a_run_has_nothing_of_has_no_picture()
    {
        Assert.DoesNotContain(RunPlots.Draw(Write(Small with { Bone = false })), p => p.EndsWith("bone.png", StringComparison.Ordinal));
        Assert.DoesNotContain(RunPlots.Draw(Write(Small with { Fields = [] })), p => p.EndsWith("fields.png", StringComparison.Ordinal));
        Assert.Empty(RunPlots.Draw(Write(Small with { Types = [], Fields = [], Bone = false, Cells = 0, Width = 0, Height = 0 })));
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.05)]
    [InlineData(1460, 1)]
    public void A_run_of_any_length_is_drawn(double days, double every) =>
        Assert.Equal(6, RunPlots.Draw(Write(Small with { Days = days, RecordEveryDays = every })).Count);

    [Fact]
    public void The_title_is_drawn_with_the_carried_font()
    {
        using var one = Picture(Small with { Name = "alpha" }, "populations.png");
        using var other = Picture(Small with { Name = "omega" }, "populations.png");
        Assert.InRange(DarkPixels(one, 40, 90), 500, 20000);
        Assert.NotEqual(DarkPixels(one, 40, 90), DarkPixels(other, 40, 90));
        Assert.Equal("Inter", PlotFonts.Regular.FamilyName);
    }

    [Fact]
    public void Every_sign_that_the_pictures_use_has_a_glyph()
    {
        const string Signs = "abcxyzABCXYZ0123456789⁰¹²³⁴⁵⁶⁷⁸⁹⁻−×µ%,.;:()-_";
        Assert.True(PlotFonts.Regular.ContainsGlyphs(Signs));
        Assert.True(PlotFonts.SemiBold.ContainsGlyphs(Signs));
    }

    [Fact]
    public void The_svg_carries_its_text_as_outlines_with_labels()
    {
        var folder = Write(Small);
        RunPlots.Draw(folder);
        var svg = XDocument.Load(Path.Combine(folder, "plots", "populations.svg"));
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "text");
        var outlines = svg.Descendants().Where(e => e.Attribute("aria-label") is not null).ToLookup(e => e.Attribute("aria-label")!.Value, e => e.Attribute("d")!.Value);
        foreach (var text in new[] { "fake-niche", "day", "cells", "tumor, dormant", "types with states" })
            Assert.True(outlines[text].First().Length > 40 * text.Length, text);
        Assert.Equal(2, outlines["day"].Count());
        using var bold = new SKFont(PlotFonts.SemiBold, 15);
        using var letter = bold.GetTextPath("f", new SKPoint(12, 26));
        Assert.StartsWith(letter.ToSvgPathData(), outlines["fake-niche"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_do_not_depend_on_the_culture_or_the_moment()
    {
        var folder = Write(Small);
        var before = RunPlots.Draw(folder).ToDictionary(p => p, File.ReadAllBytes);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = commas;
            Assert.All(RunPlots.Draw(folder), p => Assert.Equal(before[p], File.ReadAllBytes(p)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>A branch counts on from the start of its trunk.</summary>
    [Fact]
    public void Turnover_of_bone_is_since_the_first_row()
    {
        var folder = Write(Small);
        var rows = File.ReadAllLines(Path.Combine(folder, "bone.csv"));
        File.WriteAllLines(Path.Combine(folder, "bone.csv"), rows.Select((row, i) => i == 0 ? row : string.Join(',', row.Split(',')[..^2].Concat(["31000", "14000"]))));
        RunPlots.Draw(folder, new PlotOptions { Only = ["bone"], Svg = true, Scale = 1 });
        Assert.Contains("Zero throughout: turnover.", Labels(Path.Combine(folder, "plots", "bone.svg")));
    }

    [Fact]
    public void A_name_of_several_lines_stands_in_one()
    {
        var folder = Write(Small with { Name = @"two\nlines\tof it", About = @"First.\n\nSecond." });
        RunPlots.Draw(folder, new PlotOptions { Only = ["populations"], Scale = 1 });
        var labels = Labels(Path.Combine(folder, "plots", "populations.svg"));
        Assert.Contains("two lines of it", labels);
        Assert.Contains("Seed 7. First. Second.", labels);
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        var figure = new Figure(300, new string('m', 10_000), "", ", day 7");
        Assert.Equal(Figure.WidestTitle, figure.Width);
        figure.SaveSvg(Path.Combine(Write(Small), "figure.svg"));
        Assert.EndsWith("m…, day 7", Labels(Path.Combine(folders[^1], "figure.svg")).Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a name that makes a narrow picture wider")]
    [InlineData("ill-will-fill-it")]
    public void A_name_that_a_picture_has_room_for_is_whole(string name)
    {
        var figure = new Figure(10, name, "");
        Assert.True(figure.Width < Figure.WidestTitle);
        figure.SaveSvg(Path.Combine(Write(Small), "figure.svg"));
        Assert.Equal(name, Labels(Path.Combine(folders[^1], "figure.svg")).Single());
    }

    [Fact]
    public void A_picture_that_is_too_large_says_which_size_would_do()
    {
        var figure = new Figure(500, "tall", "");
        figure.Add((_, _) => { }, 20_000);
        var path = Path.Combine(Write(Small), "tall.png");
        Assert.EndsWith("more than can be drawn: --size 5 would do", Assert.Throws<BadInputException>(() => figure.SavePng(path, 20)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void On_a_map_y_runs_upward()
    {
        var folder = Write(Small with { Bone = false, Cells = 0 });
        File.WriteAllText(Path.Combine(folder, "map-last.csv"), "x,y,kind,type,state\n0,0,bone,,1\n1,0,bone,,1\n");
        RunPlots.Draw(folder);
        using var map = SKBitmap.Decode(Path.Combine(folder, "plots", "map-last.png"));
        var bone = Palette.Bone.ToSKColor();
        var rows = Enumerable.Range(0, map.Height).Where(y => Enumerable.Range(60, 60).All(x => map.GetPixel(x, y) == bone)).ToArray();
        Assert.InRange(rows.Length, 40, 60);
        Assert.True(rows.Min() > map.Height * 0.75, $"bone of row 0 stands at {rows.Min()} of {map.Height}");
    }

    [Fact]
    public void A_folder_without_its_tables_is_refused() =>
        Assert.Throws<FileNotFoundException>(() => RunPlots.Draw(Directory.CreateTempSubdirectory("nichesim-plots-").FullName));

    [Theory]
    [InlineData("map-last.csv", "x,y,kind,type,state\n0,0,rock,,1\n", "map-last.csv:2: error: kind: expected bone, vessel, cell, guest, found \"rock\"")]
    [InlineData("map-last.csv", "x,y,kind,type,state\n0,0,bone,,much\n", "map-last.csv:2: error: state: expected a number, found \"much\"")]
    [InlineData("fields.csv", "day,A.mean\n0,1\n", "fields.csv:1: error: no column \"A.p95\"")]
    [InlineData("scenario.json", "{ \"lattice\": 3 }", "scenario.json: error: lattice: expected widthVoxels and heightVoxels")]
    [InlineData("run.json", "{", "run.json:1: error: not JSON")]
    public void A_broken_file_is_named_with_its_line(string file, string content, string message)
    {
        var folder = Write(Small);
        File.WriteAllText(Path.Combine(folder, file), content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => RunPlots.Draw(folder)).Message, StringComparison.Ordinal);
    }

    private static string[] Labels(string svg) => [.. XDocument.Load(svg).Descendants().Attributes("aria-label").Select(label => label.Value)];

    private string Write(FakeRun run)
    {
        folders.Add(run.Write());
        return folders[^1];
    }

    private SKBitmap Picture(FakeRun run, string name)
    {
        var folder = Write(run);
        RunPlots.Draw(folder);
        return SKBitmap.Decode(Path.Combine(folder, "plots", name));
    }

    private static int DarkPixels(SKBitmap picture, int fromRow, int toRow) =>
        Enumerable.Range(fromRow, toRow - fromRow).Sum(y => Enumerable.Range(0, picture.Width).Count(x => picture.GetPixel(x, y).Red < 128));
}
