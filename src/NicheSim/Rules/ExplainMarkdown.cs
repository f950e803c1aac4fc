using System.Text;

namespace NicheSim.Rules;

/// <summary>A page as GitHub's Markdown.</summary>
internal static class ExplainMarkdown
{
    public static string Of(ExplainPage page)
    {
        var text = new StringBuilder();
        for (var b = 0; b < page.Blocks.Count; b++)
        {
            // Items of one list stand together.
            if (b > 0 && !(page.Blocks[b] is ExplainPage.Item && page.Blocks[b - 1] is ExplainPage.Item))
                text.Append('\n');
            Write(page.Blocks[b], text);
        }

        return text.ToString();
    }

    private static void Write(ExplainPage.Block block, StringBuilder text)
    {
        switch (block)
        {
            case ExplainPage.Heading heading:
                text.Append('#', heading.Level).Append(' ').Append(Escaped(heading.Text)).Append('\n');
                break;
            case ExplainPage.Paragraph paragraph:
                text.Append(Escaped(paragraph.Text)).Append('\n');
                break;
            case ExplainPage.Item item:
                text.Append("- **").Append(Escaped(item.Lead)).Append("**: ").Append(Escaped(item.Text)).Append('\n');
                break;
            case ExplainPage.Table table:
                Row(table.Headers, text);
                Row(Array.ConvertAll(table.Headers, _ => "---"), text);
                foreach (var row in table.Rows)
                    Row(Array.ConvertAll(row, Escaped), text);
                break;
        }
    }

    private static void Row(string[] cells, StringBuilder text) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var letter in text)
            escaped.Append(letter is '*' or '_' or '|' or '<' or '>' or '`' or '\\' or '[' or ']' or '#' ? "\\" : "").Append(letter);
        return escaped.ToString();
    }
}
