using System.Runtime.CompilerServices;
using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Behaviors and random numbers -> at most one event per cell. Events of constant hazard share one draw: one happens with probability
/// 1 - exp(-sum of rates x tick), and which one is chosen in proportion to its rate. The division cycle is a clock of its own, because all its
/// stages but the last are no event: it advances by a Poisson number of stages, and where it ends in the same tick as another event,
/// a fair draw says which came first; a cell whose cycle has ended before, and waits for room, gives way to the other event, which it would lose to a
/// division that fails. (Sharing the draw with every stage would lose events in proportion to the number of stages.)
/// In most cells nothing happens in a tick, which bounds on the first draws tell for many cells at once; only the others are looked at one by one.
/// </summary>
[SkipLocalsInit]
internal static class Fate
{
    /// <summary>Expected stages in a tick beyond which the count, which ends at 255, is full for certain.</summary>
    private const double MostStages = 1000;

    public static void Choose(Simulation simulation) => simulation.ForChunks(static (simulation, chunk) => ChooseChunk(simulation, chunk));

    private static void ChooseChunk(Simulation simulation, int chunk)
    {
        var (p, start, end) = simulation.Scratch.Chunks[chunk];
        var profile = simulation.Plan.Profiles[p];
        Drift(simulation, profile, start, end);
        Span<bool> mayHappen = stackalloc bool[end - start];
        mayHappen.Clear();
        if (profile.Divide >= 0)
            FindAdvancing(simulation, profile, start, mayHappen);
        if (profile.FateSlots.Length > 0)
            FindStruck(simulation, profile, start, mayHappen);
        for (var i = mayHappen.IndexOf(true); i >= 0 && i < mayHappen.Length; i++)
            if (mayHappen[i])
                ChooseOne(simulation, profile, start + i);
    }

    /// <summary>Marks all cells whose cycle may advance or has ended: a Poisson number of mean m is 0 where its first draw is at most exp(-m), which is above 1 - m.</summary>
    private static void FindAdvancing(Simulation simulation, ProfilePlan profile, int start, Span<bool> mayHappen)
    {
        var (scratch, cells, count) = (simulation.Scratch, simulation.State.Cells, profile.Decisions.Channels[profile.Divide].Count);
        var cellsOf = scratch.Order.AsSpan(start, mayHappen.Length);
        var rates = scratch.DecisionValues[profile.Divide].AsSpan(start, mayHappen.Length);
        Span<ulong> draws = stackalloc ulong[mayHappen.Length];
        Draw(simulation, Purpose.Cycle, cellsOf, draws);
        var stagesPerRate = (float)(count * simulation.Plan.TickDays);
        var stage = cells.Stage;
        for (var i = 0; i < mayHappen.Length; i++)
            mayHappen[i] = RandomStream.MayBeBelow(~draws[i], rates[i] * stagesPerRate) | stage[cellsOf[i]] >= count;
    }

    /// <summary>Marks all cells to which one of the competing events may happen: 1 - exp(-x) is below x, and what the cell's place rules out only lowers x.</summary>
    private static void FindStruck(Simulation simulation, ProfilePlan profile, int start, Span<bool> mayHappen)
    {
        var scratch = simulation.Scratch;
        Span<ulong> draws = stackalloc ulong[mayHappen.Length];
        Draw(simulation, Purpose.Fate, scratch.Order.AsSpan(start, mayHappen.Length), draws);
        Span<float> total = stackalloc float[mayHappen.Length];
        total.Clear();
        foreach (var slot in profile.FateSlots)
            SpanMath.AddPositive(total, scratch.DecisionValues[slot].AsSpan(start, total.Length));
        var days = (float)simulation.Plan.TickDays;
        for (var i = 0; i < mayHappen.Length; i++)
            mayHappen[i] |= RandomStream.MayBeBelow(draws[i], total[i] * days);
    }

    /// <summary>The first draw of a purpose, for some cells.</summary>
    private static void Draw(Simulation simulation, Purpose purpose, ReadOnlySpan<int> cells, Span<ulong> draws)
    {
        Span<ulong> lineages = stackalloc ulong[cells.Length], unused = stackalloc ulong[cells.Length];
        Sensing.Gather(simulation.State.Cells.Lineage, cells, lineages);
        RandomStream.Blocks(simulation.Plan.Seed, purpose, simulation.State.Tick, 0, lineages, draws, unused);
    }

    private static void ChooseOne(Simulation simulation, ProfilePlan profile, int rank)
    {
        var (plan, scratch, cells) = (simulation.Plan, simulation.Scratch, simulation.State.Cells);
        var cell = scratch.Order[rank];
        var waited = profile.Divide >= 0 && cells.Stage[cell] >= profile.Decisions.Channels[profile.Divide].Count;
        var divides = profile.Divide >= 0 && AdvanceCycle(simulation, profile, cell, rank);
        var slot = profile.FateSlots.Length > 0 ? Compete(simulation, profile, cell, rank) : Scratch.NoEvent;
        if (divides && (slot == Scratch.NoEvent || (!waited && new RandomStream(plan.Seed, Purpose.FateChoice, simulation.State.Tick, cells.Lineage[cell]).NextDouble() < 0.5)))
            slot = profile.Divide;
        scratch.Event[cell] = slot;
        if (slot != Scratch.NoEvent)
            scratch.Cause[cell] = Cause(simulation, profile, profile.Decisions.Channels[slot], cell, rank);
    }

    private static ushort Cause(Simulation simulation, ProfilePlan profile, ChannelPlan channel, int cell, int rank)
    {
        if (channel.Increasing.Length == 0)
            return 0;
        Span<float> signals = stackalloc float[profile.Decisions.Signals.Length];
        for (var slot = 0; slot < signals.Length; slot++)
            signals[slot] = simulation.Scratch.Signals[slot][rank];
        var stream = new RandomStream(simulation.Plan.Seed, Purpose.Cause, simulation.State.Tick, simulation.State.Cells.Lineage[cell]);
        return (ushort)Response.Cause(channel, signals, simulation.Scratch.Treatments, stream.NextDouble());
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

    /// <summary>
    /// Attributes drift and relax, exactly where neither rate changes in the tick: x -> y + (x - y) exp(-rate x tick), with y = target + drift / rate; without
    /// relaxation x -> x + drift x tick.
    /// </summary>
    private static void Drift(Simulation simulation, ProfilePlan profile, int start, int end)
    {
        var (plan, scratch) = (simulation.Plan, simulation.Scratch);
        foreach (var attribute in plan.Types[profile.Type].Attributes)
        {
            var column = simulation.State.Cells.Attributes[attribute.Attribute];
            var relaxed = attribute.RelaxRate > 0 ? Elementary.OneMinusExp(attribute.RelaxRate * plan.TickDays) : 0;
            var days = attribute.RelaxRate > 0 ? relaxed / attribute.RelaxRate : plan.TickDays;
            for (var rank = start; rank < end; rank++)
            {
                ref var value = ref column[scratch.Order[rank]];
                if (relaxed > 0)
                    value += (float)((attribute.RelaxTo - value) * relaxed);
                foreach (var slot in profile.DriftSlots)
                    if (profile.Decisions.Channels[slot].Argument == attribute.Attribute)
                        value += (float)(scratch.DecisionValues[slot][rank] * days);
                value = Math.Clamp(value, attribute.Minimum, attribute.Maximum);
            }
        }
    }
}
