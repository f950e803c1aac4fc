using System.Net;

namespace NicheSim.Cli.Report;

/// <summary>Small pieces of a page; all text that goes in is escaped.</summary>
internal static class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public static string Paragraph(string text) => text.Length == 0 ? "" : $"<p>{Text(text)}</p>\n";

    public static string List(IEnumerable<string> items)
    {
        var all = string.Concat(items.Select(item => $"<li>{Text(item)}</li>\n"));
        return all.Length == 0 ? "" : $"<ul>\n{all}</ul>\n";
    }

    /// <summary>A table that scrolls by itself where it is wider than the page; columns from <paramref name="numbersFrom"/> on hold numbers.</summary>
    public static string Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, int numbersFrom = int.MaxValue)
    {
        var body = string.Concat(rows.Select(row => $"<tr>{string.Concat(row.Select((cell, column) => Cell("td", cell, column)))}</tr>\n"));
        return body.Length == 0 ? "" :
            $"<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>{string.Concat(headers.Select((cell, column) => Cell("th", cell, column)))}</tr></thead><tbody>\n{body}</tbody></table></div>\n";

        string Cell(string tag, string text, int column) => $"<{tag}{(column >= numbersFrom ? " class=\"number\"" : "")}>{Text(text)}</{tag}>";
    }

    /// <summary>Something that is shown when it is asked for.</summary>
    public static string Details(string summary, string content) => content.Length == 0 ? "" : $"<details><summary>{Text(summary)}</summary>\n{content}</details>\n";

    public static string Section(string id, string title, string content)
        => content.Length == 0 ? "" : $"<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{Text(title)}</h2>\n{content}</section>\n";
}
