using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>How a voxel of one kind, type and state looks on a map, and what the legend says of it.</summary>
internal sealed record MapSymbol(string Name, string Kind, Color Fill);

/// <summary>
/// The symbols of maps: those of all of them together, so that they are read with one legend.
/// </summary>
internal sealed class MapKey
{
    private readonly Dictionary<(string Kind, string Type, string State), MapSymbol> symbols = [];

    public MapKey(RunFolder run, Palette palette, IReadOnlyCollection<MapVoxel> voxels)
    {
        var present = voxels.Where(v => v.Kind != "bone").Select(v => (v.Kind, v.Type, v.State)).ToHashSet();
        foreach (var (kind, type, state) in present.OrderBy(p => Array.IndexOf(Kinds, p.Kind)).ThenBy(p => p.Type, StringComparer.Ordinal).ThenBy(p => StateIndex(run, p.Type, p.State)))
        {
            var states = States(run, type);
            var name = states.Length > 1 && kind != "vessel" ? $"{type}, {state}" : type;
            symbols[(kind, type, state)] = new(kind == "guest" ? name + " in vessel" : name, kind, Palette.Shade(palette.Of(type), StateIndex(run, type, state)));
        }

        HasBone = voxels.Any(v => v.Kind == "bone");
    }

    public static string[] Kinds { get; } = ["bone", "vessel", "cell", "guest"];

    private bool HasBone { get; }

    /// <summary>Legend entries from top to bottom, each name once.</summary>
    public IEnumerable<MapSymbol> Entries => (HasBone ? Bones : []).Concat(symbols.Values.DistinctBy(s => s.Name));

    private static MapSymbol[] Bones => [new("bone", "bone", BoneFill(1)), new("bone, half filled", "bone", BoneFill(0.5))];

    public Color ColorOf(MapVoxel voxel) => voxel.Kind == "bone" ? BoneFill(voxel.Fill) : symbols[(voxel.Kind, voxel.Type, voxel.State)].Fill;

    private static Color BoneFill(double fill) => Palette.Bone.MixedWith(Theme.Now.Paper, 0.85 * (1 - Math.Clamp(fill, 0, 1)));

    private static string[] States(RunFolder run, string type) => run.Types.FirstOrDefault(t => t.Type == type).States ?? [];

    private static int StateIndex(RunFolder run, string type, string state) => Math.Max(0, Array.IndexOf(States(run, type), state));
}
