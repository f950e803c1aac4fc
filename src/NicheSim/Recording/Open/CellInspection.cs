using NicheSim.Engine;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>Asks the engine's own sensing and response about one cell between two ticks: on the fields as the last tick left them.</summary>
internal sealed class CellInspection
{
    /// <summary>How far beyond its half-maximum a signal is taken that is asked to be overwhelming.</summary>
    private const float Overwhelming = 1e4f;

    private readonly Simulation _simulation;
    private readonly CompiledScenario _scenario;
    private readonly ExplainWords _words;

    /// <summary>Brings treatments and distances up to this tick, which follow from plan and state alone.</summary>
    public CellInspection(Simulation simulation, CompiledScenario scenario)
    {
        (_simulation, _scenario, _words) = (simulation, scenario, new ExplainWords(scenario));
        simulation.Scratch.Prepare(simulation.Plan, simulation.State, simulation.Workers);
        simulation.Geometry.Update(simulation.Plan, simulation.State);
    }

    private float[] Treatments => _simulation.Scratch.Treatments;

    public CellReport Report(int cell)
    {
        var (plan, state, names) = (_simulation.Plan, _simulation.State, _scenario.Names);
        var cells = state.Cells;
        var profile = plan.Profiles[cells.Profile[cell]];
        ResponsePlan[] parts = [profile.Decisions, profile.Sources];
        var signals = Array.ConvertAll(parts, part => Sense(part, cell));
        return new CellReport
        {
            Id = cells.Id[cell],
            Type = names.Types[profile.Type],
            State = names.States[cells.Profile[cell]],
            Voxel = cells.Voxel[cell],
            Founder = cells.Clone[cell],
            AgeDays = (state.Tick - cells.BornTick[cell]) * plan.TickDays,
            DaysInState = (state.Tick - cells.StateTick[cell]) * plan.TickDays,
            Divisions = cells.Divisions[cell],
            Arrested = cells.Arrested[cell],
            Attached = cells.Attached[cell],
            Attributes = [.. plan.Types[profile.Type].Attributes.Select(a => new NamedValue(names.Attributes[a.Attribute], cells.Attributes[a.Attribute][cell], ""))],
            Signals = [.. parts.SelectMany((part, p) => part.Signals.Select((signal, slot) => (signal, Value: signals[p][slot])))
                .Where(s => s.signal.Kind != SignalKind.Attribute).DistinctBy(s => s.signal).Select(s => new NamedValue(_words.Signal(s.signal), s.Value, ExplainWords.Unit(s.signal.Kind)))],
            Behaviors = [.. parts.SelectMany((part, p) => part.Channels.Select(channel => Behavior(channel, part.Signals, signals[p], cell)))],
        };
    }

    private float[] Sense(ResponsePlan part, int cell)
    {
        var values = new float[part.Signals.Length];
        for (var slot = 0; slot < values.Length; slot++)
            Sensing.Read(_simulation, part.Signals[slot], [cell], [_simulation.State.Cells.Voxel[cell]], values.AsSpan(slot, 1));
        return values;
    }

    private BehaviorReport Behavior(ChannelPlan channel, SignalPlan[] plans, float[] signals, int cell)
    {
        var isEvent = EventTable.IsEvent(channel.Kind);
        return new BehaviorReport(
            _words.Key(channel), _words.Quantity(channel), ExplainWords.Unit(channel), isEvent, !isEvent || Placing.IsPossible(_simulation, channel, cell),
            ExplainWords.Scaled(channel, channel.Base), Value(channel, signals),
            [.. channel.Increasing.Select(way => (way, true)).Concat(channel.Decreasing.Select(way => (way, false)))
                .SelectMany(w => w.way.Terms.Select(term => Rule(channel, term, w.Item2, plans, signals)))]);
    }

    private RuleReport Rule(ChannelPlan channel, TermPlan term, bool increases, SignalPlan[] plans, float[] signals)
    {
        var region = term.Region < 0 || signals[term.Region] > 0;
        var everywhere = term with { Region = -1, Labels = [] };
        var on = With(term, plans, signals, on: true);
        var most = Strength(everywhere, on);
        return new RuleReport(
            _scenario.Names.Rules[term.Rule], increases, ExplainWords.Scaled(channel, term.Saturation), Strength(term, signals),
            most > 0 ? Strength(everywhere with { Labels = term.Labels }, on) / most : 0, region,
            [.. term.Members.Select(member => new MemberReport(
                _words.Signal(plans[member.Signal]), signals[member.Signal], member.HalfMaximum, ExplainWords.Unit(plans[member.Signal].Kind), member.Below,
                Strength(everywhere with { Members = [member] }, signals)))],
            Value(channel, on), Value(channel, With(term, plans, signals, on: false)));
    }

    private double Value(ChannelPlan channel, float[] signals) => ExplainWords.Scaled(channel, Response.Value(channel, signals, Treatments));

    /// <summary>Strength of a rule that is alone: the engine's own answer of a behavior that goes from 0 to 1.</summary>
    private float Strength(TermPlan term, float[] signals)
        => Response.Value(
            new ChannelPlan { Kind = BehaviorKind.Die, Argument = 0, Base = 0, Increasing = [new WayPlan([term with { Saturation = 1 }])], Decreasing = [], Scales = [], Factors = [], Tally = 0 },
            signals, Treatments);

    /// <summary>What is sensed, but with a rule's signals overwhelming or absent.</summary>
    private float[] With(TermPlan term, SignalPlan[] plans, float[] signals, bool on)
    {
        float[] changed = [.. signals];
        foreach (var member in term.Members)
            changed[member.Signal] = member.Below == on ? 0 : Math.Min(Overwhelming * member.HalfMaximum, Most(plans[member.Signal]));
        return changed;
    }

    /// <summary>The highest value that a signal can have.</summary>
    private float Most(SignalPlan signal) => signal.Kind switch
    {
        SignalKind.InRegion or SignalKind.Eroded or SignalKind.Mineral or SignalKind.Matrix or SignalKind.Crowding or SignalKind.Treatment => 1,
        SignalKind.Neighbors => _simulation.Neighborhood.All,
        SignalKind.Attribute => _simulation.Plan.Types.SelectMany(type => type.Attributes).Where(a => a.Attribute == signal.A).Max(a => a.Maximum),
        _ => float.MaxValue,
    };
}
