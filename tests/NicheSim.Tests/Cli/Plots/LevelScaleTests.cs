using NicheSim.Cli.Plots;

namespace NicheSim.Tests.Cli.Plots;

public class LevelScaleTests
{
    /// <summary>Oxygen in millions of pM once wrote its numbers over one another.</summary>
    [Theory]
    [InlineData(1, 6, "pM")]
    [InlineData(2e3f, 1.2e4f, "nM")]
    [InlineData(4e6f, 2.8e7f, "µM")]
    [InlineData(1e5f, 2.8e7f, "µM")]
    [InlineData(10, 3000, "pM")]
    public void The_unit_is_one_in_which_numbers_are_short(float low, float high, string unit)
    {
        var scale = new LevelScale([(low, high)]);
        Assert.Equal(unit, scale.Unit);
        Assert.InRange(scale.Ticks.Count, 2, 9);
        Assert.All(scale.Ticks, tick => Assert.InRange(tick.Text.Length, 1, 5));
        Assert.All(scale.Ticks, tick => Assert.InRange(tick.Share, -1e-9, 1 + 1e-3));
    }
}
