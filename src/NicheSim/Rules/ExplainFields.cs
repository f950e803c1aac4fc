using NicheSim.Numerics;
using NicheSim.Scenarios;
using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>Every field: how far and how long it lasts, how it is solved and why, where it comes from and where it goes.</summary>
internal sealed class ExplainFields(CompiledScenario compiled, ExplainWords words)
{
    private const double Ln2 = 0.693147180559945;
    private readonly Plan _plan = compiled.Plan;
    private readonly Names _names = compiled.Names;

    public void Write(ExplainPage page)
    {
        if (_plan.Fields.Length == 0)
            return;
        page.AddHeading(2, "Fields");
        page.AddTable(["field", "diffusion", "half-life", "reach", "solved"], [.. _plan.Fields.Select((field, f) => new[]
        {
            _names.Fields[f],
            $"{Number(field.Diffusion)} um2/s",
            field.Decay > 0 ? Duration(Ln2 / field.Decay) : "no decay",
            Loss(field) > 0 ? Length(Math.Sqrt(field.Diffusion / Loss(field))) : "unlimited",
            !field.IsSolved ? "no" : field.Time == FieldTime.Steady ? "steady" : "in time",
        })]);
        page.AddParagraph("Half-life is that of decay alone. Reach is the diffusion length in marrow, sqrt(diffusion / all loss that is always there): the distance over which a level falls to 37 % beside a wall of sources.");
        for (var f = 0; f < _plan.Fields.Length; f++)
            page.AddItem(_names.Fields[f], $"{Solving(f)} {Edges(_plan.Fields[f])} Sources: {ListOrNone(Sources(f))}. Sinks: {ListOrNone(Sinks(f))}.{Sensing(f)}{Evidence(words.EvidenceAt("fields", _names.Fields[f]))}");
    }

    private FieldSettings Settings(int field) => compiled.Scenario.Fields[_names.Fields[field]];

    /// <summary>What is always lost in marrow [1/s].</summary>
    private static double Loss(FieldPlan field) => field.Decay + field.OutOfPlaneLoss + field.MarrowUptake;

    private string Solving(int f)
    {
        var field = _plan.Fields[f];
        if (!field.IsSolved)
            return "Not solved: no cell that can come to be and no readout reads it.";
        var asked = Settings(f).Solve != SolveKind.Auto;
        var steps = field.StepsPerTick == 1 ? "one implicit step" : $"{field.StepsPerTick} implicit steps";
        var how = field.Time == FieldTime.Steady ? "Solved at steady state at every tick" : $"Solved in time, {steps} a tick";
        if (asked)
            return $"{how}, because the scenario asks for it.";
        var isSealed = field.MarrowUptake > 0 && FieldCompiler.IsSealedInBone(compiled.Scenario, Settings(f));
        var (loss, where) = isSealed ? (Loss(field) - field.MarrowUptake, " in bone, which lets nothing out") : (Loss(field), "");
        if (loss <= 0)
            return $"{how}, because nothing that is always there takes it away{where}.";
        return $"{how}, because it relaxes in {Duration(1 / loss)}{where}, {(field.Time == FieldTime.Steady ? "at most" : "longer than")} {Duration(_plan.TickSeconds * FieldCompiler.SteadyShareOfTick)}, a third of a tick.";
    }

    private string Edges(FieldPlan field)
    {
        string[] names = ["x", "y", "z"];
        var sides = Enumerable.Range(0, _plan.Grid.Nz == 1 ? 2 : 3).SelectMany(axis => new[] { ($"{names[axis]} low", Edge(field.Edges.Low(axis))), ($"{names[axis]} high", Edge(field.Edges.High(axis))) });
        return $"Edges: {ExplainNiche.Sides(sides)}.";

        string Edge(FieldSide side) => side.Edge switch
        {
            FieldEdge.Closed => "closed",
            FieldEdge.Periodic => "periodic",
            _ => $"held at {Number(side.Value)} pM",
        };
    }

    private IEnumerable<string> Sources(int f)
    {
        var (field, name) = (_plan.Fields[f], _names.Fields[f]);
        if (field.Initial > 0)
            yield return $"{Number(field.Initial)} pM everywhere in marrow at the start";
        if (field.BasalProduction > 0)
            yield return $"{Number(field.BasalProduction * 3600)} pM per hour in every marrow voxel";
        foreach (var text in ByCells(BehaviorKind.Secrete, f))
            yield return text;
        if (_plan.Tissue.Stores[f] > 0)
            yield return $"bone that is resorbed ({Number(_plan.Tissue.Stores[f])} molecules per um3)";
        foreach (var text in ByCells(BehaviorKind.Exchange, f))
            yield return $"serum, through {text}";
        // Baths of events are additions behind the named treatments.
        foreach (var addition in field.Additions.Where(a => a.Treatment < _names.Treatments.Length))
            yield return $"the treatment {_names.Treatments[addition.Treatment]} ({Number(addition.Level)} pM {(addition.AtVessels ? "at vessels" : "everywhere")})";
        foreach (var (key, happening) in compiled.Scenario.Events.OrderBy(e => e.Key, StringComparer.Ordinal))
            if (happening.Enabled && happening.Bath?.Field == name)
                yield return $"the bath of the event {key} ({Number(happening.Bath.Picomolar)} pM)";
    }

    private IEnumerable<string> Sinks(int f)
    {
        var field = _plan.Fields[f];
        if (field.Decay > 0)
            yield return "decay";
        if (field.MarrowUptake > 0)
            yield return $"marrow ({Number(field.MarrowUptake * 60)} per minute)";
        if (field.BoneUptake > 0)
            yield return $"bone ({Number(field.BoneUptake * 60)} per minute)";
        if (field.OutOfPlaneLoss > 0)
            yield return $"loss out of the slice's plane ({Number(field.OutOfPlaneLoss * 60)} per minute)";
        foreach (var text in ByCells(BehaviorKind.TakeUp, f))
            yield return text;
        foreach (var text in ByCells(BehaviorKind.Exchange, f))
            yield return $"serum, through {text}";
    }

    /// <summary>The cells that do something with a field: <c>tumor cells (0.1 molecules/s, up to 5 by rules)</c>, states that agree together.</summary>
    private IEnumerable<string> ByCells(BehaviorKind kind, int field)
    {
        var doings = _plan.Profiles
            .SelectMany((profile, p) => profile.Sources.Channels.Where(c => c.Kind == kind && c.Argument == field).Select(c => (Type: profile.Type, Profile: p, Text: Amount(c))))
            .GroupBy(doing => (doing.Type, doing.Text));
        foreach (var doing in doings)
        {
            var all = doing.Count() == _plan.Profiles.Count(profile => profile.Type == doing.Key.Type);
            var states = all ? "" : ExplainWords.List(doing.Select(d => _names.States[d.Profile]), "or") + " ";
            yield return $"{states}{_names.Types[doing.Key.Type]} cells ({doing.Key.Text})";
        }
    }

    private static string Amount(ChannelPlan channel)
    {
        var most = channel.Increasing.SelectMany(way => way.Terms).Select(term => term.Saturation).DefaultIfEmpty(channel.Base).Max();
        return Value(channel, channel.Base) + Unit(channel)
            + (channel.Kind == BehaviorKind.TakeUp && channel.Reach > 0 ? $", half of it at {Number(channel.Reach)} pM" : "")
            + (most > channel.Base ? $", by rules up to {Value(channel, most)}" : "")
            + (channel.Decreasing.Length > 0 ? ", less by rules" : "");
    }

    /// <summary>What stands between the level and what cells sense of it.</summary>
    private string Sensing(int f)
    {
        var field = _plan.Fields[f];
        var decoy = field.Neutralizer < 0 ? "" : $" {_names.Fields[field.Neutralizer]} binds it: the free share is half at {Number(field.NeutralizerDissociation)} pM.";
        var blocked = field.Blockers.Length == 0 ? "" : $" Blocked in all sensing by {ExplainWords.List(field.Blockers.Select(t => _names.Treatments[t]))}.";
        var parts = _names.Parts[f].Select((part, index) => $"{part} (secreted by {ExplainWords.List(Settings(f).Tracks[part])})").ToArray();
        return decoy + blocked + (parts.Length == 0 ? "" : $" Followed apart: {ExplainWords.List(parts)}.");
    }

    private static string ListOrNone(IEnumerable<string> things)
    {
        var text = string.Join("; ", things);
        return text.Length == 0 ? "none" : text;
    }
}
