using NicheSim.Rules;
using NicheSim.Tests.Engine;

namespace NicheSim.Tests.Rules;

public class TreatmentPlanTests
{
    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 0.8)]
    [InlineData(19, 0.8)]
    [InlineData(20, 0)]
    public void Without_a_half_life_the_level_is_constant_between_its_days(int tick, float level) => Assert.Equal(level, new TreatmentPlan(10, 20, 0, 0, 0.8).LevelAt(tick));

    /// <summary>A single dose of half-life 4 ticks, given at tick 10.</summary>
    [Theory]
    [InlineData(10, 0.5)]
    [InlineData(14, 0.25)]
    [InlineData(18, 0.125)]
    public void A_dose_decays_by_half_in_a_half_life(int tick, float level) => Assert.Equal(level, new TreatmentPlan(10, 100, 0, 4, 0.5).LevelAt(tick), 1e-6f);

    /// <summary>Doses every 8 ticks, of half-life 4: what is left of n of them is (1 - 4^-n) / (1 - 1/4) on the tick of a dose, at most 1.</summary>
    [Theory]
    [InlineData(10, 1)]
    [InlineData(14, 0.5)]
    [InlineData(17, 0.2973)]
    [InlineData(18, 1)]
    [InlineData(22, 0.625)]
    [InlineData(25, 0.3716)]
    [InlineData(30, 0.65625)]
    public void Doses_add_up_to_at_most_a_full_one(int tick, float level) => Assert.Equal(level, new TreatmentPlan(10, 100, 8, 4, 1).LevelAt(tick), 1e-4f);

    /// <summary>Doses of a half-life so short that only those of this tick are there. Intervals that are no whole number of ticks do not drift.</summary>
    [Theory]
    [InlineData(4.5, new[] { 0, 4, 9, 14, 18, 22, 27, 32, 36 })]
    [InlineData(4.2, new[] { 0, 4, 8, 13, 17, 21, 25, 29, 34, 38 })]
    [InlineData(1.25, new[] { 0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 14, 15, 16, 18, 19, 20, 21, 22, 24, 25, 26, 28, 29, 30, 31, 32, 34, 35, 36, 38, 39 })]
    [InlineData(8, new[] { 0, 8, 16, 24, 32 })]
    public void Doses_come_at_the_ticks_nearest_to_their_times(double interval, int[] ticks)
        => Assert.Equal(ticks, Enumerable.Range(0, 40).Where(tick => new TreatmentPlan(10, 100, interval, 0.01, 1).LevelAt(10 + tick) > 0.5));

    [Fact]
    public void An_interval_is_not_rounded_to_ticks()
    {
        var text = Niche.Text("'a': { 'start': { 'x': { 'count': 1 } }, 'die': { 'perDay': 0 } }", more: "'treatments': { 't': { 'halfLifeDays': 1, 'intervalDays': 0.75, 'multiplies': { 'die': { 'factor': 2 } } } }", tickMinutes: 240);
        Assert.Equal(4.5, Assert.Single(Niche.Compile(text).Plan.Treatments).IntervalTicks);
    }

    /// <summary>What 64 doses of a half-life of 40 intervals leave is all that is counted: far above a full one.</summary>
    [Fact]
    public void The_last_64_doses_count()
    {
        Assert.Equal(1, new TreatmentPlan(0, 10_000, 1, 40, 1).LevelAt(5000));

        // Of doses every tick of half-life 1/8 tick, only the last one is there: the level is that of one dose, whenever.
        Assert.Equal(new TreatmentPlan(0, 10_000, 1, 0.125, 0.7).LevelAt(3), new TreatmentPlan(0, 10_000, 1, 0.125, 0.7).LevelAt(9000), 1e-6f);
    }
}
