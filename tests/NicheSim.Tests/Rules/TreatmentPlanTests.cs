using NicheSim.Rules;

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

    /// <summary>What 64 doses of a half-life of 40 intervals leave is all that is counted: far above a full one.</summary>
    [Fact]
    public void The_last_64_doses_count()
    {
        Assert.Equal(1, new TreatmentPlan(0, 10_000, 1, 40, 1).LevelAt(5000));

        // Of doses every tick of half-life 1/8 tick, only the last one is there: the level is that of one dose, whenever.
        Assert.Equal(new TreatmentPlan(0, 10_000, 1, 0.125, 0.7).LevelAt(3), new TreatmentPlan(0, 10_000, 1, 0.125, 0.7).LevelAt(9000), 1e-6f);
    }
}
