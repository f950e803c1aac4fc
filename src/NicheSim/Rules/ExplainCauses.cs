using NicheSim.Scenarios;
using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>What comes from outside: treatments and events.</summary>
internal sealed class ExplainCauses(CompiledScenario compiled, ExplainWords words)
{
    public void Write(ExplainPage page)
    {
        if (compiled.Names.Treatments.Length > 0)
            page.AddHeading(2, "Treatments");
        foreach (var name in compiled.Names.Treatments)
            page.AddItem(name, Treatment(name, compiled.Scenario.Treatments[name]));

        var events = compiled.Scenario.Events.Where(e => e.Value.Enabled).OrderBy(e => e.Value.Day).ThenBy(e => e.Key, StringComparer.Ordinal).ToArray();
        if (events.Length > 0)
            page.AddHeading(2, "Events");
        foreach (var (name, happening) in events)
            page.AddItem(name, $"On day {Number(happening.Day)}: {ExplainWords.List(Effects(happening))}{Evidence(happening.Evidence)}.");
    }

    private string Treatment(string name, TreatmentSettings treatment)
    {
        var dosing = treatment switch
        {
            { HalfLifeDays: null } => "at a constant level",
            { IntervalDays: { } interval } => $"a dose every {Duration(86400 * interval)}, half-life {Duration(86400 * treatment.HalfLifeDays.Value)}",
            _ => $"one dose, half-life {Duration(86400 * treatment.HalfLifeDays.Value)}",
        };
        var when = $"From day {Number(treatment.FromDay)} {(treatment.ToDay is { } end ? $"to day {Number(end)}" : "to the end")}, {dosing}, level {Number(treatment.Efficacy)} at a full dose.";
        var effects = treatment.Blocks.Where(b => b.Value.Enabled).OrderBy(b => b.Key, StringComparer.Ordinal).Select(Block)
            .Concat(treatment.Adds.OrderBy(a => a.Key, StringComparer.Ordinal).Select(add => $"adds {add.Key}: {(add.Value.Through == AddThrough.Vessels ? "vessel voxels relax" : "every voxel relaxes")} to {Number(add.Value.Picomolar)} pM at {Number(add.Value.PerMinute)} per minute"))
            .Concat(treatment.Multiplies.OrderBy(m => m.Key, StringComparer.Ordinal).Select(multiply => $"multiplies {words.Quantity(multiply.Key)}{Of(multiply.Value.Types)} by {Number(multiply.Value.Factor)} at full level"))
            .Concat(Rules(name))
            .ToArray();
        return $"{(treatment.About.Length > 0 ? Sentence(treatment.About) + " " : "")}{when} {(effects.Length == 0 ? "It does nothing" : $"It {ExplainWords.List(effects)}")}{Evidence(treatment.Evidence)}.";
    }

    private string Block(KeyValuePair<string, BlockSettings> block)
        => $"blocks {words.Quantity(block.Key).Replace("field:", "the sensing of ", StringComparison.Ordinal).Replace("label:", "", StringComparison.Ordinal)}{Of(block.Value.Types)}"
            + (block.Value.Competitive ? $" (competitively: the ligand counts 1 / (1 + level / {Number(block.Value.Dissociation)}))" : "");

    /// <summary>The rules that read the treatment's level.</summary>
    private IEnumerable<string> Rules(string name)
    {
        var rules = compiled.Names.Rules.Where(rule => compiled.Scenario.Rules[rule] is var r && (r.Signal == $"treatment:{name}" || r.With.Any(w => w.Value.Enabled && w.Key == $"treatment:{name}"))).ToArray();
        return rules.Length == 0 ? [] : [$"acts through the {(rules.Length == 1 ? "rule" : "rules")} {ExplainWords.List(rules)}"];
    }

    private static IEnumerable<string> Effects(EventSettings happening)
    {
        if (happening.Add is { Enabled: false })
            yield return "no cells are added (they are switched off)";
        else if (happening.Add is { } add)
            yield return $"{(add.Count is null ? "" : $"{Number(add.Count.Value)} ")}{(add.State is { } state ? state + " " : "")}{add.Type} cells are added ({(add.Share is { } share ? $"{Number(100 * share)} % of the places, " : "")}{ExplainCells.Where(add)})";
        foreach (var (path, value) in happening.Set.OrderBy(s => s.Key, StringComparer.Ordinal))
            yield return $"{path} becomes {Number(value)}";
        if (happening.Bath is { } bath)
            yield return $"a bath of {bath.Field} begins: every voxel relaxes to {Number(bath.Picomolar)} pM at {Number(bath.PerMinute)} per minute {(bath.ToDay is { } end ? $"until day {Number(end)}" : "to the end")}";
    }

    private static string Of(string[] types) => types.Length == 0 ? "" : $" of {ExplainWords.List(types)} cells";
}
