using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Where cells can be and go, and how new ones come into being.</summary>
internal static class Placing
{
    /// <summary>Does the cell's place allow an event at all?</summary>
    public static bool IsPossible(Simulation simulation, ChannelPlan channel, int cell)
    {
        var cells = simulation.State.Cells;
        var voxel = cells.Voxel[cell];
        return channel.Kind switch
        {
            BehaviorKind.Die or BehaviorKind.Become => true,
            BehaviorKind.TurnInto or BehaviorKind.Fuse when !CanLiveHere(simulation, channel.Argument, cell) => false,
            BehaviorKind.TurnInto => true,
            _ when voxel == Cells.InBlood => false,
            BehaviorKind.Extravasate => cells.Arrested[cell] && HasFreeNeighbor(simulation, voxel),
            BehaviorKind.Detach => cells.Arrested[cell] || cells.Attached[cell],
            _ when cells.Arrested[cell] => false,
            BehaviorKind.Intravasate => VesselNear(simulation, voxel) >= 0,
            BehaviorKind.Attach => !cells.Attached[cell] && CanAttach(simulation, channel.Argument, voxel),
            BehaviorKind.Fuse => (!channel.Flag || simulation.Geometry.TouchesBone(simulation.State, voxel)) && CountPartners(simulation, cell, channel) >= channel.Count,
            _ => true,
        };
    }

    /// <summary>A free neighboring voxel, any of them as likely; -1 where there is none.</summary>
    public static int FreeNeighbor(Simulation simulation, int voxel, ref RandomStream stream)
    {
        Span<int> free = stackalloc int[26];
        var count = 0;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && Geometry.IsFree(simulation.State, neighbor))
                free[count++] = neighbor;
        }

        return count == 0 ? -1 : free[stream.NextBelow(count)];
    }

    private static bool HasFreeNeighbor(Simulation simulation, int voxel)
    {
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
            if (simulation.Neighborhood.Neighbor(voxel, direction) is >= 0 and var neighbor && Geometry.IsFree(simulation.State, neighbor))
                return true;
        return false;
    }

    /// <summary>A neighboring vessel voxel, the first in the order of directions; -1 where there is none.</summary>
    public static int VesselNear(Simulation simulation, int voxel)
    {
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && IsVessel(simulation, neighbor))
                return neighbor;
        }

        return -1;
    }

    public static bool IsVessel(Simulation simulation, int voxel)
    {
        var occupant = simulation.State.Occupant[voxel];
        return occupant >= 0 && TypeOf(simulation, occupant).Vessel;
    }

    public static TypePlan TypeOf(Simulation simulation, int cell) => simulation.Plan.Types[simulation.Plan.Profiles[simulation.State.Cells.Profile[cell]].Type];

    /// <summary>Room for a daughter: a free neighbor, else one that is made by shoving the shortest row of cells along; -1 where there is none.</summary>
    public static int MakeRoom(Simulation simulation, int voxel, float pushVoxels, ref RandomStream stream)
    {
        var free = FreeNeighbor(simulation, voxel, ref stream);
        if (free >= 0 || pushVoxels < 1)
            return free;
        Span<int> shortest = stackalloc int[26];
        var (count, length) = (0, int.MaxValue);
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var row = RowLength(simulation, voxel, direction, (int)pushVoxels);
            if (row > length || row == int.MaxValue)
                continue;
            count = row < length ? 0 : count;
            length = row;
            shortest[count++] = direction;
        }

        if (count == 0)
            return -1;
        var way = shortest[stream.NextBelow(count)];
        Shove(simulation, simulation.Neighborhood.Neighbor(voxel, way), way);
        return simulation.Neighborhood.Neighbor(voxel, way);
    }

    /// <summary>Books a step that a cell made by itself, in its path and its displacement.</summary>
    public static void CountStep(Simulation simulation, int cell, int direction)
    {
        var (x, y, z) = simulation.Neighborhood.Step(direction);
        var cells = simulation.State.Cells;
        cells.Hops[cell]++;
        cells.MovedX[cell] += (short)x;
        cells.MovedY[cell] += (short)y;
        cells.MovedZ[cell] += (short)z;
    }

    /// <summary>Puts a cell that is nowhere on a free voxel of the lattice.</summary>
    public static void Put(SimulationState state, int cell, int voxel)
    {
        state.Cells.Voxel[cell] = voxel;
        state.Occupant[voxel] = cell;
    }

    /// <summary>Takes a cell away for good.</summary>
    public static void Remove(Simulation simulation, int cell)
    {
        if (TypeOf(simulation, cell).Vessel)
            LoseVessel(simulation, cell);
        simulation.Scratch.Remove(simulation.State, cell);
    }

    public static void EnterBlood(SimulationState state, int cell)
    {
        var cells = state.Cells;
        (cells.Arrested[cell] ? state.Guest : state.Occupant)[cells.Voxel[cell]] = SimulationState.Empty;
        cells.Arrested[cell] = false;
        cells.Attached[cell] = false;
        cells.Voxel[cell] = Cells.InBlood;
    }

    /// <summary>A new cell without parent, in the blood until it is put somewhere.</summary>
    public static int NewFounder(Plan plan, SimulationState state, int profile, ulong lineage, ReadOnlySpan<DistributionPlan> starts)
    {
        var cells = state.Cells;
        var cell = cells.Add();
        cells.Id[cell] = state.NextId++;
        cells.Clone[cell] = cells.Id[cell];
        cells.Lineage[cell] = lineage;
        cells.Profile[cell] = (ushort)profile;
        cells.BornTick[cell] = cells.StateTick[cell] = state.Tick;
        var attributes = plan.Types[plan.Profiles[profile].Type].Attributes;
        for (var a = 0; a < attributes.Length; a++)
        {
            var stream = new RandomStream(plan.Seed, Purpose.AttributeStart, attributes[a].Key, lineage);
            cells.Attributes[attributes[a].Attribute][cell] =
                Math.Clamp((float)Sample(starts.IsEmpty ? attributes[a].Start : starts[a], ref stream), attributes[a].Minimum, attributes[a].Maximum);
        }

        return cell;
    }

    /// <summary>Changes type and state; the division cycle begins anew, and attributes that only the new type carries start as in a founder, the others go on within its bounds.</summary>
    public static void ChangeProfile(Simulation simulation, int cell, int profile)
    {
        var (plan, cells) = (simulation.Plan, simulation.State.Cells);
        var (before, after) = (plan.Profiles[cells.Profile[cell]].Type, plan.Profiles[profile].Type);
        cells.Profile[cell] = (ushort)profile;
        cells.StateTick[cell] = simulation.State.Tick;
        cells.Stage[cell] = 0;
        cells.Attached[cell] = false;
        if (plan.Types[before].Vessel && !plan.Types[after].Vessel)
            LoseVessel(simulation, cell);
        else if (!plan.Types[before].Vessel && plan.Types[after].Vessel)
            simulation.Geometry.VesselsChanged();
        if (before == after)
            return;
        foreach (var attribute in plan.Types[after].Attributes)
        {
            ref var value = ref cells.Attributes[attribute.Attribute][cell];
            if (Array.Exists(plan.Types[before].Attributes, a => a.Attribute == attribute.Attribute))
            {
                value = Math.Clamp(value, attribute.Minimum, attribute.Maximum);
                continue;
            }

            var stream = new RandomStream(plan.Seed, Purpose.AttributeStart, attribute.Key, cells.Lineage[cell]);
            value = Math.Clamp((float)Sample(attribute.Start, ref stream), attribute.Minimum, attribute.Maximum);
        }
    }

    /// <summary>The nearest partners for a fusion: cells of the same profile within reach, by distance and then by id; as many as are asked, or fewer.</summary>
    public static int FindPartners(Simulation simulation, int cell, ChannelPlan channel, Span<int> partners)
    {
        var (state, cells) = (simulation.State, simulation.State.Cells);
        var found = 0;
        Span<long> nearness = stackalloc long[partners.Length + 1];
        foreach (var voxel in new Disc(simulation, cells.Voxel[cell], channel.Reach))
        {
            var other = state.Occupant[voxel.Voxel];
            if (other < 0 || other == cell || cells.Profile[other] != cells.Profile[cell] || simulation.Scratch.IsDead(other))
                continue;
            var place = found;
            for (; place > 0 && Closer(voxel.SquaredDistance, cells.Id[other], nearness[place - 1], cells.Id[partners[place - 1]]); place--)
                if (place < partners.Length)
                    (partners[place], nearness[place]) = (partners[place - 1], nearness[place - 1]);
            if (place < partners.Length)
                (partners[place], nearness[place]) = (other, voxel.SquaredDistance);
            found = Math.Min(found + 1, partners.Length);
        }

        return found;

        static bool Closer(long squared, long id, long otherSquared, long otherId) => squared < otherSquared || (squared == otherSquared && id < otherId);
    }

    /// <summary>Where a vessel voxel is lost, its guest is back in the blood.</summary>
    private static void LoseVessel(Simulation simulation, int cell)
    {
        var guest = simulation.State.Guest[simulation.State.Cells.Voxel[cell]];
        if (guest >= 0)
            EnterBlood(simulation.State, guest);
        simulation.Geometry.VesselsChanged();
    }

    private static int CountPartners(Simulation simulation, int cell, ChannelPlan channel)
    {
        Span<int> partners = stackalloc int[channel.Count];
        return channel.Count == 0 ? 0 : FindPartners(simulation, cell, channel, partners);
    }

    /// <summary>A cell inside bone turns only into what lives there; one in the blood or arrested turns into no vessel.</summary>
    private static bool CanLiveHere(Simulation simulation, int profile, int cell)
    {
        var (type, cells) = (simulation.Plan.Types[simulation.Plan.Profiles[profile].Type], simulation.State.Cells);
        var hasVoxel = cells.Voxel[cell] != Cells.InBlood && !cells.Arrested[cell];
        return (hasVoxel || !type.Vessel) && (!hasVoxel || type.LivesInBone || !simulation.State.Tissue.IsSolid(cells.Voxel[cell]));
    }

    private static bool CanAttach(Simulation simulation, int target, int voxel) => target switch
    {
        AttachTarget.Matrix => simulation.State.Tissue.Matrix[voxel] > 0,
        AttachTarget.Bone => simulation.Geometry.TouchesBone(simulation.State, voxel),
        AttachTarget.Vessel => VesselNear(simulation, voxel) >= 0,
        _ => HasNeighborOfType(simulation, voxel, target - AttachTarget.Type),
    };

    private static bool HasNeighborOfType(Simulation simulation, int voxel, int type)
    {
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            var other = neighbor < 0 ? SimulationState.Empty : simulation.State.Occupant[neighbor];
            if (other >= 0 && simulation.Plan.Profiles[simulation.State.Cells.Profile[other]].Type == type)
                return true;
        }

        return false;
    }

    /// <summary>Cells between a voxel and the first free one in a direction; the largest integer where bone, a wall or a fixed cell is in the way.</summary>
    private static int RowLength(Simulation simulation, int voxel, int direction, int longest)
    {
        for (var length = 0; length <= longest; length++)
        {
            voxel = simulation.Neighborhood.Neighbor(voxel, direction);
            if (voxel < 0 || simulation.State.Tissue.IsSolid(voxel))
                return int.MaxValue;
            var occupant = simulation.State.Occupant[voxel];
            if (occupant < 0)
                return length;
            if (!TypeOf(simulation, occupant).Pushable || TypeOf(simulation, occupant).Vessel || simulation.State.Cells.Attached[occupant])
                return int.MaxValue;
        }

        return int.MaxValue;
    }

    /// <summary>Moves the row of cells that begins at a voxel on by one.</summary>
    private static void Shove(Simulation simulation, int voxel, int direction)
    {
        var state = simulation.State;
        var carried = SimulationState.Empty;
        while (true)
        {
            (carried, state.Occupant[voxel]) = (state.Occupant[voxel], carried);
            if (state.Occupant[voxel] >= 0)
                state.Cells.Voxel[state.Occupant[voxel]] = voxel;

            if (carried < 0)
                return;
            voxel = simulation.Neighborhood.Neighbor(voxel, direction);
        }
    }

    private static double Sample(DistributionPlan distribution, ref RandomStream stream) => distribution.Kind switch
    {
        DistributionKind.Value => distribution.A,
        DistributionKind.Uniform => distribution.A + ((distribution.B - distribution.A) * stream.NextDouble()),
        DistributionKind.Normal => distribution.A + (distribution.B * stream.NextNormal()),
        DistributionKind.Lognormal => distribution.A * Elementary.Exp(distribution.B * stream.NextNormal()),
        _ => stream.NextBeta(distribution.A, distribution.B),
    };
}
