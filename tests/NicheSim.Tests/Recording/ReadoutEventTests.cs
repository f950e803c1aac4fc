using NicheSim.Recording;

namespace NicheSim.Tests.Recording;

public sealed class ReadoutEventTests
{
    private static readonly string[] Dying =
    [
        """cells:sleeper:states:awake:die={"perDay":0.1}""", """cells:mover:die={"perDay":0.1}""",
        """rules:hunger={"cell":"mover","signal":"field:F","increases":"die","toPerDay":1,"halfMaximumPicomolar":1}""",
    ];

    [Theory]
    [InlineData("""{"kind":"event-count","event":"die"}""", 9)]
    [InlineData("""{"kind":"event-count","event":"die","types":["mover"]}""", 7)]
    [InlineData("""{"kind":"event-count","event":"die","types":["mover"],"rule":"hunger"}""", 4)]
    [InlineData("""{"kind":"event-count","event":"die","state":"awake"}""", 2)]
    [InlineData("""{"kind":"event-count","event":"exited"}""", 5)]
    [InlineData("""{"kind":"exited"}""", 5)]
    [InlineData("""{"kind":"exited","types":["sleeper"]}""", 0)]
    [InlineData("""{"kind":"arrived","types":["mover"]}""", 6)]
    public void Events_are_counted_since_the_start(string readout, double expected)
    {
        using var bench = ReadoutBench.Of(readout, [.. Dying, """blood={}""", """cells:mover:start={"bolus":{"count":4,"place":"blood"}}"""]);
        bench.Tally("sleeper", "die", 2, "awake");
        bench.Tally("mover", "die", 3);
        bench.Tally("mover", "die", 4, cause: "hunger");
        bench.Tally("mover", "exited", 5);
        bench.Tally("mover", "arrived", 2);

        bench.Record();
        Assert.Equal(expected, bench.Record(1));
    }

    /// <summary>An event adds movers to the blood at tick 1, which a run that went on from a later checkpoint never did.</summary>
    [Fact]
    public void Cells_arrive_by_events_that_really_happened()
    {
        using var bench = ReadoutBench.Of("""{"kind":"arrived"}""", """blood={}""", """events={"wave":{"day":0.05,"add":{"type":"mover","count":4,"place":"blood"}}}""");
        Assert.Equal(0, bench.Record(3));
        bench.Tally("mover", "added", 4);
        Assert.Equal(4, bench.Record(1));
    }

    /// <summary>Deaths where no cell is left: there is no rate per cell.</summary>
    [Fact]
    public void A_rate_without_cells_has_no_value()
    {
        using var bench = ReadoutBench.Of("""{"kind":"event-rate","event":"die","types":["mover"]}""", Dying);
        bench.Record();
        bench.Tally("mover", "die", 3);

        Assert.Equal(double.NaN, bench.Record(6));
    }

    [Fact]
    public void Extravasations_are_counted_by_state()
    {
        foreach (var (who, expected) in new[] { ("", 5), (""","state":"awake" """, 3), (""","types":["mover"]""", 2), (""","types":["wall"]""", 0) })
        {
            using var bench = ReadoutBench.Of($$"""{"kind":"extravasated"{{who}}}""", """cells:sleeper:states:awake:extravasate={"perDay":1}""", """cells:mover:extravasate={"perDay":1}""");
            bench.Tally("sleeper", "extravasate", 3, "awake");
            bench.Tally("mover", "extravasate", 2);

            Assert.Equal(expected, bench.Record());
        }
    }

    [Theory]
    [InlineData("die")]
    [InlineData("divide")]
    public void Arms_that_differ_by_a_rule_have_the_same_readouts(string behavior)
    {
        foreach (var rule in new[] { "", ",\"rule\":\"hunger\"" })
        {
            using var bench = ReadoutBench.Of(
                $$"""{"kind":"event-count","event":"{{behavior}}"{{rule}}}""", $$"""rules:hunger={"enabled":false,"cell":"mover","signal":"field:F","increases":"{{behavior}}","toPerDay":1,"halfMaximumPicomolar":1}""",
                """cells:mover:die={"perDay":0.1}""");

            Assert.Equal(0, bench.Record());
        }
    }

    [Fact]
    public void A_rate_is_events_of_the_interval_per_cell_and_day()
    {
        using var bench = ReadoutBench.Of("""{"kind":"event-rate","event":"die","types":["mover"]}""", Dying);
        for (var i = 0; i < 4; i++)
            bench.Add("mover", i, 1);
        bench.Tally("mover", "die", 7);
        Assert.Equal(double.NaN, bench.Record());

        bench.Tally("mover", "die", 1, cause: "hunger");
        bench.Tally("mover", "die", 2);
        bench.Add("mover", 4, 1);
        bench.Add("mover", 5, 1);

        // 3 events, 5 cells in the mean, a quarter of a day.
        Assert.Equal(3 / (5 * 0.25), bench.Record(6), 12);
    }

    [Fact]
    public void A_rate_is_per_cell_of_niche_and_blood()
    {
        using var bench = ReadoutBench.Of("""{"kind":"event-rate","event":"die","types":["mover"]}""", Dying);
        bench.Add("mover", 0, 1);
        var circulating = bench.Add("mover", 1, 1);
        bench.State.Occupant[bench.Voxel(1, 1)] = NicheSim.State.SimulationState.Empty;
        bench.Cells.Voxel[circulating] = NicheSim.State.Cells.InBlood;
        bench.Record();
        bench.Tally("mover", "die", 3);

        Assert.Equal(3 / (2 * 0.25), bench.Record(6), 12);
    }

    [Fact]
    public void Growth_is_the_slope_of_the_logarithm_over_the_window()
    {
        using var rate = ReadoutBench.Of("""{"kind":"growth-rate","windowDays":0.5}""");
        using var other = new ReadoutBench("""{"it":{"kind":"growth-rate","windowDays":0.5,"readout":"n"},"n":{"kind":"count"}}""");
        using var time = ReadoutBench.Of("""{"kind":"doubling-time","windowDays":0.5}""");
        foreach (var bench in new[] { rate, other, time })
        {
            bench.Add("mover", 0, 1);
            Assert.Equal(double.NaN, bench.Record());
            bench.Add("mover", 1, 1);
            Assert.Equal(double.NaN, bench.Record(6));
            bench.Add("mover", 2, 1);
            bench.Add("mover", 3, 1);
            Assert.Equal(bench == time ? 0.25 : Math.Log(4) / 0.5, bench.Record(6), 12);
            Assert.Equal(bench == time ? 0.5 : Math.Log(2) / 0.5, bench.Record(6), 12);
            bench.Record(6);
            Assert.Equal(bench == time ? double.NaN : 0, bench.Record(6));
        }
    }

    [Fact]
    public void Growth_says_nothing_where_there_are_no_cells()
    {
        using var bench = ReadoutBench.Of("""{"kind":"growth-rate","windowDays":0.25}""");
        bench.Record();

        Assert.Equal(double.NaN, bench.Record(6));
    }

    [Fact]
    public void The_first_time_is_that_of_the_first_row_at_the_level_and_stays()
    {
        using var bench = new ReadoutBench("""{"it":{"kind":"first-time","readout":"n","level":2},"n":{"kind":"count"}}""");
        Assert.Equal(double.NaN, bench.Record());
        bench.Add("mover", 0, 1);
        Assert.Equal(double.NaN, bench.Record(6));
        var second = bench.Add("mover", 1, 1);
        Assert.Equal(0.5, bench.Record(6));
        bench.Cells.Truncate(second);
        Assert.Equal(0.5, bench.Record(6));
    }

    [Fact]
    public void Events_that_cannot_happen_have_no_column()
    {
        var columns = new EventTable(TinyNiche.Compile([.. Dying, """cells:mover:divide={"meanCycleHours":20}""", """cells:mover:move={"speedUmPerHour":10}""", "lattice:cellEdges:xMin=exit"])).Columns;

        Assert.Equal(["day", "mover.die.base", "mover.die.hunger", "mover.divide.base", "mover.exited", "sleeper.awake.die.base"], columns);
    }

    [Fact]
    public void Burials_are_counted_under_the_type_that_formed_the_bone_and_recruits_under_their_own()
    {
        var columns = new EventTable(TinyNiche.Compile(
            """cells:grave={"livesInBone":true}""", """cells:mover:form={"umPerDay":1,"footprintUm":10,"buriedAs":"grave"}""",
            """cells:wall:recruit={"sleeper":{"perDay":1,"withinUm":20}}""")).Columns;

        Assert.Equal(["day", "mover.buried", "sleeper.recruited"], columns);
    }
}
