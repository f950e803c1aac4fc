using System.Text.Json.Nodes;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Cli;

public sealed class EvidenceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// A handful of the register's direct claims in small dishes. Seeds are fixed, so there is no false alarm; what moves a verdict is a change of the niche.
    /// </summary>
    [Theory]
    [InlineData("C32")]
    [InlineData("C43")]
    public void A_claim_is_run_and_judged(string claim)
    {
        var (code, output, error) = Shell.Run("evidence", "--claims", claim, "--replicates", "3", "--out", _folder["out"], "--json", _folder["rows.json"], "--markdown", _folder["RESULTS.md"]);
        Assert.Equal(0, code);
        Assert.StartsWith($"{claim}  direct    supported\n", output, StringComparison.Ordinal);
        Assert.Contains("evidence: 1 claim, ", error, StringComparison.Ordinal);
        Assert.Equal(claim, JsonNode.Parse(File.ReadAllText(_folder["rows.json"]))!.AsArray()[0]!["claim"]!.GetValue<string>());
        Assert.Contains($"| {claim} | direct |", File.ReadAllText(_folder["RESULTS.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_another_process_works_in_the_folder_what_an_earlier_one_wrote_stays()
    {
        Directory.CreateDirectory(_folder["out"]);
        foreach (var file in new[] { "rows.json", "RESULTS.md" })
            File.WriteAllText(_folder[file], "good");
        using var held = NicheSim.Recording.RunFolder.TryLock(_folder["out"]);
        var (code, _, error) = Shell.Run("evidence", "--claims", "C32", "--replicates", "2", "--out", _folder["out"], "--json", _folder["rows.json"], "--markdown", _folder["RESULTS.md"]);
        Assert.Equal(1, code);
        Assert.Contains("nichesim: error: ", error, StringComparison.Ordinal);
        Assert.Equal(("good", "good"), (File.ReadAllText(_folder["rows.json"]), File.ReadAllText(_folder["RESULTS.md"])));
    }

    [Fact]
    public void Draws_have_rows_of_their_own_and_leave_the_verdicts_alone()
    {
        var (code, output, _) = Shell.Run("evidence", "--claims", "C32", "--draws", "2", "--out", _folder["out"], "--json", _folder["rows.json"], "--markdown", _folder["DRAWS.md"], "--quiet");
        Assert.Equal(0, code);
        Assert.StartsWith("C32  direct    ", output, StringComparison.Ordinal);
        var row = JsonNode.Parse(File.ReadAllText(_folder["rows.json"]))!.AsArray()[0]!;
        Assert.Equal((2, 1.0), (row["replicates"]!.GetValue<int>(), row["signShare"]!.GetValue<double>()));
        Assert.Contains("`nichesim evidence --draws 2`", File.ReadAllText(_folder["DRAWS.md"]), StringComparison.Ordinal);
        Assert.Equal(["DRAWS.md", "draws", "draws.csv"], Directory.EnumerateFileSystemEntries(_folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--claims")]
    [InlineData("--out")]
    [InlineData("--json")]
    public void An_option_that_is_given_nothing_is_bad_input(string option)
    {
        var (code, _, error) = Shell.Run("evidence", option, "");
        Assert.Equal(2, code);
        Assert.Contains($"{option} is given nothing", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_cannot_be_simulated_says_why()
    {
        var (code, output, _) = Shell.Run("evidence", "--claims", "C05", "--out", _folder["out"], "--quiet");
        Assert.Equal(0, code);
        Assert.Matches("C05 +not simulable: .+", output);
    }

    [Fact]
    public void A_dry_run_compiles_the_contrasts_and_touches_nothing()
    {
        var (code, output, error) = Shell.Run("evidence", "--dry-run", "--claims", "C32,C43", "--out", _folder["out"]);
        Assert.Equal((0, ""), (code, output));
        Assert.StartsWith("evidence: 2 claims, ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void What_is_wrong_exits_with_2_and_says_so()
    {
        var (code, _, error) = Shell.Run("evidence", "--claims", "C99");
        Assert.Equal(2, code);
        Assert.Contains("no claim \"C99\"", error, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run("evidence", "--replicates", "1").Code);
        File.WriteAllText(_folder["notes.txt"], "mine");
        (code, _, error) = Shell.Run("evidence", "--claims", "C32", "--out", _folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("--out names another folder", error, StringComparison.Ordinal);
    }
}
