using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;

namespace NicheSim.Studies;

/// <summary>What else is changed in all arms of a contrast.</summary>
/// <param name="Layers">Files that lie over the scenario, below the overlays.</param>
/// <param name="Without">Rules that are switched off.</param>
/// <param name="Replicates">Most replicates; as many as are asked for where it is null.</param>
internal sealed record ArmVariant(string[] Layers, string[] Without, int? Replicates);

/// <summary>A scenario that a comparison needs. Those whose cells do the same, whatever is read of them and until when, are one.</summary>
/// <param name="Key">Hash of all that the cells depend on.</param>
internal sealed record ArmNeed(string Key);

/// <summary>Collects the scenarios that comparisons need, and joins those that are the same: the control of one claim is that of others too.</summary>
internal sealed class EvidenceArms(EvidenceRegister register, RunCompiler compiler)
{
    private const string ReadoutPrefix = "readouts:";

    private readonly List<Joined> _arms = [];
    private readonly Dictionary<string, Joined> _byKey = [];
    private readonly Dictionary<string, (ArmNeed Need, Scenario Scenario)> _known = [];

    /// <summary>A scenario of a contrast, and what is read of it.</summary>
    /// <param name="claim">For messages.</param>
    /// <param name="name">What the arm is called if it is the first one that needs the scenario.</param>
    /// <param name="contrast">The contrast.</param>
    /// <param name="overlays">The overlays of the intervention.</param>
    /// <param name="variant">What else is changed.</param>
    /// <param name="readout">What is read.</param>
    /// <param name="day">When.</param>
    /// <exception cref="InvalidDataException">It does not compile, or has no such readout.</exception>
    public ArmNeed Need(string claim, string name, ContrastEntry contrast, string[] overlays, ArmVariant variant, string readout, double day)
    {
        var changes = contrast.Control.Concat(overlays).Select(overlay => register.Overlays[overlay]).ToArray();
        string[] layers = [.. contrast.Scenario, .. variant.Layers, .. changes.SelectMany(change => change.Layers)];
        var sets = changes.SelectMany(change => change.Set).Distinct().ToArray();
        string[] changed = [.. sets.Where(set => !set.StartsWith(ReadoutPrefix, StringComparison.Ordinal))];
        string[] watched = [.. sets.Where(set => set.StartsWith(ReadoutPrefix, StringComparison.Ordinal))];
        var text = string.Join('\n', [.. layers, .. changed, .. watched, .. variant.Without, $"{variant.Replicates}"]);
        var (need, scenario) = _known.TryGetValue(text, out var known) ? known : _known[text] = Join(name, layers, [.. changed, .. Removals(layers, changed, variant.Without)], watched, variant.Replicates);
        if (!scenario.Readouts.TryGetValue(readout, out var settings))
            throw new InvalidDataException($"contrasts:{claim}: {Suggestion.Unknown("readout", readout, scenario.Readouts.Keys)}");
        var arm = _byKey[need.Key];
        arm.Days = Math.Max(arm.Days, day);
        arm.Readouts.Add(readout);
        if (settings.Readout is { } other)
            arm.Readouts.Add(other);
        return need;
    }

    /// <summary>The arms, in the order in which they were needed, and the number of each.</summary>
    /// <param name="replicates">Replicates of the study.</param>
    public (IReadOnlyList<StudyArm> Arms, IReadOnlyDictionary<ArmNeed, int> Numbers) Join(int replicates)
        => ([.. _arms.Select(arm => new StudyArm(arm.Name, "", arm.Layers, [.. arm.Assignments().Select(text => (text, ""))], Math.Min(replicates, arm.Replicates ?? replicates)))],
            _arms.Select((arm, number) => (Need: new ArmNeed(arm.Key), number)).ToDictionary(pair => pair.Need, pair => pair.number));

    /// <summary>What switches off the rules that are named, and those that sense a signal that is named.</summary>
    private IEnumerable<string> Removals(string[] layers, string[] changed, string[] without)
    {
        if (without.Length == 0)
            return [];
        var rules = EvidencePlan.Read(compiler, new StudyArm("", "", layers, [.. changed.Select(text => (text, ""))])).Scenario.Rules;
        return without.SelectMany(one => ContrastEntry.RulesOf(one, rules)).Distinct().Select(rule => $"rules:{rule}:enabled=false");
    }

    private (ArmNeed Need, Scenario Scenario) Join(string name, string[] layers, string[] rules, string[] watched, int? replicates)
    {
        var scenario = EvidencePlan.Read(compiler, new StudyArm(name, "", layers, [.. rules.Concat(watched).Select(text => (text, ""))]));
        var (cells, readouts) = Parts(scenario, replicates);
        var key = cells;
        Joined? arm;
        // A readout that means something else is read in an arm of its own.
        for (var others = 1; _byKey.TryGetValue(key, out arm) && !arm.CanRead(readouts); others++)
            key = $"{cells} {others}";
        if (arm is null)
        {
            arm = new Joined(key, name, layers, rules, replicates, scenario.Scenario);
            _arms.Add(arm);
            _byKey.Add(key, arm);
        }

        arm.Watch(watched, readouts);
        return (new ArmNeed(key), scenario.Scenario);
    }

    /// <summary>Hash of a scenario without its words, its readouts and its end; and its readouts.</summary>
    private static (string Cells, IReadOnlyDictionary<string, string> Readouts) Parts(CompiledScenario scenario, int? replicates)
    {
        var node = JsonNode.Parse(scenario.Resolved)!.AsObject();
        var readouts = (node["readouts"]?.AsObject() ?? []).ToDictionary(readout => readout.Key, readout => readout.Value?.ToJsonString() ?? "");
        foreach (var key in (ReadOnlySpan<string>)["name", "about", "claims", "readouts"])
            node.Remove(key);
        node["time"]?.AsObject().Remove("durationDays");
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{node.ToJsonString()} {replicates}"))), readouts);
    }

    /// <summary>One arm while others are joined to it.</summary>
    private sealed class Joined(string key, string name, string[] layers, string[] rules, int? replicates, Scenario scenario)
    {
        public string Key => key;

        public string Name => name;

        public string[] Layers => layers;

        public int? Replicates => replicates;

        public double Days { get; set; }

        /// <summary>Readouts that are kept.</summary>
        public SortedSet<string> Readouts { get; } = new(StringComparer.Ordinal);

        private readonly List<string> _watched = [];
        private readonly Dictionary<string, string> _meanings = [];

        /// <summary>Does none of these readouts have another meaning here?</summary>
        public bool CanRead(IReadOnlyDictionary<string, string> readouts) => readouts.All(readout => !_meanings.TryGetValue(readout.Key, out var meaning) || meaning == readout.Value);

        /// <summary>Adds readouts, and the assignments that declare them.</summary>
        public void Watch(IEnumerable<string> assignments, IReadOnlyDictionary<string, string> readouts)
        {
            _watched.AddRange(assignments.Except(_watched));
            foreach (var (readout, meaning) in readouts)
                _meanings[readout] = meaning;
        }

        /// <summary>What is laid over the files: the changes, the readouts that are read and no other, and the end. Fields that only other readouts read are not solved then.</summary>
        public IEnumerable<string> Assignments()
            => [.. rules, .. _watched, .. scenario.Readouts.Keys.Where(readout => !Readouts.Contains(readout)).Order(StringComparer.Ordinal).Select(readout => $"{ReadoutPrefix}{readout}:enabled=false"), RunCompiler.Text("time:durationDays", Days)];
    }
}
