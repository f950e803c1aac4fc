using NicheSim.Studies;

namespace NicheSim.Tests.Studies;

public sealed class SeedTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>A run's scenario is compiled once and given its seed: it must be what compiling it with that seed gives.</summary>
    [Fact]
    public void A_scenario_with_another_seed_is_the_one_that_would_be_compiled()
    {
        var plan = _bench.Plan(StudyBench.TwoArms);
        var compiled = plan.Compiler.Compile(plan.Arms[1], [], 11);
        var anew = plan.Compiler.Try(plan.Arms[1], [], 9007).Scenario!;
        var seeded = compiled.WithSeed(9007);
        Assert.NotEqual(compiled.Hash, seeded.Hash);
        Assert.Equal((anew.Resolved, anew.Hash, 9007ul), (seeded.Resolved, seeded.Hash, seeded.Plan.Seed));
        Assert.Equal(anew.Hash, plan.Compiler.Compile(plan.Arms[1], [], 9007).Hash);
    }

    /// <summary>Events make plans of their own, which must take the seed too.</summary>
    [Fact]
    public void Plans_of_later_days_take_the_seed()
    {
        _bench.Write("niche.json", StudyBench.Niche.Replace("\"lattice\"", "\"events\": { \"slow\": { \"day\": 1, \"set\": { \"cells:amoeba:divide:meanCycleHours\": 60 } } }, \"lattice\"", StringComparison.Ordinal));
        var plan = _bench.Plan(StudyBench.TwoArms);
        var change = Assert.Single(plan.Compiler.Compile(plan.Arms[0], [], 9007).Changes);
        Assert.Equal(9007ul, change.Plan.Seed);
    }
}
