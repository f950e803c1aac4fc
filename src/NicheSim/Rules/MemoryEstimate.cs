using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>What a run will take, before anything is allocated.</summary>
public static class MemoryEstimate
{
    /// <summary>Most voxels of a lattice: indices are 32 bits wide.</summary>
    public const double MostVoxels = 1 << 30;

    /// <summary>Share of the voxels that cells which divide are taken to fill at most.</summary>
    private const double LargestGrownShare = 0.25;

    /// <summary>
    /// Bytes of a run: per voxel 44 for tissue, occupants and distances, 58 for sources and sinks, per cell of the solver, which pads its rows, 16 and 28 for each
    /// distinct operator, per voxel 4 for each field, part and store, 5 for each region, and 4 for each disc that cells start in; per cell about 250. The copy that is saved takes 28 per voxel, 4 for each field, part
    /// and store, and 90 per cell. Cells in the blood are as many as come.
    /// </summary>
    public static double Bytes(Scenario scenario)
    {
        var voxels = (double)scenario.Lattice.WidthVoxels * scenario.Lattice.HeightVoxels * scenario.Lattice.DepthVoxels;
        var fields = scenario.Fields.Values.Where(f => f.Enabled).ToArray();
        var levels = fields.Length + fields.Sum(f => f.Tracks.Count) + scenario.Tissue.Bone.Stores.Count;
        var operators = fields.Select(f => (f.Edges, f.BoneDiffusionFactor)).Distinct().Count();
        var discs = Placements(scenario).Count(p => p.Place == Place.Disc);
        var plans = scenario.Events.Values.Count(e => e.Enabled && e.Set.Count > 0);
        // The layers around a slice are never touched, and so take no memory.
        var padded = LevelShape.Padded(scenario.Lattice.WidthVoxels, scenario.Lattice.HeightVoxels, scenario.Lattice.DepthVoxels) / (scenario.Lattice.DepthVoxels == 1 ? 3 : 1);
        return (padded * (16 + (28 * operators))) + (voxels * (44 + 58 + (4 * levels) + (5 * scenario.Regions.Count) + 28 + (4 * levels) + (4 * discs) + (plans * PlanBytes(scenario))))
            + ((Cells(scenario, voxels) + InBlood(scenario)) * (250 + 90));
    }

    /// <summary>Cells at the end: those that start, doubled once in every cycle of their fastest state until they are crowded.</summary>
    private static double Cells(Scenario scenario, double voxels)
    {
        double cells = 0;
        foreach (var type in scenario.Cells.Values.Where(type => type.Enabled))
        {
            var founders = type.Start.Values.Where(start => start.Enabled).Sum(start => start.Count ?? (start.Share * voxels) ?? 0);
            var cycles = type.States.Values.Select(state => state.Divide).Append(type.Divide).OfType<DivideSettings>().Select(divide => divide.MeanCycleHours).ToArray();
            // A power of two by its exponent: 2^40 is beyond every lattice.
            var doublings = cycles.Length == 0 ? 0 : Math.Min(40, 24 * (scenario.Time.DurationDays - scenario.Time.FromDay) / cycles.Min());
            cells += Math.Max(founders, Math.Min(LargestGrownShare * voxels, founders * Math.ScaleB(1, (int)Math.Ceiling(doublings))));
        }

        return Math.Min(cells, voxels);
    }

    /// <summary>Bytes per voxel of a plan that takes over on a day: it has matrix and regions of its own.</summary>
    private static double PlanBytes(Scenario scenario) => (scenario.Tissue.Matrix.Pattern == MatrixPattern.None ? 0 : 4) + scenario.Regions.Count + 2;

    /// <summary>What starts and events place, but for what is switched off.</summary>
    private static IEnumerable<PlacementSettings> Placements(Scenario scenario)
        => scenario.Cells.Values.Where(type => type.Enabled).SelectMany(type => type.Start.Values)
            .Concat(scenario.Events.Values.Where(e => e.Enabled).Select(e => e.Add).OfType<PlacementSettings>())
            .Where(placement => placement.Enabled);

    /// <summary>Cells that starts and events put into the blood, and those that come in and have not been cleared.</summary>
    private static double InBlood(Scenario scenario)
    {
        var placed = Placements(scenario).Where(p => p.Place == Place.Blood).Sum(p => (double)(p.Count ?? 0));
        var days = scenario.Time.DurationDays - scenario.Time.FromDay;
        return placed + (scenario.Blood?.Circulating.Values.Sum(c => c.InfluxPerDay * Math.Min(days, c.ClearancePerDay > 0 ? (1 / c.ClearancePerDay) + scenario.Time.TickMinutes / 1440 : days)) ?? 0);
    }
}
