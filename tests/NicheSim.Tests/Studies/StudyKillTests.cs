using System.Diagnostics;

namespace NicheSim.Tests.Studies;

/// <summary>The program at work on a study, killed at random instants (SIGKILL) and started again, against a study that was never disturbed.</summary>
public sealed class StudyKillTests : IDisposable
{
    private const string Study =
        """
        {
          "scenario": "niche.json", "set": { "time:durationDays": 20, "time:tickMinutes": 10 }, "replicates": { "count": 6 }, "trunk": { "untilDay": 5 },
          "arms": { "untreated": {}, "treated": { "overlays": ["drug.json"], "set": { "treatments:drug:fromDay": 5 } } },
          "outcomes": { "crowded": { "readout": "amoebas", "above": 100 } }
        }
        """;

    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_study_that_is_killed_again_and_again_ends_in_the_same_tables()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no kill");
        _bench.Write("study.json", Study);
        using (var whole = Start("whole"))
            Assert.True(whole.WaitForExit(120_000) && whole.ExitCode == 0, "the undisturbed study has not ended well");

        var random = new Random(3);
        var (kills, wanted) = (0, LongRun.Is ? 60 : 6);
        var runs = 0;
        while (true)
        {
            using var process = Start("killed");
            if (process.WaitForExit(kills == wanted ? 120_000 : random.Next(300, 1500)))
            {
                Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
                break;
            }

            Assert.True(kills < wanted, "a study that was left alone has not ended");
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            kills++;
            runs = Directory.Exists(_bench.PathOf("killed/runs")) ? Directory.GetDirectories(_bench.PathOf("killed/runs")).Length : 0;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{kills} kills, {runs} runs begun at the last one; the tables are the same.");
        Assert.True(kills >= 2, "the study was too short to be killed");
        StudyBench.AssertSameTables(_bench.PathOf("whole"), _bench.PathOf("killed"));
    }

    private Process Start(string folder) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll"), "study", _bench.PathOf("study.json"), "--out", _bench.PathOf(folder), "--quiet", "--threads", "2"])
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}
