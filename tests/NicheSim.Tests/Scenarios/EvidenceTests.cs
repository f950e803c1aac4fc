using NicheSim.Rules;
using NicheSim.Scenarios.Evidence;
using NicheSim.Tests.Shipped;

namespace NicheSim.Tests.Scenarios;

public class EvidenceTests
{
    public static EvidenceRegister Register { get; } = Loaded();

    [Fact]
    public void The_register_holds_the_review()
    {
        Assert.Equal((75, 7), (Register.Claims.Count(c => !c.Value.TitleOnly), Register.Claims.Count(c => c.Value.TitleOnly)));
        Assert.Equal([58, 15, 9], Enum.GetValues<Simulable>().Select(kind => Register.Claims.Count(c => c.Value.Simulable == kind)));
        Assert.Equal(Enumerable.Range(1, 9).Select(k => $"K{k}"), Register.Conflicts.Keys);
        Assert.Equal(Enumerable.Range(1, 55), Register.References.Values.Select(r => r.Number).OfType<int>().Order());
        Assert.True(Register.Parameters.Count > 200);
    }

    /// <summary>A source that neither the review nor any number names is left over.</summary>
    [Fact]
    public void Every_reference_is_of_the_review_or_used()
    {
        var used = Register.Parameters.Values.SelectMany(p => p.Sources).Concat(Register.Targets.Values.SelectMany(t => t.Sources)).ToHashSet();
        Assert.Empty(Register.References.Where(r => r.Value.Number is null && !used.Contains(r.Key)).Select(r => r.Key));
    }

    [Theory]
    [InlineData("'claims': { 'C1': { 'says': 'x', 'stage': 'x', 'support': 'x', 'simulable': 'yes', 'references': 'Smit2019' } }", "1:147: error: claims:C1:references: no reference \"Smit2019\"; did you mean \"Smit2020\"?")]
    [InlineData("'claims': { 'C1': { 'says': 'x', 'stage': 'x', 'support': 'x', 'simulable': 'yes', 'conflicts': 'C2' } }", "no claim \"C2\"")]
    [InlineData("'claims': { 'C1': { 'says': 'x', 'stage': 'x', 'support': 'x', 'simulable': 'no' } }", "says why")]
    [InlineData("'claims': { 'C1': { 'says': 'x', 'stage': 'x', 'support': 'x', 'simulable': 'maybe' } }", "expected one of \"yes\", \"partly\", \"no\"")]
    [InlineData("'parameters': { 'p': { 'about': 'x', 'value': 3, 'from': 1, 'to': 2, 'sources': 'Smit2020', 'confidence': 'A' } }", "outside of the range")]
    [InlineData("'parameters': { 'p': { 'about': 'x', 'sources': [], 'confidence': 'A' } }", "at least one source")]
    [InlineData("'parameters': { 'p': { 'about': 'x', 'sources': 'Smit2020', 'confidence': 'E' } }", "expected one of A, B, C, D, not \"E\"")]
    [InlineData("'parameters': { 'p': { 'about': 'x', 'sources': 'Smit2020', 'confidence': 'A', 'sets': 'toPerDay', 'unit': 'days' } }", "toPerDay is in \"1/day\", not in \"days\"")]
    [InlineData("'parameters': { 'p': { 'about': 'x', 'sources': 'Smit2020', 'confidence': 'A', 'valeu': 1 } }", "did you mean \"value\"?")]
    [InlineData("'conflicts': { 'K1': { 'says': 'x', 'resolution': 'x', 'claims': 'C9' } }", "no claim \"C9\"")]
    [InlineData("'targets': { 'T1': { 'says': 'x', 'acceptance': 'x', 'sources': 'Smit20', 'role': 'calibration' } }", "did you mean \"Smit2020\"?")]
    public void What_is_wrong_is_refused_with_its_place(string entry, string message)
    {
        var loaded = EvidenceLoader.LoadText("bad.json", $"{{ 'references': {{ 'Smit2020': {{ 'cite': 'x' }} }}, {entry} }}".Replace('\'', '"'));
        Assert.Null(loaded.Register);
        Assert.Contains(loaded.Diagnostics, finding => finding.ToString().StartsWith("bad.json:1:", StringComparison.Ordinal) && finding.ToString().Contains(message, StringComparison.Ordinal));
    }

    private const string ContrastHead = "'claims': { 'C1': { 'says': 'x', 'stage': 'x', 'support': 'x', 'simulable': 'yes' } }, 'overlays': { 'o': { 'about': 'x' } }, ";

    private const string Arm = "'scenario': 'a', 'days': 1, 'interventions': { 'i': { 'overlays': ";

    [Theory]
    [InlineData("'C2': { 'kind': 'emergent', " + Arm + "'o', 'expect': { 'r': { 'sign': 'report' } } } } }", "no claim \"C2\"")]
    [InlineData("'C1': { 'kind': 'direct', " + Arm + "'o', 'expect': { 'r': { 'sign': 'report' } } } } }", "\"without\" which its effect is gone")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'p', 'expect': { 'r': { 'sign': 'report' } } } } }", "no overlay \"p\"")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'against': 'j', 'expect': { 'r': { 'sign': 'report' } } } } }", "no other intervention \"j\"")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'through': ['j'], 'expect': { 'r': { 'sign': 'report' } } } } }", "no other intervention \"j\"")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'against': 'i', 'expect': { 'r': { 'sign': 'report' } } } } }", "no other intervention \"i\"")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'through': ['i'], 'expect': { 'r': { 'sign': 'report' } } } } }", "no other intervention \"i\"")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'expect': { 'r': { 'sign': 'monotone', 'minimumEffect': 1 } } } } }", "is monotone \"through\" other interventions")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'through': ['i'], 'expect': { 'r': { 'sign': 'monotone' } } } } }", "\"minimumEffect\" above 0")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'expect': { 'r': { 'sign': 'up' } } } } }", "\"minimumEffect\" above 0")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'expect': { 'r': { 'sign': 'zero' } } } } }", "\"margin\" above 0")]
    [InlineData("'C1': { 'kind': 'emergent', " + Arm + "'o', 'expect': { 'r': { 'sign': 'report', 'day': 2 } } } } }", "after the last day")]
    [InlineData("'C1': { 'kind': 'emergent', 'scenario': 'a', 'days': 1 }", "expects nothing")]
    public void A_bad_contrast_is_refused(string contrast, string message)
    {
        var loaded = EvidenceLoader.LoadText("bad.json", $"{{ {ContrastHead} 'contrasts': {{ {contrast} }} }}".Replace('\'', '"'));
        Assert.Contains(loaded.Diagnostics, finding => finding.ToString().StartsWith("bad.json:1:", StringComparison.Ordinal) && finding.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_claim_that_can_be_simulated_has_a_contrast_and_no_other()
        => Assert.Equal(Register.Claims.Where(claim => claim.Value.Simulable != Simulable.No).Select(claim => claim.Key).Order(), Register.Contrasts.Keys.Order());

    [Fact]
    public void A_number_finds_the_parameter_that_sets_its_key()
    {
        const string Resolved = """
            { "rules": { "r": { "toPerDay": 0.2, "hill": 2, "evidence": ["C1", "dormancy-exit-inflamed"], "with": { "field:a": { "halfMaximumPicomolar": 3, "evidence": ["assumed: low"] } } },
                         "off": { "enabled": false, "toPerDay": 1 } } }
            """;
        Assert.Equal(
            [("rules:r:toPerDay", "dormancy-exit-inflamed", true), ("rules:r:hill", null, false), ("rules:r:with:field:a:halfMaximumPicomolar", null, true)],
            SourcedNumber.Of(Resolved, Register).Select(n => (n.Path, n.Parameter, n.IsSourced)));
    }

    [Fact]
    public void Explain_tells_claims_and_parameters()
    {
        var text = Explanation.Of(Library.Compile("il1b-escape"), Register).ToMarkdown();
        Assert.Contains("| C54 | IL-1b and TNF-a of a diseased, remodeling niche may wake dormant cells and start overt metastasis. | in vitro 3-D | Sosnoski 2015 |", text, StringComparison.Ordinal);
        Assert.Contains("\n| parameter | value | unit |", text, StringComparison.Ordinal);
        Assert.Contains(" | 0.05 to 0.5 | C | dormancy-exit-inflamed: waking of a dormant cell in an inflamed niche, at most. ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ODD_protocol_has_its_seven_elements()
    {
        var text = Explanation.Odd(Library.Compile("il1b-escape"), Register).ToMarkdown();
        Assert.All(
            ["1. Purpose and patterns", "2. Entities, state variables and scales", "3. Process overview and scheduling", "4. Design concepts", "5. Initialization", "6. Input data", "7. Submodels"],
            heading => Assert.Contains($"\n## {heading}\n", text, StringComparison.Ordinal));
        Assert.Contains("| tumor | states dormant and proliferating; attributes ", text, StringComparison.Ordinal);
        Assert.Contains("\n#### Rules\n", text, StringComparison.Ordinal);
    }

    private static EvidenceRegister Loaded()
    {
        var loaded = EvidenceLoader.Load(Path.Combine(Library.Root, "seeds", EvidenceLoader.File));
        Assert.Empty(loaded.Diagnostics);
        return loaded.Register!;
    }
}
