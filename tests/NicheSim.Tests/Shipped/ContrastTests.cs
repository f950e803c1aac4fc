using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;
using NicheSim.Tests.Scenarios;

namespace NicheSim.Tests.Shipped;

/// <summary>Every arm of every contrast of the register is a scenario that compiles and has the readouts and rules that the contrast names.</summary>
public class ContrastTests
{
    public static TheoryData<string> Claims => [.. EvidenceTests.Register.Contrasts.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Claims))]
    public void Its_arms_compile(string claim)
    {
        var contrast = EvidenceTests.Register.Contrasts[claim];
        foreach (var (name, intervention) in contrast.Interventions.OrderBy(i => i.Key, StringComparer.Ordinal))
        {
            var scenario = Compile(contrast, [.. contrast.Control, .. intervention.Overlays], $"{claim} {name}");
            Assert.All(intervention.Expect.Keys, readout => Assert.True(scenario.Scenario.Readouts.ContainsKey(readout), $"{claim} {name}: no readout {readout}"));
            Assert.All(contrast.Without, rule => Assert.True(ContrastEntry.RulesOf(rule, scenario.Scenario.Rules).Any(), $"{claim}: no rule {rule}"));
            Assert.NotEqual(Compile(contrast, contrast.Control, claim).Hash, scenario.Hash);
        }
    }

    [Fact]
    public void Every_overlay_is_used_and_changes_something()
    {
        var used = EvidenceTests.Register.Contrasts.Values.SelectMany(c => c.Control.Concat(c.Interventions.Values.SelectMany(i => i.Overlays))).ToHashSet();
        Assert.Empty(EvidenceTests.Register.Overlays.Where(overlay => !used.Contains(overlay.Key) || overlay.Value.Layers.Length + overlay.Value.Set.Length == 0).Select(overlay => overlay.Key));
    }

    private static CompiledScenario Compile(ContrastEntry contrast, string[] overlays, string name)
    {
        var changes = overlays.Select(overlay => EvidenceTests.Register.Overlays[overlay]).ToArray();
        var files = contrast.Scenario.Concat(changes.SelectMany(change => change.Layers)).Select(file => $"\"{file}\"");
        var text = $$"""{ "about": "x", "extends": [{{string.Join(", ", files)}}], "time": { "durationDays": {{FormattableString.Invariant($"{contrast.Days}")}} } }""";
        var compilation = RunPreparation.LoadText("contrast.json", text, new LoaderOptions { LibraryFolders = [Library.Scenarios], Assignments = [.. changes.SelectMany(change => change.Set)] });
        Assert.True(compilation.Scenario is not null, $"{name}: {string.Join('\n', compilation.Diagnostics.Where(finding => finding.Severity == Severity.Error))}");
        return compilation.Scenario!;
    }
}
