using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>The blood: arrivals, clearance and arrest of circulating cells, and cells that events add.</summary>
internal static class Circulation
{
    /// <summary>Arrivals per random stream, which ends at 131,072.</summary>
    private const int StreamLength = 1 << 16;

    public static void Flow(Simulation simulation)
    {
        ArrestAndClear(simulation);
        for (var c = 0; c < simulation.Plan.Blood.Circulating.Length; c++)
            Arrive(simulation, simulation.Plan.Blood.Circulating[c]);
        foreach (var placement in simulation.Plan.Placements)
            if (placement.ByEvent && placement.Tick == simulation.State.Tick)
            {
                Founding.Place(simulation.Plan, simulation.State, simulation.Neighborhood, simulation.Geometry, placement);
                simulation.Geometry.VesselsChanged();
            }
    }

    /// <summary>
    /// Circulating cells in the order of their ids: each passes the vessels, where it is held with the product of its arrest and the vessel's capture, until it is
    /// cleared, at a time that is drawn, or the tick ends. So which of both is likelier does not depend on the tick.
    /// </summary>
    private static void ArrestAndClear(Simulation simulation)
    {
        var (plan, state, scratch, cells) = (simulation.Plan, simulation.State, simulation.Scratch, simulation.State.Cells);
        scratch.ClearQueue();
        for (var cell = -1; (cell = cells.NextInBlood(cell)) >= 0 && cell < scratch.Count;)
            if (!scratch.IsDead(cell))
                scratch.Enqueue(cell, cells.Id[cell]);
        foreach (var cell in scratch.SortedQueue())
        {
            var profile = plan.Profiles[cells.Profile[cell]];
            var stream = new RandomStream(plan.Seed, Purpose.Arrest, state.Tick, cells.Lineage[cell]);
            var (clearance, draw) = (plan.Blood.Clearance[profile.Type], 1 - stream.NextDouble());
            var cleared = clearance > 0 ? -Elementary.Log(draw) / clearance : double.PositiveInfinity;
            var voxel = profile.Arrest < 0 ? -1 : PassVessels(simulation, scratch.Decision(cells, cell, profile.Arrest), Math.Min(cleared, plan.TickDays), ref stream);
            if (voxel >= 0)
            {
                cells.Voxel[cell] = voxel;
                cells.Arrested[cell] = true;
                state.Guest[voxel] = cell;
                state.Tally[plan.Types[profile.Type].Tally + (int)TypeTally.Arrested]++;
            }
            else if (cleared < plan.TickDays)
            {
                state.Tally[plan.Types[profile.Type].Tally + (int)TypeTally.Cleared]++;
                scratch.Remove(state, cell);
            }
        }
    }

    /// <summary>The vessel voxel that holds a cell in the passes of so many days, or -1.</summary>
    private static int PassVessels(Simulation simulation, float arrest, double days, ref RandomStream stream)
    {
        var vessels = simulation.Geometry.VesselVoxels;
        if (vessels.Count == 0 || arrest <= 0)
            return -1;
        var passes = stream.NextPoisson(simulation.Plan.Blood.PassesPerDay * days);
        for (var pass = 0; pass < passes; pass++)
        {
            var voxel = vessels[stream.NextBelow(vessels.Count)];
            if (stream.NextDouble() < arrest * Capture(simulation, voxel) && simulation.State.Guest[voxel] == SimulationState.Empty)
                return voxel;
        }

        return -1;
    }

    /// <summary>Capture of the vessel voxel; 1 where its cells declare none, 0 where the vessel has just gone.</summary>
    private static float Capture(Simulation simulation, int voxel)
    {
        var holder = simulation.State.Occupant[voxel];
        if (holder < 0 || !Placing.TypeOf(simulation, holder).Vessel)
            return 0;
        var slot = simulation.Plan.Profiles[simulation.State.Cells.Profile[holder]].Capture;
        return slot < 0 ? 1 : simulation.Scratch.Decision(simulation.State.Cells, holder, slot);
    }

    private static void Arrive(Simulation simulation, CirculatingPlan circulating)
    {
        var (plan, state) = (simulation.Plan, simulation.State);
        if (state.Tick < circulating.FromTick || state.Tick >= circulating.ToTick)
            return;
        var stream = new RandomStream(plan.Seed, Purpose.Arrival, state.Tick, circulating.Key);
        var count = stream.NextPoisson(circulating.Influx * plan.TickDays);
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && i % StreamLength == 0)
                stream = new RandomStream(plan.Seed, Purpose.Arrival, state.Tick, LineageKey.Founder(circulating.Key, (uint)(i / StreamLength)));
            Placing.NewFounder(plan, state, circulating.Profile, LineageKey.Founder(stream.NextULong(), (uint)i), circulating.Starts);
        }

        state.Tally[plan.Types[plan.Profiles[circulating.Profile].Type].Tally + (int)TypeTally.Arrived] += count;
    }
}
