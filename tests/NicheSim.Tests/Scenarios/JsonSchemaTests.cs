using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NicheSim.Scenarios;

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
        Assert.Equal("array", Text("properties/extends/type"));
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
        Assert.Equal("#/$defs/Bed", Text("$defs/Bed/properties/within/$ref"));
        Assert.Equal("number", Text("properties/levels/anyOf/0/type"));
        Assert.Equal("number", Text("properties/levels/anyOf/1/items/type"));
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
