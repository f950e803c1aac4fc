using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>What has happened to cells, from the counts of events.</summary>
internal static class EventReadouts
{
    /// <summary>Events since the start.</summary>
    public static double Count(Readout readout, ReadoutRow row) => readout.Tallies.Sum(tally => row.State.Tally[tally]);

    /// <summary>Events since the row before, per selected cell and day [1/day]; the cells, with those in the blood, are the mean of their number at the two rows. NaN at the first row and without cells.</summary>
    public static double Rate(Readout readout, ReadoutRow row)
    {
        var counts = row.History.Counts[readout.Index];
        if (counts.Count < 2)
            return double.NaN;
        var (events, cells) = (readout.Tallies.Sum(tally => row.State.Tally[tally] - row.History.Tally[tally]), (counts[^1] + counts[^2]) / 2);
        return cells > 0 ? events / (cells * row.IntervalDays) : double.NaN;
    }

    /// <summary>Cells that have come into the blood from outside since the start: by the influx, and placed there.</summary>
    public static double Arrived(Readout readout, ReadoutRow row)
        => OfTypes(readout, row, TypeTally.Arrived) + Enumerable.Range(0, readout.Types.Length).Where(type => readout.Types[type]).Sum(type => PlacedInBlood(row, type));

    /// <summary>
    /// Cells of a type placed in the blood, at the start and by events. Where a run went on from a checkpoint, events of its scenario before that day never happened: no more
    /// cells count than events have added.
    /// </summary>
    private static long PlacedInBlood(ReadoutRow row, int type)
    {
        var (plan, tick) = (row.View.Plan, row.State.Tick);
        var placements = plan.Placements.Where(p => p.Place == PlaceKind.Blood && plan.Profiles[p.Profile].Type == type).ToArray();
        var byEvents = placements.Where(p => p.ByEvent && p.Tick >= plan.FirstTick && p.Tick < tick).Sum(p => (long)p.Count);
        return placements.Where(p => !p.ByEvent).Sum(p => (long)p.Count) + Math.Min(byEvents, row.State.Tally[plan.Types[type].Tally + (int)TypeTally.Added]);
    }

    /// <summary>Cells that have left the lattice over an exit since the start.</summary>
    public static double Exited(Readout readout, ReadoutRow row) => OfTypes(readout, row, TypeTally.Exited);

    /// <summary>Cells that have left a vessel for the marrow since the start.</summary>
    public static double Extravasated(Readout readout, ReadoutRow row)
    {
        var (plan, sum) = (row.View.Plan, 0L);
        for (var p = 0; p < plan.Profiles.Length; p++)
            foreach (var channel in plan.Profiles[p].Decisions.Channels)
                for (var cause = 0; readout.Profiles[p] && channel.Kind == BehaviorKind.Extravasate && cause < EventTable.Causes(channel); cause++)
                    sum += row.State.Tally[channel.Tally + cause];
        return sum;
    }

    private static long OfTypes(Readout readout, ReadoutRow row, TypeTally tally)
        => Enumerable.Range(0, readout.Types.Length).Where(type => readout.Types[type]).Sum(type => row.State.Tally[row.View.Plan.Types[type].Tally + (int)tally]);
}
