using NicheSim.MeanField;
using NicheSim.Scenarios;

namespace NicheSim.Tests.MeanField;

public class MeanFieldLoaderTests
{
    private const string Decay = """
        {
          "format": 1, "durationDays": 2, "recordEveryDays": 0.5,
          "constants": { "k": { "value": 0.7 } },
          "definitions": { "half": { "is": "k / 2" }, "loss": { "is": "2 * half * x" } },
          "variables": { "x": { "start": "10 * k", "rate": "-loss" }, "clock": { "start": "0", "rate": "t" } }
        }
        """;

    /// <summary>Decay and an integral over time in closed form; fourth order and steps of 0.02 days leave 1e-9.</summary>
    [Fact]
    public void A_model_is_solved_as_its_formulas_say()
    {
        var course = MeanFieldLoader.LoadText("decay.json", Decay).Model!.Solve();
        Assert.Equal(["clock", "x"], course.Names);
        Assert.Equal([0, 0.5, 1, 1.5, 2], course.Days);
        Assert.All(course.Days.Zip(course.Of("x")), row => Assert.Equal(7 * Math.Exp(-0.7 * row.First), row.Second, 1e-9));
        Assert.Equal(2, course.Of("clock")[^1], 1e-9);
        Assert.StartsWith("day,clock,x\n0,0,7\n", course.ToCsv(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("variables:x:rate=\"-los\"", "variables:x:rate", "\"loss\"")]
    [InlineData("variables:x:rate=\"-(loss\"", "variables:x:rate", "formula")]
    [InlineData("variables:x:rate=\"-loss^2\"", "variables:x:rate", "Pow(x, n)")]
    [InlineData("variables:x:rate=\"-Sinh(loss)\"", "variables:x:rate", "no function \"Sinh\"")]
    [InlineData("variables:x:start=\"Sinh(1)\"", "variables:x:start", "no function \"Sinh\"")]
    [InlineData("variables:x:start=\"loss\"", "variables:x:start", "depends on variables")]
    [InlineData("definitions:half:is=\"loss / x\"", "definitions:half", "needs itself")]
    [InlineData("constants:x={\"value\":1}", "variables:x", "taken already")]
    [InlineData("constants:t={\"value\":1}", "constants:t", "the time")]
    [InlineData("recordEveryDays=9", "recordEveryDays", "longer")]
    [InlineData("constants:k-1={\"value\":1}", "constants:k-1", "as a difference")]
    [InlineData("variables:x:start=\"Exp()\"", "variables:x:start", "cannot be read as a formula")]
    [InlineData("variables:x:start=\"if(k > 0.9, 1, Exp())\"", "variables:x:start", "")]
    [InlineData("variables:x:rate=\"'abc'\"", "variables:x:rate", "text")]
    [InlineData("variables:x:rate=\"x > loss\"", "variables:x:rate", "not a number")]
    [InlineData("durationDays=2e5", "stepDays", "more than 10000000 steps", "stepDays=0.01")]
    [InlineData("durationDays=2e5", "recordEveryDays", "more than 1000000 rows", "recordEveryDays=0.1", "stepDays=10")]
    [InlineData("variables:x:start=\"half\"", "definitions:half", "needs itself", "definitions:half:is=\"2 * half\"")]
    [InlineData("variables:x:start=\"half\"", "definitions:half:is", "cannot be read as a formula", "definitions:half:is=\"2 *\"")]
    public void What_is_wrong_is_told_with_its_place(string assignment, string path, string words, params string[] more)
    {
        var loaded = MeanFieldLoader.LoadText("decay.json", Decay, new LoaderOptions { Assignments = [assignment, .. more] });
        Assert.Null(loaded.Model);
        var finding = Assert.Single(loaded.Diagnostics);
        Assert.Equal(path, finding.Path);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    /// <summary>Also those that 32 bits do not hold, and digits of a name or an exponent.</summary>
    [Theory]
    [InlineData("100000*100000", 1e10)]
    [InlineData("3000000000+2e3-2E-1", 3000001999.8)]
    [InlineData("k2+1/4+.5", 5.75)]
    public void Whole_numbers_are_numbers(string start, double value)
    {
        var options = new LoaderOptions { Assignments = ["constants:k2={\"value\":5}", $"variables:x:start=\"{start}\""] };
        Assert.Equal(value, MeanFieldLoader.LoadText("decay.json", Decay, options).Model!.Solve().Of("x")[0], value * 1e-12);
    }

    [Fact]
    public void The_last_day_is_recorded()
    {
        var course = MeanFieldLoader.LoadText("decay.json", Decay, new LoaderOptions { Assignments = ["durationDays=10", "recordEveryDays=3"] }).Model!.Solve();
        Assert.Equal([0, 3, 6, 9, 10], course.Days);
        Assert.Equal(50, course.Of("clock")[^1], 1e-9);
    }

    [Fact]
    public void A_number_that_leaves_all_bounds_is_told()
    {
        var loaded = MeanFieldLoader.LoadText("decay.json", Decay, new LoaderOptions { Assignments = ["variables:x:rate=\"Pow(x, 9)\"", "durationDays=50"] });
        Assert.Contains("x is no finite number on day", Assert.Throws<ArithmeticException>(() => loaded.Model!.Solve()).Message, StringComparison.Ordinal);
    }
}
