using System.Globalization;
using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>Bone, matrix, vessels, regions and blood as declared -> as the engine founds and reads them.</summary>
internal sealed class TissueCompiler(Catalog catalog, NamedFiles files, Grid grid)
{
    private const double Um3PerMicroliter = 1e9, HoursPerDay = 24;

    private readonly double _voxelUm = catalog.Scenario.Lattice.VoxelUm;

    public TissuePlan Tissue()
    {
        var settings = catalog.Scenario.Tissue;
        var stores = new float[catalog.Fields.Length];
        foreach (var (name, store) in settings.Bone.Stores)
            if (catalog.Field(name, $"tissue:bone:stores:{name}") is >= 0 and var field)
                stores[field] = (float)store.MoleculesPerUm3;
        return new TissuePlan
        {
            Bone = Bone(settings.Bone),
            Mineral = (float)settings.Bone.Mineral,
            Stores = stores,
            Matrix = Matrix(settings.Matrix),
            MatrixResistance = (float)settings.Matrix.Resistance,
            Vessels = Vessels(settings.Vessels),
        };
    }

    public RegionPlan[] Regions() => Array.ConvertAll(catalog.Regions, name => Region(catalog.Scenario.Regions[name], $"regions:{name}"));

    public BloodPlan Blood(Func<double, int> tickOf, int lastTick, double voxelVolumeUm3)
    {
        var clearance = new double[catalog.Types.Length];
        if (catalog.Scenario.Blood is not { } blood)
            return new BloodPlan { VolumeUm3 = 0, PassesPerDay = 0, Circulating = [], Clearance = clearance };
        foreach (var name in blood.Serum.Keys)
            catalog.Field(name, $"blood:serum:{name}");
        var circulating = new List<CirculatingPlan>();
        foreach (var (name, settings) in blood.Circulating.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var path = $"blood:circulating:{name}";
            if (catalog.Type(name, path) is not (>= 0 and var type) || catalog.Profile(type, settings.State, $"{path}:state") is not (>= 0 and var profile))
                continue;
            if (catalog.Scenario.Cells[name].Vessel)
                catalog.Error(path, $"{name} is a vessel, which is not in the blood");
            clearance[type] = settings.ClearancePerDay;
            if (settings.InfluxPerDay > 0)
                circulating.Add(new CirculatingPlan(
                    profile, settings.InfluxPerDay, tickOf(settings.FromDay), settings.ToDay is { } to ? tickOf(to) : lastTick, NameKey.Of(path),
                    PlacementCompiler.Starts(catalog, type, settings.Attributes, path)));
        }

        var niche = grid.Count * voxelVolumeUm3;
        var volume = blood.VolumeMicroliters is { } given
            ? given * Um3PerMicroliter
            : niche * blood.AnimalBloodMilliliters / blood.AnimalMarrowMilliliters;
        return new BloodPlan { VolumeUm3 = volume, PassesPerDay = blood.PassesPerHour * HoursPerDay, Circulating = [.. circulating], Clearance = clearance };
    }

    private BoneLayout Bone(BoneSettings settings)
    {
        var kind = settings.Pattern switch
        {
            BonePattern.None => LayoutKind.None,
            BonePattern.Slab => LayoutKind.Slab,
            BonePattern.Plates => settings.VolumeFraction > 0 ? LayoutKind.Plates : LayoutKind.None,
            BonePattern.Trabeculae => LayoutKind.Trabeculae,
            _ => LayoutKind.Mask,
        };
        if (kind is LayoutKind.Slab or LayoutKind.Plates or LayoutKind.Trabeculae && settings.ThicknessUm < _voxelUm / 2)
            catalog.Error("tissue:bone:thicknessUm", string.Create(CultureInfo.InvariantCulture, $"{settings.ThicknessUm} um is less than half a voxel of {_voxelUm} um: the lattice cannot hold it"));
        var mask = kind == LayoutKind.Mask ? files.Mask(settings.File, grid, "tissue:bone:file") : null;
        return new BoneLayout(kind, settings.VolumeFraction, settings.ThicknessUm / _voxelUm, (int)settings.Axis, mask, (ulong)settings.LayoutSeed);
    }

    private float[]? Matrix(MatrixSettings settings)
    {
        if (settings.Pattern == MatrixPattern.None)
            return null;
        var density = new float[grid.Count];
        for (var voxel = 0; voxel < density.Length; voxel++)
        {
            var along = (Along(settings.Axis, voxel) + 0.5) * _voxelUm;
            if (settings.Pattern == MatrixPattern.Uniform || (along >= settings.FromUm && along < settings.ToUm))
                density[voxel] = (float)settings.Density;
        }

        return density;
    }

    private VesselLayout Vessels(VesselSettings settings)
    {
        var kind = settings.Pattern switch
        {
            VesselPattern.None => LayoutKind.None,
            VesselPattern.Grid => LayoutKind.Grid,
            VesselPattern.Random => LayoutKind.Random,
            _ => LayoutKind.Mask,
        };
        var profile = -1;
        if (kind != LayoutKind.None)
        {
            if (settings.Type is null)
                catalog.Error("tissue:vessels", "missing type: the cell type that holds vessel voxels");
            else if (catalog.Type(settings.Type, "tissue:vessels:type") is >= 0 and var type)
            {
                profile = catalog.InitialProfile(type);
                if (!catalog.Scenario.Cells[settings.Type].Vessel)
                    catalog.Error("tissue:vessels:type", $"{settings.Type} holds no vessels: it needs \"vessel\": true");
            }
        }

        if (kind is LayoutKind.Grid or LayoutKind.Random && settings.SpacingUm < Math.Max(_voxelUm, settings.DiameterUm))
            catalog.Error("tissue:vessels:spacingUm", "is less than a voxel or than the vessels' own diameter");
        var mask = kind == LayoutKind.Mask ? files.Mask(settings.File, grid, "tissue:vessels:file") : null;
        return new VesselLayout(kind, profile, settings.SpacingUm / _voxelUm, settings.DiameterUm / _voxelUm, mask, (ulong)settings.LayoutSeed);
    }

    private RegionPlan Region(RegionSettings settings, string path)
    {
        if (path is "regions:bone" or "regions:vessel")
            catalog.Error(path, $"the signal distance:{path[8..]} is the distance to the tissue: give the region another name");
        if (new object?[] { settings.Box, settings.MaskFile, settings.Band }.Count(given => given is not null) != 1)
            catalog.Error(path, "give one of box, maskFile and band");
        if (settings.Box is { } limits && (limits.XFromUm > limits.XToUm || limits.YFromUm > limits.YToUm || limits.ZFromUm > limits.ZToUm))
            catalog.Error($"{path}:box", "is empty: a limit from lies beyond its limit to");
        if (settings.Band is { } band)
            return Band(band, path);
        var voxels = settings.Box is { } box ? Inside(box) : settings.MaskFile is { } file ? files.Mask(file, grid, $"{path}:maskFile") : null;
        return new RegionPlan(RegionTarget.Fixed, voxels ?? new bool[grid.Count], -1, 0, 0);
    }

    private RegionPlan Band(BandSettings band, string path)
    {
        if (band.FromUm > band.ToUm)
            catalog.Error($"{path}:band:fromUm", "lies beyond toUm");
        var (target, type) = band.To switch
        {
            "bone" => (RegionTarget.Bone, -1),
            "vessel" => (RegionTarget.Vessel, -1),
            _ => (RegionTarget.Type, catalog.Type(band.To.StartsWith("type:", StringComparison.Ordinal) ? band.To[5..] : band.To, $"{path}:band:to")),
        };
        return new RegionPlan(target, null, type, (float)band.FromUm, (float)band.ToUm);
    }

    private bool[] Inside(BoxSettings box)
    {
        var voxels = new bool[grid.Count];
        for (var voxel = 0; voxel < voxels.Length; voxel++)
            voxels[voxel] = Within(grid.X(voxel), box.XFromUm, box.XToUm) && Within(grid.Y(voxel), box.YFromUm, box.YToUm) && Within(grid.Z(voxel), box.ZFromUm, box.ZToUm);
        return voxels;

        bool Within(int at, double? from, double? to)
        {
            var center = (at + 0.5) * _voxelUm;
            return center >= (from ?? double.NegativeInfinity) && center <= (to ?? double.PositiveInfinity);
        }
    }

    private int Along(Axis axis, int voxel) => axis == Axis.X ? grid.X(voxel) : axis == Axis.Y ? grid.Y(voxel) : grid.Z(voxel);
}
