using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public sealed class LayerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nichesim-layers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What a lower layer gave of a distribution goes with the higher layer's; two in one layer stay, and are refused later.</summary>
    [Theory]
    [InlineData("{ \"beta\": { \"a\": 2, \"b\": 5 } }", false, true)]
    [InlineData("{ \"value\": 3 }", true, false)]
    [InlineData("{ \"value\": 3, \"beta\": { \"a\": 2, \"b\": 5 } }", true, true)]
    [InlineData("{ \"beta\": { \"a\": 2, \"b\": 5 } }", false, true, "3")]
    [InlineData("{}", true, false)]
    public void Another_distribution_takes_the_place_of_the_lower_one(string start, bool hasValue, bool hasBeta, string? firstShape = null)
    {
        const string Below = "{ \"time\": { \"durationDays\": 1 }, \"lattice\": { \"widthVoxels\": 1, \"heightVoxels\": 1 }, \"cells\": { \"a\": { \"attributes\": { \"x\": { \"start\": { \"value\": 1 } } } } } }";
        var loaded = ScenarioLoader.LoadText<Scenario>("x.json", Below, new LoaderOptions { Assignments = [$"cells:a:attributes:x:start={start}", .. firstShape is null ? [] : new[] { $"cells:a:attributes:x:start:beta:a={firstShape}" }] });
        Assert.Empty(loaded.Diagnostics);
        var settings = loaded.Value!.Cells["a"].Attributes["x"].Start;
        Assert.Equal((hasValue, hasBeta), (settings.Value is not null, settings.Beta is not null));
        Assert.Equal(hasBeta, loaded.Resolved!.Contains("beta", StringComparison.Ordinal));
        Assert.Equal(firstShape is null ? settings.Beta?.A : 3, settings.Beta?.A);
    }

    [Fact]
    public void A_file_lies_over_what_it_extends_and_later_over_earlier()
    {
        Write("base/low.json", """{ "about": "low", "water": { "litersPerDay": 1, "timesADay": 3 }, "beds": { "a": { "widthCm": 1 } } }""");
        Write("base/high.json", """{ "extends": ["low.json"], "about": "high", "water": { "litersPerDay": 2 }, "beds": { "b": {} } }""");
        Write("top.json", """{ "extends": ["base/low.json", "base/high.json"], "beds": { "a": { "plants": ["x"] } } }""");
        var loaded = Load("top.json");
        Assert.Empty(loaded.Diagnostics);
        Assert.Equal("high", loaded.Value!.About);
        Assert.Equal(2, loaded.Value.Water.LitersPerDay);
        Assert.Equal(3, loaded.Value.Water.TimesADay);
        Assert.Equal(1, loaded.Value.Beds["a"].WidthCm);
        Assert.Equal(["x"], loaded.Value.Beds["a"].Plants);
        Assert.Contains("b", loaded.Value.Beds.Keys);
        Assert.Equal(["low.json", "high.json", "top.json"], loaded.Layers.Select(Path.GetFileName));
    }

    [Fact]
    public void A_shared_base_does_not_undo_what_lies_over_it()
    {
        Write("base.json", """{ "water": { "litersPerDay": 1 } }""");
        Write("a.json", """{ "extends": ["base.json"], "water": { "litersPerDay": 2 } }""");
        Write("b.json", """{ "extends": ["base.json"] }""");
        Write("top.json", """{ "extends": ["a.json", "b.json"] }""");
        Assert.Equal(2, Load("top.json").Value!.Water.LitersPerDay);
    }

    [Fact]
    public void A_list_replaces_the_lower_list_whole()
    {
        Write("base.json", """{ "water": { "litersPerDay": 1 }, "levels": [1, 2, 3], "beds": { "a": { "plants": ["x", "y"] } } }""");
        Write("top.json", """{ "extends": ["base.json"], "levels": [9], "beds": { "a": { "plants": [] } } }""");
        var garden = Load("top.json").Value!;
        Assert.Equal([9], garden.Levels);
        Assert.Empty(garden.Beds["a"].Plants);
    }

    [Fact]
    public void Multiples_multiply_what_lies_below_through_several_layers()
    {
        Write("base.json", """{ "water": { "litersPerDay": 2, "timesADay": 3 } }""");
        Write("mid.json", """{ "extends": ["base.json"], "water": { "litersPerDay": { "times": 10 }, "timesADay": { "times": 2 } } }""");
        Write("top.json", """{ "extends": ["mid.json"], "water": { "litersPerDay": { "times": 0.5 } } }""");
        var loaded = Load("top.json", "water:litersPerDay={\"times\": 3}");
        Assert.Equal(30, loaded.Value!.Water.LitersPerDay);
        Assert.Equal(6, loaded.Value.Water.TimesADay);
        Assert.DoesNotContain("times\"", loaded.Resolved!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"litersPerDay\": { \"times\": -1 }", "water:litersPerDay:times: -1 is out of range: expected a number from 0 up")]
    [InlineData("\"litersPerDay\": { \"times\": 1e400 }", "water:litersPerDay:times: 1e400 is not a finite number")]
    [InlineData("\"litersPerDay\": { \"times\": \"2\" }", "water:litersPerDay:times: expected a number, not the string \"2\"")]
    [InlineData("\"litersPerDay\": { \"times\": 51 }", "water:litersPerDay: 102 is out of range: expected a number above 0 and at most 100")]
    [InlineData("\"litersPerDay\": { \"times\": 1e31 }", "water:litersPerDay:times: 1E+31 is out of range: expected a number from 0 up")]
    [InlineData("\"timesADay\": { \"times\": 0.5 }", "water:timesADay: expected a whole number, not 1.5")]
    [InlineData("\"litersPerDay\": { \"times\": 1, \"plus\": 1 }", "water:litersPerDay: expected a number or { \"times\": number }, not an object")]
    public void A_bad_multiple_is_refused(string water, string expected)
    {
        Write("base.json", """{ "water": { "litersPerDay": 2, "timesADay": 3 } }""");
        Write("top.json", "{ \"extends\": [\"base.json\"], \"water\": { " + water + " } }");
        var finding = Assert.Single(Load("top.json").Diagnostics);
        Assert.Equal(expected, $"{finding.Path}: {finding.Message}");
        Assert.Equal(1, finding.Position.Line);
    }

    [Fact]
    public void Names_that_differ_only_by_case_across_layers_are_refused_with_both_places()
    {
        Write("base.json", """{ "water": { "litersPerDay": 2 }, "beds": { "IL": {} } }""");
        Write("top.json", """{ "extends": ["base.json"], "beds": { "il": {} } }""");
        var finding = Assert.Single(Load("top.json").Diagnostics);
        Assert.Equal($"\"il\" differs only by case from \"IL\" at {At("base.json")}:1:45", finding.Message);
        Assert.Equal(new Position(At("top.json"), 1, 39), finding.Position);
    }

    [Fact]
    public void A_missing_or_circular_or_unreadable_layer_is_told_where_it_is_named()
    {
        Write("base/bone-niche.json", "{}");
        Write("missing.json", "{\n \"extends\": [\"base/bone-nich.json\"] }");
        Write("a.json", """{ "extends": ["b.json"] }""");
        Write("b.json", """{ "extends": ["a.json"] }""");
        Write("broken.json", """{ "extends": ["bad.json"] }""");
        Write("bad.json", "{");
        Assert.Equal(
            $"{At("missing.json")}:2:14: error: extends: no file \"base/bone-nich.json\"; did you mean \"base/bone-niche.json\"?",
            Assert.Single(Load("missing.json").Diagnostics).ToString());
        Assert.Equal(
            $"{At("b.json")}:1:15: error: extends: the file extends itself: a.json -> b.json -> a.json",
            Assert.Single(Load("a.json").Diagnostics).ToString());
        Assert.Equal(At("bad.json"), Assert.Single(Load("broken.json").Diagnostics).Position.File);
        Assert.Equal($"{At("none.json")}: error: no such file", Assert.Single(Load("none.json").Diagnostics).ToString());
        Assert.Single(ScenarioLoader.Load<Garden>(_folder).Diagnostics);
        Assert.Single(ScenarioLoader.Load<Garden>("").Diagnostics);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(5000, false)]
    public void A_chain_of_layers_has_an_end(int files, bool isGood)
    {
        for (var file = 1; file < files; file++)
            Write($"{file}.json", $"{{ \"extends\": \"{file + 1}.json\" }}");
        Write($"{files}.json", """{ "water": { "litersPerDay": 2 } }""");
        var loaded = Load("1.json");
        Assert.Equal(isGood, loaded.Value is not null);
        if (!isGood)
            Assert.Equal($"{At("100.json")}:1:14: error: extends: more than 100 files extend one another", Assert.Single(loaded.Diagnostics).ToString());
    }

    [Theory]
    [InlineData("../x.json")]
    [InlineData("a/../../x.json")]
    [InlineData("/etc/hostname")]
    [InlineData("..\\x.json")]
    [InlineData("C:\\x.json")]
    [InlineData("\\x.json")]
    [InlineData("x\\u0000.json")]
    [InlineData("")]
    public void Files_outside_of_the_folder_are_refused(string name)
    {
        Write("sub/top.json", "{ \"extends\": [\"" + name.Replace("\\x", "\\\\x", StringComparison.Ordinal) + "\"] }");
        Assert.Matches("leads out of|is not a file name", Assert.Single(Load("sub/top.json").Diagnostics).Message);
    }

    [Fact]
    public void An_option_allows_files_outside_of_the_folder()
    {
        Write("x.json", """{ "water": { "litersPerDay": 2 } }""");
        Write("sub/top.json", """{ "extends": ["../x.json"] }""");
        Assert.NotNull(ScenarioLoader.Load<Garden>(At("sub/top.json"), new LoaderOptions { AllowPathsOutside = true }).Value);
    }

    [Fact]
    public void The_library_is_searched_after_the_files_own_folder()
    {
        Write("library/base.json", """{ "extends": ["lower.json"], "about": "library" }""");
        Write("library/lower.json", """{ "water": { "litersPerDay": 2 } }""");
        Write("mine/top.json", """{ "extends": ["base.json"] }""");
        var options = new LoaderOptions { LibraryFolders = [At("library")] };
        Assert.Equal("library", ScenarioLoader.Load<Garden>(At("mine/top.json"), options).Value!.About);
        Write("mine/base.json", """{ "extends": ["lower.json"], "about": "mine" }""");
        Assert.Equal("mine", ScenarioLoader.Load<Garden>(At("mine/top.json"), options).Value!.About);
    }

    [Theory]
    [InlineData("1", "expected a file name or a list of them, not 1")]
    [InlineData("\"x\"", "no file \"x\"; ")]
    [InlineData("[1]", "expected a file name, not 1")]
    [InlineData("null", "expected a file name or a list of them, not null")]
    public void Extends_is_a_name_or_a_list_of_names(string extends, string expected) =>
        Assert.StartsWith(expected, Assert.Single(GardenFile.Load("{\"extends\":" + extends + "}").Diagnostics).Message, StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_folder, name);

    private LoadedScenario<Garden> Load(string name, params string[] assignments) =>
        ScenarioLoader.Load<Garden>(At(name), new LoaderOptions { Assignments = assignments });

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
