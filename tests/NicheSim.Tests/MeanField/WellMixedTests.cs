using System.Globalization;
using NicheSim.MeanField;
using NicheSim.Tests.Engine;

namespace NicheSim.Tests.MeanField;

/// <summary>
/// The lattice against its own mean field. Cells that are changed by neighbors which are changed already, and change back: where all cells move fast, a cell has on
/// average 8 x density x share such neighbors, and the share y follows dy/dt = beta y (1 - y) - back y.
/// </summary>
public class WellMixedTests
{
    private const int Side = 100, Cells = 1000;
    private const double Start = 0.3, Strength = 13, HalfMaximum = 26, Back = 0.1;
    private static readonly int[] Days = [2, 4, 8, 16];

    /// <summary>
    /// A thousand cells have a standard deviation below 0.02 in their share, and 0.8 neighbors of a half-maximum of 26 make the rule linear to 3 %:
    /// 0.07 is more than three deviations, a false alarm in fewer than one of a hundred seeds, and the seed is fixed.
    /// </summary>
    [Fact]
    public void Fast_cells_follow_the_mean_field()
        => Assert.All(Lattice(speedUmPerHour: 150).Zip(MeanField()), share => Assert.Equal(share.Second, share.First, 0.07));

    /// <summary>Cells that stand still change those beside them only: the mean field is far too high.</summary>
    [Fact]
    public void Cells_that_stand_still_do_not()
        => Assert.True(Lattice(speedUmPerHour: 0)[^1] < MeanField()[^1] - 0.2);

    private static double[] Lattice(double speedUmPerHour)
    {
        var cells = string.Create(CultureInfo.InvariantCulture, $$"""
            'a': { 'initialState': 'naive', 'move': { 'speedUmPerHour': {{speedUmPerHour}}, 'persistenceHours': 0 },
              'start': { 'x': { 'count': {{Cells * (1 - Start)}} }, 'y': { 'count': {{Cells * Start}}, 'state': 'changed' } },
              'states': { 'naive': { 'become': { 'changed': { 'perDay': 0 } } }, 'changed': { 'become': { 'naive': { 'perDay': {{Back}} } } } } }
            """);
        var rules = string.Create(CultureInfo.InvariantCulture, $"'spreads': {{ 'cell': 'a', 'state': 'naive', 'signal': 'neighbors:a.changed', 'increases': 'become:changed', 'toPerDay': {Strength}, 'halfMaximumCells': {HalfMaximum} }}");
        using var niche = Niche.Found(Niche.Text(cells, rules: rules, width: Side, height: Side, tickMinutes: 60, days: 30, lattice: "'cellEdges': { 'all': 'periodic' }"), threads: 2);
        return [.. Days.Select(day => (double)niche.Run((day * 24) - niche.State.Tick).Count("a", "changed") / Cells)];
    }

    private static double[] MeanField()
    {
        var beta = 8.0 * Cells / (Side * Side) * Strength / HalfMaximum;
        var model = MeanFieldLoader.LoadText("mixed.json", FormattableString.Invariant($$"""
            { "format": 1, "durationDays": 16, "variables": { "y": { "start": "{{Start}}", "rate": "{{beta}} * y * (1 - y) - {{Back}} * y" } } }
            """)).Model!;
        var course = model.Solve();
        return [.. Days.Select(day => course.Of("y")[day])];
    }
}
