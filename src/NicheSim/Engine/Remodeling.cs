using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>Work on the tissue: resorption, formation and mineralization of bone, degradation of matrix, recruitment, growth of vessels; in the order of voxels.</summary>
internal static class Remodeling
{
    /// <summary>Expected recruits of one cell in a tick beyond which no more are drawn: its random stream ends at some ten thousand.</summary>
    private const double MostRecruits = 10_000;

    public static void Work(Simulation simulation)
    {
        var (plan, scratch, cells) = (simulation.Plan, simulation.Scratch, simulation.State.Cells);
        scratch.ClearQueue();
        for (var p = 0; p < plan.Profiles.Length; p++)
            if (plan.Profiles[p].WorkSlots.Length > 0)
                foreach (var cell in scratch.CellsOf(p))
                    if (!scratch.IsDead(cell) && cells.Voxel[cell] != Cells.InBlood && !cells.Arrested[cell] && cells.Profile[cell] == p)
                        scratch.Enqueue(cell, cells.Voxel[cell]);
        foreach (var cell in scratch.SortedQueue())
        {
            // Lost with the bone that it lived in, to one that worked before it.
            if (scratch.IsDead(cell))
                continue;
            var profile = plan.Profiles[cells.Profile[cell]];
            foreach (var slot in profile.WorkSlots)
            {
                var value = scratch.Decision(cells, cell, slot);
                if (value > 0)
                    Work(simulation, profile.Decisions.Channels[slot], cell, value);
            }
        }
    }

    private static void Work(Simulation simulation, ChannelPlan channel, int cell, float value)
    {
        switch (channel.Kind)
        {
            case BehaviorKind.Resorb:
                BoneWork.Resorb(simulation, channel, cell, value);
                break;
            case BehaviorKind.Form:
                BoneWork.Form(simulation, channel, cell, value);
                break;
            case BehaviorKind.Mineralize:
                BoneWork.Mineralize(simulation, channel, cell, value);
                break;
            case BehaviorKind.DegradeMatrix:
                DegradeMatrix(simulation, cell, value);
                break;
            case BehaviorKind.Recruit:
                Recruit(simulation, channel, cell, value);
                break;
            case BehaviorKind.Sprout:
                Sprout(simulation, cell, value);
                break;
        }
    }

    /// <summary>Lowers the matrix of the cell's own and the neighboring voxels by rate x tick.</summary>
    private static void DegradeMatrix(Simulation simulation, int cell, float perDay)
    {
        var voxel = simulation.State.Cells.Voxel[cell];
        var amount = (float)(perDay * simulation.Plan.TickDays);
        Lower(simulation.State, voxel, amount);
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0)
                Lower(simulation.State, neighbor, amount);
        }

        static void Lower(SimulationState state, int voxel, float amount)
        {
            var removed = Math.Min(amount, state.Tissue.Matrix[voxel]);
            state.Tissue.Matrix[voxel] -= removed;
            state.MatrixRemoved += removed;
        }
    }

    /// <summary>A Poisson number of new cells on free marrow within reach, or beside the vessels within reach.</summary>
    private static void Recruit(Simulation simulation, ChannelPlan channel, int cell, float perDay)
    {
        var (plan, state, cells) = (simulation.Plan, simulation.State, simulation.State.Cells);
        var stream = new RandomStream(plan.Seed, Purpose.Recruitment, state.Tick, cells.Lineage[cell] ^ plan.Profiles[channel.Argument].Key);
        var count = stream.NextPoisson(Math.Min(MostRecruits, perDay * plan.TickDays));
        for (var i = 0; i < count; i++)
        {
            var voxel = FreeWithin(simulation, cells.Voxel[cell], channel.Reach, channel.Flag, ref stream);
            if (voxel < 0)
                return;
            var recruit = Placing.NewFounder(plan, state, channel.Argument, LineageKey.Founder(stream.NextULong(), (uint)i), []);
            Placing.Put(state, recruit, voxel);
            state.Tally[Placing.TypeOf(simulation, recruit).Tally + (int)TypeTally.Recruited]++;
            if (Placing.TypeOf(simulation, recruit).Vessel)
                simulation.Geometry.VesselsChanged();
        }
    }

    /// <summary>A free voxel within a distance, any as likely; only beside vessels where that is asked; -1 where there is none.</summary>
    private static int FreeWithin(Simulation simulation, int center, float radiusUm, bool besideVessels, ref RandomStream stream)
    {
        var count = 0;
        foreach (var voxel in new Disc(simulation, center, radiusUm))
            count += IsCandidate(simulation, voxel.Voxel, besideVessels) ? 1 : 0;
        if (count == 0)
            return -1;
        var chosen = stream.NextBelow(count);
        foreach (var voxel in new Disc(simulation, center, radiusUm))
            if (IsCandidate(simulation, voxel.Voxel, besideVessels) && chosen-- == 0)
                return voxel.Voxel;
        return -1;

        static bool IsCandidate(Simulation simulation, int voxel, bool besideVessels)
            => Geometry.IsFree(simulation.State, voxel) && (!besideVessels || Placing.VesselNear(simulation, voxel) >= 0);
    }

    /// <summary>Grows the vessel into a free neighboring voxel.</summary>
    private static void Sprout(Simulation simulation, int cell, float perDay)
    {
        var (plan, state, cells) = (simulation.Plan, simulation.State, simulation.State.Cells);
        var stream = new RandomStream(plan.Seed, Purpose.Sprout, state.Tick, cells.Lineage[cell]);
        if (stream.NextDouble() >= Elementary.OneMinusExp(perDay * plan.TickDays))
            return;
        var voxel = Placing.FreeNeighbor(simulation, cells.Voxel[cell], ref stream);
        if (voxel < 0)
            return;
        var sprout = Placing.NewFounder(plan, state, cells.Profile[cell], LineageKey.Founder(stream.NextULong(), 0), []);
        cells.Parent[sprout] = cells.Id[cell];
        Placing.Put(state, sprout, voxel);
        state.Tally[Placing.TypeOf(simulation, sprout).Tally + (int)TypeTally.Sprouted]++;
        simulation.Geometry.VesselsChanged();
    }
}
