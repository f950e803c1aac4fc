using System.Globalization;
using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>Cell types, states, attributes and the rules on them -> types and profiles.</summary>
internal sealed class CellCompiler(Catalog catalog, List<TallyName> tallies)
{
    private readonly BehaviorCompiler _behaviors = new(catalog);

    /// <summary>The drafts behind the profiles, for the checks that compare them.</summary>
    public List<Draft>[] Drafts { get; private set; } = [];

    public ProfilePlan[] Profiles()
    {
        Drafts = new List<Draft>[catalog.Profiles];
        var slots = new List<SignalPlan>[catalog.Profiles];
        for (var type = 0; type < catalog.Types.Length; type++)
            for (var state = 0; state < catalog.States[type].Length; state++)
            {
                var profile = catalog.FirstProfile[type] + state;
                Drafts[profile] = _behaviors.Declared(type, catalog.States[type][state]);
                Drafts[profile].RemoveAll(d => d.Channel.Kind == BehaviorKind.Become && d.Channel.Argument == profile);
                slots[profile] = [];
            }

        var rules = new RuleCompiler(catalog, _behaviors, new SignalCompiler(catalog));
        foreach (var rule in catalog.Rules)
            rules.Compile(rule, Drafts, slots);
        CheckTargets();
        for (var type = 0; type < catalog.Types.Length; type++)
            CheckVessel(type);
        var profiles = new ProfilePlan[catalog.Profiles];
        for (var type = 0; type < catalog.Types.Length; type++)
            for (var state = 0; state < catalog.States[type].Length; state++)
                profiles[catalog.FirstProfile[type] + state] = Profile(type, state, Drafts[catalog.FirstProfile[type] + state], slots[catalog.FirstProfile[type] + state]);
        return profiles;
    }

    public TypePlan[] Types()
    {
        var types = new TypePlan[catalog.Types.Length];
        for (var type = 0; type < types.Length; type++)
        {
            var (name, settings) = (catalog.Types[type], catalog.Scenario.Cells[catalog.Types[type]]);
            if (settings.InitialState is not null && !catalog.States[type].Contains(settings.InitialState))
                catalog.Error($"cells:{name}:initialState", Suggestion.Unknown($"state of {name}", settings.InitialState, catalog.States[type].Where(s => s.Length > 0)));
            else if (settings.InitialState is null && catalog.States[type].Length > 1)
                catalog.Error($"cells:{name}", $"missing initialState: {name} has the states {Suggestion.List(catalog.States[type])}");
            if (settings.Color is { } color && !(color.Length == 7 && color[0] == '#' && color.Skip(1).All(char.IsAsciiHexDigit)))
                catalog.Error($"cells:{name}:color", $"expected a color as #rrggbb, not {Suggestion.Quote(color)}");
            types[type] = new TypePlan
            {
                InitialProfile = catalog.InitialProfile(type),
                Vessel = settings.Vessel,
                LivesInBone = settings.LivesInBone,
                Pushable = settings.Pushable,
                Attributes = Attributes(name, settings),
                Tally = tallies.Count,
            };
            for (var tally = 0; tally < (int)TypeTally.Count; tally++)
                tallies.Add(new TallyName(-1, type, BehaviorCompiler.CamelCase(((TypeTally)tally).ToString()), ""));
        }

        return types;
    }

    public static DistributionPlan? Distribution(DistributionSettings settings)
    {
        var given = new List<DistributionPlan>();
        if (settings.Value is { } value)
            given.Add(new DistributionPlan(DistributionKind.Value, value, 0));
        if (settings.Uniform is { } uniform)
            given.Add(new DistributionPlan(DistributionKind.Uniform, uniform.From, uniform.To));
        if (settings.Normal is { } normal)
            given.Add(new DistributionPlan(DistributionKind.Normal, normal.Mean, normal.Sd));
        if (settings.Lognormal is { } lognormal)
            given.Add(new DistributionPlan(DistributionKind.Lognormal, lognormal.Median, lognormal.Sigma));
        if (settings.Beta is { } beta)
            given.Add(new DistributionPlan(DistributionKind.Beta, beta.A, beta.B));
        return given.Count == 1 ? given[0] : given.Count == 0 ? new DistributionPlan(DistributionKind.Value, 0, 0) : null;
    }

    /// <summary>A start that no cell has as it is written: bounds cut it.</summary>
    public static void CheckStart(Catalog catalog, DistributionSettings start, AttributeSettings attribute, string path)
    {
        if (start.Uniform is { } limits && limits.From > limits.To)
            catalog.Error($"{path}:uniform:from", "lies above to");
        WarnOutside(catalog, start.Value, attribute, $"{path}:value");
        WarnOutside(catalog, start.Uniform?.From, attribute, $"{path}:uniform:from");
        WarnOutside(catalog, start.Uniform?.To, attribute, $"{path}:uniform:to");
    }

    private static void WarnOutside(Catalog catalog, double? value, AttributeSettings attribute, string path)
    {
        if (value < attribute.Minimum || value > attribute.Maximum)
            catalog.Warning(path, string.Create(CultureInfo.InvariantCulture, $"lies outside of the bounds, {attribute.Minimum} to {attribute.Maximum}, which cut it off"));
    }

    /// <summary>Keys that another kind of inheritance uses, and a relaxation beyond the bounds.</summary>
    private void WarnOfIdle(AttributeSettings attribute, string path)
    {
        if (attribute.RelaxPerDay > 0)
            WarnOutside(catalog, attribute.RelaxTo, attribute, $"{path}:relaxTo");
        if (attribute.Inheritance.Kind != InheritanceKind.CopyWithNoise && catalog.IsWritten($"{path}:inheritance:sd"))
            catalog.Warning($"{path}:inheritance:sd", "has no effect: it is for \"kind\": \"copy-with-noise\"");
        if (attribute.Inheritance.Kind != InheritanceKind.Lose && catalog.IsWritten($"{path}:inheritance:probability"))
            catalog.Warning($"{path}:inheritance:probability", "has no effect: it is for \"kind\": \"lose\"");
    }

    private AttributePlan[] Attributes(string type, CellTypeSettings settings)
    {
        var attributes = new List<AttributePlan>();
        foreach (var (name, attribute) in settings.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            var path = $"cells:{type}:attributes:{name}";
            if (attribute.Minimum > attribute.Maximum)
                catalog.Error($"{path}:minimum", "lies above the maximum");
            CheckStart(catalog, attribute.Start, attribute, $"{path}:start");
            WarnOfIdle(attribute, path);
            if (Distribution(attribute.Start) is not { } start)
                catalog.Error($"{path}:start", "give one of value, uniform, normal, lognormal and beta");
            else
                attributes.Add(new AttributePlan
                {
                    Attribute = Array.IndexOf(catalog.Attributes, name),
                    Key = NameKey.InPlaceOfTick(name),
                    Minimum = (float)attribute.Minimum,
                    Maximum = (float)attribute.Maximum,
                    Start = start,
                    InheritanceSd = attribute.Inheritance.Kind == InheritanceKind.CopyWithNoise ? (float)attribute.Inheritance.Sd : 0,
                    LossProbability = attribute.Inheritance.Kind == InheritanceKind.Lose ? (float)attribute.Inheritance.Probability : 0,
                    RelaxTo = (float)attribute.RelaxTo,
                    RelaxRate = attribute.RelaxPerDay,
                });
        }

        return [.. attributes];
    }

    /// <summary>Every scaled behavior and every multiplied or blocked one must be there for some profile.</summary>
    private void CheckTargets()
    {
        for (var type = 0; type < catalog.Types.Length; type++)
            foreach (var (name, attribute) in catalog.Scenario.Cells[catalog.Types[type]].Attributes)
            {
                foreach (var scaled in attribute.Scales)
                    Check(Range(type), scaled, $"cells:{catalog.Types[type]}:attributes:{name}:scales");
                if (attribute.Scales.Length > 0 && attribute.Minimum < 0)
                    catalog.Error($"cells:{catalog.Types[type]}:attributes:{name}:minimum", $"is negative, but the attribute multiplies {attribute.Scales[0]}");
            }
        foreach (var type in catalog.Types)
        {
            CheckLabels(catalog.Scenario.Cells[type], $"cells:{type}");
            foreach (var (state, settings) in catalog.Scenario.Cells[type].States)
                CheckLabels(settings, $"cells:{type}:states:{state}");
        }

        foreach (var treatment in catalog.Treatments)
        {
            var settings = catalog.Scenario.Treatments[treatment];
            foreach (var behavior in settings.Multiplies.Keys)
                Check(Range(0, catalog.Types.Length - 1), behavior, $"treatments:{treatment}:multiplies:{behavior}");
            foreach (var field in settings.Adds.Keys)
                catalog.Field(field, $"treatments:{treatment}:adds:{field}");
            var blocks = settings.Blocks.Where(block => block.Value.Enabled).ToArray();
            foreach (var (target, block) in blocks)
            {
                var path = $"treatments:{treatment}:blocks:{target}";
                if (!block.Competitive && catalog.IsWritten($"{path}:dissociation"))
                    catalog.Error($"{path}:dissociation", "is for a competitive block: add \"competitive\": true");
                if (block.Competitive && !target.StartsWith("label:", StringComparison.Ordinal))
                    catalog.Error($"{path}:competitive", "only a label can be blocked competitively");
                if (block.Types.Length > 0 && target.StartsWith("field:", StringComparison.Ordinal))
                    catalog.Error($"{path}:types", "a field is blocked for all types");
                if (target.StartsWith("field:", StringComparison.Ordinal))
                    catalog.Field(target[6..], path);
                else if (target.StartsWith("label:", StringComparison.Ordinal))
                    catalog.Label(target[6..], path);
                else
                    Check(Range(0, catalog.Types.Length - 1), target, path);
            }

            foreach (var (part, target, types) in blocks.Select(b => ("blocks", b.Key, b.Value.Types)).Concat(settings.Multiplies.Select(m => ("multiplies", m.Key, m.Value.Types))))
            {
                var path = $"treatments:{treatment}:{part}:{target}:types";
                var named = Array.ConvertAll(types, type => catalog.Type(type, path));
                var isBehavior = !target.StartsWith("field:", StringComparison.Ordinal) && !target.StartsWith("label:", StringComparison.Ordinal);
                if (isBehavior && named.Length > 0 && named.All(type => type >= 0 && !Behaviors(Range(type)).Contains(target)))
                    catalog.Warning(path, "none of these types has this behavior");
            }
        }

        void CheckLabels(BehaviorSettings settings, string path)
        {
            foreach (var label in settings.Levels.Keys)
                catalog.Label(label, $"{path}:levels:{label}");
        }

        Range Range(int from, int? to = null) => new(catalog.FirstProfile[from], catalog.FirstProfile[(to ?? from) + 1]);

        void Check(Range profiles, string behavior, string path)
        {
            var known = Behaviors(profiles);
            if (!known.Contains(behavior))
                catalog.Error(path, Suggestion.Unknown("behavior", behavior, known));
        }

        string[] Behaviors(Range profiles) => [.. Drafts[profiles].SelectMany(drafts => drafts).Select(d => d.Name).Distinct()];
    }

    /// <summary>Vessel cells stay where they are; what passes through vessels needs one.</summary>
    private void CheckVessel(int type)
    {
        var (name, vessel) = (catalog.Types[type], catalog.Scenario.Cells[catalog.Types[type]].Vessel);
        foreach (var draft in Drafts[catalog.FirstProfile[type]..catalog.FirstProfile[type + 1]].SelectMany(drafts => drafts).DistinctBy(d => d.Path))
            if (vessel && draft.Channel.Kind is BehaviorKind.Move or BehaviorKind.Arrest or BehaviorKind.Extravasate or BehaviorKind.Intravasate or BehaviorKind.Resorb or BehaviorKind.Form)
                catalog.Error(draft.Path, $"{name} holds vessels and stays where it is: it cannot {draft.Name}");
            else if (!vessel && draft.Channel.Kind is BehaviorKind.Exchange or BehaviorKind.Capture or BehaviorKind.Sprout)
                catalog.Error(draft.Path, $"{name} holds no vessels: {draft.Name} needs \"vessel\": true");
    }

    private ProfilePlan Profile(int type, int state, List<Draft> drafts, List<SignalPlan> slots)
    {
        drafts.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var profile = catalog.FirstProfile[type] + state;
        var channels = drafts.ConvertAll(d => Finish(d, type, profile, slots));
        foreach (var (draft, channel) in drafts.Zip(channels))
            if (Math.Max(channel.Increasing.Length, channel.Decreasing.Length) > ResponsePlan.MostWays)
                catalog.Error(draft.Path, $"more than {ResponsePlan.MostWays} ways lead to {draft.Name}");
        if (slots.Count > ResponsePlan.MostSignals)
            catalog.Error($"cells:{catalog.Types[type]}", $"reads more than {ResponsePlan.MostSignals} signals");
        var sources = Part(channels.FindAll(IsSource), slots);
        var decisions = Part(channels.FindAll(c => !IsSource(c)), slots);
        return new ProfilePlan
        {
            Type = type,
            State = state,
            Key = NameKey.Of($"{catalog.Types[type]}.{catalog.States[type][state]}"),
            Sources = sources,
            Decisions = decisions,
            Divide = Slot(decisions, BehaviorKind.Divide),
            FateSlots = Slots(decisions, BehaviorKind.Die, BehaviorKind.Become, BehaviorKind.TurnInto, BehaviorKind.Fuse, BehaviorKind.Attach, BehaviorKind.Detach, BehaviorKind.Extravasate, BehaviorKind.Intravasate),
            Move = Slot(decisions, BehaviorKind.Move),
            Cohesion = Slot(decisions, BehaviorKind.Cohesion),
            Arrest = Slot(decisions, BehaviorKind.Arrest),
            Capture = Slot(decisions, BehaviorKind.Capture),
            GradientSlots = Slots(decisions, BehaviorKind.Follow, BehaviorKind.Avoid),
            WorkSlots = Slots(decisions, BehaviorKind.DegradeMatrix, BehaviorKind.Resorb, BehaviorKind.Form, BehaviorKind.Mineralize, BehaviorKind.Recruit, BehaviorKind.Sprout),
            DriftSlots = Slots(decisions, BehaviorKind.Drift),
        };
    }

    private static bool IsSource(ChannelPlan channel) => channel.Kind is BehaviorKind.Secrete or BehaviorKind.TakeUp or BehaviorKind.Exchange;

    private ChannelPlan Finish(Draft draft, int type, int profile, List<SignalPlan> slots)
    {
        var scales = catalog.Scenario.Cells[catalog.Types[type]].Attributes
            .Where(a => a.Value.Scales.Contains(draft.Name)).Select(a => a.Key).Order(StringComparer.Ordinal)
            .Select(name => RuleCompiler.Slot(slots, new SignalPlan(SignalKind.Attribute, Array.IndexOf(catalog.Attributes, name), -1)));
        var increasing = RuleCompiler.Ways(draft.Increasing);
        var tally = tallies.Count;
        tallies.Add(new TallyName(profile, type, draft.Name, ""));
        foreach (var term in increasing.SelectMany(way => way.Terms))
            tallies.Add(new TallyName(profile, type, draft.Name, catalog.Rules[term.Rule]));
        return draft.Channel with
        {
            Increasing = increasing, Decreasing = RuleCompiler.Ways(draft.Decreasing), Scales = [.. scales], Factors = Factors(draft.Name, catalog.Types[type]), Tally = tally,
        };
    }

    /// <summary>Treatments that multiply or block a behavior of a type; a block is a factor of 0.</summary>
    private (int Treatment, float Factor)[] Factors(string behavior, string type)
    {
        var factors = new List<(int, float)>();
        for (var t = 0; t < catalog.Treatments.Length; t++)
        {
            var settings = catalog.Scenario.Treatments[catalog.Treatments[t]];
            if (settings.Multiplies.TryGetValue(behavior, out var multiply) && (multiply.Types.Length == 0 || multiply.Types.Contains(type)))
                factors.Add((t, (float)multiply.Factor));
            if (settings.Blocks.TryGetValue(behavior, out var block) && block.Enabled && (block.Types.Length == 0 || block.Types.Contains(type)))
                factors.Add((t, 0));
        }

        return [.. factors];
    }

    /// <summary>The channels with only the signals that they read, renumbered.</summary>
    private static ResponsePlan Part(List<ChannelPlan> channels, List<SignalPlan> slots)
    {
        var used = new List<int>();
        var renumbered = channels.ConvertAll(channel => channel with
        {
            Increasing = Array.ConvertAll(channel.Increasing, Way), Decreasing = Array.ConvertAll(channel.Decreasing, Way), Scales = Array.ConvertAll(channel.Scales, Use),
        });
        return new ResponsePlan([.. used.Select(slot => slots[slot])], [.. renumbered]);

        WayPlan Way(WayPlan way) => new(Array.ConvertAll(way.Terms, term => term with
        {
            Members = Array.ConvertAll(term.Members, member => member with { Signal = Use(member.Signal) }),
            Region = Use(term.Region),
            Labels = Array.ConvertAll(term.Labels, label => label with { Attribute = Use(label.Attribute) }),
        }));

        int Use(int slot)
        {
            if (slot < 0)
                return slot;
            if (!used.Contains(slot))
                used.Add(slot);
            return used.IndexOf(slot);
        }
    }

    private static int Slot(ResponsePlan part, BehaviorKind kind) => Array.FindIndex(part.Channels, c => c.Kind == kind);

    private static int[] Slots(ResponsePlan part, params BehaviorKind[] kinds)
        => [.. Enumerable.Range(0, part.Channels.Length).Where(slot => kinds.Contains(part.Channels[slot].Kind))];
}
