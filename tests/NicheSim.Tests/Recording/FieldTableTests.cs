using NicheSim.Engine;
using NicheSim.Recording;

namespace NicheSim.Tests.Recording;

public sealed class FieldTableTests
{
    [Fact]
    public void Levels_are_those_of_the_marrow_and_the_balance_adds_up()
    {
        var scenario = TinyNiche.Compile("lattice:heightVoxels=8");
        var state = Founding.Found(scenario.Plan, out _);
        using var simulation = new Simulation(scenario.Plan, state);
        for (var voxel = 0; voxel < state.Grid.Count; voxel++)
            state.Fields[0][voxel] = state.Tissue.IsSolid(voxel) ? 100 : state.Grid.Y(voxel);
        state.Balances[0] = new NicheSim.State.FieldBalance { Secreted = 10, Supplied = 9, Freed = 8, Decayed = 7, TakenUp = 6, FlowedOut = 5, Stored = 4 };

        // Rows y = 1 to 7; y = 1 to 5 lie 5 to 45 um from bone. The 40th of 42 values is the first 95 %.
        Assert.Equal([4, 7, 3, 7, 10, 9, 8, 7, 6, 5, 4, 5], new FieldTable(simulation.Plan).Row(new View(simulation)));
    }

    [Fact]
    public void Without_marrow_near_bone_its_mean_is_an_empty_field()
    {
        var scenario = TinyNiche.Compile("tissue:bone:pattern=none");
        using var simulation = new Simulation(scenario.Plan, Founding.Found(scenario.Plan, out _));

        Assert.Equal(double.NaN, new FieldTable(simulation.Plan).Row(new View(simulation)).ElementAt(2));
        Assert.Equal("", CsvFile.Text(double.NaN));
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "0")]
    [InlineData(1e300, "1E+300")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(double.PositiveInfinity, "")]
    [InlineData(123456789, "123456789")]
    public void Numbers_are_written_in_their_shortest_exact_form(double value, string text) => Assert.Equal(text, CsvFile.Text(value));
}
