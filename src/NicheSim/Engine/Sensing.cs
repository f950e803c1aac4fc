using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Fields, neighbors, tissue and own attributes -> signals.</summary>
internal static class Sensing
{
    /// <summary>Reads one signal for some cells.</summary>
    /// <param name="simulation">The niche.</param>
    /// <param name="signal">What to read.</param>
    /// <param name="cells">Indices of the cells.</param>
    /// <param name="values">Where the values go, in the signal's unit.</param>
    public static void Read(Simulation simulation, SignalPlan signal, ReadOnlySpan<int> cells, Span<float> values)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var voxel = simulation.State.Cells.Voxel[cells[i]];
            values[i] = voxel == Cells.InBlood ? ReadInBlood(simulation, signal, cells[i]) : ReadOnLattice(simulation, signal, cells[i], voxel);
        }
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

    private static float ReadOnLattice(Simulation simulation, SignalPlan signal, int cell, int voxel)
    {
        var state = simulation.State;
        switch (signal.Kind)
        {
            case SignalKind.Field:
                return FreeLevel(simulation, signal.A, state.Fields[signal.A], voxel);
            case SignalKind.FieldPart:
                return FreeLevel(simulation, signal.A, state.Parts[signal.A][signal.B], voxel);
            case SignalKind.FieldOthers:
                return Math.Max(0, FreeLevel(simulation, signal.A, state.Fields[signal.A], voxel) - FreeLevel(simulation, signal.A, state.Parts[signal.A][signal.B], voxel));
            case SignalKind.Gradient:
                var (x, y, z) = Gradient(simulation, signal.A, voxel);
                return (float)Math.Sqrt((x * x) + (y * y) + (z * z));
            case SignalKind.Neighbors:
                return Neighbors(simulation, signal.A, signal.B, voxel);
            case SignalKind.BoneDistance:
                return simulation.Geometry.BoneDistance[voxel];
            case SignalKind.VesselDistance:
                return simulation.Geometry.VesselDistance[voxel];
            case SignalKind.RegionDistance:
                return simulation.Geometry.RegionDistance[signal.A][voxel];
            case SignalKind.InRegion:
                return simulation.Geometry.RegionVoxels[signal.A][voxel] ? 1 : 0;
            case SignalKind.Eroded:
                return LatestErosion(simulation, voxel) == Tissue.Never ? 0 : 1;
            case SignalKind.SinceResorbed:
                var latest = LatestErosion(simulation, voxel);
                return latest == Tissue.Never ? float.PositiveInfinity : (float)((state.Tick - latest) * simulation.Plan.TickDays);
            case SignalKind.Mineral:
                return MeanMineral(simulation, voxel);
            case SignalKind.Matrix:
                return state.Tissue.Matrix[voxel];
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
            SignalKind.Attribute => cells.Attributes[signal.A][cell],
            SignalKind.Age => Days(simulation, cells.BornTick[cell]),
            SignalKind.TimeInState => Days(simulation, cells.StateTick[cell]),
            SignalKind.SinceDivision => Days(simulation, Math.Max(cells.DividedTick[cell], cells.BornTick[cell])),
            SignalKind.Serum => FreeSerum(simulation, signal.A),
            SignalKind.Treatment => simulation.Scratch.Treatments[signal.A],
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
