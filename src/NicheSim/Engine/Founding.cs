using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>The state that a run starts from: tissue, vessels, fields at their initial levels, and the cells of the start placements.</summary>
public static class Founding
{
    /// <summary>Cells that are placed by one random stream: each draws two of its 2^18 words.</summary>
    private const int CellsPerStream = 1 << 17;

    /// <summary>Makes the first state.</summary>
    /// <param name="plan">What to found.</param>
    /// <param name="shortfalls">Placements that found fewer places than cells: index of the placement, places found.</param>
    public static SimulationState Found(Plan plan, out List<(int Placement, int Places)> shortfalls)
    {
        var state = new SimulationState(plan.Grid, Array.ConvertAll(plan.Fields, f => f.Parts.Length), plan.Attributes, plan.Tallies) { Tick = plan.FirstTick };
        Layouts.LayBone(plan, state);
        Layouts.LayVessels(plan, state);
        plan.Tissue.Matrix?.CopyTo(state.Tissue.Matrix, 0);
        for (var voxel = 0; voxel < plan.Grid.Count; voxel++)
            if (state.Tissue.IsSolid(voxel))
                state.Tissue.Matrix[voxel] = 0;
        for (var f = 0; f < plan.Fields.Length; f++)
        {
            state.Serum[f] = plan.Fields[f].Serum.Initial;
            if (plan.Tissue.Stores[f] > 0)
                state.Tissue.Freed[f] = new float[plan.Grid.Count];
            for (var voxel = 0; voxel < plan.Grid.Count; voxel++)
                state.Fields[f][voxel] = state.Tissue.IsSolid(voxel) ? 0 : plan.Fields[f].Initial;
        }

        var neighborhood = new Neighborhood(plan.Grid, plan.CellEdges);
        using var workers = new Workers(1);
        var geometry = new Geometry(plan, neighborhood, workers);
        shortfalls = [];
        for (var p = 0; p < plan.Placements.Length; p++)
        {
            var placement = plan.Placements[p];
            if (placement.ByEvent)
                continue;
            if (placement.Place == PlaceKind.Region)
            {
                geometry.VesselsChanged();
                geometry.Update(plan, state);
                geometry.InRegion(plan, state, placement.Region);
            }

            var placed = Place(plan, state, neighborhood, geometry, placement);
            if (placement.Count >= 0 && placed < placement.Count)
                shortfalls.Add((p, placed));
        }

        return state;
    }

    /// <summary>Places a group of cells; returns how many found a place.</summary>
    internal static int Place(Plan plan, SimulationState state, Neighborhood neighborhood, Geometry geometry, PlacementPlan placement)
    {
        var stream = new RandomStream(plan.Seed, Purpose.Placement, placement.Tick, placement.Key);
        var candidates = placement.Place == PlaceKind.Blood ? [] : Candidates(plan, state, neighborhood, geometry, placement);
        var wanted = placement.Count >= 0 ? placement.Count : (int)Math.Round(placement.Share * candidates.Count);
        var placed = placement.Place == PlaceKind.Blood ? wanted : Math.Min(wanted, candidates.Count);
        for (var number = 0; number < placed; number++)
        {
            var cell = Placing.NewFounder(plan, state, placement.Profile, LineageKey.Founder(placement.Key, (uint)number), placement.Starts);
            if (placement.Place == PlaceKind.Blood)
                continue;
            if (number > 0 && number % CellsPerStream == 0)
                stream = new RandomStream(plan.Seed, Purpose.Placement, placement.Tick, LineageKey.Daughter(placement.Key, (uint)(number / CellsPerStream), 0));
            var chosen = number + stream.NextBelow(candidates.Count - number);
            (candidates[number], candidates[chosen]) = (candidates[chosen], candidates[number]);
            if (placement.Place == PlaceKind.InVessels)
            {
                state.Cells.Voxel[cell] = candidates[number];
                state.Cells.Arrested[cell] = true;
                state.Guest[candidates[number]] = cell;
            }
            else
            {
                Placing.Put(state, cell, candidates[number]);
            }
        }

        if (placement.ByEvent)
            state.Tally[plan.Types[plan.Profiles[placement.Profile].Type].Tally + (int)TypeTally.Added] += placed;
        return placed;
    }

    private static List<int> Candidates(Plan plan, SimulationState state, Neighborhood neighborhood, Geometry geometry, PlacementPlan placement)
    {
        var candidates = new List<int>();
        var livesInBone = plan.Types[plan.Profiles[placement.Profile].Type].LivesInBone;
        if (placement.Voxels is { } voxels)
        {
            foreach (var voxel in voxels)
                if (Geometry.IsFree(state, voxel) || (placement.AlsoInBone && livesInBone && state.Occupant[voxel] == SimulationState.Empty))
                    candidates.Add(voxel);
            return candidates;
        }

        var region = placement.Place == PlaceKind.Region ? geometry.RegionVoxels[placement.Region] : [];
        for (var voxel = 0; voxel < plan.Grid.Count; voxel++)
        {
            var free = Geometry.IsFree(state, voxel);
            var fits = placement.Place switch
            {
                PlaceKind.Anywhere => free || (livesInBone && state.Occupant[voxel] == SimulationState.Empty),
                PlaceKind.Marrow => free,
                PlaceKind.BoneSurface => free && geometry.TouchesBone(state, voxel),
                PlaceKind.AtVessels => free && BesideVessel(plan, state, neighborhood, voxel),
                PlaceKind.InVessels => state.Guest[voxel] < 0 && IsVessel(plan, state, voxel),
                PlaceKind.InBone => state.Occupant[voxel] < 0 && state.Tissue.IsSolid(voxel),
                PlaceKind.Region => free && region[voxel],
                _ => false,
            };
            if (fits)
                candidates.Add(voxel);
        }

        return candidates;
    }

    private static bool BesideVessel(Plan plan, SimulationState state, Neighborhood neighborhood, int voxel)
    {
        for (var direction = 0; direction < neighborhood.All; direction++)
        {
            var neighbor = neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && IsVessel(plan, state, neighbor))
                return true;
        }

        return false;
    }

    private static bool IsVessel(Plan plan, SimulationState state, int voxel)
        => state.Occupant[voxel] >= 0 && plan.Types[plan.Profiles[state.Cells.Profile[state.Occupant[voxel]]].Type].Vessel;
}
