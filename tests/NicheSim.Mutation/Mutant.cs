using Microsoft.CodeAnalysis.Text;

namespace NicheSim.Mutation;

/// <summary>One small fault that could be put into the library.</summary>
/// <param name="File">The source, relative to the library's folder.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Kind">Which change it is, as <see cref="Mutations"/> names it.</param>
/// <param name="Span">What is replaced.</param>
/// <param name="Before">The text that is replaced.</param>
/// <param name="After">What comes in its place.</param>
/// <param name="Member">The method that holds it, as Type.Member.</param>
internal sealed record Mutant(string File, int Line, int Column, string Kind, TextSpan Span, string Before, string After, string Member)
{
    public string Folder => Path.GetDirectoryName(File)!;

    public override string ToString() => $"{File}:{Line}:{Column}\t{Kind}\t{OneLine(Before)}\t{OneLine(After)}";

    private static string OneLine(string code)
    {
        var words = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= 80 ? words : words[..77] + "...";
    }
}
