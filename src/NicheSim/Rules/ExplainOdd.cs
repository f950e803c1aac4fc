using static NicheSim.Rules.ExplainWords;

namespace NicheSim.Rules;

/// <summary>
/// The description of a model by the ODD protocol (Overview, Design concepts, Details; Grimm and others 2020, J Artif Soc Soc Simul 23(2):7), filled in from
/// the compiled plan: what is particular to a scenario comes from it, what every scenario shares is said once here.
/// </summary>
internal sealed class ExplainOdd(CompiledScenario compiled, ExplainWords words)
{
    private readonly Plan _plan = compiled.Plan;
    private readonly Names _names = compiled.Names;

    public void Write(ExplainPage page)
    {
        page.AddHeading(1, $"{compiled.Scenario.Name}: ODD protocol");
        Purpose(page);
        Entities(page);
        Process(page);
        Concepts(page);
        page.AddHeading(2, "5. Initialization");
        page.AddParagraph($"Cells are placed at random on free voxels by the seed ({_plan.Seed}); random layouts of tissue have seeds of their own, so that replicates share one bone. The tables under 7 name every group of starting cells. Fields start at their stated level.");
        page.AddHeading(2, "6. Input data");
        page.AddParagraph(compiled.Files.Count == 0 ? "None: the model uses no time series and no other file." : $"The files {ExplainWords.List(compiled.Files.Select(file => file.Name))}.");
        page.AddHeading(2, "7. Submodels");
        page.AddParagraph("Every part as simulated, with its numbers and what they stand on.");
    }

    private void Purpose(ExplainPage page)
    {
        page.AddHeading(2, "1. Purpose and patterns");
        page.AddParagraph(compiled.Scenario.About);
        var readouts = compiled.Scenario.Readouts.Where(r => r.Value.Enabled).Select(r => r.Key).Order(StringComparer.Ordinal).ToArray();
        page.AddParagraph(
            (compiled.Scenario.Claims.Length > 0 ? $"It bears on the claims {ExplainWords.List(compiled.Scenario.Claims)} of the evidence register. " : "")
            + (readouts.Length > 0 ? $"Patterns that it is judged by: {ExplainWords.List(readouts)}." : "It declares no readout."));
    }

    private void Entities(ExplainPage page)
    {
        page.AddHeading(2, "2. Entities, state variables and scales");
        page.AddTable(["entity", "state variables"],
        [
            ["cell", "type, state, voxel, parent, clone, age, time in state, time since division, stage of the cycle, whether attached, arrested or circulating, attributes"],
            .. _names.Types.Select((name, type) => new[] { name, Variables(type) }),
            ["voxel", "fill and mineral of bone, when it was eroded, density of the marrow matrix, the cell in it"],
            ["field", _names.Fields.Length == 0 ? "none" : $"a level per voxel [pM]: {ExplainWords.List(_names.Fields)}"],
            ["blood", _plan.Blood.VolumeUm3 > 0 ? "circulating cells and a serum level per field, well mixed" : "none"],
        ]);
        page.AddParagraph($"Scales: {_plan.Grid.Nx} x {_plan.Grid.Ny} x {_plan.Grid.Nz} voxels of {Length(_plan.VoxelUm)}; {Number(_plan.LastTick - _plan.FirstTick)} ticks of {Duration(_plan.TickSeconds)}, from day {Number(_plan.DayOf(_plan.FirstTick))} to day {Number(_plan.DayOf(_plan.LastTick))}.");
    }

    private string Variables(int type)
    {
        var states = Enumerable.Range(0, _plan.Profiles.Length).Where(p => _plan.Profiles[p].Type == type && _names.States[p].Length > 0).Select(p => _names.States[p]).ToArray();
        var attributes = _plan.Types[type].Attributes.Select(a => _names.Attributes[a.Attribute]).ToArray();
        string[] parts = [states.Length > 0 ? $"states {ExplainWords.List(states)}" : "", attributes.Length > 0 ? $"attributes {ExplainWords.List(attributes)}" : ""];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private void Process(ExplainPage page)
    {
        page.AddHeading(2, "3. Process overview and scheduling");
        page.AddParagraph("Time goes in ticks. In each, in this order:");
        page.AddItem("sources", "Cells decide what they secrete, take up and exchange, on the fields of the tick before.");
        page.AddItem("transport", "Each field is solved implicitly, at steady state or in time, with its mass balance; the serum follows.");
        page.AddItem("decisions", "Cells read their signals on the new fields, and rules turn them into rates, speeds and strengths.");
        page.AddItem("fate", "At most one event per cell is drawn among those that compete, with probability 1 - exp(-sum of rates x tick); the cycle of division advances by a draw of its own; attributes drift.");
        page.AddItem("motion", $"Cells move in {_plan.MotionSubsteps} sub-steps; conflicts go by a hashed priority.");
        page.AddItem("demography", "Events are carried out in the order of the cells' numbers; then the blood flows: clearance, arrest, arrivals.");
        page.AddItem("remodeling", "Bone is resorbed, formed and mineralized, matrix degraded, cells recruited, vessels grown, in the order of voxels.");
    }

    private void Concepts(ExplainPage page)
    {
        page.AddHeading(2, "4. Design concepts");
        page.AddItem("Basic principles", "Cells answer to signals by Hill curves. Rules through one receptor add their doses; ways through different receptors act independently, the strongest first; decreasing ones act on the result.");
        page.AddItem("Emergence", "Numbers of cells, colonies, levels of fields and the balance of bone arise from the rules; none is imposed.");
        page.AddItem("Adaptation, objectives, learning, prediction", "None: cells answer to what is there.");
        page.AddItem("Sensing", $"A cell senses the voxel that it sits in, its neighbors and its own history. Signals in use: {ExplainWords.List(Signals())}.");
        page.AddItem("Interaction", "By fields, by contact with neighbors, by taking up space, by fusion, and by the tissue that they change.");
        page.AddItem("Stochasticity", "Events, motion, inheritance and placement are drawn from counter-based random numbers, a function of seed, purpose, tick and lineage: arms with one seed differ by their cause alone.");
        page.AddItem("Collectives", "Clones (cells of one founder) and connected groups of cells are measured; they do nothing.");
        page.AddItem("Observation", "Tables of cells, fields, events, bone and readouts at the recording times. Recording changes nothing.");
    }

    private IEnumerable<string> Signals()
        => _plan.Profiles.SelectMany(p => p.Sources.Signals.Concat(p.Decisions.Signals)).Distinct().Select(words.Signal).Distinct().Order(StringComparer.Ordinal);
}
