using System.Text;
using System.Text.Json;

namespace NicheSim.Tests.Fuzz;

/// <summary>JSON that may be wrong in every way: keys twice, numbers of any letters. Leaves hold their text as written.</summary>
internal sealed class JsonTree
{
    /// <summary>Where writing breaks off: some members are held more than once, and copies of copies would fill the memory.</summary>
    private const int LongestText = 6 << 20;

    public string Text { get; set; } = "";

    public List<(string Key, JsonTree Value)>? Members { get; set; }

    public List<JsonTree>? Items { get; set; }

    public static JsonTree Leaf(string text) => new() { Text = text };

    public static JsonTree String(string text) => Leaf(JsonSerializer.Serialize(text));

    public static JsonTree Parse(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return Of(document.RootElement);

        static JsonTree Of(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => new JsonTree { Members = [.. element.EnumerateObject().Select(member => (member.Name, Of(member.Value)))] },
            JsonValueKind.Array => new JsonTree { Items = [.. element.EnumerateArray().Select(Of)] },
            _ => Leaf(element.GetRawText()),
        };
    }

    /// <summary>This and all below.</summary>
    public IEnumerable<JsonTree> All() => (Members?.Select(member => member.Value) ?? Items ?? []).SelectMany(child => child.All()).Prepend(this);

    public JsonTree Copy() => new() { Text = Text, Members = Members?.ConvertAll(member => (member.Key, member.Value.Copy())), Items = Items?.ConvertAll(item => item.Copy()) };

    public void Become(JsonTree other) => (Text, Members, Items) = (other.Text, other.Members, other.Items);

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        Write(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Write(StringBuilder text)
    {
        if (text.Length > LongestText)
            return;
        if (Members is null && Items is null)
        {
            text.Append(Text);
            return;
        }

        text.Append(Members is null ? "[" : "{");
        for (var i = 0; i < (Members?.Count ?? Items!.Count); i++)
        {
            text.Append(i > 0 ? ",\n" : "");
            if (Members is not null)
                text.Append(JsonSerializer.Serialize(Members[i].Key)).Append(": ");
            (Members?[i].Value ?? Items![i]).Write(text);
        }

        text.Append(Members is null ? "]" : "}");
    }
}
