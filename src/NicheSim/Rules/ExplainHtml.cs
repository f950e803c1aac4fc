using System.Net;
using System.Text;

namespace NicheSim.Rules;

/// <summary>A page as fragments of HTML, one for each section.</summary>
internal static class ExplainHtml
{
    /// <summary>Levels that headings within a section go down: the page around has the first two.</summary>
    private const int Deeper = 1;

    /// <summary>The sections; what stands before the first of them, name and purpose, is left to the page around.</summary>
    public static IReadOnlyList<ExplainSection> Of(ExplainPage page)
    {
        var sections = new List<ExplainSection>();
        var rest = page.Blocks.SkipWhile(block => block is not ExplainPage.Heading { Level: 2 }).ToArray();
        while (rest is [ExplainPage.Heading title, .. var blocks])
        {
            var own = blocks.TakeWhile(block => block is not ExplainPage.Heading { Level: 2 }).ToArray();
            sections.Add(new ExplainSection(title.Text, Html(own)));
            rest = blocks[own.Length..];
        }

        return sections;
    }

    private static string Html(ExplainPage.Block[] blocks)
    {
        var text = new StringBuilder();
        var inList = false;
        foreach (var block in blocks)
        {
            if (inList != block is ExplainPage.Item)
                text.Append(inList ? "</dl>\n" : "<dl>\n");
            inList = block is ExplainPage.Item;
            Write(block, text);
        }

        return text.Append(inList ? "</dl>\n" : "").ToString();
    }

    private static void Write(ExplainPage.Block block, StringBuilder text)
    {
        switch (block)
        {
            case ExplainPage.Heading heading:
                var level = Math.Min(6, heading.Level + Deeper);
                text.Append('<').Append('h').Append(level).Append('>').Append(Escaped(heading.Text)).Append("</h").Append(level).Append(">\n");
                break;
            case ExplainPage.Paragraph paragraph:
                text.Append("<p>").Append(Escaped(paragraph.Text)).Append("</p>\n");
                break;
            case ExplainPage.Item item:
                text.Append("<dt>").Append(Escaped(item.Lead)).Append("</dt><dd>").Append(Escaped(item.Text)).Append("</dd>\n");
                break;
            case ExplainPage.Table table:
                text.Append("<div class=\"scroll\" tabindex=\"0\"><table><thead>");
                Row("th", table.Headers, text);
                text.Append("</thead><tbody>\n");
                foreach (var row in table.Rows)
                    Row("td", row, text);
                text.Append("</tbody></table></div>\n");
                break;
        }
    }

    private static void Row(string tag, string[] cells, StringBuilder text)
    {
        text.Append("<tr>");
        foreach (var cell in cells)
            text.Append('<').Append(tag).Append('>').Append(Escaped(cell)).Append("</").Append(tag).Append('>');
        text.Append("</tr>\n");
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A section of an explanation.</summary>
/// <param name="Title">Its title, as plain text.</param>
/// <param name="Html">What stands below it: headings from <c>h4</c> down, paragraphs, definition lists and tables, all text escaped.</param>
public sealed record ExplainSection(string Title, string Html);
