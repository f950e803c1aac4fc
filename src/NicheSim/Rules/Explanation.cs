namespace NicheSim.Rules;

/// <summary>A compiled scenario read back as English: what will be simulated, not what was written, so that a default or an overlay cannot hide.</summary>
public sealed class Explanation
{
    private readonly ExplainPage _page;

    private Explanation(ExplainPage page) => _page = page;

    public static Explanation Of(CompiledScenario compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        var page = new ExplainPage();
        var words = new ExplainWords(compiled);
        new ExplainNiche(compiled).Write(page);
        new ExplainFields(compiled, words).Write(page);
        new ExplainCells(compiled, words).Write(page);
        new ExplainRules(compiled, words).Write(page);
        new ExplainCauses(compiled, words).Write(page);
        ExplainReadouts.Write(compiled.Scenario, page);
        return new Explanation(page);
    }

    /// <summary>Plain text, wrapped to a number of columns.</summary>
    public string ToText(int width = 80) => ExplainText.Of(_page, width);

    /// <summary>GitHub's Markdown, with tables.</summary>
    public string ToMarkdown() => ExplainMarkdown.Of(_page);

    /// <summary>Its sections as HTML, for a page that has its own head.</summary>
    public IReadOnlyList<ExplainSection> ToHtml() => ExplainHtml.Of(_page);
}
