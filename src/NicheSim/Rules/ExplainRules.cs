namespace NicheSim.Rules;

/// <summary>Every rule as one sentence, read from the terms that it became.</summary>
internal sealed class ExplainRules(CompiledScenario compiled, ExplainWords words)
{
    private sealed record Use(int Profile, SignalPlan[] Signals, ChannelPlan Channel, TermPlan Term, bool Increases);

    public void Write(ExplainPage page)
    {
        if (compiled.Names.Rules.Length == 0)
            return;
        page.AddHeading(2, "Rules");
        page.AddParagraph(
            "A rule changes a behavior along a Hill curve of its signal. Rules through the same receptor add their doses; others act independently. "
            + "A rule whose signal is zero changes nothing, and none carries a behavior beyond its own value at saturation.");
        var uses = AllUses().ToLookup(use => use.Term.Rule);
        for (var rule = 0; rule < compiled.Names.Rules.Length; rule++)
            page.AddItem(compiled.Names.Rules[rule], Sentence(rule, [.. uses[rule]]));
    }

    private IEnumerable<Use> AllUses()
    {
        for (var p = 0; p < compiled.Plan.Profiles.Length; p++)
            foreach (var part in new[] { compiled.Plan.Profiles[p].Sources, compiled.Plan.Profiles[p].Decisions })
                foreach (var channel in part.Channels)
                    foreach (var (ways, increases) in new[] { (channel.Increasing, true), (channel.Decreasing, false) })
                        foreach (var term in ways.SelectMany(way => way.Terms))
                            yield return new Use(p, part.Signals, channel, term, increases);
    }

    private string Sentence(int rule, Use[] uses)
    {
        var name = compiled.Names.Rules[rule];
        var settings = compiled.Scenario.Rules[name];
        if (uses.Length == 0)
            return $"Acts on no cell: {settings.Cell} has no state in which it can.";
        var (signals, channel, term) = (uses[0].Signals, uses[0].Channel, uses[0].Term);
        var main = term.Members[0];
        var kind = signals[main.Signal].Kind;
        var conjunction = ExplainWords.List(term.Members.Skip(1).Select(member => Condition(signals[member.Signal], member)));
        var region = term.Region >= 0 ? $" in {compiled.Names.Regions[signals[term.Region].A]}" : "";
        var through = term.Labels.Length > 0 ? $", through {ExplainWords.List(settings.Through.Select((label, index) => label + Availability(index, uses)))}" : "";
        return $"In {Cells(uses)}{region}, {Subject(signals[main.Signal], main.Below)}{(conjunction.Length > 0 ? $" (with {conjunction})" : "")} "
            + $"{(uses[0].Increases ? "increases" : "decreases")} {words.Quantity(channel)} from {Bases(uses)} towards {ExplainWords.Value(channel, term.Saturation)}{ExplainWords.Unit(channel)}, "
            + $"half-maximum {ExplainWords.Number(main.HalfMaximum)}{ExplainWords.Unit(kind)}, Hill power {ExplainWords.Number(main.Power)}{through}{ExplainWords.Evidence(settings.Evidence)}.";
    }

    private string Cells(Use[] uses)
    {
        var type = compiled.Plan.Profiles[uses[0].Profile].Type;
        var all = compiled.Plan.Profiles.Count(profile => profile.Type == type);
        var states = uses.Select(use => compiled.Names.States[use.Profile]).ToArray();
        return states.Length == all && (all == 1 || compiled.Scenario.Rules[compiled.Names.Rules[uses[0].Term.Rule]].State is null)
            ? (all == 1 ? words.Cells(uses[0].Profile) : $"{compiled.Names.Types[type]} cells")
            : $"{ExplainWords.List(states, "or")} {compiled.Names.Types[type]} cells";
    }

    /// <summary>The base value; where it differs between the states, each with its state.</summary>
    private string Bases(Use[] uses)
    {
        var values = uses.Select(use => (Value: ExplainWords.Value(use.Channel, use.Channel.Base), State: compiled.Names.States[use.Profile])).GroupBy(u => u.Value).ToArray();
        return values.Length == 1 ? values[0].Key : ExplainWords.List(values.Select(v => $"{v.Key} ({ExplainWords.List(v.Select(u => u.State))})"), "or");
    }

    private string Subject(SignalPlan signal, bool below) => (below, signal.Kind) switch
    {
        (false, _) => words.Signal(signal),
        (_, SignalKind.BoneDistance or SignalKind.VesselDistance or SignalKind.RegionDistance) => words.Signal(signal).Replace("distance", "nearness", StringComparison.Ordinal),
        (_, SignalKind.Neighbors) => $"few {words.Signal(signal)}",
        (_, SignalKind.Eroded or SignalKind.Treatment) => $"lack of {words.Signal(signal)}",
        _ => $"low {words.Signal(signal)}",
    };

    private string Condition(SignalPlan signal, MemberPlan member)
        => $"{words.Signal(signal)} {(member.Below ? "below" : "above")} {ExplainWords.Number(member.HalfMaximum)}{ExplainWords.Unit(signal.Kind)}"
            + (member.Power == 1 ? "" : $", Hill {ExplainWords.Number(member.Power)}");

    /// <summary>What is special about a label where the rule acts: its levels and what blocks it.</summary>
    private string Availability(int index, Use[] uses)
    {
        var levels = uses.Select(use => (Text: Level(use.Term.Labels[index], use.Signals), State: compiled.Names.States[use.Profile])).GroupBy(l => l.Text).ToArray();
        var level = levels.Length == 1 ? levels[0].Key : string.Join(", ", levels.Where(l => l.Key.Length > 0).Select(l => $"{l.Key} when {ExplainWords.List(l.Select(u => u.State), "or")}"));
        var blockers = uses[0].Term.Labels[index].Blockers.Select(t => $"blocked by {compiled.Names.Treatments[t]}")
            .Concat(uses[0].Term.Labels[index].Competitors.Select(c => $"outcompeted by {compiled.Names.Treatments[c.Treatment]}"));
        var notes = blockers.Prepend(level).Where(note => note.Length > 0).ToArray();
        return notes.Length == 0 ? "" : $" ({string.Join(", ", notes)})";
    }

    private string Level(AvailabilityPlan availability, SignalPlan[] signals) => availability switch
    {
        { Attribute: >= 0 } => $"at level {(availability.Level == 1 ? "" : ExplainWords.Number(availability.Level) + " x ")}{compiled.Names.Attributes[signals[availability.Attribute].A]}",
        { Level: 1 } => "",
        _ => $"at level {ExplainWords.Number(availability.Level)}",
    };
}
