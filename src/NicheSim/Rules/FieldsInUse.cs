namespace NicheSim.Rules;

/// <summary>Which fields something reads: a cell that can come to be, a readout, or another field in use that this one binds. The others need not be solved.</summary>
internal static class FieldsInUse
{
    /// <param name="catalog">Names and settings.</param>
    /// <param name="plan">The plan, whose fields do not say yet whether they are solved.</param>
    /// <returns>The fields of the plan, each with <see cref="FieldPlan.IsSolved"/> as it must be.</returns>
    public static FieldPlan[] Mark(Catalog catalog, Plan plan)
    {
        var isRead = new bool[plan.Fields.Length];
        var reached = Reached(plan);
        for (var p = 0; p < plan.Profiles.Length; p++)
            if (reached[p])
                foreach (var field in ReadBy(plan.Profiles[p]))
                    isRead[field] = true;
        foreach (var readout in catalog.Scenario.Readouts.Values.Where(r => r.Enabled && r.Field is not null))
            if (Array.IndexOf(catalog.Fields, readout.Field) is >= 0 and var field)
                isRead[field] = true;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var f = 0; f < isRead.Length; f++)
                if (isRead[f] && plan.Fields[f].Neutralizer is >= 0 and var decoy && !isRead[decoy])
                    changed = isRead[decoy] = true;
        }

        return [.. plan.Fields.Select((field, f) => field with { IsSolved = isRead[f] || !catalog.Scenario.Fields[catalog.Fields[f]].OnDemand })];
    }

    /// <summary>The fields that a cell's signals and movement read.</summary>
    public static IEnumerable<int> ReadBy(ProfilePlan profile)
        => profile.Sources.Signals.Concat(profile.Decisions.Signals)
            .Where(s => s.Kind is SignalKind.Field or SignalKind.FieldPart or SignalKind.FieldOthers or SignalKind.Gradient or SignalKind.Serum).Select(s => s.A)
            .Concat(profile.Decisions.Channels.Where(c => c.Kind is BehaviorKind.Follow or BehaviorKind.Avoid).Select(c => c.Argument));

    /// <summary>Types and states in which cells can come to be: from the start, the blood, an event, or another cell that can.</summary>
    private static bool[] Reached(Plan plan)
    {
        var reached = new bool[plan.Profiles.Length];
        var open = new Stack<int>(plan.Placements.Select(p => p.Profile).Concat(plan.Blood.Circulating.Select(c => c.Profile)));
        if (plan.Tissue.Vessels.Profile >= 0)
            open.Push(plan.Tissue.Vessels.Profile);
        while (open.TryPop(out var p))
        {
            // A name that was refused has no number.
            if (p < 0 || reached[p])
                continue;
            reached[p] = true;
            foreach (var channel in plan.Profiles[p].Decisions.Channels.Where(c => c.Base > 0 || c.Increasing.Length > 0))
            {
                if (channel.Kind is BehaviorKind.Become or BehaviorKind.TurnInto or BehaviorKind.Fuse or BehaviorKind.Recruit)
                    open.Push(channel.Argument);
                if (channel.Buried >= 0)
                    open.Push(channel.Buried);
            }
        }

        return reached;
    }
}
