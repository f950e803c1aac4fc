namespace NicheSim.Rules;

/// <summary>A text before it has a format: headings, paragraphs, items and tables.</summary>
internal sealed class ExplainPage
{
    /// <summary>The header of a last column that holds where numbers come from.</summary>
    public const string Sources = "evidence";

    public abstract record Block;

    public sealed record Heading(int Level, string Text) : Block;

    public sealed record Paragraph(string Text) : Block;

    /// <param name="Lead">What the item is about.</param>
    /// <param name="Text">One or more sentences.</param>
    public sealed record Item(string Lead, string Text) : Block;

    public sealed record Table(string[] Headers, IReadOnlyList<string[]> Rows) : Block;

    public List<Block> Blocks { get; } = [];

    /// <summary>How much deeper than it says a heading lies, where a whole page stands within another.</summary>
    public int Deeper { get; set; }

    public void AddHeading(int level, string text) => Blocks.Add(new Heading(level + Deeper, Clean(text)));

    /// <summary>Adds a paragraph; nothing where the text is empty.</summary>
    public void AddParagraph(string text)
    {
        if (text.Length > 0)
            Blocks.Add(new Paragraph(Clean(text)));
    }

    public void AddItem(string lead, string text) => Blocks.Add(new Item(Clean(lead), Clean(text)));

    /// <summary>Adds a table without the columns that are empty in every row; nothing where there is no row.</summary>
    public void AddTable(string[] headers, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
            return;
        var used = Enumerable.Range(0, headers.Length).Where(column => rows.Any(row => row[column].Length > 0)).ToArray();
        Blocks.Add(new Table([.. used.Select(column => headers[column])], [.. rows.Select(row => used.Select(column => Clean(row[column])).ToArray())]));
    }

    /// <summary>What a scenario says may hold line ends and codes that move a screen's cursor.</summary>
    private static string Clean(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
