using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public class ScenarioLoaderTests
{
    [Fact]
    public void A_good_file_binds_every_kind_of_key_and_leaves_defaults()
    {
        var loaded = GardenFile.Load("""
            // comments and trailing commas are allowed
            {
              "$schema": "schema/x.json",
              "about": "Kräuter",
              "water": { "litersPerDay": 2.5e0 },
              "soil": "near-river",
              "levels": [1, 2.5],
              "seed": 9007199254740993,
              "beds": { "Herbs": {
                "plants": ["mint"], "against": { "pest:snail": { "dose": 2 } }, "shares": { "a": 0.5 },
                "grid": { "x": { "y": 3 } }, "within": { "enabled": false }
              }, }
            }
            """);
        Assert.Empty(loaded.Diagnostics);
        var garden = loaded.Value!;
        Assert.Equal("Kräuter", garden.About);
        Assert.Equal(2.5, garden.Water.LitersPerDay);
        Assert.Equal(2, garden.Water.TimesADay);
        Assert.Equal(SoilKind.NearRiver, garden.Soil);
        Assert.Equal([1, 2.5], garden.Levels);
        Assert.Equal(9007199254740993, garden.Seed);
        var bed = garden.Beds["Herbs"];
        Assert.True(bed.Enabled);
        Assert.Null(bed.WidthCm);
        Assert.Equal(["mint"], bed.Plants);
        Assert.Equal(2, bed.Against["pest:snail"].Dose);
        Assert.Equal(0.5, bed.Shares["a"]);
        Assert.Equal(3, bed.Grid["x"]["y"]);
        Assert.False(bed.Within!.Enabled);
    }

    [Theory]
    [InlineData("\"levles\": [1]", "g.json:2:1: error: no key \"levles\"; did you mean \"levels\"?")]
    [InlineData("\"extend\": []", "g.json:2:1: error: no key \"extend\"; did you mean \"extends\"?")]
    [InlineData("\"seed\": \"40\"", "g.json:2:9: error: seed: expected a whole number, not the string \"40\"")]
    [InlineData("\"seed\": 1.5", "g.json:2:9: error: seed: expected a whole number, not 1.5")]
    [InlineData("\"seed\": 9223372036854775808", "g.json:2:9: error: seed: 9.223372036854776E+18 is out of range: expected a whole number from -9.223372036854776E+18 to 9.223372036854775E+18")]
    [InlineData("\"levels\": [1, 1e400]", "g.json:2:15: error: levels:1: 1e400 is not a finite number")]
    [InlineData("\"levels\": \"1\"", "g.json:2:11: error: levels: expected a number, not the string \"1\"")]
    [InlineData("\"levels\": {}", "g.json:2:11: error: levels: expected a number, or a list of such, not an object")]
    [InlineData("\"levels\": [[1]]", "g.json:2:12: error: levels:0: expected a number, not a list")]
    [InlineData("\"about\": true", "g.json:2:10: error: about: expected a string, not true")]
    [InlineData("\"about\": null", "g.json:2:10: error: about: null does not remove: leave the key out, or use \"enabled\": false where there is one")]
    [InlineData("\"soil\": \"NearRiver\"", "g.json:2:9: error: soil: expected one of \"clay\", \"near-river\", not \"NearRiver\"; did you mean \"near-river\"?")]
    [InlineData("\"soil\": 1", "g.json:2:9: error: soil: expected one of \"clay\", \"near-river\", not 1")]
    [InlineData("\"beds\": []", "g.json:2:9: error: beds: expected an object, not a list")]
    [InlineData("\"beds\": {\"1x\": {}}", "g.json:2:10: error: beds: bad name \"1x\": expected a letter, then letters, digits, - or _")]
    [InlineData("\"beds\": {\"x\\n\": {}}", "g.json:2:10: error: beds: bad name \"x\\u000a\": expected a letter, then letters, digits, - or _")]
    [InlineData("\"beds\": {\"a:b\": {}}", "g.json:2:10: error: beds: bad name \"a:b\": expected a letter, then letters, digits, - or _")]
    [InlineData("\"beds\": {\"a\": {\"against\": {\"snail\": {\"dose\":1}}}}", "g.json:2:28: error: beds:a:against: bad name \"snail\": expected pest:NAME or weed:NAME")]
    [InlineData("\"beds\": {\"a\": {\"against\": {\"pest:snail\": {}}}}", "g.json:2:42: error: beds:a:against:pest:snail: missing \"dose\": expected a number")]
    [InlineData("\"beds\": {\"a\": {\"shares\": {\"x\": 1.5}}}", "g.json:2:32: error: beds:a:shares:x: 1.5 is out of range: expected a number from 0 to 1")]
    [InlineData("\"beds\": {\"a\": {\"widthCm\": {}}}", "g.json:2:27: error: beds:a:widthCm: expected a number or { \"times\": number }, not an object")]
    [InlineData("\"beds\": {\"a\": {\"widthCm\": {\"times\": 2}}}", "g.json:2:27: error: beds:a:widthCm: nothing to multiply: no lower layer holds a number here")]
    [InlineData("\"beds\": {\"a\": 1}", "g.json:2:15: error: beds:a: expected an object, not 1")]
    [InlineData("\"beds\": {\"a\": {}, \"A\": {}}", "g.json:2:19: error: \"A\" differs only by case from \"a\" at g.json:2:10")]
    [InlineData("\"beds\": {\"a\": {\"against\": {\"pest\": {\"dose\":1}, \"pest:dose\": {\"dose\":1}}}}", "g.json:2:48: error: beds:a:against: \"pest:dose\" reads as beds:a:against:pest:dose, like \"dose\" at g.json:2:37")]
    [InlineData("\"about\": \"x\", \"about\": \"y\"", "g.json:2:15: error: \"about\" stands twice in this object, first at g.json:2:1")]
    public void A_mistake_is_told_with_its_place_and_what_was_expected(string more, string expected)
    {
        var loaded = GardenFile.LoadWith(more);
        Assert.Equal([expected], GardenFile.Errors(loaded));
        Assert.Null(loaded.Value);
        Assert.Null(loaded.Resolved);
    }

    [Fact]
    public void Keys_that_read_as_one_path_are_refused_in_either_order()
    {
        var loaded = GardenFile.LoadWith("\"beds\": {\"a\": {\"against\": {\"pest:dose\": {\"dose\":1}, \"pest\": {\"dose\":1}}}}");
        Assert.Contains(
            "g.json:2:62: error: beds:a:against:pest: \"dose\" reads as beds:a:against:pest:dose, like \"pest:dose\" at g.json:2:28",
            GardenFile.Errors(loaded));
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var loaded = GardenFile.Load("""
            {
              "water": { "timesADay": 25, "litersPerday": 3 },
              "seed": "x",
              "beds": { "a": { "widht": 1, "enabled": 0 } }
            }
            """);
        Assert.Equal(
            [
                "g.json:2:27: error: water:timesADay: 25 is out of range: expected a whole number from 1 to 24",
                "g.json:2:31: error: water: no key \"litersPerday\"; did you mean \"litersPerDay\"?",
                "g.json:3:11: error: seed: expected a whole number, not the string \"x\"",
                "g.json:4:20: error: beds:a: no key \"widht\"; did you mean \"widthCm\"?",
                "g.json:4:43: error: beds:a:enabled: expected true or false, not 0",
                "g.json:2:12: error: water: missing \"litersPerDay\": expected a number",
            ],
            GardenFile.Errors(loaded));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1e-30, true)]
    [InlineData(9e-31, false)]
    [InlineData(100, true)]
    [InlineData(100.5, false)]
    public void Bounds_are_closed_but_where_they_say_above(double liters, bool isGood) =>
        Assert.Equal(isGood, GardenFile.Load(FormattableString.Invariant($"{{\"water\":{{\"litersPerDay\":{liters}}}}}")).Value is not null);

    /// <summary>What a double reads as 0 or a float could not hold would silently be another number, or a division by it.</summary>
    [Theory]
    [InlineData("0", "")]
    [InlineData("0e-999", "")]
    [InlineData("-0.000", "")]
    [InlineData("1e-400", "1e-400 is too small: expected 0 or a number from 1E-30 on")]
    [InlineData("-0.000001E-9999", "-0.000001E-9999 is too small: expected 0 or a number from 1E-30 on")]
    [InlineData("-1e-31", "-1E-31 is too small: expected 0 or a number from 1E-30 on")]
    [InlineData("1e31", "1E+31 is out of range: expected a number from -1E+30 to 1E+30")]
    [InlineData("-1e300", "-1E+300 is out of range: expected a number from -1E+30 to 1E+30")]
    public void Numbers_that_no_float_holds_are_refused(string number, string message)
    {
        var loaded = GardenFile.LoadWith("\"levels\": [" + number + "]");
        Assert.Equal(message, loaded.Value is null ? Assert.Single(loaded.Diagnostics).Message : "");
    }

    [Theory]
    [InlineData("\\t\\r\\n\u2028é😀", "")]
    [InlineData("\\u001b[2J", "holds the character \\u001b, which is no text")]
    [InlineData("\\u009b2J", "holds the character \\u009b, which is no text")]
    [InlineData("\\u0000", "holds the character \\u0000, which is no text")]
    [InlineData("a\u202Eb", "holds the character \\u202e, which is no text")]
    [InlineData("a\u2069b", "holds the character \\u2069, which is no text")]
    [InlineData("\\uffff", "holds the character \\uffff, which is no text")]
    public void Texts_hold_nothing_that_steers_a_terminal_or_breaks_a_picture(string text, string message)
    {
        var loaded = GardenFile.LoadWith("\"about\": \"" + text + "\"");
        Assert.Equal(message, loaded.Value is null ? Assert.Single(loaded.Diagnostics).Message : "");
    }

    [Fact]
    public void Nothing_hides_in_the_name_of_the_schema()
        => Assert.Equal("g.json:2:12: error: $schema: expected a string, not an object", Assert.Single(GardenFile.Errors(GardenFile.LoadWith("\"$schema\": { \"unknown\": 1 }"))));

    [Fact]
    public void Long_texts_lists_and_names_are_refused()
    {
        Assert.Contains("about: is longer than 4000", Assert.Single(GardenFile.Errors(GardenFile.LoadWith($"\"about\": \"{new string('x', 4001)}\""))), StringComparison.Ordinal);
        Assert.Contains("levels: has more than 10000 items", Assert.Single(GardenFile.Errors(GardenFile.LoadWith($"\"levels\": [{string.Join(',', Enumerable.Repeat("1", 10_001))}]"))), StringComparison.Ordinal);
        Assert.Contains("is longer than 250", Assert.Single(GardenFile.Errors(GardenFile.LoadWith($"\"beds\": {{ \"{new string('x', 251)}\": {{}} }}"))), StringComparison.Ordinal);
        Assert.NotNull(GardenFile.LoadWith($"\"about\": \"{new string('x', 4000)}\", \"beds\": {{ \"{new string('x', 250)}\": {{}} }}").Value);
        Assert.Contains("larger than 2 MiB", Assert.Single(GardenFile.Errors(GardenFile.LoadWith(new string(' ', 2 << 20)))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_key_at_the_top_is_told_at_the_opening_brace() =>
        Assert.Equal(["g.json:2:2: error: missing \"water\": expected an object"], GardenFile.Errors(GardenFile.Load("\n {}")));

    [Fact]
    public void Sources_give_the_place_of_a_path_or_of_its_longest_written_beginning()
    {
        var sources = GardenFile.Load(GardenFile.Good).Sources;
        Assert.Equal(new Position("g.json", 4, 27), sources.At("beds:Herbs:widthCm"));
        Assert.Equal(new Position("g.json", 4, 16), sources.KeyAt("beds:Herbs:widthCm"));
        Assert.Equal(new Position("g.json", 4, 97), sources.At("beds:Herbs:against:pest:snail:dose"));
        Assert.Equal(new Position("g.json", 4, 71), sources.At("beds:Herbs:against:pest:mite:dose"));
        Assert.Equal(new Position("g.json", 4, 50), sources.At("beds:Herbs:plants:1"));
        Assert.Equal(new Position("g.json", 4, 41), sources.At("beds:Herbs:plants:2"));
        Assert.Equal(new Position("g.json", 1, 1), sources.At("nowhere:at:all"));
        Assert.Equal("g.json:4:27: warning: beds:Herbs:widthCm: narrow", sources.Warning("beds:Herbs:widthCm", "narrow").ToString());
    }

    [Fact]
    public void One_scalar_stands_for_a_list_of_one_and_true_for_an_object_of_defaults()
    {
        var loaded = ScenarioLoader.LoadText<Scenario>("s.json", """
            {
              "time": { "durationDays": 1 }, "lattice": { "widthVoxels": 1, "heightVoxels": 1, "cellEdges": true },
              "claims": "C54", "treatments": { "drug": { "blocks": { "label:R": true } } }
            }
            """);
        Assert.Equal(["C54"], loaded.Value!.Claims);
        Assert.True(loaded.Value.Treatments["drug"].Blocks["label:R"].Enabled);
        var refused = ScenarioLoader.LoadText<Scenario>("s.json", """{ "time": true, "lattice": { "widthVoxels": 1, "heightVoxels": 1 } }""");
        Assert.Equal("s.json:1:11: error: time: expected an object, not true", Assert.Single(refused.Diagnostics, d => d.Path == "time").ToString());
    }
}
