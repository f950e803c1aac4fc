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
    public void What_is_wrong_is_told_with_its_place(string assignment, string path, string words)
    {
        var loaded = MeanFieldLoader.LoadText("decay.json", Decay, new LoaderOptions { Assignments = [assignment] });
        Assert.Null(loaded.Model);
        var finding = Assert.Single(loaded.Diagnostics);
        Assert.Equal(path, finding.Path);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_leaves_all_bounds_is_told()
    {
        var loaded = MeanFieldLoader.LoadText("decay.json", Decay, new LoaderOptions { Assignments = ["variables:x:rate=\"Pow(x, 9)\"", "durationDays=50"] });
        Assert.Contains("x is no finite number on day", Assert.Throws<ArithmeticException>(() => loaded.Model!.Solve()).Message, StringComparison.Ordinal);
    }
}
