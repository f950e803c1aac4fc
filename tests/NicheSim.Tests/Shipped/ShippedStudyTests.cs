using System.Text.RegularExpressions;
using NicheSim.Scenarios;
using NicheSim.Studies;
using NicheSim.Tests.Cli;
using NicheSim.Tests.Scenarios;

namespace NicheSim.Tests.Shipped;

/// <summary>The shipped studies, and what their manual says. With NICHESIM_UPDATE=1 reference and schema are written anew instead of compared.</summary>
public sealed partial class ShippedStudyTests
{
    private const string Begin = "<!-- begin: every key -->\n", End = "<!-- end: every key -->";

    private static readonly LoaderOptions Options = new() { LibraryFolders = [Library.Scenarios, Path.Combine(Library.Root, "seeds")] };

    private static string Folder { get; } = Path.Combine(Library.Scenarios, "studies");

    private static string Manual { get; } = Path.Combine(Folder, "README.md");

    private static bool IsUpdate { get; } = Environment.GetEnvironmentVariable("NICHESIM_UPDATE") == "1";

    public static TheoryData<string> Studies => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Blocks => [.. Block().Matches(File.ReadAllText(Manual)).Select(block => block.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Studies))]
    public void Every_shipped_study_is_good_and_has_a_row_in_the_manual(string file)
    {
        var loaded = StudyLoader.Load(Path.Combine(Folder, file), Options);
        // The tumors of target T04 fill the bones of mice, and are meant to.
        Assert.DoesNotContain(loaded.Diagnostics, finding => file != "targets.json" || !finding.Message.Contains("can fill half of the niche", StringComparison.Ordinal));
        Assert.True(StudyLoader.IsStudy(Path.Combine(Folder, file)));
        Assert.Contains($"| `{file}` |", File.ReadAllText(Manual), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_study_of_the_manual_loads(string text) 
        => Assert.DoesNotContain(StudyLoader.LoadText(Path.Combine(Folder, "my-study.json"), text, Options).Diagnostics, finding => finding.Severity == Severity.Error);

    [Fact]
    public void The_reference_holds_every_key_as_the_records_have_it()
    {
        Assert.Empty(ManualReference.WithoutText<StudySettings>());
        var manual = File.ReadAllText(Manual).ReplaceLineEndings("\n");
        var (from, to) = (manual.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, manual.IndexOf(End, StringComparison.Ordinal));
        var reference = "\n" + ManualReference.Of<StudySettings>();
        if (IsUpdate)
            File.WriteAllText(Manual, manual[..from] + reference + manual[to..]);
        else
            Assert.Equal(reference, manual[from..to]);
    }

    [Fact]
    public void The_schema_that_is_printed_is_the_one_that_is_kept()
    {
        var kept = Path.Combine(Library.Scenarios, "schema", "study.schema.json");
        var (code, output, _) = Shell.Run("schema", "--study");
        Assert.Equal(0, code);
        if (IsUpdate)
            File.WriteAllText(kept, output);
        else
            Assert.True(File.ReadAllText(kept) == output, $"{kept} is old: nichesim schema --study prints the new one");
    }

    [Fact]
    public void The_list_of_seeds_holds_a_thousand_different_ones()
    {
        var seeds = File.ReadLines(Path.Combine(Library.Root, "seeds", "random", "replicates.txt")).Where(line => !line.StartsWith('#')).ToArray();
        Assert.Equal(1000, seeds.Distinct().Count());
    }

    [GeneratedRegex(@"^```jsonc\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
