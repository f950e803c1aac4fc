using NicheSim.Scenarios;

namespace NicheSim.Rules;

/// <summary>A channel while it is being compiled: what the type and the state declare, before rules act on it.</summary>
/// <param name="Name">As rules name it: <c>divide</c>, <c>become:STATE</c>.</param>
/// <param name="Path">Where the scenario declares it, or would.</param>
/// <param name="Channel">The base value and what else the stage needs.</param>
internal sealed record Draft(string Name, string Path, ChannelPlan Channel)
{
    public List<(string Rule, TermPlan Term, string? Receptor)> Increasing { get; } = [];

    public List<(string Rule, TermPlan Term, string? Receptor)> Decreasing { get; } = [];
}

/// <summary>The declared behaviors of a profile -> channels at their base values.</summary>
internal sealed class BehaviorCompiler(Catalog catalog)
{
    private const double SecondsPerMinute = 60;

    /// <summary>Kinds that need more than a value, so that a rule alone cannot bring them about.</summary>
    public static bool NeedsDeclaration(BehaviorKind kind)
        => kind is BehaviorKind.Divide or BehaviorKind.Fuse or BehaviorKind.Move or BehaviorKind.TakeUp or BehaviorKind.Resorb or BehaviorKind.Form
            or BehaviorKind.Mineralize or BehaviorKind.Recruit or BehaviorKind.TurnInto or BehaviorKind.Capture;

    /// <summary>The key of the value at saturation in a rule on this behavior.</summary>
    public static string UnitKey(ChannelPlan channel) => channel.Kind switch
    {
        BehaviorKind.Move => "toUmPerHour",
        BehaviorKind.Secrete => "toMoleculesPerSecond",
        BehaviorKind.TakeUp => channel.Reach > 0 ? "toMoleculesPerSecond" : "toUm3PerSecond",
        BehaviorKind.Exchange => "toPerMinute",
        BehaviorKind.Resorb or BehaviorKind.Form => "toUmPerDay",
        BehaviorKind.Follow or BehaviorKind.Avoid or BehaviorKind.Cohesion or BehaviorKind.Arrest or BehaviorKind.Capture => "toStrength",
        _ => "toPerDay",
    };

    /// <summary>From the unit of the scenario to that of the plan.</summary>
    public static double UnitFactor(BehaviorKind kind) => kind == BehaviorKind.Exchange ? 1 / SecondsPerMinute : 1;

    /// <summary>All channels that a type declares in a state.</summary>
    public List<Draft> Declared(int type, string state)
    {
        var typeName = catalog.Types[type];
        var settings = catalog.Scenario.Cells[typeName];
        var own = state.Length > 0 ? settings.States[state] : null;
        var typePath = $"cells:{typeName}";
        var statePath = $"{typePath}:states:{state}";
        var drafts = new List<Draft>();

        Add(s => s.Divide, "divide", BehaviorKind.Divide, d => new() { Base = 24 / d.MeanCycleHours, Count = d.Stages, Reach = d.PushUpToVoxels });
        Add(s => s.Die, "die", BehaviorKind.Die, d => new() { Base = d.PerDay });
        foreach (var (key, value, path) in Many(s => s.Become, "become"))
            if (catalog.Profile(type, key, path) is >= 0 and var profile)
                AddNamed($"become:{key}", path, BehaviorKind.Become, profile, new() { Base = value.PerDay });
        foreach (var (key, value, path) in Many(s => s.TurnInto, "turnInto"))
            if (TargetProfile(key, value.State, path) is >= 0 and var profile)
                AddNamed($"turnInto:{key}", path, BehaviorKind.TurnInto, profile, new() { Base = value.PerDay });
        Add(s => s.Fuse, "fuse", BehaviorKind.Fuse, f => new()
        {
            Base = f.PerDay, Count = f.Partners, Reach = f.WithinUm, Flag = f.AtBone, Argument = TargetProfile(f.Into, f.State, PathOf(s => s.Fuse, "fuse") + ":into"),
        });
        Add(s => s.Move, "move", BehaviorKind.Move, m => new() { Base = m.SpeedUmPerHour, Reach = m.PersistenceHours });
        foreach (var (key, value, path) in Many(s => s.Follow, "follow"))
            AddField("follow", key, path, BehaviorKind.Follow, new() { Base = value.Strength });
        foreach (var (key, value, path) in Many(s => s.Avoid, "avoid"))
            AddField("avoid", key, path, BehaviorKind.Avoid, new() { Base = value.Strength });
        foreach (var (key, value, path) in Many(s => s.Attach, "attach"))
            if (AttachTargetOf(key, path) is >= 0 and var target)
                AddNamed($"attach:{key}", path, BehaviorKind.Attach, target, new() { Base = value.PerDay });
        Add(s => s.Detach, "detach", BehaviorKind.Detach, d => new() { Base = d.PerDay });
        Add(s => s.Cohesion, "cohesion", BehaviorKind.Cohesion, c => new() { Base = c.Strength, With = HeldOnTo(type, c, PathOf(s => s.Cohesion, "cohesion")) });
        Add(s => s.Arrest, "arrest", BehaviorKind.Arrest, a => new() { Base = a.Strength });
        Add(s => s.Capture, "capture", BehaviorKind.Capture, c => new() { Base = c.Strength });
        Add(s => s.Extravasate, "extravasate", BehaviorKind.Extravasate, e => new() { Base = e.PerDay });
        Add(s => s.Intravasate, "intravasate", BehaviorKind.Intravasate, i => new() { Base = i.PerDay });
        Add(s => s.DegradeMatrix, "degradeMatrix", BehaviorKind.DegradeMatrix, d => new() { Base = d.PerDay });
        foreach (var (key, value, path) in Many(s => s.Secrete, "secrete"))
            AddField("secrete", key, path, BehaviorKind.Secrete, new() { Base = value.MoleculesPerSecond });
        foreach (var (key, value, path) in Many(s => s.TakeUp, "takeUp"))
            AddField("takeUp", key, path, BehaviorKind.TakeUp, Uptake(value, path));
        foreach (var (key, value, path) in Many(s => s.Exchange, "exchange"))
            AddField("exchange", key, path, BehaviorKind.Exchange, new() { Base = value.PerMinute / SecondsPerMinute });
        Add(s => s.Resorb, "resorb", BehaviorKind.Resorb, r => new() { Base = r.UmPerDay, Reach = r.FootprintUm });
        Add(s => s.Form, "form", BehaviorKind.Form, f => new()
        {
            Base = f.UmPerDay, Reach = f.FootprintUm, Flag = f.OnlyEroded, Buried = f.BuriedAs is null ? -1 : BuriedProfile(f.BuriedAs, PathOf(s => s.Form, "form") + ":buriedAs"),
        });
        Add(s => s.Mineralize, "mineralize", BehaviorKind.Mineralize, m => new() { Base = m.PerDay, Reach = m.FootprintUm });
        foreach (var (key, value, path) in Many(s => s.Recruit, "recruit"))
            if (TargetProfile(key, value.State, path) is >= 0 and var profile)
                AddNamed($"recruit:{key}", path, BehaviorKind.Recruit, profile, new() { Base = value.PerDay, Reach = value.WithinUm, Flag = value.From == RecruitFrom.Vessels });
        foreach (var (key, value, path) in Many(s => s.Drift, "drift"))
            if (catalog.AttributeOf(type, key, path) is >= 0 and var attribute)
                AddNamed($"drift:{key}", path, BehaviorKind.Drift, attribute, new() { Base = value.PerDay });
        Add(s => s.Sprout, "sprout", BehaviorKind.Sprout, s => new() { Base = s.PerDay });
        return drafts;

        T? One<T>(Func<BehaviorSettings, T?> get)
            where T : class => (own is null ? null : get(own)) ?? get(settings);

        string PathOf<T>(Func<BehaviorSettings, T?> get, string name)
            where T : class => own is not null && get(own) is not null ? $"{statePath}:{name}" : $"{typePath}:{name}";

        IEnumerable<(string Key, T Value, string Path)> Many<T>(Func<BehaviorSettings, Dictionary<string, T>> get, string name)
        {
            var merged = new SortedDictionary<string, (T, string)>(StringComparer.Ordinal);
            foreach (var (key, value) in get(settings))
                merged[key] = (value, $"{typePath}:{name}:{key}");
            foreach (var (key, value) in own is null ? [] : get(own))
                merged[key] = (value, $"{statePath}:{name}:{key}");
            return merged.Select(m => (m.Key, m.Value.Item1, m.Value.Item2));
        }

        void Add<T>(Func<BehaviorSettings, T?> get, string name, BehaviorKind kind, Func<T, Numbers> numbers)
            where T : class
        {
            if (One(get) is { } value)
                AddNamed(name, PathOf(get, name), kind, 0, numbers(value));
        }

        void AddField(string name, string key, string path, BehaviorKind kind, Numbers numbers)
        {
            if (catalog.Field(key, path) is >= 0 and var field)
                AddNamed($"{name}:{key}", path, kind, field, numbers);
        }

        void AddNamed(string name, string path, BehaviorKind kind, int argument, Numbers numbers)
            => drafts.Add(new Draft(name, path, Channel(kind, kind == BehaviorKind.Fuse ? numbers.Argument : argument, numbers)));
    }

    /// <summary>A behavior that only rules bring about: a channel with base 0. Null, with what is wrong said, where the name means nothing for the type.</summary>
    public Draft? FromName(int type, int profile, string name, string path)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (head, argument) = colon < 0 ? (name, "") : (name[..colon], name[(colon + 1)..]);
        if (KindOf(head) is not { } kind)
        {
            catalog.Error(path, Suggestion.Unknown("behavior", head, Enum.GetNames<BehaviorKind>().Select(CamelCase)));
            return null;
        }

        if (TakesArgument(kind) != (colon >= 0))
        {
            catalog.Error(path, TakesArgument(kind) ? $"{head} needs a name behind a colon, as {head}:NAME" : $"{head} takes no name behind a colon");
            return null;
        }

        var index = kind switch
        {
            BehaviorKind.Become => catalog.Profile(type, argument, path),
            BehaviorKind.TurnInto or BehaviorKind.Recruit => catalog.Type(argument, path) is >= 0 and var t ? catalog.InitialProfile(t) : -1,
            BehaviorKind.Attach => AttachTargetOf(argument, path),
            BehaviorKind.Drift => catalog.AttributeOf(type, argument, path),
            _ when TakesArgument(kind) => catalog.Field(argument, path),
            _ => 0,
        };
        if (index < 0)
            return null;
        if (kind == BehaviorKind.Become && index == profile)
            return null;
        var numbers = kind == BehaviorKind.Cohesion ? new Numbers { With = HeldOnTo(type, new CohesionSettings { Strength = 0 }, path) } : new Numbers();
        return new Draft(name, path, Channel(kind, index, numbers));
    }

    public static BehaviorKind? KindOf(string head)
    {
        foreach (var kind in Enum.GetValues<BehaviorKind>())
            if (CamelCase(kind.ToString()) == head)
                return kind;
        return null;
    }

    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static bool TakesArgument(BehaviorKind kind)
        => kind is BehaviorKind.Become or BehaviorKind.TurnInto or BehaviorKind.Recruit or BehaviorKind.Attach or BehaviorKind.Drift
            or BehaviorKind.Follow or BehaviorKind.Avoid or BehaviorKind.Secrete or BehaviorKind.TakeUp or BehaviorKind.Exchange;

    private static ChannelPlan Channel(BehaviorKind kind, int argument, Numbers numbers) => new()
    {
        Kind = kind,
        Argument = argument,
        Base = (float)numbers.Base,
        Increasing = [],
        Decreasing = [],
        Scales = [],
        Factors = [],
        Tally = -1,
        Count = numbers.Count,
        Reach = (float)numbers.Reach,
        Flag = numbers.Flag,
        Buried = numbers.Buried,
        With = numbers.With,
    };

    private int TargetProfile(string type, string? state, string path) => catalog.Type(type, path) is >= 0 and var index ? catalog.Profile(index, state, path) : -1;

    private int BuriedProfile(string type, string path)
    {
        if (catalog.Type(type, path) is not (>= 0 and var index))
            return -1;
        if (!catalog.Scenario.Cells[type].LivesInBone)
            catalog.Error(path, $"{type} does not live in bone: it needs \"livesInBone\": true");
        return catalog.InitialProfile(index);
    }

    private int AttachTargetOf(string target, string path) => target switch
    {
        "matrix" => AttachTarget.Matrix,
        "bone" => AttachTarget.Bone,
        "vessel" => AttachTarget.Vessel,
        _ when target.StartsWith("type:", StringComparison.Ordinal) => catalog.Type(target[5..], path) is >= 0 and var type ? AttachTarget.Type + type : -1,
        _ => NoTarget(target, path),
    };

    private int NoTarget(string target, string path)
    {
        catalog.Error(path, Suggestion.Unknown("target to attach to", target, catalog.Types.Select(type => $"type:{type}").Concat(["matrix", "bone", "vessel"])));
        return -1;
    }

    private bool[] HeldOnTo(int type, CohesionSettings cohesion, string path)
    {
        var with = new bool[catalog.Types.Length];
        foreach (var name in cohesion.With)
            if (catalog.Type(name, $"{path}:with") is >= 0 and var other)
                with[other] = true;
        if (cohesion.With.Length == 0)
            with[type] = true;
        return with;
    }

    private Numbers Uptake(TakeUpSettings uptake, string path)
    {
        var saturable = uptake.MaximumMoleculesPerSecond is not null && uptake.HalfMaximumPicomolar is not null;
        if (saturable == uptake.ClearanceUm3PerSecond is not null || (!saturable && (uptake.MaximumMoleculesPerSecond ?? uptake.HalfMaximumPicomolar) is not null))
            catalog.Error(path, "give clearanceUm3PerSecond, or maximumMoleculesPerSecond with halfMaximumPicomolar");
        return saturable
            ? new Numbers { Base = uptake.MaximumMoleculesPerSecond!.Value, Reach = uptake.HalfMaximumPicomolar!.Value }
            : new Numbers { Base = uptake.ClearanceUm3PerSecond ?? 0 };
    }

    private sealed record Numbers
    {
        public double Base { get; init; }

        public int Argument { get; init; }

        public int Count { get; init; }

        public double Reach { get; init; }

        public bool Flag { get; init; }

        public int Buried { get; init; } = -1;

        public bool[] With { get; init; } = [];
    }
}
