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
        string[] rules = [.. sets.Where(set => !set.StartsWith(ReadoutPrefix, StringComparison.Ordinal)), .. variant.Without.Select(rule => $"rules:{rule}:enabled=false")];
        string[] watched = [.. sets.Where(set => set.StartsWith(ReadoutPrefix, StringComparison.Ordinal))];
        var text = string.Join('\n', [.. layers, .. rules, .. watched]);
        var (need, scenario) = _known.TryGetValue(text, out var known) ? known : _known[text] = Join(name, layers, rules, watched, variant.Replicates);
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

    private (ArmNeed Need, Scenario Scenario) Join(string name, string[] layers, string[] rules, string[] watched, int? replicates)
    {
        var scenario = EvidencePlan.Read(compiler, new StudyArm(name, "", layers, [.. rules.Concat(watched).Select(text => (text, ""))]));
        var key = KeyOf(scenario, replicates);
        if (!_byKey.TryGetValue(key, out var arm))
        {
            arm = new Joined(key, name, layers, rules, replicates, scenario.Scenario);
            _arms.Add(arm);
            _byKey.Add(key, arm);
        }

        arm.Watched.AddRange(watched.Except(arm.Watched));
        return (new ArmNeed(key), scenario.Scenario);
    }

    /// <summary>Hash of a scenario without its words, its readouts and its end.</summary>
    private static string KeyOf(CompiledScenario scenario, int? replicates)
    {
        var node = JsonNode.Parse(scenario.Resolved)!.AsObject();
        foreach (var key in (ReadOnlySpan<string>)["name", "about", "claims", "readouts"])
            node.Remove(key);
        node["time"]?.AsObject().Remove("durationDays");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{node.ToJsonString()} {replicates}")));
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

        /// <summary>Assignments that declare readouts.</summary>
        public List<string> Watched { get; } = [];

        /// <summary>What is laid over the files: the changes, the readouts that are read and no other, and the end. Fields that only other readouts read are not solved then.</summary>
        public IEnumerable<string> Assignments()
            => [.. rules, .. Watched, .. scenario.Readouts.Keys.Where(readout => !Readouts.Contains(readout)).Order(StringComparer.Ordinal).Select(readout => $"{ReadoutPrefix}{readout}:enabled=false"), RunCompiler.Text("time:durationDays", Days)];
    }
}
