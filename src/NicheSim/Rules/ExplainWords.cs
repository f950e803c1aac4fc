using System.Globalization;
using System.Text.Json.Nodes;

namespace NicheSim.Rules;

/// <summary>Numbers, names, signals and behaviors of one scenario in words.</summary>
internal sealed class ExplainWords(CompiledScenario compiled)
{
    private const double SecondsPerMinute = 60;
    private readonly Names _names = compiled.Names;
    private readonly JsonNode? _resolved = JsonNode.Parse(compiled.Resolved);

    /// <summary>Four significant digits; whole numbers below ten million in full.</summary>
    public static string Number(double value)
    {
        if (value == 0 || !double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var size = Math.Abs(value);
        if (size is < 1e-4 or >= 1e7)
            return value.ToString("0.###e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        return Math.Round(value, decimals).ToString(CultureInfo.InvariantCulture);
    }

    public static string Duration(double seconds) => seconds switch
    {
        < 60 => $"{Number(seconds)} s",
        < 2 * 3600 => $"{Number(seconds / 60)} min",
        < 2 * 86400 => $"{Number(seconds / 3600)} h",
        _ => $"{Number(seconds / 86400)} days",
    };

    /// <summary>Micrometers, or millimeters from one on.</summary>
    public static string Length(double um) => um < 1000 ? $"{Number(um)} um" : $"{Number(um / 1000)} mm";

    public static string Count(double number, string thing) => number == 1 ? $"1 {thing}" : $"{Number(number)} {thing}s";

    /// <summary><c>a, b and c</c>.</summary>
    public static string List(IEnumerable<string> things, string last = "and")
    {
        var all = things.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }

    /// <summary>A word of the scenario language as English: <c>at-vessels</c>, <c>AtVessels</c> -> at vessels.</summary>
    public static string Plain(string word)
        => string.Concat(word.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    public static string Sentence(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '!' or '?' ? "" : ".");

    public static string Evidence(IReadOnlyCollection<string> evidence) => evidence.Count == 0 ? "" : $" (evidence: {string.Join("; ", evidence)})";

    /// <summary>The sources that stand beside something in the resolved scenario.</summary>
    public string[] EvidenceAt(params ReadOnlySpan<string> path)
    {
        var node = _resolved;
        foreach (var key in path)
            node = (node as JsonObject)?[key];
        return (node as JsonObject)?["evidence"] is JsonArray evidence ? [.. evidence.Select(e => e!.GetValue<string>())] : [];
    }

    /// <summary>Cells of a profile: <c>dormant tumor cells</c>.</summary>
    public string Cells(int profile) => $"{(_names.States[profile].Length > 0 ? _names.States[profile] + " " : "")}{_names.Types[compiled.Plan.Profiles[profile].Type]} cells";

    /// <summary>What a channel is called in rules: <c>become:dormant</c>.</summary>
    public string Key(ChannelPlan channel)
    {
        var head = BehaviorCompiler.CamelCase(channel.Kind.ToString());
        return channel.Kind switch
        {
            BehaviorKind.Become => $"{head}:{_names.States[channel.Argument]}",
            BehaviorKind.TurnInto or BehaviorKind.Recruit => $"{head}:{TypeOf(channel.Argument)}",
            BehaviorKind.Attach => $"{head}:{(channel.Argument >= AttachTarget.Type ? "type:" : "")}{Target(channel.Argument)}",
            BehaviorKind.Drift => $"{head}:{_names.Attributes[channel.Argument]}",
            BehaviorKind.Follow or BehaviorKind.Avoid or BehaviorKind.Secrete or BehaviorKind.TakeUp or BehaviorKind.Exchange => $"{head}:{_names.Fields[channel.Argument]}",
            _ => head,
        };
    }

    /// <summary>What a rule on a channel changes: <c>the rate of becoming dormant</c>.</summary>
    public string Quantity(ChannelPlan channel) => channel.Kind switch
    {
        BehaviorKind.Divide => "the rate of division",
        BehaviorKind.Die => "the rate of death",
        BehaviorKind.Become => $"the rate of becoming {_names.States[channel.Argument]}",
        BehaviorKind.TurnInto => $"the rate of turning into {Cells(channel.Argument)}",
        BehaviorKind.Fuse => $"the rate of fusing into {Cells(channel.Argument)}",
        BehaviorKind.Attach => $"the rate of attaching to {Target(channel.Argument)}",
        BehaviorKind.Detach => "the rate of detaching",
        BehaviorKind.Extravasate => "the rate of leaving the vessel for the marrow",
        BehaviorKind.Intravasate => "the rate of entering the blood",
        BehaviorKind.Move => "the speed",
        BehaviorKind.Follow => $"the pull up the gradient of {_names.Fields[channel.Argument]}",
        BehaviorKind.Avoid => $"the push down the gradient of {_names.Fields[channel.Argument]}",
        BehaviorKind.Cohesion => "cohesion",
        BehaviorKind.Arrest => "the probability of arresting in a pass",
        BehaviorKind.Capture => "the probability of holding a passing cell",
        BehaviorKind.Secrete => $"the secretion of {_names.Fields[channel.Argument]}",
        BehaviorKind.TakeUp => $"the uptake of {_names.Fields[channel.Argument]}",
        BehaviorKind.Exchange => $"the exchange of {_names.Fields[channel.Argument]} with the serum",
        BehaviorKind.DegradeMatrix => "the degradation of the matrix",
        BehaviorKind.Resorb => "the resorption of bone",
        BehaviorKind.Form => "the formation of bone",
        BehaviorKind.Mineralize => "the mineralization of bone",
        BehaviorKind.Recruit => $"the recruitment of {Cells(channel.Argument)}",
        BehaviorKind.Drift => $"the drift of {_names.Attributes[channel.Argument]}",
        _ => "the sprouting of the vessel",
    };

    /// <summary>The quantity that a behavior's key in the scenario stands for.</summary>
    public string Quantity(string key)
        => compiled.Plan.Profiles.SelectMany(profile => profile.Sources.Channels.Concat(profile.Decisions.Channels)).FirstOrDefault(channel => Key(channel) == key) is { } found ? Quantity(found) : key;

    /// <summary>A value of a channel, from the plan's unit to that of the scenario.</summary>
    public static string Value(ChannelPlan channel, double value) => Number(Scaled(channel, value));

    /// <inheritdoc cref="Value"/>
    public static double Scaled(ChannelPlan channel, double value) => channel.Kind == BehaviorKind.Exchange ? value * SecondsPerMinute : value;

    /// <summary>The unit of a channel in the scenario, with the space before it; empty for a strength.</summary>
    public static string Unit(ChannelPlan channel) => channel.Kind switch
    {
        BehaviorKind.Move => " um/h",
        BehaviorKind.Secrete => " molecules/s",
        BehaviorKind.TakeUp => channel.Reach > 0 ? " molecules/s" : " um3/s",
        BehaviorKind.Exchange => " per minute",
        BehaviorKind.Resorb or BehaviorKind.Form => " um/day",
        BehaviorKind.Follow or BehaviorKind.Avoid or BehaviorKind.Cohesion or BehaviorKind.Arrest or BehaviorKind.Capture => "",
        _ => " per day",
    };

    public string Signal(SignalPlan signal) => signal.Kind switch
    {
        SignalKind.Field => _names.Fields[signal.A],
        SignalKind.FieldPart => $"{_names.Fields[signal.A]} from {_names.Parts[signal.A][signal.B]}",
        SignalKind.FieldOthers => $"{_names.Fields[signal.A]} from others than {_names.Parts[signal.A][signal.B]}",
        SignalKind.Gradient => $"a gradient of {_names.Fields[signal.A]}",
        SignalKind.Neighbors => $"neighboring {(signal.B < 0 ? $"{_names.Types[signal.A]} cells" : Cells(signal.B))}",
        SignalKind.BoneDistance => "distance to bone",
        SignalKind.VesselDistance => "distance to a vessel",
        SignalKind.RegionDistance => $"distance to {_names.Regions[signal.A]}",
        SignalKind.InRegion => $"being in {_names.Regions[signal.A]}",
        SignalKind.Eroded => "an eroded surface nearby",
        SignalKind.SinceResorbed => "time since resorption nearby",
        SignalKind.Mineral => "mineral of the bone nearby",
        SignalKind.Matrix => "matrix density",
        SignalKind.Crowding => "crowding",
        SignalKind.Attribute => _names.Attributes[signal.A],
        SignalKind.Age => "age",
        SignalKind.TimeInState => "time in the state",
        SignalKind.SinceDivision => "time since division",
        SignalKind.Serum => $"serum {_names.Fields[signal.A]}",
        _ => $"the treatment {_names.Treatments[signal.A]}",
    };

    /// <summary>The unit of a signal, with the space before it.</summary>
    public static string Unit(SignalKind kind) => kind switch
    {
        SignalKind.Field or SignalKind.FieldPart or SignalKind.FieldOthers or SignalKind.Serum => " pM",
        SignalKind.Gradient => " pM/um",
        SignalKind.Neighbors => " cells",
        SignalKind.BoneDistance or SignalKind.VesselDistance or SignalKind.RegionDistance => " um",
        SignalKind.Age or SignalKind.TimeInState or SignalKind.SinceDivision or SignalKind.SinceResorbed => " days",
        _ => "",
    };

    private string TypeOf(int profile) => _names.Types[compiled.Plan.Profiles[profile].Type];

    private string Target(int target) => target switch
    {
        AttachTarget.Matrix => "matrix",
        AttachTarget.Bone => "bone",
        AttachTarget.Vessel => "vessel",
        _ => _names.Types[target - AttachTarget.Type],
    };
}
