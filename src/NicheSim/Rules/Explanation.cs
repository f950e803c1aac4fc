using NicheSim.Scenarios.Evidence;

namespace NicheSim.Rules;

/// <summary>A compiled scenario read back as English: what will be simulated, not what was written, so that a default or an overlay cannot hide.</summary>
public sealed class Explanation
{
    private readonly ExplainPage _page;

    private Explanation(ExplainPage page) => _page = page;

    /// <summary>Everything that the scenario says; with a register, also the claims and the table of parameters that it stands on.</summary>
    public static Explanation Of(CompiledScenario compiled, EvidenceRegister? register = null)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        var page = new ExplainPage();
        WriteParts(compiled, new ExplainWords(compiled), register, page);
        return new Explanation(page);
    }

    /// <summary>The same as a description of the model by the ODD protocol.</summary>
    public static Explanation Odd(CompiledScenario compiled, EvidenceRegister? register = null)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        var page = new ExplainPage();
        var words = new ExplainWords(compiled);
        new ExplainOdd(compiled, words).Write(page);
        WriteParts(compiled, words, register, page, level: 2);
        return new Explanation(page);
    }

    /// <param name="compiled">The scenario.</param>
    /// <param name="words">Its words.</param>
    /// <param name="register">The evidence, where there is any.</param>
    /// <param name="page">Where to.</param>
    /// <param name="level">How much deeper the headings lie.</param>
    private static void WriteParts(CompiledScenario compiled, ExplainWords words, EvidenceRegister? register, ExplainPage page, int level = 0)
    {
        page.Deeper = level;
        new ExplainNiche(compiled).Write(page);
        new ExplainFields(compiled, words).Write(page);
        new ExplainCells(compiled, words).Write(page);
        new ExplainRules(compiled, words).Write(page);
        new ExplainCauses(compiled, words).Write(page);
        ExplainReadouts.Write(compiled.Scenario, page);
        if (register is not null)
            new ExplainEvidence(compiled, register).Write(page);
        page.Deeper = 0;
    }

    /// <summary>Plain text, wrapped to a number of columns.</summary>
    public string ToText(int width = 80) => ExplainText.Of(_page, width);

    /// <summary>GitHub's Markdown, with tables.</summary>
    public string ToMarkdown() => ExplainMarkdown.Of(_page);

    /// <summary>Its sections as HTML, for a page that has its own head.</summary>
    public IReadOnlyList<ExplainSection> ToHtml() => ExplainHtml.Of(_page);
}
