using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// Resorption, formation and mineralization by one cell. A depth rate [um/day] over a footprint [um] is a volume: footprint squared times depth in
/// three dimensions, footprint times the slice's thickness times depth in a slice: as a share of a voxel, depth x footprint^(d-1) / side^d.
/// </summary>
internal static class BoneWork
{
    /// <summary>A voxel counts as full, and its repair as ended, from this fill on.</summary>
    private const float Full = 0.999f;

    /// <summary>Rounds in which volume that a voxel could not give or take is handed to the others.</summary>
    private const int Rounds = 3;

    public static void Resorb(Simulation simulation, ChannelPlan channel, int cell, float umPerDay)
    {
        var (state, cells) = (simulation.State, simulation.State.Cells);
        var center = cells.Voxel[cell];
        var volume = VolumePerTick(simulation.Plan, channel, umPerDay);
        for (var round = 0; round < Rounds && volume > 0; round++)
        {
            var exposed = simulation.Scratch.Nearby;
            exposed.Clear();
            foreach (var voxel in new Disc(simulation, center, Radius(simulation.Plan, channel)))
                if (IsExposed(simulation, voxel.Voxel))
                    exposed.Add(voxel.Voxel);
            if (exposed.Count == 0)
                break;
            var share = volume / exposed.Count;
            foreach (var voxel in exposed)
                volume -= Remove(simulation, voxel, center, share);
        }

        FollowSurface(simulation, cell);
    }

    public static void Form(Simulation simulation, ChannelPlan channel, int cell, float umPerDay)
    {
        var center = simulation.State.Cells.Voxel[cell];
        var wasInBone = simulation.State.Tissue.IsSolid(center);
        var volume = VolumePerTick(simulation.Plan, channel, umPerDay);
        for (var round = 0; round < Rounds && volume > 0; round++)
        {
            var formed = simulation.Scratch.Nearby;
            formed.Clear();
            foreach (var voxel in new Disc(simulation, center, Radius(simulation.Plan, channel)))
                if (CanForm(simulation, channel, voxel.Voxel, cell))
                    formed.Add(voxel.Voxel);
            if (formed.Count == 0)
                break;
            var share = volume / formed.Count;
            foreach (var voxel in formed)
                volume -= Lay(simulation, voxel, share);
        }

        if (!wasInBone && simulation.State.Tissue.IsSolid(center))
        {
            simulation.State.Tally[Placing.TypeOf(simulation, cell).Tally + (int)TypeTally.Buried]++;
            Placing.ChangeProfile(simulation, cell, channel.Buried);
        }
        else if (!wasInBone)
        {
            FollowSurface(simulation, cell);
        }
    }

    /// <summary>Lays down a share of the mineral that the bone nearby lacks.</summary>
    public static void Mineralize(Simulation simulation, ChannelPlan channel, int cell, float perDay)
    {
        var tissue = simulation.State.Tissue;
        var share = (float)Elementary.OneMinusExp(perDay * simulation.Plan.TickDays);
        foreach (var voxel in new Disc(simulation, simulation.State.Cells.Voxel[cell], Radius(simulation.Plan, channel)))
            tissue.Mineral[voxel.Voxel] = Math.Min(tissue.Fill[voxel.Voxel], tissue.Mineral[voxel.Voxel] + ((tissue.Fill[voxel.Voxel] - tissue.Mineral[voxel.Voxel]) * share));
    }

    /// <summary>Share of a voxel worked on in a tick.</summary>
    private static double VolumePerTick(Plan plan, ChannelPlan channel, float umPerDay)
    {
        var width = channel.Reach / plan.VoxelUm;
        return umPerDay * plan.TickDays / plan.VoxelUm * (plan.Grid.Dimensions == 2 ? width : width * width);
    }

    /// <summary>How far a cell reaches [um]: half its footprint, and at least the neighboring voxels.</summary>
    private static double Radius(Plan plan, ChannelPlan channel) => Math.Max(channel.Reach / 2, 1.8 * plan.VoxelUm);

    /// <summary>Bone that marrow touches.</summary>
    private static bool IsExposed(Simulation simulation, int voxel)
    {
        var tissue = simulation.State.Tissue;
        if (tissue.Fill[voxel] <= 0)
            return false;
        if (!tissue.IsSolid(voxel))
            return true;
        for (var direction = 0; direction < simulation.Neighborhood.Faces; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && !tissue.IsSolid(neighbor))
                return true;
        }

        return false;
    }

    /// <summary>Removes bone from a voxel; what it stored is freed where the resorbing cell is. Returns what was removed [voxels].</summary>
    private static double Remove(Simulation simulation, int voxel, int resorber, double volume)
    {
        var (plan, state, tissue) = (simulation.Plan, simulation.State, simulation.State.Tissue);
        var wasSolid = tissue.IsSolid(voxel);
        var before = tissue.Fill[voxel];
        tissue.Fill[voxel] = before - Math.Min((float)volume, before);

        // What has gone from the voxel after rounding, so that many small bites add up to the bone that is missing.
        var removed = before - tissue.Fill[voxel];
        if (removed == 0)
            return 0;
        var mineral = tissue.Mineral[voxel] * (removed / before);
        tissue.Mineral[voxel] = Math.Clamp(tissue.Mineral[voxel] - mineral, 0, tissue.Fill[voxel]);
        state.BoneResorbed += removed;
        for (var f = 0; f < plan.Tissue.Stores.Length; f++)
            if (tissue.Freed[f] is { } freed)
                freed[resorber] += (float)(mineral * plan.VoxelVolumeUm3 * plan.Tissue.Stores[f]);
        if (tissue.ErodedTick[voxel] == Tissue.Never || tissue.ErodedTick[voxel] < state.Tick - 1)
            tissue.ErosionBeganTick[voxel] = SiteBegan(simulation, voxel);
        tissue.ErodedTick[voxel] = state.Tick;
        if (wasSolid && !tissue.IsSolid(voxel))
        {
            state.Resorptions = (state.Resorptions.Sites + 1, state.Resorptions.Ticks + state.Tick + 1 - tissue.ErosionBeganTick[voxel]);
            simulation.Geometry.BoneChanged();
            if (voxel != resorber)
                LoseOccupant(simulation, voxel);
        }

        return removed;
    }

    /// <summary>
    /// The tick in which the site began that resorption of a voxel belongs to: voxels that touch are one site as long as work on them goes on, from tick to tick.
    /// </summary>
    private static int SiteBegan(Simulation simulation, int voxel)
    {
        var (state, tissue) = (simulation.State, simulation.State.Tissue);
        var began = state.Tick;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && tissue.ErodedTick[neighbor] != Tissue.Never && tissue.ErodedTick[neighbor] >= state.Tick - 1)
                began = Math.Min(began, tissue.ErosionBeganTick[neighbor]);
        }

        return began;
    }

    /// <summary>A cell that lived in the bone of a voxel goes with it.</summary>
    private static void LoseOccupant(Simulation simulation, int voxel)
    {
        var cell = simulation.State.Occupant[voxel];
        if (cell < 0)
            return;
        simulation.State.Tally[Placing.TypeOf(simulation, cell).Tally + (int)TypeTally.Resorbed]++;
        Placing.Remove(simulation, cell);
    }

    /// <summary>Marrow at a bone surface without a cell in it, or bone that is not full. The forming cell's own voxel only where it is to be buried.</summary>
    private static bool CanForm(Simulation simulation, ChannelPlan channel, int voxel, int cell)
    {
        var (state, tissue) = (simulation.State, simulation.State.Tissue);
        var isEroded = tissue.ErodedTick[voxel] != Tissue.Never;
        if (tissue.Fill[voxel] >= (isEroded ? 1 : Full) || (channel.Flag && !isEroded))
            return false;
        if (tissue.IsSolid(voxel))
            return true;
        var occupant = state.Occupant[voxel];
        if (occupant >= 0 && (occupant != cell || channel.Buried < 0))
            return false;
        for (var direction = 0; direction < simulation.Neighborhood.Faces; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && tissue.IsSolid(neighbor))
                return true;
        }

        return false;
    }

    /// <summary>Adds bone to a voxel. Returns what was added [voxels].</summary>
    private static double Lay(Simulation simulation, int voxel, double volume)
    {
        var (state, tissue) = (simulation.State, simulation.State.Tissue);
        var wasSolid = tissue.IsSolid(voxel);
        var before = tissue.Fill[voxel];
        var added = Math.Min((float)volume, 1 - before);
        tissue.Fill[voxel] = Math.Min(1, before + added);
        state.BoneFormed += (double)tissue.Fill[voxel] - before;
        if (!wasSolid && tissue.IsSolid(voxel))
        {
            tissue.Matrix[voxel] = 0;
            simulation.Geometry.BoneChanged();
        }

        if (tissue.Fill[voxel] >= Full && tissue.ErodedTick[voxel] != Tissue.Never)
        {
            state.Formations = (state.Formations.Sites + 1, state.Formations.Ticks + state.Tick + 1 - tissue.ErodedTick[voxel]);
            tissue.ErodedTick[voxel] = tissue.ErosionBeganTick[voxel] = Tissue.Never;
        }

        return added;
    }

    /// <summary>A working cell that no longer touches bone steps to a free neighboring voxel that does, and is no longer attached to what it leaves.</summary>
    private static void FollowSurface(Simulation simulation, int cell)
    {
        var (state, cells) = (simulation.State, simulation.State.Cells);
        var voxel = cells.Voxel[cell];
        if (simulation.Geometry.TouchesBone(state, voxel))
            return;
        Span<int> ways = stackalloc int[26];
        var count = 0;
        for (var direction = 0; direction < simulation.Neighborhood.All; direction++)
        {
            var neighbor = simulation.Neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && Geometry.IsFree(state, neighbor) && simulation.Geometry.TouchesBone(state, neighbor))
                ways[count++] = direction;
        }

        if (count == 0)
            return;
        var way = ways[new RandomStream(simulation.Plan.Seed, Purpose.Remodeling, state.Tick, cells.Lineage[cell]).NextBelow(count)];
        state.Occupant[voxel] = SimulationState.Empty;
        Placing.Put(state, cell, simulation.Neighborhood.Neighbor(voxel, way));
        Placing.CountStep(simulation, cell, way);
        cells.Attached[cell] = false;
    }
}
