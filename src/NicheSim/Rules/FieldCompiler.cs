using NicheSim.Numerics;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>Declared fields -> fields that can be solved.</summary>
internal sealed class FieldCompiler(Catalog catalog)
{
    private const double SecondsPerMinute = 60, SecondsPerHour = 3600, Ln2 = 0.69314718055994531;

    /// <summary>A field whose relaxation takes at most this share of a tick is solved at steady state.</summary>
    public const double SteadyShareOfTick = 1.0 / 3;

    public FieldPlan[] Fields() => [.. Enumerable.Range(0, catalog.Fields.Length).Select(Field)];

    private FieldPlan Field(int index)
    {
        var name = catalog.Fields[index];
        var path = $"fields:{name}";
        var settings = catalog.Scenario.Fields[name];
        if ((settings.HalfLifeMinutes is null) == (settings.DecayPerMinute is null))
            catalog.Error(path, "give one of halfLifeMinutes and decayPerMinute");
        var decay = DecayPerMinute(settings) / SecondsPerMinute;
        var neutralizer = settings.NeutralizedBy is null ? -1 : catalog.Field(settings.NeutralizedBy.Field, $"{path}:neutralizedBy:field");
        if (neutralizer == index)
            catalog.Error($"{path}:neutralizedBy:field", "a field cannot neutralize itself");
        if (settings.DisplayUnit is not ("pg/mL" or "ng/mL" or "pM" or "nM" or "mmHg"))
            catalog.Error($"{path}:displayUnit", Suggestion.Unknown("unit", settings.DisplayUnit, ["pg/mL", "ng/mL", "pM", "nM", "mmHg"]));
        else if (settings.DisplayUnit == "mmHg" && settings.PicomolarPerMmHg is null)
            catalog.Error(path, "missing picomolarPerMmHg: the display unit is mmHg");
        foreach (var part in settings.Tracks.Keys.Where(part => part == SignalCompiler.Others))
            catalog.Error($"{path}:tracks:{part}", $"the signal field:{name}@{part} is what no part holds: give the part another name");
        return new FieldPlan
        {
            Diffusion = settings.DiffusionUm2PerSecond,
            Decay = decay,
            OutOfPlaneLoss = OutOfPlaneLossPerMinute(settings) / SecondsPerMinute,
            Edges = Edges(settings.Edges, path),
            BoneFactor = (float)settings.BoneDiffusionFactor,
            BasalProduction = (float)(settings.BasalProductionPicomolarPerHour / SecondsPerHour),
            Initial = (float)settings.InitialPicomolar,
            MarrowUptake = (float)(settings.BackgroundUptake.MarrowPerMinute / SecondsPerMinute),
            BoneUptake = (float)(settings.BackgroundUptake.BonePerMinute / SecondsPerMinute),
            Time = TimeOf(settings, path),
            StepsPerTick = settings.StepsPerTick,
            IsSolved = true,
            Neutralizer = neutralizer,
            NeutralizerDissociation = (float)(settings.NeutralizedBy?.DissociationPicomolar ?? 1),
            Parts = [.. catalog.Parts[index].Select(part => Part(settings.Tracks[part], $"{path}:tracks:{part}"))],
            Blockers = [.. TreatmentsWhere(t => t.Blocks.TryGetValue($"field:{name}", out var block) && block.Enabled)],
            Additions = [.. TreatmentsWhere(t => t.Adds.ContainsKey(name)).Select(t => Addition(t, catalog.Scenario.Treatments[catalog.Treatments[t]].Adds[name]))],
            Serum = Serum(name),
        };
    }

    private double OutOfPlaneLossPerMinute(FieldSettings settings) => catalog.Scenario.Lattice.DepthVoxels == 1 ? settings.OutOfPlaneLossPerMinute ?? 0 : 0;

    public static double DecayPerMinute(FieldSettings settings) => settings.DecayPerMinute ?? (Ln2 / (settings.HalfLifeMinutes ?? double.PositiveInfinity));

    /// <summary>Is the uptake of marrow out of reach for what is in bone, which lets nothing out and takes nothing up itself? Bone forms beside bone only.</summary>
    public static bool IsSealedInBone(Scenario scenario, FieldSettings settings)
        => settings.BoneDiffusionFactor == 0 && settings.BackgroundUptake.BonePerMinute == 0 && scenario.Tissue.Bone.Pattern != BonePattern.None;

    /// <summary>Steady where all that is always lost makes the field relax within a third of a tick.</summary>
    private FieldTime TimeOf(FieldSettings settings, string path)
    {
        var marrowPerMinute = IsSealedInBone(catalog.Scenario, settings) ? 0 : settings.BackgroundUptake.MarrowPerMinute;
        var lossPerMinute = DecayPerMinute(settings) + OutOfPlaneLossPerMinute(settings) + marrowPerMinute;
        if (settings.Solve == SolveKind.Steady && lossPerMinute <= 0 && !HasFixedEdge(settings.Edges, catalog.Scenario.Lattice.DepthVoxels == 1))
            catalog.Error($"{path}:solve", "a steady field needs a loss that is always there: decay, a fixed edge, background uptake (also in bone, where boneDiffusionFactor is 0) or a loss out of the plane");
        return settings.Solve switch
        {
            SolveKind.Steady => FieldTime.Steady,
            SolveKind.InTime => FieldTime.InTime,
            _ => lossPerMinute * catalog.Scenario.Time.TickMinutes * SteadyShareOfTick >= 1 ? FieldTime.Steady : FieldTime.InTime,
        };
    }

    /// <summary>In a slice, the sides in z are closed whatever they are.</summary>
    private static bool HasFixedEdge(FieldEdgeSettings edges, bool slice) => Sides(edges).Take(slice ? 4 : 6).Any(side => side.Kind == FieldEdgeKind.Fixed);

    private static FieldEdgeSide[] Sides(FieldEdgeSettings edges)
        => [edges.XMin ?? edges.All, edges.XMax ?? edges.All, edges.YMin ?? edges.All, edges.YMax ?? edges.All, edges.ZMin ?? edges.All, edges.ZMax ?? edges.All];

    private static (string Key, FieldEdgeSide? Side)[] Named(FieldEdgeSettings edges)
        => [("all", edges.All), ("xMin", edges.XMin), ("xMax", edges.XMax), ("yMin", edges.YMin), ("yMax", edges.YMax), ("zMin", edges.ZMin), ("zMax", edges.ZMax)];

    private FieldEdges Edges(FieldEdgeSettings settings, string path)
    {
        var sides = Sides(settings);
        var slice = catalog.Scenario.Lattice.DepthVoxels == 1;
        for (var axis = 0; axis < 3; axis++)
            if ((sides[2 * axis].Kind == FieldEdgeKind.Periodic) != (sides[(2 * axis) + 1].Kind == FieldEdgeKind.Periodic))
                catalog.Error($"{path}:edges", $"the axis {(Axis)axis} is periodic at one side only");
        foreach (var (key, side) in Named(settings))
            if (side is not null && side.Kind != FieldEdgeKind.Fixed && catalog.IsWritten($"{path}:edges:{key}:picomolar"))
                catalog.Warning($"{path}:edges:{key}:picomolar", "has no effect: it is for \"kind\": \"fixed\"");
        return new FieldEdges(Side(0), Side(1), Side(2), Side(3), Side(4), Side(5));

        FieldSide Side(int index) => sides[index].Kind switch
        {
            _ when slice && index >= 4 => FieldSide.Closed,
            FieldEdgeKind.Closed => FieldSide.Closed,
            FieldEdgeKind.Periodic => FieldSide.Periodic,
            _ => FieldSide.Fixed((float)sides[index].Picomolar),
        };
    }

    private bool[] Part(string[] types, string path)
    {
        var counted = new bool[catalog.Profiles];
        foreach (var type in types)
            if (catalog.Type(type, path) is >= 0 and var index)
                Array.Fill(counted, true, catalog.FirstProfile[index], catalog.States[index].Length);
        return counted;
    }

    private IEnumerable<int> TreatmentsWhere(Func<TreatmentSettings, bool> predicate)
        => Enumerable.Range(0, catalog.Treatments.Length).Where(t => predicate(catalog.Scenario.Treatments[catalog.Treatments[t]]));

    private static AddPlan Addition(int treatment, AddSettings add)
        => new(treatment, (float)add.Picomolar, (float)(add.PerMinute / SecondsPerMinute), add.Through == AddThrough.Vessels);

    private SerumPlan Serum(string name)
        => catalog.Scenario.Blood?.Serum.TryGetValue(name, out var serum) == true
            ? new SerumPlan(
                serum.Picomolar,
                serum.ProductionPicomolarPerHour / SecondsPerHour,
                serum.HalfLifeMinutes is { } halfLife ? Ln2 / halfLife / SecondsPerMinute : 0,
                serum.Fixed)
            : new SerumPlan(0, 0, 0, true);
}
