using System.Text.Json.Nodes;

namespace NicheSim.Tests.Engine;

public class KeyOrderTests
{
    [Fact]
    public void The_order_of_keys_in_a_file_changes_no_bit()
        => Assert.All(Enumerable.Range(0, 20), number => Assert.Equal(PinnedScenarioTests.Hash(WildScenario.Of(number)), PinnedScenarioTests.Hash(Reversed(WildScenario.Of(number))!)));

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject inner => new JsonObject(inner.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Reversed)]),
        _ => node?.DeepClone(),
    };
}
