using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Death, division, changes of state and type, fusion, attachment, ways in and out of vessels, exits: committed one after the other in the order of ids.</summary>
internal static class Demography
{
    public static void Commit(Simulation simulation)
    {
        var (scratch, cells) = (simulation.Scratch, simulation.State.Cells);
        scratch.ClearQueue();
        for (var cell = -1; (cell = scratch.NextEvent(cell)) >= 0;)
            scratch.Enqueue(cell, cells.Id[cell]);
        foreach (var cell in scratch.SortedQueue())
            if (!scratch.IsDead(cell))
                Commit(simulation, cell);
    }

    private static void Commit(Simulation simulation, int cell)
    {
        var (plan, state, scratch) = (simulation.Plan, simulation.State, simulation.Scratch);
        var slot = scratch.Event[cell];
        if (slot == Scratch.Exit)
        {
            Count(simulation, cell, TypeTally.Exited);
            scratch.Remove(state, cell);
            return;
        }

        var channel = plan.Profiles[state.Cells.Profile[cell]].Decisions.Channels[slot];
        if (channel.Kind != BehaviorKind.Divide && !Placing.IsPossible(simulation, channel, cell))
            return;
        if (Apply(simulation, channel, cell))
            state.Tally[channel.Tally + scratch.Cause[cell]]++;
    }

    /// <summary>True where the event could happen.</summary>
    private static bool Apply(Simulation simulation, ChannelPlan channel, int cell)
    {
        var (state, cells) = (simulation.State, simulation.State.Cells);
        switch (channel.Kind)
        {
            case BehaviorKind.Divide:
                return Divide(simulation, channel, cell);
            case BehaviorKind.Die:
                Placing.Remove(simulation, cell);
                return true;
            case BehaviorKind.Become or BehaviorKind.TurnInto:
                Placing.ChangeProfile(simulation, cell, channel.Argument);
                return true;
            case BehaviorKind.Fuse:
                return Fuse(simulation, channel, cell);
            case BehaviorKind.Attach:
                cells.Attached[cell] = true;
                return true;
            case BehaviorKind.Detach:
                if (cells.Arrested[cell])
                    Placing.EnterBlood(state, cell);
                cells.Attached[cell] = false;
                return true;
            case BehaviorKind.Intravasate:
                Placing.EnterBlood(state, cell);
                return true;
            case BehaviorKind.Extravasate:
                return Extravasate(simulation, cell);
            default:
                throw new InvalidOperationException($"{channel.Kind} is no event.");
        }
    }

    private static bool Divide(Simulation simulation, ChannelPlan channel, int cell)
    {
        var (plan, state, cells) = (simulation.Plan, simulation.State, simulation.State.Cells);
        var stream = new RandomStream(plan.Seed, Purpose.DivisionPlace, state.Tick, cells.Lineage[cell]);
        var room = Placing.MakeRoom(simulation, cells.Voxel[cell], channel.Reach, ref stream);
        if (room < 0)
        {
            // Ready, and waiting for room.
            cells.Stage[cell] = (byte)channel.Count;
            return false;
        }

        var daughter = cells.Add();
        cells.Copy(cells, cell, daughter);
        cells.Id[daughter] = state.NextId++;
        cells.Parent[daughter] = cells.Id[cell];
        cells.Divisions[cell]++;
        cells.Divisions[daughter]++;
        cells.Lineage[daughter] = LineageKey.Daughter(cells.Lineage[cell], (uint)cells.Divisions[cell], 1);

        // What the cycle advanced beyond its end belongs to the next one: the mean cycle time does not depend on the tick.
        cells.Stage[cell] = cells.Stage[daughter] = (byte)Math.Min(cells.Stage[cell] - channel.Count, channel.Count - 1);
        cells.DividedTick[cell] = cells.DividedTick[daughter] = state.Tick;
        cells.BornTick[daughter] = state.Tick;
        cells.Direction[daughter] = -1;
        cells.Attached[daughter] = false;
        cells.Hops[daughter] = 0;
        cells.MovedX[daughter] = cells.MovedY[daughter] = cells.MovedZ[daughter] = 0;
        Inherit(plan, state, daughter);
        Placing.Put(state, daughter, room);
        if (Placing.TypeOf(simulation, daughter).Vessel)
            simulation.Geometry.VesselsChanged();
        return true;
    }

    private static void Inherit(Plan plan, SimulationState state, int daughter)
    {
        var cells = state.Cells;
        foreach (var attribute in plan.Types[plan.Profiles[cells.Profile[daughter]].Type].Attributes)
        {
            var stream = new RandomStream(plan.Seed, Purpose.AttributeInheritance, attribute.Key, cells.Lineage[daughter]);
            ref var value = ref cells.Attributes[attribute.Attribute][daughter];
            if (attribute.LossProbability > 0 && stream.NextDouble() < attribute.LossProbability)
                value = attribute.Minimum;
            else if (attribute.InheritanceSd > 0)
                value = Math.Clamp(value + (float)(attribute.InheritanceSd * stream.NextNormal()), attribute.Minimum, attribute.Maximum);
        }
    }

    private static bool Fuse(Simulation simulation, ChannelPlan channel, int cell)
    {
        Span<int> partners = stackalloc int[channel.Count];
        if (channel.Count > 0 && Placing.FindPartners(simulation, cell, channel, partners) < channel.Count)
            return false;
        foreach (var partner in partners)
        {
            Count(simulation, partner, TypeTally.FusedAway);
            Placing.Remove(simulation, partner);
        }

        Placing.ChangeProfile(simulation, cell, channel.Argument);
        return true;
    }

    private static bool Extravasate(Simulation simulation, int cell)
    {
        var (state, cells) = (simulation.State, simulation.State.Cells);
        var stream = new RandomStream(simulation.Plan.Seed, Purpose.DivisionPlace, state.Tick, cells.Lineage[cell]);
        var room = Placing.FreeNeighbor(simulation, cells.Voxel[cell], ref stream);
        if (room < 0)
            return false;
        state.Guest[cells.Voxel[cell]] = SimulationState.Empty;
        cells.Arrested[cell] = false;
        Placing.Put(state, cell, room);
        return true;
    }

    private static void Count(Simulation simulation, int cell, TypeTally tally) => simulation.State.Tally[Placing.TypeOf(simulation, cell).Tally + (int)tally]++;
}
