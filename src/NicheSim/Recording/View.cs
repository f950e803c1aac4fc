using NicheSim.Engine;
using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>A simulation between two ticks, to be looked at and not touched.</summary>
internal sealed class View
{
    /// <summary>Brings up to date what follows from tissue and cells; a pure function of the state, so that looking changes no result.</summary>
    public View(Simulation simulation)
    {
        simulation.Geometry.Update(simulation.Plan, simulation.State);
        (Plan, State, Geometry, Neighborhood) = (simulation.Plan, simulation.State, simulation.Geometry, simulation.Neighborhood);
        CellsById = new int[State.Cells.Count];
        for (var cell = 0; cell < CellsById.Length; cell++)
            CellsById[cell] = cell;
        Array.Sort(State.Cells.Id[..CellsById.Length], CellsById);
    }

    public Plan Plan { get; }

    public SimulationState State { get; }

    public Geometry Geometry { get; }

    /// <summary>Distance of every voxel to bone [um].</summary>
    public float[] BoneDistance => Geometry.ToBone(State);

    /// <summary>Distance of every voxel to vessels [um].</summary>
    public float[] VesselDistance => Geometry.ToVessels();

    /// <summary>Whether each voxel is in a region.</summary>
    public bool[] Region(int region) => Geometry.InRegion(Plan, State, region);

    /// <summary>Distance of every voxel to a region [um]; 0 inside.</summary>
    public float[] RegionDistance(int region) => Geometry.ToRegion(Plan, State, region);

    public Neighborhood Neighborhood { get; }

    /// <summary>Indices of all cells in the order of their ids: sums over cells go in it, because storage order means nothing.</summary>
    public int[] CellsById { get; }

    public double Day => Plan.DayOf(State.Tick);

    /// <summary>Is the voxel solid bone that marrow touches by a face?</summary>
    public bool IsSurface(int voxel)
    {
        if (!State.Tissue.IsSolid(voxel))
            return false;
        for (var direction = 0; direction < Neighborhood.Faces; direction++)
            if (Neighborhood.Neighbor(voxel, direction) is >= 0 and var neighbor && !State.Tissue.IsSolid(neighbor))
                return true;
        return false;
    }

    /// <summary>Was the surface voxel resorbed and not formed anew, itself or the marrow before it?</summary>
    public bool IsErodedSurface(int voxel)
    {
        if (State.Tissue.ErodedTick[voxel] != Tissue.Never)
            return true;
        for (var direction = 0; direction < Neighborhood.Faces; direction++)
            if (Neighborhood.Neighbor(voxel, direction) is >= 0 and var neighbor && !State.Tissue.IsSolid(neighbor) && State.Tissue.ErodedTick[neighbor] != Tissue.Never)
                return true;
        return false;
    }

    /// <summary>Cells of the niche: those in the blood do not count, those arrested in its vessels do.</summary>
    public static int CellsInNiche(SimulationState state)
    {
        var count = 0;
        foreach (var voxel in state.Cells.Voxel.AsSpan(0, state.Cells.Count))
            count += voxel != Cells.InBlood ? 1 : 0;
        return count;
    }
}
