using NicheSim.Numerics;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary><c>events.csv</c>: what happened since the row before, by type, state and cause.</summary>
internal sealed class EventTable
{
    /// <summary>In place of a rule: the base rate.</summary>
    private const string BaseRate = "base";

    private readonly (string Column, int Tally)[] _columns;

    public EventTable(CompiledScenario scenario)
    {
        Plan[] plans = [scenario.Plan, .. scenario.Changes.Select(change => change.Plan)];
        _columns = [.. scenario.Names.Tallies
            .Select((tally, index) => (Column: Column(scenario.Names, tally), index, tally))
            .Where(c => Array.Exists(plans, plan => CanHappen(plan, c.tally, c.index)))
            .Select(c => (c.Column, c.index))
            .OrderBy(c => c.Column, StringComparer.Ordinal)];
    }

    public IEnumerable<string> Columns => ["day", .. _columns.Select(c => c.Column)];

    /// <param name="tally">Counts since the start.</param>
    /// <param name="before">Counts at the row before.</param>
    public IEnumerable<double> Row(long[] tally, long[] before) => _columns.Select(c => (double)(tally[c.Tally] - before[c.Tally]));

    /// <summary><c>type[.state].event[.cause]</c>: type counters have neither state nor cause.</summary>
    private static string Column(Names names, TallyName tally)
    {
        var type = names.Types[tally.Type];
        if (tally.Profile < 0)
            return $"{type}.{tally.Event}";
        var who = names.States[tally.Profile].Length > 0 ? $"{type}.{names.States[tally.Profile]}" : type;
        return $"{who}.{tally.Event}.{(tally.Cause.Length > 0 ? tally.Cause : BaseRate)}";
    }

    private static bool CanHappen(Plan plan, TallyName tally, int index)
    {
        if (tally.Profile >= 0)
            return Array.Exists(plan.Profiles[tally.Profile].Decisions.Channels, c => IsEvent(c.Kind) && index >= c.Tally && index < c.Tally + Causes(c));
        var profiles = Array.FindAll(plan.Profiles, p => p.Type == tally.Type);
        return (TypeTally)(index - plan.Types[tally.Type].Tally) switch
        {
            TypeTally.Arrived => Array.Exists(plan.Blood.Circulating, c => plan.Profiles[c.Profile].Type == tally.Type && c.Influx > 0),
            TypeTally.Arrested => Array.Exists(profiles, p => p.Arrest >= 0),
            TypeTally.Cleared => plan.Blood.Clearance[tally.Type] > 0,
            TypeTally.Exited => HasExit(plan.CellEdges, plan.Grid) && Array.Exists(profiles, p => p.Move >= 0),
            TypeTally.Recruited => Has(plan.Profiles, c => c.Kind == BehaviorKind.Recruit && plan.Profiles[c.Argument].Type == tally.Type),
            TypeTally.Sprouted => Has(profiles, c => c.Kind == BehaviorKind.Sprout),
            TypeTally.FusedAway => Has(profiles, c => c.Kind == BehaviorKind.Fuse),
            TypeTally.Buried => Has(profiles, c => c.Kind == BehaviorKind.Form && c.Buried >= 0),
            TypeTally.Resorbed => plan.Types[tally.Type].LivesInBone && Has(plan.Profiles, c => c.Kind == BehaviorKind.Resorb),
            TypeTally.Added => Array.Exists(plan.Placements, p => p.ByEvent && plan.Profiles[p.Profile].Type == tally.Type),
            _ => false,
        };
    }

    /// <summary>Is the behavior something that happens to a cell at most once in a tick?</summary>
    public static bool IsEvent(BehaviorKind kind) => kind is BehaviorKind.Divide or BehaviorKind.Die or BehaviorKind.Become or BehaviorKind.TurnInto
        or BehaviorKind.Fuse or BehaviorKind.Attach or BehaviorKind.Detach or BehaviorKind.Extravasate or BehaviorKind.Intravasate;

    /// <summary>Does something count it? All but behaviors that are no events: what a type counter counts is no behavior.</summary>
    /// <param name="name">As <see cref="TallyName.Event"/> has it.</param>
    public static bool IsCounted(string name) => BehaviorCompiler.KindOf(name.Split(':')[0]) is not { } kind || IsEvent(kind);

    /// <summary>Tally counters of a channel: the base rate, then each increasing rule.</summary>
    public static int Causes(ChannelPlan channel) => 1 + channel.Increasing.Sum(way => way.Terms.Length);

    private static bool HasExit(CellEdges edges, Grid grid)
        => Enumerable.Range(0, 2 * grid.Dimensions).Any(side => edges[side] == CellEdge.Exit);

    private static bool Has(ProfilePlan[] profiles, Predicate<ChannelPlan> wanted) => Array.Exists(profiles, p => Array.Exists(p.Decisions.Channels, wanted));
}
