using System.Globalization;
using NicheSim.Scenarios;

namespace NicheSim.Studies;

/// <summary>The seeds of a study's replicates: counted on from the first, or read from a file with one a line.</summary>
internal static class SeedList
{
    private const int LargestFile = 32 << 20;

    /// <summary>Seeds[replicate]; where something is wrong, at least one.</summary>
    public static long[] Of(ReplicateSettings replicates, SourceMap sources, FileLookup lookup, string file, List<Diagnostic> diagnostics)
    {
        if (replicates.Seeds is not { } name)
            return [.. Enumerable.Range(0, replicates.Count ?? 1).Select(r => replicates.FirstSeed + r)];
        var (path, problem) = lookup.Find(name, file);
        if (path is null)
            return Refuse(problem);
        if (BoundedFile.ReadText(path, LargestFile) is not { } text)
            return Refuse($"{Suggestion.Quote(name)} cannot be read, or is larger than 32 MiB");
        var seeds = new List<long>();
        foreach (var (line, number) in text.Split('\n').Select((line, i) => (line.Split('#')[0].Trim(), i + 1)).Where(line => line.Item1.Length > 0))
        {
            if (!long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
                diagnostics.Add(new Diagnostic(Severity.Error, new Position(path, number, 1), "", $"expected a whole number from 0 on, found {Suggestion.Quote(line)}"));
            else
                seeds.Add(seed);
            if (diagnostics.Count > Suggestion.MostLookedUp)
                break;
        }

        if (seeds.GroupBy(seed => seed).FirstOrDefault(same => same.Count() > 1) is { } twice)
            Refuse(string.Create(CultureInfo.InvariantCulture, $"{Suggestion.Quote(name)} holds the seed {twice.Key} twice"));
        var count = replicates.Count ?? seeds.Count;
        if (count > seeds.Count || count == 0)
            return Refuse(string.Create(CultureInfo.InvariantCulture, $"{Suggestion.Quote(name)} holds {seeds.Count} seeds for {count} replicates"));
        return [.. seeds.Take(count)];

        long[] Refuse(string message)
        {
            diagnostics.Add(sources.Error("replicates:seeds", message));
            return [replicates.FirstSeed];
        }
    }
}
