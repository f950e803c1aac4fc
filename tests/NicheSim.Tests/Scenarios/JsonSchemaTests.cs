using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NicheSim.Scenarios;
using NicheSim.Studies;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Scenarios;

public class JsonSchemaTests
{
    private readonly JsonObject _schema = JsonSchema.Of<Garden>();

    [Fact]
    public void The_schema_says_what_the_records_say()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Text("$schema"));
        Assert.Equal("A garden.", Text("description"));
        Assert.Equal("What it is for.", Text("properties/about/description"));
        Assert.Equal(("string", "array"), (Text("properties/extends/anyOf/0/type"), Text("properties/extends/anyOf/1/type")));
        Assert.Equal("string", Text("properties/$schema/type"));
        Assert.Equal("false", Text("additionalProperties"));
        Assert.Equal("""["clay","near-river"]""", Text("properties/soil/enum"));
        Assert.Equal("clay", Text("properties/soil/default"));
        Assert.Equal("#/$defs/Watering", Text("properties/water/$ref"));
        Assert.Equal("0", Text("$defs/Watering/properties/litersPerDay/anyOf/0/exclusiveMinimum"));
        Assert.Equal("100", Text("$defs/Watering/properties/litersPerDay/anyOf/0/maximum"));
        Assert.Equal("#/$defs/times", Text("$defs/Watering/properties/litersPerDay/anyOf/1/$ref"));
        Assert.Equal("integer", Text("$defs/Watering/properties/timesADay/anyOf/0/type"));
        Assert.Equal("2", Text("$defs/Watering/properties/timesADay/default"));
        Assert.Equal("#/$defs/Bed", Text("$defs/Bed/properties/within/anyOf/0/$ref"));
        Assert.Equal("number", Text("properties/levels/anyOf/0/type"));
        Assert.Equal("number", Text("properties/levels/anyOf/1/items/type"));
    }

    /// <summary>An editor underlines nothing in what is shipped and in what the manuals show.</summary>
    [Fact]
    public void Shipped_files_and_examples_fit_their_schema()
    {
        var (scenario, study) = (new SchemaCheck(JsonSchema.Of<Scenario>()), new SchemaCheck(JsonSchema.Of<StudySettings>()));
        var files = Directory.EnumerateFiles(Library.Scenarios, "*.json", SearchOption.AllDirectories).Where(file => !file.Contains("schema", StringComparison.Ordinal)).ToArray();
        Assert.True(files.Length > 40);
        foreach (var file in files)
            Check(File.ReadAllText(file), StudyLoader.IsStudy(file) ? study : scenario, file);
        foreach (var block in Regex.Matches(File.ReadAllText(Path.Combine(Library.Root, "README.md")), "```jsonc\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value))
            Check(block, scenario, "README.md");

        Check("""{ "extends": "x.json", "treatments": { "t": { "blocks": { "label:R": true, "field:F": { "competitive": true } } } } }""", scenario, "both forms");
        Assert.NotEqual("", scenario.Problem(JsonNode.Parse("""{ "treatments": { "t": { "blocks": { "label:R": 1 } } } }""")));
        Assert.NotEqual("", scenario.Problem(JsonNode.Parse("""{ "time": { "tickMinutes": -1 } }""")));
        Assert.NotEqual("", scenario.Problem(JsonNode.Parse("""{ "tim": { } }""")));

        static void Check(string text, SchemaCheck schema, string place)
            {
            var problem = schema.Problem(JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }));
            Assert.True(problem.Length == 0, $"{place}{problem}");
        }
    }

    [Fact]
    public void Names_follow_the_patterns_of_the_loader()
    {
        var patterns = At("$defs/Bed/properties/against/patternProperties").AsObject();
        var pattern = Assert.Single(patterns).Key;
        Assert.Matches(new Regex(pattern), "pest:snail");
        Assert.DoesNotMatch(new Regex(pattern), "snail");
    }

    [Fact]
    public void No_key_is_asked_for_because_a_layer_may_hold_a_part()
    {
        Assert.False(_schema.ContainsKey("required"));
        Assert.False(At("$defs/Watering").AsObject().ContainsKey("required"));
    }

    [Fact]
    public void The_text_is_the_schema_with_its_last_line_ended()
    {
        var text = JsonSchema.TextOf<Garden>();
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Assert.True(JsonNode.DeepEquals(_schema, JsonNode.Parse(text)));
    }

    [Fact]
    public void Every_scenario_record_has_a_schema() => Assert.NotEmpty(JsonSchema.Of<Scenario>());

    private string Text(string path) => At(path).ToString() is var text && At(path) is JsonArray array ? array.ToJsonString() : text;

    private JsonNode At(string path) =>
        path.Split('/').Aggregate((JsonNode)_schema, (node, part) => node is JsonArray list ? list[int.Parse(part, null)]! : node[part]!);
}
