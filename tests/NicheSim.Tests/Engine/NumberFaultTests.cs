using NicheSim.Engine;
using NicheSim.Recording;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Engine;

/// <summary>A number that is none stops the run where it stands.</summary>
public class NumberFaultTests
{
    private static readonly string Text = Niche.Text(
        "'a': { 'start': { 'x': { 'share': 0.3 } }, 'initialState': 's', 'states': { 's': {} }, 'secrete': { 'F': { 'moleculesPerSecond': 1 } }, 'takeUp': { 'G': { 'clearanceUm3PerSecond': 1 } } }",
        "'F': { 'diffusionUm2PerSecond': 10, 'halfLifeMinutes': 5, 'molecularWeightKDa': 10, 'tracks': { 'own': ['a'] } }, 'G': { 'diffusionUm2PerSecond': 10, 'halfLifeMinutes': 500, 'molecularWeightKDa': 10, 'initialPicomolar': 1 }",
        "'loud': { 'cell': 'a', 'signal': 'field:F', 'halfMaximumPicomolar': 0.5, 'increases': 'secrete:F', 'toMoleculesPerSecond': 2 }, 'dying': { 'cell': 'a', 'signal': 'crowding', 'halfMaximum': 0.5, 'increases': 'die', 'toPerDay': 2 }",
        height: 11, depth: 4);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_level_that_is_no_number_is_told_with_its_voxel(float level)
    {
        using var niche = Niche.Found(Text).Run(3);
        var voxel = niche.Plan.Grid.Index(4, 7, 2);
        niche.Field("G")[voxel] = level;
        var fault = Assert.Throws<NumberFaultException>(() => niche.Run(1));
        Assert.Equal((3, niche.Scenario.Names.Field("G"), -1, voxel), (fault.Tick, fault.Field, fault.Part, fault.Voxel));
    }

    [Fact]
    public void A_source_that_is_no_number_is_told_with_the_cell()
    {
        using var niche = Niche.Found(Text).Run(3);
        var cell = niche.CellOf("a");
        niche.Field("F")[niche.Cells.Voxel[cell]] = float.NaN;
        var fault = Assert.Throws<NumberFaultException>(() => niche.Run(1));
        Assert.Equal((niche.Scenario.Names.Field("F"), niche.Cells.Voxel[cell]), (fault.Field, fault.Voxel));
        Assert.Equal([cell], fault.Cells);
        var text = FaultText.Of(fault, niche.Scenario, niche.State);
        Assert.StartsWith("tick 3 (day 0.0625): the level of F is NaN pM at voxel (", text, StringComparison.Ordinal);
        Assert.EndsWith("; rules on what they secrete, take up or exchange of it: loud", text, StringComparison.Ordinal);
        Assert.Contains("cells there: a.s (id ", text, StringComparison.Ordinal);
    }

    /// <summary>No solve leaves a negative level, so the check is asked itself: 4097 voxels, so that every lane and what is left over is met.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(4095)]
    [InlineData(4096)]
    public void A_negative_level_shows_in_the_totals(int voxel)
    {
        using var workers = new NicheSim.Numerics.Workers(1);
        var (terms, level) = (new SourceTerms(workers, 4097), new float[4097]);
        level[0] = -0f;
        Assert.False(terms.Losses(level).IsNegative);
        level[voxel] = -1e-30f;
        Assert.True(terms.Losses(level).IsNegative);
    }

    [Fact]
    public void A_part_and_the_serum_are_watched_too()
    {
        using var niche = Niche.Found(Text.Replace("\"halfLifeMinutes\": 5,", "\"halfLifeMinutes\": 500,", StringComparison.Ordinal)).Run(1);
        niche.State.Parts[niche.Scenario.Names.Field("F")][0][9] = float.NaN;
        Assert.Equal((0, 9), Assert.Throws<NumberFaultException>(() => niche.Run(1)) is var fault ? (fault.Part, fault.Voxel) : default);
        niche.State.Serum[niche.Scenario.Names.Field("F")] = double.NaN;
        Assert.Contains("serum", FaultText.Of(NumberFaultException.OfSerum(niche.Simulation, niche.Scenario.Names.Field("F")), niche.Scenario, niche.State), StringComparison.Ordinal);
    }

    /// <summary>A loss is none where a clearance is.</summary>
    [Fact]
    public void A_loss_that_is_no_number_is_told_with_its_voxel()
    {
        using var niche = Niche.Found(Text).Run(1);
        var g = niche.Scenario.Names.Field("G");
        niche.Plan.Fields[g] = niche.Plan.Fields[g] with { MarrowUptake = float.NaN };
        var fault = Assert.Throws<NumberFaultException>(() => niche.Run(1));
        Assert.Equal((g, 0), (fault.Field, fault.Voxel));
        Assert.True(double.IsNaN(fault.LossRate));
        Assert.True(double.IsFinite(fault.SourceRate));
    }

    [Fact]
    public void Where_no_cell_is_its_neighbors_are_told()
    {
        using var niche = Niche.Found(Text).Run(2);
        var (grid, occupant) = (niche.Plan.Grid, niche.State.Occupant);
        var voxel = Enumerable.Range(0, grid.Count).First(v => occupant[v] == NicheSim.State.SimulationState.Empty && Around(v).Any() && grid.X(v) is > 0 and < 8 && grid.Y(v) is > 0 and < 10);
        niche.Field("G")[voxel] = float.NaN;
        Assert.Equal(Around(voxel).Order(), Assert.Throws<NumberFaultException>(() => niche.Run(1)).Cells.Order());

        IEnumerable<int> Around(int v) => Enumerable.Range(0, grid.Count)
            .Where(n => n != v && Math.Abs(grid.X(n) - grid.X(v)) <= 1 && Math.Abs(grid.Y(n) - grid.Y(v)) <= 1 && Math.Abs(grid.Z(n) - grid.Z(v)) <= 1 && occupant[n] != NicheSim.State.SimulationState.Empty)
            .Select(n => occupant[n]);
    }

    [Fact]
    public void The_run_fails_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var scenario = Niche.Compile(Text);

        // The scenario is sound, so the plan is spoiled on its way: a basal production that is no number.
        scenario.Plan.Fields[scenario.Names.Field("G")] = scenario.Plan.Fields[scenario.Names.Field("G")] with { BasalProduction = float.NaN };
        var result = Run.Execute(scenario, new RunOptions { Folder = folder["run"] });
        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Contains("the level of G is", result.Message, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Failed, RunRecord.Read(folder["run"])!.Status);
    }
}
