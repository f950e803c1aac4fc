using NicheSim.Recording;

namespace NicheSim.Tests.Recording.Open;

/// <summary>One sleeper in a field that a treatment holds at 6 pM, so that every number can be worked out by hand.</summary>
public class CellReportTests
{
    /// <summary>Strength of 6 pM at a half-maximum of 3 pM and Hill power 2: 4 / (1 + 4).</summary>
    private const double Strong = 0.8;

    private static readonly string[] Niche =
    [
        TinyNiche.At("sleeper", 3, 1, "asleep"),
        "fields:F:initialPicomolar=6", "fields:F:decayPerMinute=0", "fields:F:solve=in-time",
        """labels={"gate":{},"door":{}}""", """cells:sleeper:levels={"gate":{"level":0.5}}""",
        """cells:sleeper:states:asleep:become={"awake":{"perDay":0.1}}""",
        """rules:wake={"cell":"sleeper","state":"asleep","signal":"field:F","increases":"become:awake","toPerDay":1.1,"halfMaximumPicomolar":3,"hill":2,"through":"gate"}""",
        """rules:hold={"cell":"sleeper","state":"asleep","signal":"crowding","decreases":"become:awake","toPerDay":0,"halfMaximum":0.5,"through":"door"}""",
        """rules:near={"cell":"sleeper","state":"asleep","region":"left","signal":"field:F","increases":"die","toPerDay":1,"halfMaximumPicomolar":3}""",
    ];

    [Fact]
    public void Tells_what_each_rule_makes_of_what_is_sensed()
    {
        var cell = Report();
        Assert.Equal(("sleeper", "asleep", 3 + (6 * 1)), (cell.Type, cell.State, cell.Voxel));
        Assert.Equal(6, cell.Signals.Single(s => s.Name == "F").Value, 5);

        // Three of the eight neighbors are bone, none is a cell: crowding 3/8 and strength of hold (3/8) / (1/2 + 3/8).
        var hold = 0.375 / 0.875;
        var wake = cell.Behaviors.Single(b => b.Key == "become:awake");
        var pulled = 0.1 + (0.5 * Strong * (1.1 - 0.1));
        Assert.Equal((true, true, " per day"), (wake.IsRate, wake.IsPossible, wake.Unit));
        Assert.Equal(0.1, wake.Base, 5);
        Assert.Equal(pulled * (1 - hold), wake.Value, 5);
        Assert.Equal(["wake", "hold"], wake.Rules.Select(r => r.Rule));

        var rule = wake.Rules[0];
        Assert.Equal((true, true), (rule.Increases, rule.InRegion));
        Assert.Equal(0.5 * Strong, rule.Strength, 5);
        Assert.Equal(0.5, rule.Available, 5);
        Assert.Equal(Strong, rule.Members.Single().Strength, 5);
        Assert.Equal((0.1 + 0.5) * (1 - hold), rule.ValueIfOn, 4);
        Assert.Equal(0.1 * (1 - hold), rule.ValueIfOff, 5);

        // Crowding cannot exceed 1: then the strength is 1 / 1.5.
        Assert.Equal(pulled * (1 - (1 / 1.5)), wake.Rules[1].ValueIfOn, 5);
        Assert.Equal(pulled, wake.Rules[1].ValueIfOff, 5);
    }

    [Fact]
    public void A_rule_of_another_region_does_not_act()
    {
        var rule = Report().Behaviors.Single(b => b.Key == "die").Rules.Single();
        Assert.Equal((false, 0.0, 1.0), (rule.InRegion, rule.Strength, rule.Available));
    }

    [Fact]
    public void A_treatment_that_blocks_the_label_takes_it_away()
        => Assert.Equal(0.1, Report("""treatments:shut={"blocks":{"label:gate":true,"label:door":true}}""").Behaviors.Single(b => b.Key == "become:awake").Value, 5);

    private static CellReport Report(params string[] more)
    {
        using var run = OpenRun.Found(TinyNiche.Compile([.. Niche, .. more])).Run!;
        return run.Inspect(0);
    }
}
