using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>Groups of cells at the start and by events -> placements.</summary>
internal sealed class PlacementCompiler(Catalog catalog, NamedFiles files, Grid grid)
{
    private readonly List<PlacementPlan> _placements = [];
    private readonly List<string> _paths = [];

    /// <summary>All placements, those of the start first, and their paths.</summary>
    public (PlacementPlan[] Placements, string[] Paths) Compile(int firstTick, Func<double, int> tickOf)
    {
        for (var type = 0; type < catalog.Types.Length; type++)
            foreach (var (name, start) in catalog.Scenario.Cells[catalog.Types[type]].Start.Where(s => s.Value.Enabled).OrderBy(s => s.Key, StringComparer.Ordinal))
                Add(start, type, firstTick, false, $"cells:{catalog.Types[type]}:start:{name}");
        foreach (var (name, happening) in catalog.Scenario.Events.Where(e => e.Value.Enabled && e.Value.Add is { Enabled: true }).OrderBy(e => e.Key, StringComparer.Ordinal))
            if (catalog.Type(happening.Add!.Type, $"events:{name}:add:type") is >= 0 and var type)
                Add(happening.Add, type, tickOf(happening.Day), true, $"events:{name}:add");
        return ([.. _placements], [.. _paths]);
    }

    /// <summary>Start distributions of a type's attributes, in the order of the type's plan, with what a placement says instead.</summary>
    public static DistributionPlan[] Starts(Catalog catalog, int type, Dictionary<string, DistributionSettings> own, string path)
    {
        foreach (var name in own.Keys)
            catalog.AttributeOf(type, name, $"{path}:attributes:{name}");
        var starts = new List<DistributionPlan>();
        foreach (var (name, attribute) in catalog.Scenario.Cells[catalog.Types[type]].Attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var given = own.GetValueOrDefault(name);
            if (given is not null && CellCompiler.Distribution(given) is null)
                catalog.Error($"{path}:attributes:{name}", "give one of value, uniform, normal, lognormal and beta");
            else if (given is not null)
                CellCompiler.CheckStart(catalog, given, attribute, $"{path}:attributes:{name}");
            starts.Add(CellCompiler.Distribution(given ?? attribute.Start) ?? default);
        }

        return [.. starts];
    }

    private void Add(PlacementSettings settings, int type, int tick, bool byEvent, string path)
    {
        if ((settings.Count is null) == (settings.Share is null) && settings.Place != Place.Csv)
            catalog.Error(path, "give one of count and share");
        if (catalog.Profile(type, settings.State, $"{path}:state") is not (>= 0 and var profile))
            return;
        var place = settings.Place switch
        {
            Place.Anywhere => PlaceKind.Anywhere,
            Place.Marrow => PlaceKind.Marrow,
            Place.BoneSurface => PlaceKind.BoneSurface,
            Place.AtVessels => PlaceKind.AtVessels,
            Place.InVessels => PlaceKind.InVessels,
            Place.InBone => PlaceKind.InBone,
            Place.Region => PlaceKind.Region,
            Place.Blood => PlaceKind.Blood,
            _ => PlaceKind.Voxels,
        };
        if (place == PlaceKind.InBone && !catalog.Scenario.Cells[catalog.Types[type]].LivesInBone)
            catalog.Error($"{path}:place", $"{catalog.Types[type]} does not live in bone: it needs \"livesInBone\": true");
        if (place is PlaceKind.Blood or PlaceKind.InVessels && catalog.Scenario.Cells[catalog.Types[type]].Vessel)
            catalog.Error($"{path}:place", $"{catalog.Types[type]} is a vessel, which is not in the blood");
        if (place == PlaceKind.Blood && settings.Count is null)
            catalog.Error(path, "missing count: the blood has no places to take a share of");
        if (place is PlaceKind.Blood && catalog.Scenario.Blood is null)
            catalog.Warning($"{path}:place", "the scenario has no blood: no cell leaves it");
        WarnOfIdle(settings, path);
        if (place == PlaceKind.Region && settings.Region is null)
            catalog.Error(path, "missing region");
        var region = place == PlaceKind.Region && settings.Region is not null ? catalog.Region(settings.Region, $"{path}:region") : -1;
        if (place == PlaceKind.Region && region < 0)
            return;
        var voxels = settings.Place == Place.Csv ? files.Voxels(settings.File, grid, $"{path}:file") : settings.Place == Place.Disc ? Disc(settings) : null;
        _placements.Add(new PlacementPlan
        {
            Tick = tick,
            Profile = profile,
            Place = place,
            Count = settings.Count ?? (settings.Place == Place.Csv && settings.Share is null ? voxels?.Length ?? 0 : -1),
            Share = settings.Share ?? 0,
            Region = region,
            Voxels = voxels,
            AlsoInBone = settings.Place == Place.Csv,
            Key = NameKey.Of(path),
            Starts = Starts(catalog, type, settings.Attributes, path),
            ByEvent = byEvent,
        });
        _paths.Add(path);
    }

    /// <summary>Keys that another place uses. A warning, because a layer may change the place but cannot take away what stands below it.</summary>
    private void WarnOfIdle(PlacementSettings settings, string path)
    {
        foreach (var (key, place) in new[]
        {
            ("region", Place.Region), ("file", Place.Csv), ("radiusUm", Place.Disc), ("centerXUm", Place.Disc), ("centerYUm", Place.Disc), ("centerZUm", Place.Disc),
        })
            if (settings.Place != place && catalog.IsWritten($"{path}:{key}"))
                catalog.Warning($"{path}:{key}", $"has no effect: it is for \"place\": \"{BehaviorCompiler.CamelCase(place.ToString())}\"");
    }

    private int[] Disc(PlacementSettings settings)
    {
        var voxelUm = catalog.Scenario.Lattice.VoxelUm;
        var (x, y, z) = (settings.CenterXUm ?? grid.Nx * voxelUm / 2, settings.CenterYUm ?? grid.Ny * voxelUm / 2, settings.CenterZUm ?? grid.Nz * voxelUm / 2);
        var voxels = new List<int>();
        for (var voxel = 0; voxel < grid.Count; voxel++)
        {
            var (dx, dy, dz) = (((grid.X(voxel) + 0.5) * voxelUm) - x, ((grid.Y(voxel) + 0.5) * voxelUm) - y, grid.Nz == 1 ? 0 : ((grid.Z(voxel) + 0.5) * voxelUm) - z);
            if ((dx * dx) + (dy * dy) + (dz * dz) <= settings.RadiusUm * settings.RadiusUm)
                voxels.Add(voxel);
        }

        return [.. voxels];
    }
}
