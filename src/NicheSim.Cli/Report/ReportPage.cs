using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NicheSim.Cli.Output;
using NicheSim.Cli.Web;

namespace NicheSim.Cli.Report;

/// <summary>A page that needs nothing but itself: the frame that all reports share.</summary>
internal static partial class ReportPage
{
    private static readonly string[] Scripts = ["uPlot/uPlot.iife.min.js", "map.js", "curves.js", "report.js"];
    private static readonly string[] Styles = ["uPlot/uPlot.min.css", "theme.css", "report.css"];

    /// <summary>Writes a page into the folder that it is about, and returns its path.</summary>
    public static string Write(string folder, string page)
    {
        var path = Path.Combine(folder, "report.html");
        WholeFile.Write(path, Encoding.UTF8.GetBytes(page));
        return path;
    }

    /// <summary>Puts a page together. Its script and style stand in it and are allowed by their hashes; nothing else may run or load.</summary>
    public static string Of(string title, string facts, string question, string[] claims, string sections, string data)
    {
        var (script, style) = (string.Join("\n", Scripts.Select(WebFiles.Text)), string.Join("\n", Styles.Select(WebFiles.Text)));
        var parts = new Dictionary<string, string>
        {
            ["title"] = Html.Text(title),
            ["facts"] = Html.Text(facts),
            ["question"] = Html.Paragraph(question) + Html.Paragraph(claims.Length > 0 ? $"Claims of the evidence register: {string.Join(", ", claims)}." : ""),
            ["sections"] = sections,
            ["style"] = style,
            ["styleHash"] = Hash(style),
            ["data"] = data,
            ["script"] = script,
            ["scriptHash"] = Hash(script),
        };
        return Mark().Replace(WebFiles.Text("report.html"), mark => parts[mark.Groups[1].Value]);
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Mark();

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
