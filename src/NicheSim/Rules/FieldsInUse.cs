namespace NicheSim.Rules;

/// <summary>Which fields something reads: a cell that can come to be, a readout, or another field in use that this one binds. The others need not be solved.</summary>
internal static class FieldsInUse
{
    /// <param name="catalog">Names and settings.</param>
    /// <param name="plans">The plans of the run, in the order in which they hold: cells outlive the plan that made them.</param>
    /// <returns>Whether each field is to be solved, from the start to the end.</returns>
    public static bool[] Find(Catalog catalog, IReadOnlyList<Plan> plans)
    {
        var fields = plans[0].Fields;
        var isRead = new bool[fields.Length];
        var reached = new bool[plans[0].Profiles.Length];
        foreach (var plan in plans)
        {
            Reach(plan, reached, Arriving(plan));
            for (var p = 0; p < reached.Length; p++)
                if (reached[p])
                    foreach (var field in ReadBy(plan.Profiles[p]))
                        isRead[field] = true;
        }

        foreach (var readout in catalog.Scenario.Readouts.Values.Where(r => r.Enabled && r.Field is not null))
            if (Array.IndexOf(catalog.Fields, readout.Field) is >= 0 and var field)
                isRead[field] = true;
        for (var changed = true; changed;)
        {
            changed = false;
            for (var f = 0; f < isRead.Length; f++)
                if (isRead[f] && fields[f].Neutralizer is >= 0 and var decoy && !isRead[decoy])
                    changed = isRead[decoy] = true;
        }

        return [.. isRead.Select((read, f) => read || !catalog.Scenario.Fields[catalog.Fields[f]].OnDemand)];
    }

    /// <summary>The fields that a cell's signals and movement read.</summary>
    public static IEnumerable<int> ReadBy(ProfilePlan profile)
        => profile.Sources.Signals.Concat(profile.Decisions.Signals)
            .Where(s => s.Kind is SignalKind.Field or SignalKind.FieldPart or SignalKind.FieldOthers or SignalKind.Gradient or SignalKind.Serum).Select(s => s.A)
            .Concat(profile.Decisions.Channels.Where(c => c.Kind is BehaviorKind.Follow or BehaviorKind.Avoid).Select(c => c.Argument));

    /// <summary>Types and states in which cells can come to be under a plan: from the start, the blood, an event, or another cell that can.</summary>
    public static bool[] Reached(Plan plan)
    {
        var reached = new bool[plan.Profiles.Length];
        Reach(plan, reached, Arriving(plan));
        return reached;
    }

    /// <summary>Adds further types and states, and all that cells of these and of those already reached can become or bring about under a plan.</summary>
    public static void Reach(Plan plan, bool[] reached, IEnumerable<int> further)
    {
        var open = new Stack<int>(further.Concat(Enumerable.Range(0, reached.Length).Where(p => reached[p])));
        Array.Clear(reached);
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
    }

    /// <summary>Types and states of the cells that come from no other cell; -1 where there are no vessels.</summary>
    private static IEnumerable<int> Arriving(Plan plan)
        => plan.Placements.Select(p => p.Profile).Concat(plan.Blood.Circulating.Select(c => c.Profile)).Append(plan.Tissue.Vessels.Profile);
}
