using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>Snapshots of a scenario, with names and days resolved.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Ticks">When, rising.</param>
/// <param name="Fields">The fields, as indices.</param>
/// <param name="First">First voxel of the box along x, y and z.</param>
/// <param name="Size">Voxels of the box.</param>
internal sealed record SnapshotPlan(SnapshotSettings Settings, int[] Ticks, int[] Fields, (int X, int Y, int Z) First, Grid Size)
{
    private const int MostSnapshots = 100_000;

    /// <summary>Are all intervals between snapshots the same?</summary>
    public bool IsEven => Settings.AtDays.Length == 0;

    /// <exception cref="InvalidDataException">A name or a number of the settings does not fit the scenario; says which.</exception>
    public static SnapshotPlan Of(SnapshotSettings settings, CompiledScenario scenario, int firstTick)
    {
        var (plan, names) = (scenario.Plan, scenario.Names);
        var ticks = Times(settings, plan, firstTick);
        if (settings.Fields.FirstOrDefault(field => names.Field(field) < 0) is { } unknown)
            throw new InvalidDataException($"snapshots: {Suggestion.Unknown("field", unknown, names.Fields)}");
        if (settings.Fields.FirstOrDefault(field => !plan.Fields[names.Field(field)].IsSolved) is { } unsolved)
            throw new InvalidDataException($"snapshots: the field {Suggestion.Quote(unsolved)} is not solved, as nothing in this scenario reads it (\"onDemand\": false has it solved)");
        int[] fields = settings.Fields.Length == 0 ? [.. Enumerable.Range(0, names.Fields.Length).Where(f => plan.Fields[f].IsSolved)] : [.. settings.Fields.Select(names.Field).Distinct().Order()];
        string[] taken = [.. VtkFiles.Columns, .. CellTables.Columns];
        foreach (var name in names.Attributes.Concat(fields.Select(f => names.Fields[f])).Where(taken.Contains))
            throw new InvalidDataException($"snapshots: {Suggestion.Quote(name)} is a column of theirs already: give the attribute or field of this name another one");
        var box = settings.Box ?? new SnapshotBox(double.MinValue, double.MaxValue, double.MinValue, double.MaxValue);
        var (x, y, z) = (Range(box.XFrom, box.XTo, plan.Grid.Nx), Range(box.YFrom, box.YTo, plan.Grid.Ny), Range(box.ZFrom, box.ZTo, plan.Grid.Nz));
        return x.Count > 0 && y.Count > 0 && z.Count > 0
            ? new SnapshotPlan(settings, ticks, fields, (x.First, y.First, z.First), new Grid(x.Count, y.Count, z.Count))
            : throw new InvalidDataException(FormattableString.Invariant(
                $"snapshots: the box holds no voxel of the lattice, which goes from 0 to {plan.Grid.Nx * plan.VoxelUm} um along x, {plan.Grid.Ny * plan.VoxelUm} along y and {plan.Grid.Nz * plan.VoxelUm} along z"));

        (int First, int Count) Range(double from, double to, int count)
        {
            // The voxels i with from <= (i + 1/2) h <= to.
            var (first, last) = (Math.Ceiling((from / plan.VoxelUm) - 0.5), Math.Floor((to / plan.VoxelUm) - 0.5));
            (first, last) = (Math.Max(first, 0), Math.Min(last, count - 1));
            return ((int)first, (int)Math.Max(0, last - first + 1));
        }
    }

    private static int[] Times(SnapshotSettings settings, Plan plan, int firstTick)
    {
        if (settings.AtDays.Length > 0)
        {
            var outside = Array.FindIndex(settings.AtDays, day => day < plan.DayOf(firstTick) || day > plan.DayOf(plan.LastTick));
            return outside < 0 ? [.. settings.AtDays.Select(day => (int)Math.Round(day / plan.TickDays)).Distinct().Order()]
                : throw new InvalidDataException(FormattableString.Invariant($"snapshots: day {settings.AtDays[outside]} is outside of the run, which goes from day {plan.DayOf(firstTick)} to {plan.DayOf(plan.LastTick)}"));
        }

        var every = (int)Math.Clamp(Math.Round(settings.EveryHours / plan.TickHours), 1, int.MaxValue);
        var first = (long)Math.Ceiling((double)firstTick / every) * every;
        var count = first > plan.LastTick ? 0 : ((plan.LastTick - first) / every) + 1;
        return count <= MostSnapshots ? [.. Enumerable.Range(0, (int)count).Select(i => (int)(first + ((long)i * every)))]
            : throw new InvalidDataException($"snapshots: {count} are asked for; at most {MostSnapshots} are written");
    }
}
