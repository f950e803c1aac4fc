using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>
/// What follows from tissue and cells alone: distances, regions, permeability. A pure function of the state, renewed when that has changed: at every
/// tick what the plan's rules read, the rest when somebody asks.
/// </summary>
internal sealed class Geometry
{
    private const int ChunkSize = 32768;

    private readonly Neighborhood _neighborhood;
    private readonly Workers _workers;
    private readonly DistanceTransform _transform;
    private readonly byte[] _mask;
    private readonly int[] _squared;
    private readonly float _voxelUm;
    private readonly bool[] _regionFresh, _regionDistanceFresh;
    private SignalPlan[] _read = [];
    private Plan? _plan;
    private float[] _measured = [];
    private bool _boneChanged = true, _vesselsChanged = true, _boneFresh, _vesselsFresh;

    public Geometry(Plan plan, Neighborhood neighborhood, Workers workers)
    {
        (_neighborhood, _workers) = (neighborhood, workers);
        var edges = plan.CellEdges;
        _transform = new DistanceTransform(plan.Grid, workers, edges.XLow == CellEdge.Periodic, edges.YLow == CellEdge.Periodic, edges.ZLow == CellEdge.Periodic);
        _mask = new byte[plan.Grid.Count];
        _squared = new int[plan.Grid.Count];
        _voxelUm = (float)plan.VoxelUm;
        var regions = plan.Regions.Length;
        (RegionVoxels, RegionDistance, _regionFresh, _regionDistanceFresh) = (new bool[regions][], new float[regions][], new bool[regions], new bool[regions]);
    }

    /// <summary>Distance from the center of a voxel to the surface of the nearest bone [um]; 0 inside, infinity without bone. For rules that read it.</summary>
    public float[] BoneDistance { get; private set; } = [];

    /// <summary>Distance from the center of a voxel to the wall of the nearest vessel [um]. For rules that read it.</summary>
    public float[] VesselDistance { get; private set; } = [];

    /// <summary>RegionVoxels[region][voxel]: is the voxel in the region? For rules that read it and events that place cells there.</summary>
    public bool[][] RegionVoxels { get; }

    /// <summary>RegionDistance[region][voxel] [um]. For rules that read it.</summary>
    public float[][] RegionDistance { get; }

    /// <summary>Voxels that vessels hold, in ascending order.</summary>
    public List<int> VesselVoxels { get; } = [];

    /// <summary>Rises by one whenever bone has changed: who depends on bone compares.</summary>
    public int BoneVersion { get; private set; }

    public void BoneChanged() => _boneChanged = true;

    public void VesselsChanged() => _vesselsChanged = true;

    /// <summary>The plan has changed: look at everything anew.</summary>
    public void Invalidate() => (_boneChanged, _vesselsChanged, _plan) = (true, true, null);

    /// <summary>Follows the state: forgets what has changed, and renews what the rules and events of the coming tick read.</summary>
    public void Update(Plan plan, SimulationState state)
    {
        Forget(plan, state);
        foreach (var signal in _read)
            Renew(plan, state, signal);
        foreach (var placement in plan.Placements)
            if (placement.ByEvent && placement.Tick == state.Tick && placement.Place == PlaceKind.Region)
                InRegion(plan, state, placement.Region);
    }

    /// <summary><see cref="BoneDistance"/> of the state of the last <see cref="Update"/>.</summary>
    public float[] ToBone(SimulationState state)
    {
        if (_boneFresh)
            return BoneDistance;
        for (var voxel = 0; voxel < _mask.Length; voxel++)
            _mask[voxel] = state.Tissue.IsSolid(voxel) ? (byte)1 : (byte)0;
        _boneFresh = true;
        return BoneDistance = MeasureInto(BoneDistance);
    }

    /// <summary><see cref="VesselDistance"/> of the state of the last <see cref="Update"/>.</summary>
    public float[] ToVessels()
    {
        if (_vesselsFresh)
            return VesselDistance;
        Array.Clear(_mask);
        foreach (var voxel in VesselVoxels)
            _mask[voxel] = 1;
        _vesselsFresh = true;
        return VesselDistance = MeasureInto(VesselDistance);
    }

    /// <summary><see cref="RegionVoxels"/> of a region, of the state of the last <see cref="Update"/>.</summary>
    public bool[] InRegion(Plan plan, SimulationState state, int region)
    {
        if (_regionFresh[region])
            return RegionVoxels[region];
        _regionFresh[region] = true;
        var target = plan.Regions[region];
        if (target.Target == RegionTarget.Fixed)
            return RegionVoxels[region] = target.Voxels!;
        var distance = target.Target == RegionTarget.Bone ? ToBone(state) : target.Target == RegionTarget.Vessel ? ToVessels() : ToType(plan, state, region);
        var voxels = RegionVoxels[region] ??= new bool[_mask.Length];
        for (var voxel = 0; voxel < distance.Length; voxel++)
            voxels[voxel] = distance[voxel] >= target.From && distance[voxel] <= target.To;
        return voxels;
    }

    /// <summary><see cref="RegionDistance"/> of a region, of the state of the last <see cref="Update"/>.</summary>
    public float[] ToRegion(Plan plan, SimulationState state, int region)
    {
        if (_regionDistanceFresh[region])
            return RegionDistance[region];
        var voxels = InRegion(plan, state, region);
        for (var voxel = 0; voxel < _mask.Length; voxel++)
            _mask[voxel] = voxels[voxel] ? (byte)1 : (byte)0;
        _regionDistanceFresh[region] = true;
        return RegionDistance[region] = MeasureInto(RegionDistance[region]);
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

    private void Forget(Plan plan, SimulationState state)
    {
        if (!ReferenceEquals(_plan, plan))
        {
            (_plan, _read) = (plan, ReadBy(plan));
            Array.Clear(_regionFresh);
        }

        if (_boneChanged)
        {
            _boneFresh = false;
            BoneVersion++;
        }

        if (_vesselsChanged)
        {
            _vesselsFresh = false;
            ListVessels(plan, state);
        }

        for (var r = 0; r < plan.Regions.Length; r++)
        {
            var target = plan.Regions[r].Target;
            if (target == RegionTarget.Type || (target == RegionTarget.Bone && _boneChanged) || (target == RegionTarget.Vessel && _vesselsChanged))
                _regionFresh[r] = false;
            _regionDistanceFresh[r] &= _regionFresh[r];
        }

        _boneChanged = _vesselsChanged = false;
    }

    /// <summary>The signals of tissue that any profile reads.</summary>
    private static SignalPlan[] ReadBy(Plan plan)
        => [.. plan.Profiles.SelectMany(profile => profile.Sources.Signals.Concat(profile.Decisions.Signals))
            .Where(signal => signal.Kind is SignalKind.BoneDistance or SignalKind.VesselDistance or SignalKind.RegionDistance or SignalKind.InRegion).Distinct()];

    private void Renew(Plan plan, SimulationState state, SignalPlan signal)
    {
        if (signal.Kind == SignalKind.BoneDistance)
            ToBone(state);
        else if (signal.Kind == SignalKind.VesselDistance)
            ToVessels();
        else if (signal.Kind == SignalKind.InRegion)
            InRegion(plan, state, signal.A);
        else
            ToRegion(plan, state, signal.A);
    }

    private void ListVessels(Plan plan, SimulationState state)
    {
        VesselVoxels.Clear();
        for (var voxel = 0; voxel < _mask.Length; voxel++)
            if (state.Occupant[voxel] is >= 0 and var occupant && plan.Types[plan.Profiles[state.Cells.Profile[occupant]].Type].Vessel)
                VesselVoxels.Add(voxel);
    }

    /// <summary>Distances to the type that a region lies around, guests of vessels too; in the array of the distances to the region, which are measured after it.</summary>
    private float[] ToType(Plan plan, SimulationState state, int region)
    {
        var cells = state.Cells;
        Array.Clear(_mask);
        for (var cell = 0; cell < cells.Count; cell++)
            if (cells.Voxel[cell] != Cells.InBlood && plan.Profiles[cells.Profile[cell]].Type == plan.Regions[region].Type)
                _mask[cells.Voxel[cell]] = 1;
        return RegionDistance[region] = MeasureInto(RegionDistance[region]);
    }

    /// <summary>Distances from all voxels to the mask's surface: half a voxel less than to the nearest center. In the given array, once it is there.</summary>
    private float[] MeasureInto(float[]? distance)
    {
        _measured = distance is { Length: > 0 } ? distance : new float[_mask.Length];
        _transform.Run(_mask, _squared);
        _workers.Run(Workers.Chunks(_mask.Length, ChunkSize), this, static (geometry, chunk) =>
        {
            var (start, end) = Workers.Chunk(geometry._mask.Length, ChunkSize, chunk);
            for (var voxel = start; voxel < end; voxel++)
                geometry._measured[voxel] = geometry.Distance(geometry._squared[voxel]);
        });
        return _measured;
    }

    private float Distance(int squared)
        => squared == DistanceTransform.Infinite ? float.PositiveInfinity : squared == 0 ? 0 : _voxelUm * ((float)Math.Sqrt(squared) - 0.5f);
}
