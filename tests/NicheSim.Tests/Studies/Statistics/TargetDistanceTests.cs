using NicheSim.Studies.Statistics;

namespace NicheSim.Tests.Studies.Statistics;

public class TargetDistanceTests
{
    private static readonly Target[] Targets = [new(3, 1, 11), new(-2, -3, -1)];

    [Fact]
    public void Distances_are_one_at_either_end_of_the_ranges()
    {
        Assert.Equal(0, TargetDistance.Absolute([3, -2], Targets));
        Assert.Equal(1, TargetDistance.Absolute([1, -1], Targets));
        Assert.Equal(1, TargetDistance.Chi([11, -3], Targets));
        Assert.Equal(0.5 * (0.5 + 3), TargetDistance.Absolute([7, -5], Targets), 1e-15);
        Assert.Equal(Math.Sqrt(0.5 * (0.25 + 9)), TargetDistance.Chi([7, -5], Targets), 1e-15);
        Assert.Equal(-0.5, Targets[0].Miss(2));
    }

    [Fact]
    public void Missing_readouts_are_infinitely_far_and_bad_targets_refused()
    {
        Assert.Equal(double.PositiveInfinity, TargetDistance.Absolute([3, double.NaN], Targets));
        Assert.Equal(double.PositiveInfinity, TargetDistance.Chi([double.PositiveInfinity, -2], Targets));
        Assert.Equal(0, TargetDistance.Chi([], []));
        Assert.Throws<ArgumentException>(() => TargetDistance.Chi([1], Targets));
        Assert.Contains("The target 3 does not lie inside its range 3 to 4", Assert.Throws<ArgumentException>(() => new Target(3, 3, 4)).Message);
        Assert.Throws<ArgumentException>(() => new Target(3, 1, double.PositiveInfinity));
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new Target(double.NaN, 1, 2)).Message);
    }
}
