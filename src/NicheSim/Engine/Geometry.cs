using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>What follows from tissue and cells alone: distances, regions, permeability. A pure function of the state, renewed when that has changed.</summary>
internal sealed class Geometry
{
    private readonly Neighborhood _neighborhood;
    private readonly DistanceTransform _transform;
    private readonly byte[] _mask;
    private readonly int[] _squared;
    private readonly float _voxelUm;
    private bool _boneStale = true, _vesselsStale = true, _regionsStale = true;

    public Geometry(Plan plan, Neighborhood neighborhood)
    {
        _neighborhood = neighborhood;
        var edges = plan.CellEdges;
        _transform = new DistanceTransform(plan.Grid, edges.XLow == CellEdge.Periodic, edges.YLow == CellEdge.Periodic, edges.ZLow == CellEdge.Periodic);
        _mask = new byte[plan.Grid.Count];
        _squared = new int[plan.Grid.Count];
        _voxelUm = (float)plan.VoxelUm;
        BoneDistance = new float[plan.Grid.Count];
        VesselDistance = new float[plan.Grid.Count];
        RegionVoxels = new bool[plan.Regions.Length][];
        RegionDistance = new float[plan.Regions.Length][];
        for (var r = 0; r < plan.Regions.Length; r++)
            (RegionVoxels[r], RegionDistance[r]) = (new bool[plan.Grid.Count], new float[plan.Grid.Count]);
    }

    /// <summary>Distance from the center of a voxel to the surface of the nearest bone [um]; 0 inside, infinity without bone.</summary>
    public float[] BoneDistance { get; }

    /// <summary>Distance from the center of a voxel to the wall of the nearest vessel [um].</summary>
    public float[] VesselDistance { get; }

    /// <summary>RegionVoxels[region][voxel]: is the voxel in the region?</summary>
    public bool[][] RegionVoxels { get; }

    /// <summary>RegionDistance[region][voxel] [um].</summary>
    public float[][] RegionDistance { get; }

    /// <summary>Voxels that vessels hold, in ascending order.</summary>
    public List<int> VesselVoxels { get; } = [];

    /// <summary>Rises by one whenever bone has changed: who depends on bone compares.</summary>
    public int BoneVersion { get; private set; }

    public void BoneChanged() => _boneStale = true;

    public void VesselsChanged() => _vesselsStale = true;

    /// <summary>The plan has changed: look at everything anew.</summary>
    public void Invalidate() => _boneStale = _vesselsStale = _regionsStale = true;

    public void Update(Plan plan, SimulationState state)
    {
        var changed = _boneStale || _vesselsStale || _regionsStale;
        if (_boneStale)
        {
            for (var voxel = 0; voxel < _mask.Length; voxel++)
                _mask[voxel] = state.Tissue.IsSolid(voxel) ? (byte)1 : (byte)0;
            MeasureTo(BoneDistance);
            BoneVersion++;
        }

        if (_vesselsStale)
        {
            VesselVoxels.Clear();
            for (var voxel = 0; voxel < _mask.Length; voxel++)
            {
                var occupant = state.Occupant[voxel];
                var vessel = occupant >= 0 && plan.Types[plan.Profiles[state.Cells.Profile[occupant]].Type].Vessel;
                _mask[voxel] = vessel ? (byte)1 : (byte)0;
                if (vessel)
                    VesselVoxels.Add(voxel);
            }

            MeasureTo(VesselDistance);
        }

        for (var r = 0; r < plan.Regions.Length; r++)
            if (changed || plan.Regions[r].Target == RegionTarget.Type)
                UpdateRegion(plan, state, r);
        _boneStale = _vesselsStale = _regionsStale = false;
    }

    /// <summary>Is the voxel marrow that no cell holds?</summary>
    public static bool IsFree(SimulationState state, int voxel) => state.Occupant[voxel] == SimulationState.Empty && !state.Tissue.IsSolid(voxel);

    /// <summary>Is there bone among the neighbors of a voxel?</summary>
    public bool TouchesBone(SimulationState state, int voxel)
    {
        for (var direction = 0; direction < _neighborhood.All; direction++)
        {
            var neighbor = _neighborhood.Neighbor(voxel, direction);
            if (neighbor >= 0 && state.Tissue.IsSolid(neighbor))
                return true;
        }

        return false;
    }

    private void UpdateRegion(Plan plan, SimulationState state, int region)
    {
        var target = plan.Regions[region];
        var distance = RegionDistance[region];
        switch (target.Target)
        {
            case RegionTarget.Fixed:
                target.Voxels!.CopyTo(RegionVoxels[region], 0);
                break;
            case RegionTarget.Bone:
                BoneDistance.CopyTo(distance, 0);
                break;
            case RegionTarget.Vessel:
                VesselDistance.CopyTo(distance, 0);
                break;
            case RegionTarget.Type:
                for (var voxel = 0; voxel < _mask.Length; voxel++)
                    _mask[voxel] = state.Occupant[voxel] >= 0 && plan.Profiles[state.Cells.Profile[state.Occupant[voxel]]].Type == target.Type ? (byte)1 : (byte)0;
                MeasureTo(distance);
                break;
        }

        if (target.Target != RegionTarget.Fixed)
            for (var voxel = 0; voxel < distance.Length; voxel++)
                RegionVoxels[region][voxel] = distance[voxel] >= target.From && distance[voxel] <= target.To;
        for (var voxel = 0; voxel < _mask.Length; voxel++)
            _mask[voxel] = RegionVoxels[region][voxel] ? (byte)1 : (byte)0;
        MeasureTo(distance);
    }

    /// <summary>Distances from all voxels to the mask's surface: half a voxel less than to the nearest center.</summary>
    private void MeasureTo(float[] distance)
    {
        _transform.Run(_mask, _squared);
        for (var voxel = 0; voxel < distance.Length; voxel++)
            distance[voxel] = _squared[voxel] == DistanceTransform.Infinite ? float.PositiveInfinity
                : _squared[voxel] == 0 ? 0
                : _voxelUm * ((float)Math.Sqrt(_squared[voxel]) - 0.5f);
    }
}
