using NicheSim.Scenarios;

namespace NicheSim.Tests.Scenarios;

public class SuggestionTests
{
    [Theory]
    [InlineData("IL1beta", "IL1b")]
    [InlineData("il6", "IL6")]
    [InlineData("TNFalpha", "TNFa")]
    [InlineData("IL-1b", "IL1b")]
    [InlineData("LI6", "IL6")]
    [InlineData("oxygen", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_found_if_it_is_near(string word, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(word, ["IL1b", "IL6", "TNFa", "CXCL12"]));

    [Fact]
    public void The_order_of_candidates_does_not_matter()
    {
        Assert.Equal("ab", Suggestion.Nearest("aa", ["ac", "ab"]));
        Assert.Equal("ab", Suggestion.Nearest("aa", ["ab", "ac"]));
    }

    [Fact]
    public void A_message_offers_the_nearest_or_what_there_is()
    {
        Assert.Equal("no field \"IL1beta\"; did you mean \"IL1b\"?", Suggestion.Unknown("field", "IL1beta", ["IL6", "IL1b"]));
        Assert.Equal("no field \"x\"; known: IL1b, IL6", Suggestion.Unknown("field", "x", ["IL6", "IL1b"]));
        Assert.Equal("no field \"x\"; there is none", Suggestion.Unknown("field", "x", []));
    }

    [Fact]
    public void A_quoted_word_fits_on_one_line()
    {
        var quoted = Suggestion.Quote("a\nb\u2028" + new string('x', 1_000_000));
        Assert.StartsWith("\"a\\u000ab\\u2028xxx", quoted, StringComparison.Ordinal);
        Assert.True(quoted.Length < 100);
    }
}
