using System.Globalization;

namespace NicheSim.Rules;

/// <summary>What a valid scenario is warned about: it runs, but hardly as meant.</summary>
internal static class StaticChecks
{
    public static void Run(Catalog catalog, Plan plan, List<Draft>[] drafts)
    {
        Slice(catalog, plan);
        for (var f = 0; f < plan.Fields.Length; f++)
            Field(catalog, plan, f);
        States(catalog, plan);
        for (var p = 0; p < plan.Profiles.Length; p++)
            Profile(catalog, plan, drafts[p]);
        Occupancy(catalog, plan);
        Treatments(catalog, plan);
        Events(catalog, plan);
        Circulating(catalog);
        NoBlood(catalog, plan, drafts);
        Serum(catalog, plan);
        if (plan.MotionSubsteps == Plan.MostMotionSubsteps)
            catalog.Warning("time:tickMinutes", "the fastest cells go hundreds of voxels in a tick: their speed is cut off");
    }

    private static void Slice(Catalog catalog, Plan plan)
    {
        if (plan.Grid.Nz == 1 && plan.Fields.Length > 0 && catalog.Fields.All(f => catalog.Scenario.Fields[f].OutOfPlaneLossPerMinute is null))
            catalog.Warning("lattice", "a slice with closed faces: single cells are 6 to 20 times louder than in three dimensions (dense populations agree); fields may state outOfPlaneLossPerMinute");
    }

    private static void Field(Catalog catalog, Plan plan, int f)
    {
        var (name, field) = (catalog.Fields[f], plan.Fields[f]);
        var loss = field.Decay + field.MarrowUptake + field.OutOfPlaneLoss;
        var length = Math.Sqrt(field.Diffusion / loss);
        if (length < 2 * plan.VoxelUm)
            catalog.Warning($"fields:{name}", string.Create(CultureInfo.InvariantCulture, $"diffuses {length:F1} um before it is lost, less than two voxels of {plan.VoxelUm} um: the lattice does not resolve it"));
    }

    /// <summary>States that no start, arrival, event or transition leads to.</summary>
    private static void States(Catalog catalog, Plan plan)
    {
        var reached = new bool[plan.Profiles.Length];
        foreach (var profile in plan.Placements.Select(p => p.Profile).Concat(plan.Blood.Circulating.Select(c => c.Profile)))
            reached[profile] = true;
        if (plan.Tissue.Vessels.Profile >= 0)
            reached[plan.Tissue.Vessels.Profile] = true;
        foreach (var channel in plan.Profiles.SelectMany(p => p.Decisions.Channels))
        {
            if (channel.Kind is BehaviorKind.Become or BehaviorKind.TurnInto or BehaviorKind.Fuse or BehaviorKind.Recruit)
                reached[channel.Argument] = true;
            if (channel.Buried >= 0)
                reached[channel.Buried] = true;
        }

        for (var p = 0; p < reached.Length; p++)
        {
            var type = plan.Profiles[p].Type;
            var state = catalog.States[type][plan.Profiles[p].State];
            if (!reached[p] && state.Length > 0)
                catalog.Warning($"cells:{catalog.Types[type]}:states:{state}", "nothing leads to this state");
        }
    }

    private static void Profile(Catalog catalog, Plan plan, List<Draft> drafts)
    {
        foreach (var draft in drafts)
        {
            var most = draft.Increasing.Select(t => t.Term.Saturation).Append(draft.Channel.Base).Max();
            if (IsRate(draft.Channel.Kind) && most * plan.TickDays > 1)
                catalog.Warning(draft.Path, string.Create(CultureInfo.InvariantCulture, $"{draft.Name} can reach {most:G4} per day, more than once in a tick of {plan.TickSeconds / 60:G4} minutes"));
            if (draft.Channel.Kind == BehaviorKind.Move && draft.Channel.Base > 0 && draft.Channel.Base * draft.Channel.Reach < plan.VoxelUm)
                catalog.Warning(draft.Path, string.Create(
                    CultureInfo.InvariantCulture,
                    $"speed x persistence is {draft.Channel.Base * draft.Channel.Reach:G4} um, less than a voxel: the walk turns before it has gone one, and spreads as side x speed / {2 * plan.Grid.Dimensions}"));
            foreach (var (rule, term, _) in draft.Increasing.Concat(draft.Decreasing))
                foreach (var member in term.Members)
                    Member(catalog, plan, rule, member);
            foreach (var (up, upTerm, _) in draft.Increasing)
                foreach (var (down, downTerm, _) in draft.Decreasing)
                    if (upTerm.Members.Length == 1 && downTerm.Members.Length == 1 && upTerm.Members[0].Signal == downTerm.Members[0].Signal && upTerm.Members[0].Below == downTerm.Members[0].Below)
                        catalog.Warning($"rules:{up}", $"fights with rule {down}: the same signal increases and decreases {draft.Name}");
        }
    }

    /// <summary>A field that nobody makes, or a half-maximum far above what it can reach.</summary>
    private static void Member(Catalog catalog, Plan plan, string rule, MemberPlan member)
    {
        var f = FieldOf(catalog, rule, member);
        if (f < 0)
            return;
        var most = LargestLevel(plan, f);
        if (most <= 0)
            catalog.Warning($"rules:{rule}", $"nothing produces {catalog.Fields[f]}");
        else if (member.HalfMaximum > most && !member.Below)
            catalog.Warning($"rules:{rule}", string.Create(
                CultureInfo.InvariantCulture, $"its half-maximum of {member.HalfMaximum:G4} pM lies above the {most:G4} pM that {catalog.Fields[f]} reaches where every voxel secretes it"));
    }

    /// <summary>The field of a rule's only signal, or of the member with this half-maximum; -1 where it is none.</summary>
    private static int FieldOf(Catalog catalog, string rule, MemberPlan member)
    {
        var settings = catalog.Scenario.Rules[rule];
        var signal = settings.HalfMaximumPicomolar is { } own && (float)own == member.HalfMaximum
            ? settings.Signal
            : settings.With.FirstOrDefault(w => w.Value.HalfMaximumPicomolar is { } half && (float)half == member.HalfMaximum).Key;
        return signal is not null && signal.StartsWith("field:", StringComparison.Ordinal) ? Array.IndexOf(catalog.Fields, signal[6..].Split('@')[0]) : -1;
    }

    /// <summary>Level where every voxel holds the loudest secreting cell, or what else supplies the field [pM].</summary>
    private static double LargestLevel(Plan plan, int f)
    {
        var field = plan.Fields[f];
        double loudest = 0;
        foreach (var channel in plan.Profiles.SelectMany(p => p.Sources.Channels).Where(c => c.Kind == BehaviorKind.Secrete && c.Argument == f))
            loudest = Math.Max(loudest, channel.Increasing.SelectMany(w => w.Terms).Select(t => t.Saturation).Append(channel.Base).Max());
        if (plan.Tissue.Stores[f] > 0)
            return double.PositiveInfinity;
        var loss = field.Decay + field.MarrowUptake + field.OutOfPlaneLoss;
        var made = (loudest * plan.PicomolarPerMolecule) + field.BasalProduction;
        var supplied = field.Additions.Select(a => (double)a.Level).Append(field.Initial).Append(field.Edges.HighestFixed).Append(field.Serum.Initial).Max();
        return made > 0 && loss <= 0 ? double.PositiveInfinity : Math.Max(supplied, made > 0 ? made / loss : 0);
    }

    private static bool IsRate(BehaviorKind kind)
        => kind is BehaviorKind.Divide or BehaviorKind.Die or BehaviorKind.Become or BehaviorKind.TurnInto or BehaviorKind.Fuse or BehaviorKind.Attach or BehaviorKind.Detach
            or BehaviorKind.Extravasate or BehaviorKind.Intravasate or BehaviorKind.Sprout;

    /// <summary>Founders, whatever state they start in, that can fill half of the niche before the end: saturation then compresses every effect.</summary>
    private static void Occupancy(Catalog catalog, Plan plan)
    {
        foreach (var placement in plan.Placements.Where(p => p.Count > 0))
        {
            var days = (plan.LastTick - placement.Tick) * plan.TickDays;
            var type = plan.Profiles[placement.Profile].Type;
            var fastest = plan.Profiles.Where(p => p.Type == type && p.Divide >= 0)
                .Select(p => p.Decisions.Channels[p.Divide].Base - p.Decisions.Channels.Where(c => c.Kind == BehaviorKind.Die).Sum(c => (double)c.Base)).DefaultIfEmpty(0).Max();
            if (fastest > 0 && Math.Log2(placement.Count) + (fastest * days) > Math.Log2(0.5 * plan.Grid.Count) && placement.Count < 0.5 * plan.Grid.Count)
                catalog.Warning($"cells:{catalog.Types[type]}", string.Create(
                    CultureInfo.InvariantCulture, $"{placement.Count} founders doubling {fastest:G3} times a day can fill half of the niche before day {plan.LastTick * plan.TickDays:G4}; crowding then compresses every effect"));
        }
    }

    /// <summary>Doses that cannot add up, and blocked labels that no rule, or none of the types named, acts through.</summary>
    private static void Treatments(Catalog catalog, Plan plan)
    {
        var used = catalog.Rules.SelectMany(rule => catalog.Scenario.Rules[rule].Through).ToHashSet(StringComparer.Ordinal);
        for (var t = 0; t < catalog.Treatments.Length; t++)
        {
            var settings = catalog.Scenario.Treatments[catalog.Treatments[t]];
            var path = $"treatments:{catalog.Treatments[t]}";
            var blocks = settings.Blocks.Where(block => block.Value.Enabled).ToArray();
            if (blocks.Length + settings.Adds.Count + settings.Multiplies.Count == 0 && !IsRead(catalog, $"treatment:{catalog.Treatments[t]}"))
                catalog.Warning(path, "does nothing: it blocks, adds and multiplies nothing, and no rule reads it");
            if (settings.ToDay <= settings.FromDay)
                catalog.Warning($"{path}:toDay", "is not after fromDay: the treatment never begins");
            else if (settings.ToDay is not null && plan.Treatments[t].ToTick <= plan.Treatments[t].FromTick)
                catalog.Warning($"{path}:toDay", "rounds to the same tick as fromDay: the treatment never begins");
            if (settings.IntervalDays is not null && settings.HalfLifeDays is null)
                catalog.Warning($"{path}:intervalDays", "has no effect without halfLifeDays: the level stays as it is");
            else if (settings.IntervalDays < plan.TickDays)
                catalog.Warning($"{path}:intervalDays", "is less than a tick: there is a dose at every tick");
            if (plan.Treatments[t].FromTick >= plan.LastTick || plan.Treatments[t].ToTick <= plan.FirstTick)
                catalog.Warning(path, "lies outside of the run");
            foreach (var target in blocks.Select(b => b.Key).Where(b => b.StartsWith("label:", StringComparison.Ordinal) && !used.Contains(b[6..])))
                catalog.Warning($"{path}:blocks:{target}", "no rule acts through this label");
            foreach (var (target, block) in blocks.Where(b => b.Value.Types.Length > 0 && b.Key.StartsWith("label:", StringComparison.Ordinal) && used.Contains(b.Key[6..])))
                if (!catalog.Rules.Any(rule => block.Types.Contains(catalog.Scenario.Rules[rule].Cell) && catalog.Scenario.Rules[rule].Through.Contains(target[6..])))
                    catalog.Warning($"{path}:blocks:{target}:types", "no rule of these types acts through this label");
        }
    }

    /// <summary>Does an enabled rule read this signal?</summary>
    private static bool IsRead(Catalog catalog, string signal)
        => catalog.Rules.Any(rule => catalog.Scenario.Rules[rule] is var settings && (settings.Signal == signal || (settings.With.TryGetValue(signal, out var member) && member.Enabled)));

    private static void Circulating(Catalog catalog)
    {
        foreach (var (type, settings) in catalog.Scenario.Blood?.Circulating ?? [])
            if (settings.ToDay <= settings.FromDay)
                catalog.Warning($"blood:circulating:{type}:toDay", "is not after fromDay: no cell comes");
    }

    /// <summary>Cells that enter a blood that is not there.</summary>
    private static void NoBlood(Catalog catalog, Plan plan, List<Draft>[] drafts)
    {
        var (reached, arrested) = (FieldsInUse.Reached(plan), new bool[plan.Profiles.Length]);
        if (catalog.Scenario.Blood is not null || !plan.Profiles.Where((profile, p) => reached[p] && plan.Types[profile.Type].Vessel).Any())
            return;
        FieldsInUse.Reach(plan, arrested, plan.Placements.Where(placement => placement.Place == PlaceKind.InVessels).Select(placement => placement.Profile));
        for (var p = 0; p < drafts.Length; p++)
            foreach (var draft in drafts[p].Where(d => d.Channel.Base > 0 || d.Increasing.Count > 0))
                if (draft.Channel.Kind == BehaviorKind.Intravasate ? reached[p] : draft.Channel.Kind == BehaviorKind.Detach && arrested[p])
                    catalog.Warning(draft.Path, "the scenario has no blood: cells that enter it never leave it");
    }

    /// <summary>Vessels that can take more from the serum in a tick than the blood holds.</summary>
    private static void Serum(Catalog catalog, Plan plan)
    {
        var timesPerRate = VesselShare(plan) * plan.TickSeconds * plan.Grid.Count * plan.VoxelVolumeUm3 / plan.Blood.VolumeUm3;
        for (var f = 0; f < plan.Fields.Length && plan.Blood.VolumeUm3 > 0; f++)
        {
            var rates = plan.Profiles.SelectMany(p => p.Sources.Channels).Where(c => c.Kind == BehaviorKind.Exchange && c.Argument == f)
                .SelectMany(c => c.Increasing.SelectMany(way => way.Terms).Select(term => term.Saturation).Append(c.Base));
            var times = rates.DefaultIfEmpty(0).Max() * timesPerRate;
            if (times > 1 && !plan.Fields[f].Serum.Fixed)
                catalog.Warning($"blood:serum:{catalog.Fields[f]}", string.Create(
                    CultureInfo.InvariantCulture, $"vessels can exchange about {times:G3} times in a tick what the blood holds: the level jumps, and where it is cut off at 0 the niche gets more than there was; shorten the tick"));
        }
    }

    /// <summary>About the share of the voxels that vessels hold at the start.</summary>
    private static double VesselShare(Plan plan)
    {
        var (layout, grid) = (plan.Tissue.Vessels, plan.Grid);
        var held = layout.Kind switch
        {
            LayoutKind.None => 0,
            LayoutKind.Mask => layout.Mask!.Count(isVessel => isVessel),
            _ => Math.PI / 4 * layout.Diameter * layout.Diameter * Math.Max(1, Math.Floor(grid.Nx / layout.Spacing)) * Math.Max(1, Math.Floor(grid.Ny / layout.Spacing)) * grid.Nz,
        };
        foreach (var placement in plan.Placements.Where(p => !p.ByEvent && plan.Types[plan.Profiles[p.Profile].Type].Vessel))
            held += placement.Count >= 0 ? placement.Count : placement.Share * (placement.Voxels?.Length ?? grid.Count);
        return Math.Min(1, held / grid.Count);
    }

    private static void Events(Catalog catalog, Plan plan)
    {
        foreach (var (name, happening) in catalog.Scenario.Events.Where(e => e.Value.Enabled))
        {
            if (happening.Bath is { } bath && bath.ToDay <= happening.Day)
                catalog.Warning($"events:{name}:bath:toDay", "is not after day: the bath never begins");
            if (happening.Day >= plan.DayOf(plan.LastTick) || happening.Day < plan.DayOf(plan.FirstTick))
                catalog.Warning($"events:{name}:day", "lies outside of the run");
        }
    }
}
