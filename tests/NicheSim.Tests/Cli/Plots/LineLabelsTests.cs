using CsCheck;
using NicheSim.Cli.Plots;

namespace NicheSim.Tests.Cli.Plots;

public class LineLabelsTests
{
    [Fact]
    public void Labels_keep_their_order_their_distance_and_the_panel() =>
        Gen.Float[0, 300].Array[1, 18].Sample(ends =>
        {
            Array.Sort(ends);
            var places = LineLabels.Spread(ends, 15, 0, 300);
            for (var i = 1; i < places.Length; i++)
                Assert.True(places[i] - places[i - 1] > 14.99f);
            Assert.True(places[0] >= 0 && places[^1] <= 300.01f);
        });

    [Fact]
    public void Labels_that_do_not_collide_stand_where_their_lines_end() =>
        Assert.Equal([10f, 40f, 200f], LineLabels.Spread([10, 40, 200], 15, 0, 300));

    [Fact]
    public void Two_labels_of_one_place_stand_around_it() => Assert.Equal([92.5f, 107.5f], LineLabels.Spread([100, 100], 15, 0, 300));
}
