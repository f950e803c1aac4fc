using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>Readouts of what was recorded before: how fast a number grows, and when it passed a level.</summary>
internal static class HistoryReadouts
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>
    /// (ln now - ln then) / (days between) of the other readout, or of the number of selected cells where none is named [1/day]. Then is the
    /// latest row at least the window ago; NaN before there is one, and where a number is not positive.
    /// </summary>
    public static double GrowthRate(Readout readout, ReadoutRow row)
    {
        var history = row.History;
        var values = readout.Other >= 0 ? history.Readouts[readout.Other] : history.Counts[readout.Index];
        var window = readout.WindowDays / row.View.Plan.TickDays;
        var then = history.Ticks.FindLastIndex(tick => history.Ticks[^1] - tick >= Math.Max(1, Math.Round(window)));
        // What is watched may have begun later than the rows.
        var at = then - (history.Ticks.Count - values.Count);
        return then < 0 || at < 0 || !(values[at] > 0) || !(values[^1] > 0)
            ? double.NaN
            : (Elementary.Log(values[^1]) - Elementary.Log(values[at])) / row.View.Plan.DayOf(history.Ticks[^1] - history.Ticks[then]);
    }

    /// <summary>ln 2 / growth rate [days]; NaN where nothing grows.</summary>
    public static double DoublingTime(Readout readout, ReadoutRow row) => GrowthRate(readout, row) is > 0 and var rate ? Ln2 / rate : double.NaN;

    /// <summary>The day of the first row at which the other readout reached the level; NaN until then.</summary>
    public static double FirstTime(Readout readout, ReadoutRow row)
    {
        var (ticks, values) = (row.History.Ticks, row.History.Readouts[readout.Other]);
        var first = values.FindIndex(value => value >= readout.Level);
        return first < 0 ? double.NaN : row.View.Plan.DayOf(ticks[first + ticks.Count - values.Count]);
    }
}
