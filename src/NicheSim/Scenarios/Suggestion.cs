using System.Globalization;
using System.Text;

namespace NicheSim.Scenarios;

/// <summary>The nearest right word for a wrong one, and the messages that offer it.</summary>
public static class Suggestion
{
    private const int LongestWord = 64;
    private const int NamesListed = 30;

    /// <summary>Findings after which the nearest right word is looked up no more: a file with so many errors has one cause, or is meant to keep the program busy.</summary>
    internal const int MostLookedUp = 200;

    /// <summary>
    /// The candidate nearest to <paramref name="word"/> by the restricted Damerau-Levenshtein distance (insertion, deletion, substitution,
    /// swap of neighbors; case ignored). Near is a third of the longer word's letters, or one word holding the other. Null when none is near.
    /// Ties go to the ordinally first, so the order of the candidates does not matter.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(candidates);
        if (word.Length is 0 or > LongestWord)
            return null;
        var lowered = word.ToLowerInvariant();
        return candidates
            .Where(candidate => candidate.Length is > 0 and <= LongestWord)
            .Select(candidate => (candidate, distance: Distance(lowered, candidate.ToLowerInvariant())))
            .Where(pair => IsNear(lowered, pair.candidate.ToLowerInvariant(), pair.distance))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>
    /// <c>no field "oxigen"; did you mean "oxygen"?</c>, or the words there are when none is near.
    /// <paramref name="kind"/> names what was looked for ("field"); where the candidates are null, that is all that is said.
    /// </summary>
    public static string Unknown(string kind, string word, IEnumerable<string>? candidates)
    {
        if (candidates is null)
            return $"no {kind} {Quote(word)}";
        var known = candidates.Order(StringComparer.Ordinal).ToArray();
        if (Nearest(word, known) is { } near)
            return $"no {kind} {Quote(word)}; did you mean {Quote(near)}?";
        return known.Length == 0 ? $"no {kind} {Quote(word)}; there is none" : $"no {kind} {Quote(word)}; known: {List(known)}";
    }

    /// <summary>The words with commas, in ordinal order, the first thirty of many.</summary>
    public static string List(IEnumerable<string> words)
    {
        var sorted = words.Order(StringComparer.Ordinal).ToArray();
        var listed = string.Join(", ", sorted.Take(NamesListed));
        return sorted.Length <= NamesListed ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed}, ... ({sorted.Length} in all)");
    }

    /// <summary>The word in quotes, fit for one line of a message: control characters escaped, a long word cut.</summary>
    public static string Quote(string word) => $"\"{Shorten(word)}\"";

    internal static string Shorten(string text, int longest = LongestWord)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.Length <= longest ? text : text[..longest] + "...";
        var line = new StringBuilder(cut.Length);
        foreach (var letter in cut)
        {
            if (char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029')
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                line.Append(letter);
        }
        return line.ToString();
    }

    private static bool IsNear(string word, string candidate, int distance) =>
        distance <= (Math.Max(word.Length, candidate.Length) + 2) / 3
        || (Math.Min(word.Length, candidate.Length) >= 3
            && (word.Contains(candidate, StringComparison.Ordinal) || candidate.Contains(word, StringComparison.Ordinal)));

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(substituted, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], 1 + rows[i - 2, j - 2]);
            }
        }
        return rows[a.Length, b.Length];
    }
}
