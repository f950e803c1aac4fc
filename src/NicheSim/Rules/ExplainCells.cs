using NicheSim.Scenarios;
using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>Every cell type: what it does by itself in each state, what changes that, its attributes and where it starts.</summary>
internal sealed class ExplainCells(CompiledScenario compiled, ExplainWords words)
{
    private readonly Plan _plan = compiled.Plan;
    private readonly Names _names = compiled.Names;

    public void Write(ExplainPage page)
    {
        if (_names.Types.Length == 0)
            return;
        page.AddHeading(2, "Cells");
        page.AddParagraph("The tables hold what cells do where no signal is present. The rules that are named raise (+) or lower (-) it.");
        for (var type = 0; type < _names.Types.Length; type++)
            Write(type, page);
    }

    private void Write(int type, ExplainPage page)
    {
        var (name, plan) = (_names.Types[type], _plan.Types[type]);
        var settings = compiled.Scenario.Cells[name];
        var profiles = Enumerable.Range(0, _plan.Profiles.Length).Where(p => _plan.Profiles[p].Type == type).ToArray();
        page.AddHeading(3, name);
        page.AddParagraph(string.Join(' ', new[]
        {
            Sentence(settings.About),
            profiles.Length > 1 ? $"States: {ExplainWords.List(profiles.Select(p => _names.States[p] + (p == plan.InitialProfile ? " (new cells)" : "")))}." : "",
            plan.Vessel ? "Holds vessel voxels." : "",
            plan.LivesInBone ? "May live in bone." : "",
            plan.Pushable ? "" : "Cannot be shoved aside.",
            settings.Evidence.Length > 0 ? $"Evidence: {string.Join("; ", settings.Evidence)}." : "",
        }.Where(text => text.Length > 0)));
        WriteBehaviors(profiles, page);
        page.AddTable(["attribute", "bounds", "start", "daughters get", "by itself", "multiplies", ExplainPage.Sources], [.. plan.Attributes.Select(a => Attribute(a, name))]);
        page.AddTable(["start", "cells", "where", ExplainPage.Sources], [.. settings.Start.Where(s => s.Value.Enabled).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new[]
        {
            s.Key, Cells(s.Value), Where(s.Value), string.Join("; ", s.Value.Evidence),
        })]);
    }

    private void WriteBehaviors(int[] profiles, ExplainPage page)
    {
        var channels = profiles.ToDictionary(p => p, p => _plan.Profiles[p].Sources.Channels.Concat(_plan.Profiles[p].Decisions.Channels).DistinctBy(words.Key).ToDictionary(words.Key));
        var keys = channels.Values.SelectMany(c => c).OrderBy(c => c.Value.Kind).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key).Distinct().ToArray();
        string[] headers = ["behavior", .. profiles.Length == 1 ? ["value"] : profiles.Select(p => _names.States[p]), "rules", ExplainPage.Sources];
        page.AddTable(headers, [.. keys.Select(key => (string[])
        [
            key,
            .. profiles.Select(p => channels[p].TryGetValue(key, out var channel) ? Value(channel) : "-"),
            string.Join(", ", profiles.SelectMany(p => channels[p].TryGetValue(key, out var channel) ? Rules(channel) : []).Distinct()),
            string.Join("; ", profiles.SelectMany(p => Source(p, key)).Distinct()),
        ])]);
    }

    private IEnumerable<string> Rules(ChannelPlan channel)
        => channel.Increasing.SelectMany(way => way.Terms).Select(term => $"+{_names.Rules[term.Rule]}").Concat(channel.Decreasing.SelectMany(way => way.Terms).Select(term => $"-{_names.Rules[term.Rule]}"));

    private string[] Source(int profile, string key)
    {
        var type = _names.Types[_plan.Profiles[profile].Type];
        var parts = key.Split(':', 2);
        return words.EvidenceAt(["cells", type, "states", _names.States[profile], .. parts]) is { Length: > 0 } own ? own : words.EvidenceAt(["cells", type, .. parts]);
    }

    /// <summary>The base value of a behavior, and what else belongs to it.</summary>
    private string Value(ChannelPlan channel)
    {
        var value = channel.Kind == BehaviorKind.Divide ? $"every {Duration(86400 / channel.Base)}" : ExplainWords.Value(channel, channel.Base) + Unit(channel);
        var more = channel.Kind switch
        {
            BehaviorKind.Divide => $" ({Count(channel.Count, "stage")}, {(channel.Reach > 0 ? $"shoves up to {Count(channel.Reach, "voxel")}" : "needs a free neighbor")})",
            BehaviorKind.Move => $" (turns after {Duration(3600 * channel.Reach)})",
            BehaviorKind.Fuse => $" (into {words.Cells(channel.Argument)} with {Count(channel.Count, "partner")} within {Length(channel.Reach)}{(channel.Flag ? ", beside bone" : "")})",
            BehaviorKind.TakeUp when channel.Reach > 0 => $" (half at {Number(channel.Reach)} pM)",
            BehaviorKind.Resorb or BehaviorKind.Mineralize => $" ({Length(channel.Reach)} wide)",
            BehaviorKind.Form => $" ({Length(channel.Reach)} wide{(channel.Flag ? ", eroded surface only" : "")}{(channel.Buried >= 0 ? $", buried as {words.Cells(channel.Buried)}" : "")})",
            BehaviorKind.Recruit => $" (within {Length(channel.Reach)}, {(channel.Flag ? "beside vessels" : "in marrow")})",
            BehaviorKind.Cohesion => $" (to {ExplainWords.List(_names.Types.Where((_, type) => channel.With[type]))})",
            _ => "",
        };
        return value + more;
    }

    private string[] Attribute(AttributePlan attribute, string type)
    {
        var name = _names.Attributes[attribute.Attribute];
        var daughters = attribute switch
        {
            { InheritanceSd: > 0 } => $"a copy, noise of sd {Number(attribute.InheritanceSd)}",
            { LossProbability: > 0 } => $"a copy, or {Number(attribute.Minimum)} with probability {Number(attribute.LossProbability)}",
            _ => "a copy",
        };
        return
        [
            name,
            $"{Number(attribute.Minimum)} to {Number(attribute.Maximum)}",
            Start(attribute),
            daughters,
            attribute.RelaxRate > 0 ? $"relaxes to {Number(attribute.RelaxTo)} at {Number(attribute.RelaxRate)} per day" : "",
            string.Join(", ", compiled.Scenario.Cells[type].Attributes[name].Scales),
            string.Join("; ", compiled.Scenario.Cells[type].Attributes[name].Evidence),
        ];
    }

    /// <summary>What cells start with: one value is cut to the bounds.</summary>
    private static string Start(AttributePlan attribute)
        => Distribution(attribute.Start.Kind == DistributionKind.Value && attribute.Minimum <= attribute.Maximum
            ? attribute.Start with { A = Math.Clamp(attribute.Start.A, attribute.Minimum, attribute.Maximum) } : attribute.Start);

    private static string Distribution(DistributionPlan start) => start.Kind switch
    {
        DistributionKind.Value => Number(start.A),
        DistributionKind.Uniform => $"uniform, {Number(start.A)} to {Number(start.B)}",
        DistributionKind.Normal => $"normal, mean {Number(start.A)}, sd {Number(start.B)}",
        DistributionKind.Lognormal => $"lognormal, median {Number(start.A)}, sigma {Number(start.B)}",
        _ => $"beta, {Number(start.A)} and {Number(start.B)}",
    };

    /// <summary>How many cells of a placement, in which state.</summary>
    public static string Cells(PlacementSettings placement)
        => (placement.Count is { } count ? Number(count) : placement.Share is { } share ? $"{Number(100 * share)} % of the places" : "all") + (placement.State is { } state ? $", {state}" : "");

    public static string Where(PlacementSettings placement) => placement.Place switch
    {
        Place.Anywhere => "free voxels, in bone too for a type that lives there",
        Place.Marrow => "free marrow",
        Place.BoneSurface => "marrow that touches bone",
        Place.AtVessels => "beside vessels",
        Place.InVessels => "arrested in vessels",
        Place.InBone => "inside bone",
        Place.Blood => "in the blood",
        Place.Region => $"in {placement.Region}",
        Place.Csv => $"the voxels of {placement.File}",
        _ => $"a disc of radius {Length(placement.RadiusUm)} around {Center(placement)}",
    };

    private static string Center(PlacementSettings placement)
        => (placement.CenterXUm, placement.CenterYUm, placement.CenterZUm) is (null, null, null)
            ? "the middle"
            : $"({string.Join(", ", new[] { placement.CenterXUm, placement.CenterYUm, placement.CenterZUm }.Select(c => c is { } um ? Length(um) : "middle"))})";
}
