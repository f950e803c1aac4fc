using System.Text;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public class JsonSourceTests
{
    [Theory]
    [InlineData("", "f:1:1: error: not JSON: The input does not contain any JSON tokens.*")]
    [InlineData("{\n \"a\" 1}", "f:2:6: error: not JSON: .*")]
    [InlineData("{\"é\": tru}", "f:1:10: error: not JSON: .*")]
    [InlineData("{} x", "f:1:4: error: not JSON: .*")]
    [InlineData("{\"a\": NaN}", "f:1:7: error: not JSON: .*")]
    [InlineData("{\r\n\"a\": \"\\ud800\"}", "f:2:6: error: this string holds half of a surrogate pair.*")]
    [InlineData("{\"\\udc00\": 1}", "f:1:2: error: this string holds half of a surrogate pair.*")]
    public void Broken_text_is_told_with_its_place(string text, string expected)
    {
        var diagnostics = new List<Diagnostic>();
        JsonSource.Parse("f", Encoding.UTF8.GetBytes(text), diagnostics);
        Assert.Matches("^" + expected + "$", Assert.Single(diagnostics).ToString());
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_told_with_their_place()
    {
        var diagnostics = new List<Diagnostic>();
        Assert.Null(JsonSource.Parse("f", [(byte)'{', (byte)'\n', (byte)' ', 0xFF, (byte)'}'], diagnostics));
        Assert.Equal("f:2:2: error: not UTF-8 text: save the file as UTF-8", Assert.Single(diagnostics).ToString());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Columns_count_characters_and_lines_end_in_any_way(string end)
    {
        var root = Parse($"\uFEFF{{ // µm{end}  \"µ\u0301😀\": [1,{end} true, ],{end}}}");
        var member = Assert.Single(root.Members);
        Assert.Equal(new Position("f", 2, 3), member.KeyPosition);
        Assert.Equal(new Position("f", 2, 10), member.Value.Position);
        var items = Assert.IsType<SourceArray>(member.Value).Items;
        Assert.Equal(new Position("f", 2, 11), items[0].Position);
        Assert.Equal(new Position("f", 3, 2), items[1].Position);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var diagnostics = new List<Diagnostic>();
        Assert.Null(JsonSource.Parse("f", Encoding.UTF8.GetBytes(new string('[', 100_000)), diagnostics));
        Assert.Equal("f:1:33", Assert.Single(diagnostics).Position.ToString());
    }

    private static SourceObject Parse(string text)
    {
        var diagnostics = new List<Diagnostic>();
        var root = JsonSource.Parse("f", Encoding.UTF8.GetBytes(text), diagnostics);
        Assert.Empty(diagnostics);
        return Assert.IsType<SourceObject>(root);
    }
}
