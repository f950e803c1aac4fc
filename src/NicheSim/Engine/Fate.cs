using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Behaviors and random numbers -> at most one event per cell. Events of constant hazard share one draw: one happens with probability
/// 1 - exp(-sum of rates x tick), and which one is chosen in proportion to its rate. The division cycle is a clock of its own, because all its
/// stages but the last are no event: it advances by a Poisson number of stages, and where it ends in the same tick as another event,
/// a fair draw says which came first. (Sharing the draw with every stage would lose events in proportion to the number of stages.)
/// </summary>
internal static class Fate
{
    private const int ChunkSize = 512;

    /// <summary>Expected stages in a tick beyond which the count, which ends at 255, is full for certain.</summary>
    private const double MostStages = 1000;

    public static void Choose(Simulation simulation)
        => simulation.Workers.Run(Workers.Chunks(simulation.Scratch.Count, ChunkSize), simulation, static (simulation, chunk) =>
        {
            var (start, end) = Workers.Chunk(simulation.Scratch.Count, ChunkSize, chunk);
            for (var rank = start; rank < end; rank++)
                ChooseOne(simulation, rank);
        });

    private static void ChooseOne(Simulation simulation, int rank)
    {
        var (plan, scratch, cells) = (simulation.Plan, simulation.Scratch, simulation.State.Cells);
        var cell = scratch.Order[rank];
        var profile = plan.Profiles[cells.Profile[cell]];
        Drift(plan, scratch, cells, profile, cell, rank);

        var divides = profile.Divide >= 0 && AdvanceCycle(simulation, profile, cell, rank);
        var slot = profile.FateSlots.Length > 0 ? Compete(simulation, profile, cell, rank) : Scratch.NoEvent;
        if (divides && (slot == Scratch.NoEvent || new RandomStream(plan.Seed, Purpose.FateChoice, simulation.State.Tick, cells.Lineage[cell]).NextDouble() < 0.5))
            slot = profile.Divide;
        scratch.Event[cell] = slot;
    }

    /// <summary>Moves the division cycle on; true where it has ended.</summary>
    private static bool AdvanceCycle(Simulation simulation, ProfilePlan profile, int cell, int rank)
    {
        var cells = simulation.State.Cells;
        var channel = profile.Decisions.Channels[profile.Divide];
        var rate = simulation.Scratch.DecisionValues[profile.Divide][rank];
        if (rate <= 0 || cells.Voxel[cell] == Cells.InBlood || cells.Arrested[cell])
            return false;
        var stages = new RandomStream(simulation.Plan.Seed, Purpose.Cycle, simulation.State.Tick, cells.Lineage[cell])
            .NextPoisson(Math.Min(MostStages, rate * channel.Count * simulation.Plan.TickDays));
        cells.Stage[cell] = (byte)Math.Min(byte.MaxValue, cells.Stage[cell] + stages);
        return cells.Stage[cell] >= channel.Count;
    }

    private static int Compete(Simulation simulation, ProfilePlan profile, int cell, int rank)
    {
        var (plan, scratch, cells) = (simulation.Plan, simulation.Scratch, simulation.State.Cells);
        double total = 0;
        foreach (var slot in profile.FateSlots)
            total += Rate(simulation, profile, slot, cell, rank);
        if (total <= 0)
            return Scratch.NoEvent;
        var stream = new RandomStream(plan.Seed, Purpose.Fate, simulation.State.Tick, cells.Lineage[cell]);
        if (stream.NextDouble() >= Elementary.OneMinusExp(total * plan.TickDays))
            return Scratch.NoEvent;
        var left = stream.NextDouble() * total;
        foreach (var slot in profile.FateSlots)
        {
            var rate = Rate(simulation, profile, slot, cell, rank);
            if (left < rate)
                return slot;
            left -= rate;
        }

        return profile.FateSlots[^1];
    }

    /// <summary>Rate of an event [1/day]; 0 where the cell's place rules it out.</summary>
    private static double Rate(Simulation simulation, ProfilePlan profile, int slot, int cell, int rank)
    {
        var rate = simulation.Scratch.DecisionValues[slot][rank];
        return rate > 0 && Placing.IsPossible(simulation, profile.Decisions.Channels[slot], cell) ? rate : 0;
    }

    /// <summary>Attributes drift, and relax exactly: x -> target + (x - target) exp(-rate x tick).</summary>
    private static void Drift(Plan plan, Scratch scratch, Cells cells, ProfilePlan profile, int cell, int rank)
    {
        foreach (var attribute in plan.Types[profile.Type].Attributes)
        {
            ref var value = ref cells.Attributes[attribute.Attribute][cell];
            if (attribute.RelaxRate > 0)
                value += (float)((attribute.RelaxTo - value) * Elementary.OneMinusExp(attribute.RelaxRate * plan.TickDays));
            foreach (var slot in profile.DriftSlots)
                if (profile.Decisions.Channels[slot].Argument == attribute.Attribute)
                    value += (float)(scratch.DecisionValues[slot][rank] * plan.TickDays);
            value = Math.Clamp(value, attribute.Minimum, attribute.Maximum);
        }
    }
}
