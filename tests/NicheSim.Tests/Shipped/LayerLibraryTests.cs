using NicheSim.Recording;
using NicheSim.Scenarios;

namespace NicheSim.Tests.Shipped;

/// <summary>Every layer and every treatment goes over the niche, and all treatments at once.</summary>
public class LayerLibraryTests
{
    private static readonly LoaderOptions Options = new() { LibraryFolders = [Library.Scenarios] };

    public static TheoryData<string> Layers => [.. Files("layers"), .. Files("treatments")];

    [Theory]
    [MemberData(nameof(Layers))]
    public void It_goes_over_the_niche(string layer) => Assert.Empty(Errors(layer));

    [Fact]
    public void All_treatments_go_together() => Assert.Empty(Errors([.. Files("treatments")]));

    /// <summary>A trial over the niche in ten lines, as a user writes it: a drug, a schedule, a readout.</summary>
    [Fact]
    public void A_trial_is_a_file_of_ten_lines()
    {
        const string Trial = """
            {
              "format": 1,
              "about": "Anakinra every other day, with zoledronate from day 5 on.",
              "extends": ["il1b-escape.json", "treatments/anakinra.json", "treatments/zoledronate.json"],
              "treatments": {
                "anakinra": { "fromDay": 1, "intervalDays": 2, "halfLifeDays": 0.5 },
                "zoledronate": { "fromDay": 5 }
              },
              "readouts": { "escapes-by-il6": { "kind": "event-count", "types": "tumor", "event": "become:proliferating", "rule": "il6-escape" } }
            }
            """;
        var compilation = RunPreparation.LoadText("trial.json", Trial, Options);
        Assert.True(compilation.Scenario is not null, string.Join('\n', compilation.Diagnostics));
        Assert.Equal(["anakinra", "zoledronate"], compilation.Scenario!.Names.Treatments);
        Assert.Contains("zoledronate-kills", compilation.Scenario.Names.Rules);
    }

    private static IEnumerable<Diagnostic> Errors(params string[] layers)
        => RunPreparation.LoadText("over.json", $$"""{ "about": "x", "extends": ["base/bone-niche.json", {{string.Join(", ", layers.Select(layer => $"\"{layer}\""))}}] }""", Options)
            .Diagnostics.Where(finding => finding.Severity == Severity.Error);

    private static IEnumerable<string> Files(string folder)
        => Directory.EnumerateFiles(Path.Combine(Library.Scenarios, folder), "*.json").Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal);
}
