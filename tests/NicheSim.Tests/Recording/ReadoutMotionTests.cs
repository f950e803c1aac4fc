namespace NicheSim.Tests.Recording;

public sealed class ReadoutMotionTests
{
    /// <summary>Four hours after their birth: a mover of 8 hops, 3 along x and 4 along y from its birthplace; another that never moved; and a newborn.</summary>
    [Theory]
    [InlineData("""{"kind":"speed"}""", (8 * 10 / 4.0) / 2)]
    [InlineData("""{"kind":"mobility"}""", (2500 / (2 * 2 * 4.0)) / 2)]
    [InlineData("""{"kind":"net-displacement"}""", 50.0 / 3)]
    [InlineData("""{"kind":"axis-index","axis":"x"}""", 3.0 / 8)]
    [InlineData("""{"kind":"axis-index","axis":"y"}""", 4.0 / 8)]
    [InlineData("""{"kind":"axis-index","axis":"y","types":["sleeper"]}""", double.NaN)]
    [InlineData("""{"kind":"speed","types":["sleeper"]}""", double.NaN)]
    public void Movement_is_measured_over_the_life_of_a_cell(string readout, double expected)
    {
        using var bench = ReadoutBench.Of(readout);
        var mover = bench.Add("mover", 4, 3);
        (bench.Cells.Hops[mover], bench.Cells.MovedX[mover], bench.Cells.MovedY[mover]) = (8, 3, 4);
        bench.Add("mover", 0, 1);
        bench.State.Tick = 4;
        bench.Add("mover", 1, 1);

        Assert.Equal(expected, bench.Record(), 12);
    }

    [Fact]
    public void Crossings_count_who_comes_into_the_region_once_without_those_that_began_there_and_daughters_born_there()
    {
        using var bench = ReadoutBench.Of("""{"kind":"crossings","region":"left"}""");
        bench.Add("mover", 0, 1);
        var mover = bench.Add("mover", 4, 1);
        Assert.Equal(0, bench.Record());

        bench.Move(mover, 2, 1);
        Assert.Equal(1, bench.Record(1));

        bench.Cells.Parent[bench.Add("mover", 1, 2)] = bench.Cells.Id[mover];
        Assert.Equal(1, bench.Record(1));

        bench.Move(mover, 4, 1);
        Assert.Equal(1, bench.Record(1));
        bench.Move(mover, 2, 1);
        Assert.Equal(1, bench.Record(1));

        bench.Add("mover", 2, 3);
        Assert.Equal(2, bench.Record(1));
    }

    /// <summary>The region ends at 30 um: cells in its voxels 0 and 2, and in voxels 3, 4 and 5, whose centers lie 5, 15 and 25 um beyond.</summary>
    [Theory]
    [InlineData("""{"kind":"invasion-depth","region":"left"}""", 25)]
    [InlineData("""{"kind":"invasion-depth","region":"left","quantile":1}""", 25)]
    [InlineData("""{"kind":"invasion-depth","region":"left","quantile":0.8}""", 15)]
    [InlineData("""{"kind":"invasion-depth","region":"left","quantile":0.5}""", 5)]
    [InlineData("""{"kind":"invasion-depth","region":"left","quantile":0.4}""", 0)]
    [InlineData("""{"kind":"invasion-depth","region":"left","state":"awake"}""", double.NaN)]
    [InlineData("""{"kind":"invasion-depth","region":"left","state":"asleep"}""", 15)]
    [InlineData("""{"kind":"invasion-depth","region":"none"}""", double.NaN)]
    public void Depth_is_how_far_from_the_region_cells_have_come(string readout, double expected)
    {
        using var bench = ReadoutBench.Of(readout, """regions:none={"band":{"to":"type:wall","toUm":10}}""");
        bench.Add("mover", 0, 1);
        bench.Add("mover", 2, 3);
        bench.Add("mover", 5, 2);
        bench.Add("mover", 3, 1);
        bench.Add("sleeper", 4, 2, "asleep");

        Assert.Equal(expected, bench.Record(), 5);
    }

    [Fact]
    public void Depth_is_that_from_where_the_region_is_now()
    {
        using var bench = ReadoutBench.Of("""{"kind":"invasion-depth","region":"solid"}""", """tissue:bone={"pattern":"none"}""", """regions:solid={"band":{"to":"bone","toUm":0}}""");
        bench.Add("mover", 5, 1);
        Assert.Equal(double.NaN, bench.Record());
        bench.SetFill(0, 1, 1);
        Assert.Equal(45, bench.Record(1), 5);
        bench.SetFill(3, 1, 1);
        Assert.Equal(15, bench.Record(1), 5);
    }

    [Fact]
    public void Who_changes_in_the_region_did_not_come_into_it()
    {
        using var bench = ReadoutBench.Of("""{"kind":"crossings","region":"left","state":"awake"}""");
        var waking = bench.Add("sleeper", 4, 1, "asleep");
        var awake = bench.Add("sleeper", 5, 1, "awake");
        bench.Record();

        bench.Move(waking, 2, 1);
        Assert.Equal(0, bench.Record(1));
        bench.Cells.Profile[waking] = bench.Cells.Profile[awake];
        Assert.Equal(0, bench.Record(1));
        bench.Move(awake, 1, 1);
        Assert.Equal(1, bench.Record(1));
    }

    /// <summary>A daughter is born after the others have moved: in three ticks she could move in two, and in the tick of her birth in none.</summary>
    [Fact]
    public void A_daughter_is_not_blamed_for_the_tick_of_her_birth()
    {
        using var bench = ReadoutBench.Of("""{"kind":"speed"}""");
        var daughter = bench.Add("mover", 1, 1);
        bench.Cells.Parent[daughter] = 99;
        Assert.Equal(double.NaN, bench.Record(1));
        bench.Cells.Hops[daughter] = 4;
        Assert.Equal(4 * 10 / 2.0, bench.Record(2), 9);
    }

    /// <summary>A recruit, or a cell that an event adds, has no parent; who was there from the start could move in the first tick.</summary>
    [Theory]
    [InlineData("""{"kind":"speed"}""", 4 * 10 / 2.0)]
    [InlineData("""{"kind":"mobility"}""", 1600 / (2 * 2 * 2.0))]
    public void Who_comes_later_is_not_blamed_for_the_tick_of_its_arrival(string readout, double expected)
    {
        foreach (var (born, ticks) in new[] { (5, 3), (0, 2) })
        {
            using var bench = ReadoutBench.Of(readout);
            bench.State.Tick = born;
            var cell = bench.Add("mover", 1, 1);
            (bench.Cells.Hops[cell], bench.Cells.MovedX[cell]) = (4, 4);
            Assert.Equal(expected, bench.Record(ticks), 9);
        }
    }
}
