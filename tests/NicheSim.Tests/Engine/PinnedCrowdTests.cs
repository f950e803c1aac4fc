namespace NicheSim.Tests.Engine;

public class PinnedCrowdTests
{
    /// <summary>More cells than are sorted in one piece, of all kinds of places; their storage is sorted anew while some sit in vessels and some are in the blood.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Many_cells_have_the_bits_that_they_had(int threads)
    {
        using var niche = new Niched(Niche.Compile(Niche.Text(
            "'a': { 'start': { 'x': { 'share': 0.3 } }, 'move': { 'speedUmPerHour': 20 }, 'die': { 'perDay': 1 } }, 'b': { 'start': { 'x': { 'share': 0.3 } }, 'divide': { 'meanCycleHours': 1 } }, "
            + "'c': { 'start': { 'x': { 'share': 0.2 } }, 'become': { 'q': { 'perDay': 5 } }, 'initialState': 'p', 'states': { 'p': {}, 'q': { 'die': { 'perDay': 9 } } } }, "
            + "'d': { 'start': { 'x': { 'count': 400, 'place': 'blood' } }, 'arrest': { 'strength': 0.02 } }, 'v': { 'vessel': true }",
            tissue: "'vessels': { 'pattern': 'grid', 'type': 'v', 'spacingUm': 150, 'diameterUm': 20 }", more: "'blood': { 'volumeMicroliters': 0.1 }", width: 250, height: 240)), threads);
        var founders = niche.Cells.Count;
        Assert.InRange(founders, 33_000, 60_000);
        niche.Run(2);
        var guests = niche.State.Guest.Count(cell => cell >= 0);
        Assert.InRange(guests, 50, 350);
        Assert.Equal("61e0185f27aef946", niche.Run(6).Hash[..PinnedScenarioTests.Digits]);
        Assert.True(niche.State.Wear.SortedAtId > founders, "the storage was sorted at the start only");
    }
}
