using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>Rules -> terms on the channels of the profiles that they speak of.</summary>
internal sealed class RuleCompiler(Catalog catalog, BehaviorCompiler behaviors, SignalCompiler signals)
{
    /// <summary>Adds a rule to the drafts of its profiles; the signals it reads are appended to their slots.</summary>
    /// <param name="name">The rule.</param>
    /// <param name="drafts">Channels per profile.</param>
    /// <param name="slots">Signals per profile.</param>
    public void Compile(string name, List<Draft>[] drafts, List<SignalPlan>[] slots)
    {
        var rule = catalog.Scenario.Rules[name];
        var path = $"rules:{name}";
        var type = catalog.Type(rule.Cell, $"{path}:cell");
        if ((rule.Increases is null) == (rule.Decreases is null))
        {
            catalog.Error(path, "give one of increases and decreases");
            return;
        }

        if (type < 0)
            return;
        var guarded = rule.State is not null;
        var only = guarded ? catalog.Profile(type, rule.State, $"{path}:state") : -1;
        var region = rule.Region is null ? -1 : catalog.Region(rule.Region, $"{path}:region");
        var members = Members(rule, type, path);
        var labels = Labels(rule, path);
        var behavior = rule.Increases ?? rule.Decreases!;
        var behaviorPath = rule.Increases is not null ? $"{path}:increases" : $"{path}:decreases";
        if (guarded && only < 0 && !drafts[catalog.FirstProfile[type]].Exists(d => d.Name == behavior))
            behaviors.FromName(type, -1, behavior, behaviorPath);
        if (guarded && only < 0)
            return;

        var applied = false;
        for (var profile = catalog.FirstProfile[type]; profile < catalog.FirstProfile[type + 1]; profile++)
        {
            if (guarded && profile != only)
                continue;
            var draft = FindOrMake(drafts[profile], type, profile, behavior, behaviorPath, guarded);
            if (draft is null)
                continue;
            applied = true;
            if (Saturation(rule, draft.Channel, path) is not { } saturation || (rule.Region is not null && region < 0) || members is null || labels is null)
                return;
            Add(rule, name, path, draft, type, profile, slots[profile], members, labels, region, saturation);
            if (!guarded && catalog.States[type].Length == 1)
                break;
        }

        if (!applied && BehaviorCompiler.KindOf(behavior.Split(':')[0]) is { } kind && BehaviorCompiler.NeedsDeclaration(kind))
            catalog.Error(behaviorPath, $"{rule.Cell} declares no {behavior}{(guarded ? $" in state {rule.State}" : "")}; declare it with its base value first");
    }

    /// <summary>Rules of one receptor become one way; conjunctions, answers to absence and rules without a receptor each are their own.</summary>
    public static WayPlan[] Ways(List<(string Rule, TermPlan Term, string? Receptor)> terms)
    {
        var ways = new List<WayPlan>();
        foreach (var group in terms.Where(t => t.Receptor is not null).GroupBy(t => t.Receptor, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            ways.Add(new WayPlan([.. group.OrderBy(t => t.Rule, StringComparer.Ordinal).Select(t => t.Term)]));
        foreach (var (_, term, _) in terms.Where(t => t.Receptor is null).OrderBy(t => t.Rule, StringComparer.Ordinal))
            ways.Add(new WayPlan([term]));
        return [.. ways];
    }

    private Draft? FindOrMake(List<Draft> drafts, int type, int profile, string behavior, string path, bool guarded)
    {
        if (drafts.Find(d => d.Name == behavior) is { } found)
            return found;
        if (BehaviorCompiler.KindOf(behavior.Split(':')[0]) is { } kind && BehaviorCompiler.NeedsDeclaration(kind))
            return null;
        var made = behaviors.FromName(type, profile, behavior, path);
        if (made is null && guarded && behavior == $"become:{catalog.Scenario.Rules[path.Split(':')[1]].State}")
            catalog.Error(path, "a state cannot become itself");
        if (made is not null)
            drafts.Add(made);
        return made;
    }

    private void Add(
        RuleSettings rule, string name, string path, Draft draft, int type, int profile, List<SignalPlan> slots,
        List<(SignalPlan Signal, ResponseSettings Response)> members, int[] labels, int region, double saturation)
    {
        var increases = rule.Increases is not null;
        if (increases ? (float)saturation < draft.Channel.Base : (float)saturation > draft.Channel.Base)
        {
            catalog.Error(
                $"{path}:{BehaviorCompiler.UnitKey(draft.Channel)}",
                $"saturates {(increases ? "below" : "above")} the base {draft.Channel.Base / BehaviorCompiler.UnitFactor(draft.Channel.Kind):G6} of {draft.Name}, so it would not {(increases ? "increase" : "decrease")} it");
            return;
        }

        var term = new TermPlan
        {
            Saturation = (float)saturation,
            Members = [.. members.Select(m => new MemberPlan(Slot(slots, m.Signal), (float)HalfMaximum(m.Response)!.Value, (float)m.Response.Hill, m.Response.Below))],
            Region = region < 0 ? -1 : Slot(slots, new SignalPlan(SignalKind.InRegion, region, -1)),
            Labels = [.. labels.Select(label => Availability(label, type, profile, slots))],
            Rule = Array.IndexOf(catalog.Rules, name),
        };
        var receptor = term.IsDose && rule.Through.Length > 0 ? rule.Through[0] : null;
        (increases ? draft.Increasing : draft.Decreasing).Add((name, term, receptor));
    }

    /// <summary>Index of a signal among a profile's slots, appended where it is not there yet.</summary>
    public static int Slot(List<SignalPlan> slots, SignalPlan signal)
    {
        var slot = slots.IndexOf(signal);
        if (slot >= 0)
            return slot;
        slots.Add(signal);
        return slots.Count - 1;
    }

    /// <summary>The value at saturation in the plan's unit, or null, with what is wrong said.</summary>
    private double? Saturation(RuleSettings rule, ChannelPlan channel, string path)
    {
        var given = new (string Key, double? Value)[]
        {
            ("toPerDay", rule.ToPerDay), ("toUmPerHour", rule.ToUmPerHour), ("toMoleculesPerSecond", rule.ToMoleculesPerSecond), ("toUm3PerSecond", rule.ToUm3PerSecond),
            ("toUmPerDay", rule.ToUmPerDay), ("toPerMinute", rule.ToPerMinute), ("toStrength", rule.ToStrength),
        };
        var wanted = BehaviorCompiler.UnitKey(channel);
        var wrong = Array.FindAll(given, g => g.Value is not null && g.Key != wanted);
        foreach (var (key, _) in wrong)
            catalog.Error($"{path}:{key}", $"{BehaviorCompiler.CamelCase(channel.Kind.ToString())} takes {wanted}, not {key}");
        if (wrong.Length > 0)
            return null;
        if (channel.Kind != BehaviorKind.Drift && Array.Find(given, g => g.Key == wanted).Value < 0)
        {
            catalog.Error($"{path}:{wanted}", $"is below 0: only {BehaviorCompiler.CamelCase(nameof(BehaviorKind.Drift))} may be negative");
            return null;
        }

        if (Array.Find(given, g => g.Key == wanted).Value is { } saturation)
            return saturation * BehaviorCompiler.UnitFactor(channel.Kind);
        catalog.Error(path, $"missing {wanted}: the value of {BehaviorCompiler.CamelCase(channel.Kind.ToString())} at saturation");
        return null;
    }

    private List<(SignalPlan Signal, ResponseSettings Response)>? Members(RuleSettings rule, int type, string path)
    {
        var members = new List<(SignalPlan, ResponseSettings)>();
        var complete = Member(rule.Signal, $"{path}:signal", rule, path);
        foreach (var (signal, member) in rule.With.Where(w => w.Value.Enabled).OrderBy(w => w.Key, StringComparer.Ordinal))
            complete &= Member(signal, $"{path}:with:{signal}", member, $"{path}:with:{signal}");
        return complete ? members : null;

        bool Member(string signal, string signalPath, ResponseSettings response, string responsePath)
        {
            if (signals.Compile(type, signal, signalPath) is not { } compiled || !CheckHalfMaximum(compiled.Kind, signal, response, responsePath))
                return false;
            members.Add((compiled, response));
            return true;
        }
    }

    private bool CheckHalfMaximum(SignalKind kind, string signal, ResponseSettings response, string path)
    {
        var wanted = SignalCompiler.HalfMaximumKey(kind);
        var wrong = Array.FindAll(HalfMaxima(response), h => h.Value is not null && h.Key != wanted);
        foreach (var (key, _) in wrong)
            catalog.Error($"{path}:{key}", $"{signal} takes {wanted}, not {key}");
        if (wrong.Length > 0)
            return false;
        if (HalfMaximum(response) is not null)
            return true;
        catalog.Error(path, $"missing {wanted}: the half-maximum of {signal}");
        return false;
    }

    private static (string Key, double? Value)[] HalfMaxima(ResponseSettings response) =>
    [
        ("halfMaximumPicomolar", response.HalfMaximumPicomolar), ("halfMaximumPicomolarPerUm", response.HalfMaximumPicomolarPerUm), ("halfMaximumCells", response.HalfMaximumCells),
        ("halfMaximumUm", response.HalfMaximumUm), ("halfMaximumDays", response.HalfMaximumDays), ("halfMaximum", response.HalfMaximum),
    ];

    private static double? HalfMaximum(ResponseSettings response) => Array.Find(HalfMaxima(response), h => h.Value is not null).Value;

    private int[]? Labels(RuleSettings rule, string path)
    {
        var labels = Array.ConvertAll(rule.Through, label => catalog.Label(label, $"{path}:through"));
        return labels.Contains(-1) ? null : labels;
    }

    /// <summary>Level of a label in a profile, and what blocks it there.</summary>
    private AvailabilityPlan Availability(int label, int type, int profile, List<SignalPlan> slots)
    {
        var (typeName, labelName) = (catalog.Types[type], catalog.Labels[label]);
        var settings = catalog.Scenario.Cells[typeName];
        var state = catalog.States[type][profile - catalog.FirstProfile[type]];
        LevelSettings? level = null;
        if (state.Length > 0)
            settings.States[state].Levels.TryGetValue(labelName, out level);
        if (level is null)
            settings.Levels.TryGetValue(labelName, out level);
        var attribute = level?.Attribute is null ? -1 : catalog.AttributeOf(type, level.Attribute, $"cells:{typeName}:levels:{labelName}:attribute");
        var blocks = Blocks(labelName, typeName);
        return new AvailabilityPlan(
            (float)(level?.Level ?? 1),
            attribute < 0 ? -1 : Slot(slots, new SignalPlan(SignalKind.Attribute, attribute, -1)),
            [.. blocks.Where(b => !b.Block.Competitive).Select(b => b.Treatment)],
            [.. blocks.Where(b => b.Block.Competitive).Select(b => (b.Treatment, (float)b.Block.Dissociation))]);
    }

    private List<(int Treatment, BlockSettings Block)> Blocks(string label, string type)
    {
        var blocks = new List<(int, BlockSettings)>();
        for (var t = 0; t < catalog.Treatments.Length; t++)
            if (catalog.Scenario.Treatments[catalog.Treatments[t]].Blocks.TryGetValue($"label:{label}", out var block)
                && block.Enabled && (block.Types.Length == 0 || block.Types.Contains(type)))
                blocks.Add((t, block));
        return blocks;
    }
}
