using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Fields, neighbors, tissue and own attributes -> signals.</summary>
internal static class Sensing
{
    /// <summary>Reads signals of one profile's cells into the columns of the scratch memory.</summary>
    /// <param name="simulation">The niche.</param>
    /// <param name="signals">What to read, slot after slot.</param>
    /// <param name="start">Rank of the first cell.</param>
    /// <param name="end">Rank behind the last one.</param>
    public static void Read(Simulation simulation, SignalPlan[] signals, int start, int end)
    {
        var cells = simulation.Scratch.Order.AsSpan(start, end - start);
        Span<int> voxels = stackalloc int[cells.Length];
        Gather(simulation.State.Cells.Voxel, cells, voxels);
        for (var slot = 0; slot < signals.Length; slot++)
            Read(simulation, signals[slot], cells, voxels, simulation.Scratch.Signals[slot].AsSpan(start, end - start));
    }

    /// <summary>Reads one signal for some cells.</summary>
    /// <param name="simulation">The niche.</param>
    /// <param name="signal">What to read.</param>
    /// <param name="cells">Indices of the cells.</param>
    /// <param name="voxels">Where they are.</param>
    /// <param name="values">Where the values go, in the signal's unit.</param>
    public static void Read(Simulation simulation, SignalPlan signal, ReadOnlySpan<int> cells, ReadOnlySpan<int> voxels, Span<float> values)
    {
        switch (signal.Kind)
        {
            case SignalKind.Field:
                ReadFree(simulation, signal.A, simulation.State.Fields[signal.A], voxels, values);
                break;
            case SignalKind.FieldPart:
                ReadFree(simulation, signal.A, simulation.State.Parts[signal.A][signal.B], voxels, values);
                break;
            case SignalKind.BoneDistance:
                Gather(simulation.Geometry.BoneDistance, voxels, values);
                break;
            case SignalKind.VesselDistance:
                Gather(simulation.Geometry.VesselDistance, voxels, values);
                break;
            case SignalKind.RegionDistance:
                Gather(simulation.Geometry.RegionDistance[signal.A], voxels, values);
                break;
            case SignalKind.Matrix:
                Gather(simulation.State.Tissue.Matrix, voxels, values);
                break;
            case SignalKind.Attribute:
                Gather(simulation.State.Cells.Attributes[signal.A], cells, values);
                return;
            case SignalKind.Serum:
                values.Fill(FreeSerum(simulation, signal.A));
                return;
            case SignalKind.Treatment:
                values.Fill(simulation.Scratch.Treatments[signal.A]);
                return;
            default:
                for (var i = 0; i < values.Length; i++)
                    values[i] = voxels[i] == Cells.InBlood ? 0 : ReadOnLattice(simulation, signal, cells[i], voxels[i]);
                break;
        }

        for (var i = voxels.IndexOf(Cells.InBlood); i >= 0 && i < values.Length; i++)
            if (voxels[i] == Cells.InBlood)
                values[i] = ReadInBlood(simulation, signal, cells[i]);
    }

    /// <summary>Free level of a field in a voxel [pM]: what no treatment blocks and no decoy binds.</summary>
    public static float FreeLevel(Simulation simulation, int field, ReadOnlySpan<float> level, int voxel)
    {
        var plan = simulation.Plan.Fields[field];
        var free = level[voxel] * simulation.Scratch.FreeShare[field];
        return plan.Neutralizer < 0 ? free : free / (1 + (simulation.State.Fields[plan.Neutralizer][voxel] / plan.NeutralizerDissociation));
    }

    /// <summary>Gradient of the free level of a field [pM/um] by central differences, one-sided at walls and bone.</summary>
    public static (float X, float Y, float Z) Gradient(Simulation simulation, int field, int voxel)
    {
        Span<float> differences = stackalloc float[3];
        var level = simulation.State.Fields[field];
        for (var axis = 0; axis < simulation.Neighborhood.Faces / 2; axis++)
        {
            var low = Open(simulation, simulation.Neighborhood.Neighbor(voxel, 2 * axis), voxel);
            var high = Open(simulation, simulation.Neighborhood.Neighbor(voxel, (2 * axis) + 1), voxel);
            var steps = (low != voxel ? 1 : 0) + (high != voxel ? 1 : 0);
            if (steps > 0)
                differences[axis] = (FreeLevel(simulation, field, level, high) - FreeLevel(simulation, field, level, low)) / (steps * (float)simulation.Plan.VoxelUm);
        }

        return (differences[0], differences[1], differences[2]);

        static int Open(Simulation simulation, int neighbor, int voxel) => neighbor >= 0 && !simulation.State.Tissue.IsSolid(neighbor) ? neighbor : voxel;
    }

    /// <summary>Free levels of a field, or of a part of it: <see cref="FreeLevel"/> of many cells; 0 in the blood.</summary>
    private static void ReadFree(Simulation simulation, int field, float[] level, ReadOnlySpan<int> voxels, Span<float> values)
    {
        Gather(level, voxels, values);
        var plan = simulation.Plan.Fields[field];
        SpanMath.Multiply(values, simulation.Scratch.FreeShare[field]);
        if (plan.Neutralizer < 0)
            return;
        var decoy = simulation.State.Fields[plan.Neutralizer];
        for (var i = 0; i < values.Length; i++)
            if (voxels[i] != Cells.InBlood)
                values[i] /= 1 + (decoy[voxels[i]] / plan.NeutralizerDissociation);
    }

    /// <summary>values[i] = column[places[i]]; the default for a place outside.</summary>
    public static void Gather<T>(T[] column, ReadOnlySpan<int> places, Span<T> values)
        where T : unmanaged
    {
        var i = 0;
        for (; i < places.Length - Prefetch.Ahead; i++)
        {
            Prefetch.Element(column, places[i + Prefetch.Ahead]);
            var place = places[i];
            values[i] = (uint)place < (uint)column.Length ? column[place] : default;
        }

        for (; i < places.Length; i++)
        {
            var place = places[i];
            values[i] = (uint)place < (uint)column.Length ? column[place] : default;
        }
    }

    private static float ReadOnLattice(Simulation simulation, SignalPlan signal, int cell, int voxel)
    {
        var state = simulation.State;
        switch (signal.Kind)
        {
            case SignalKind.FieldOthers:
                return Math.Max(0, FreeLevel(simulation, signal.A, state.Fields[signal.A], voxel) - FreeLevel(simulation, signal.A, state.Parts[signal.A][signal.B], voxel));
            case SignalKind.Gradient:
                var (x, y, z) = Gradient(simulation, signal.A, voxel);
                return (float)Math.Sqrt((x * x) + (y * y) + (z * z));
            case SignalKind.Neighbors:
                return Neighbors(simulation, signal.A, signal.B, voxel);
            case SignalKind.InRegion:
                return simulation.Geometry.RegionVoxels[signal.A][voxel] ? 1 : 0;
            case SignalKind.Eroded:
                return LatestErosion(simulation, voxel) == Tissue.Never ? 0 : 1;
            case SignalKind.SinceResorbed:
                var latest = LatestErosion(simulation, voxel);
                return latest == Tissue.Never ? float.PositiveInfinity : (float)((state.Tick - latest) * simulation.Plan.TickDays);
            case SignalKind.Mineral:
                return MeanMineral(simulation, voxel);
            case SignalKind.Crowding:
                return Crowding(simulation, voxel);
            default:
                return ReadOwn(simulation, signal, cell);
        }
    }

    /// <summary>A circulating cell senses serum for field, and nothing of the tissue.</summary>
    private static float ReadInBlood(Simulation simulation, SignalPlan signal, int cell) => signal.Kind switch
    {
        SignalKind.Field or SignalKind.FieldOthers => FreeSerum(simulation, signal.A),
        SignalKind.BoneDistance or SignalKind.RegionDistance or SignalKind.SinceResorbed => float.PositiveInfinity,
        SignalKind.FieldPart or SignalKind.Gradient or SignalKind.Neighbors or SignalKind.VesselDistance or SignalKind.InRegion
            or SignalKind.Eroded or SignalKind.Mineral or SignalKind.Matrix or SignalKind.Crowding => 0,
        _ => ReadOwn(simulation, signal, cell),
    };

    private static float ReadOwn(Simulation simulation, SignalPlan signal, int cell)
    {
        var state = simulation.State;
        var cells = state.Cells;
        return signal.Kind switch
        {
            SignalKind.Age => Days(simulation, cells.BornTick[cell]),
            SignalKind.TimeInState => Days(simulation, cells.StateTick[cell]),
            SignalKind.SinceDivision => Days(simulation, Math.Max(cells.DividedTick[cell], cells.BornTick[cell])),
            _ => throw new ArgumentOutOfRangeException(nameof(signal)),
        };
    }

    private static float FreeSerum(Simulation simulation, int field)
    {
        var plan = simulation.Plan.Fields[field];
        var free = (float)simulation.State.Serum[field] * simulation.Scratch.FreeShare[field];
        return plan.Neutralizer < 0 ? free : free / (1 + ((float)simulation.State.Serum[plan.Neutralizer] / plan.NeutralizerDissociation));
    }

    private static float Days(Simulation simulation, int since) => (float)((simulation.State.Tick - since) * simulation.Plan.TickDays);

    /// <summary>Cells of a type, in one profile where that is not -1, among the neighboring voxels; a guest of a vessel counts as a neighbor too.</summary>
    private static int Neighbors(Simulation simulation, int type, int profile, int voxel)
    {
        var count = 0;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor < 0)
                continue;
            count += Matches(simulation, simulation.State.Occupant[neighbor], type, profile) ? 1 : 0;
            count += Matches(simulation, simulation.State.Guest[neighbor], type, profile) ? 1 : 0;
        }

        return count;

        static bool Matches(Simulation simulation, int cell, int type, int profile)
        {
            if (cell < 0)
                return false;
            var own = simulation.State.Cells.Profile[cell];
            return profile >= 0 ? own == profile : simulation.Plan.Profiles[own].Type == type;
        }
    }

    private static int LatestErosion(Simulation simulation, int voxel)
    {
        var latest = simulation.State.Tissue.ErodedTick[voxel];
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0)
                latest = Math.Max(latest, simulation.State.Tissue.ErodedTick[neighbor]);
        }

        return latest;
    }

    /// <summary>Mean of mineral / fill over the neighboring bone; 0 without bone.</summary>
    private static float MeanMineral(Simulation simulation, int voxel)
    {
        var tissue = simulation.State.Tissue;
        float mineral = 0, fill = 0;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor < 0 || !tissue.IsSolid(neighbor))
                continue;
            mineral += tissue.Mineral[neighbor];
            fill += tissue.Fill[neighbor];
        }

        return fill > 0 ? mineral / fill : 0;
    }

    private static float Crowding(Simulation simulation, int voxel)
    {
        float taken = 0;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor < 0 || !Geometry.IsFree(simulation.State, neighbor))
                taken++;
        }

        return taken / simulation.Neighborhood.All;
    }
}
