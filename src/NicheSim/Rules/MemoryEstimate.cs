using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>What a run will take, before anything is allocated.</summary>
public static class MemoryEstimate
{
    /// <summary>Most voxels of a lattice: indices are 32 bits wide.</summary>
    public const double MostVoxels = 1 << 30;

    /// <summary>
    /// Bytes of a run: per voxel 44 for tissue, occupants and distances, about 76 for the solver, 32 for each distinct operator and 4 for each field, part,
    /// store and (5) region, and 4 for each disc that cells start in; per cell about 250: on the lattice, at most one to a voxel, counted for a quarter of the voxels; in the blood as many as come.
    /// </summary>
    public static double Bytes(Scenario scenario)
    {
        var voxels = (double)scenario.Lattice.WidthVoxels * scenario.Lattice.HeightVoxels * scenario.Lattice.DepthVoxels;
        var fields = scenario.Fields.Values.Where(f => f.Enabled).ToArray();
        var levels = fields.Length + fields.Sum(f => f.Tracks.Count) + scenario.Tissue.Bone.Stores.Count;
        var operators = fields.Select(f => (f.Edges, f.BoneDiffusionFactor)).Distinct().Count();
        var discs = scenario.Cells.Values.SelectMany(c => c.Start.Values).Concat(scenario.Events.Values.Select(e => e.Add).OfType<PlacementSettings>()).Count(p => p.Place == Place.Disc);
        var plans = scenario.Events.Values.Count(e => e.Enabled && e.Set.Count > 0);
        return (voxels * (44 + 76 + (32 * operators) + (4 * levels) + (5 * scenario.Regions.Count) + (250 / 4.0) + (4 * discs) + (plans * PlanBytes(scenario))))
            + (250 * InBlood(scenario));
    }

    /// <summary>Bytes per voxel of a plan that takes over on a day: it has matrix and regions of its own.</summary>
    private static double PlanBytes(Scenario scenario) => (scenario.Tissue.Matrix.Pattern == MatrixPattern.None ? 0 : 4) + scenario.Regions.Count + 2;

    /// <summary>Cells that starts and events put into the blood, and those that come in and have not been cleared.</summary>
    private static double InBlood(Scenario scenario)
    {
        var placed = scenario.Cells.Values.SelectMany(c => c.Start.Values).Concat(scenario.Events.Values.Select(e => e.Add).OfType<PlacementSettings>())
            .Where(p => p.Enabled && p.Place == Place.Blood).Sum(p => (double)(p.Count ?? 0));
        var days = scenario.Time.DurationDays - scenario.Time.FromDay;
        return placed + (scenario.Blood?.Circulating.Values.Sum(c => c.InfluxPerDay * Math.Min(days, c.ClearancePerDay > 0 ? (1 / c.ClearancePerDay) + scenario.Time.TickMinutes / 1440 : days)) ?? 0);
    }
}
