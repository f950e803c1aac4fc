using System.Diagnostics;
using NicheSim.Recording;

namespace NicheSim.Tests.Cli;

public sealed class RunCommandTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_run_ends_with_a_table_on_standard_output_and_says_nothing_else()
    {
        var (code, output, error) = Shell.Run("run", _shell.Write("tiny.json", Shell.Tiny), "--out", _shell.PathOf("out"), "--profile");
        Assert.Equal((0, ""), (code, error));
        var record = RunRecord.Read(_shell.PathOf("out"))!;
        Assert.Contains("complete    1 days, 24 ticks in ", output, StringComparison.Ordinal);
        Assert.Contains($"cells       amoeba  {record.Cells}\n", output, StringComparison.Ordinal);
        Assert.Contains($"state       {record.StateHash}\n", output, StringComparison.Ordinal);
        AssertProfile(output);
        Assert.True(File.Exists(_shell.PathOf("out/plots/populations.png")));
        Assert.True(File.Exists(_shell.PathOf("out/report.html")));
    }

    [Fact]
    public void A_run_whose_pictures_cannot_be_drawn_is_told_all_the_same()
    {
        var tiny = _shell.Write("tiny.json", Shell.Tiny);
        _shell.Write("out/plots", "no folder");
        var (code, output, error) = Shell.Run("run", tiny, "--out", _shell.PathOf("out"), "--force", "--profile");
        Assert.Equal(0, code);
        Assert.Contains("complete    1 days, 24 ticks in ", output, StringComparison.Ordinal);
        Assert.Contains("profile     stage", output, StringComparison.Ordinal);
        Assert.StartsWith("nichesim: warning: no pictures or report: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_says_what_was_made_now_and_how_to_make_it_again()
    {
        var tiny = _shell.Write("tiny.json", Shell.Tiny);
        Assert.Contains("; --resume goes on", Shell.Run("run", tiny, "--out", _shell.PathOf("trunk"), "--stop-after-days", "0.5", "--no-plots").Out, StringComparison.Ordinal);
        var (code, output, _) = Shell.Run("run", tiny, "--from", _shell.PathOf("trunk"), "--out", _shell.PathOf("branch"), "--set", "rules:cramped:toPerDay=0.2");
        Assert.Equal(0, code);
        Assert.Contains("24 ticks, 12 of them now in ", output, StringComparison.Ordinal);
        var report = File.ReadAllText(_shell.PathOf("branch/report.html"));
        Assert.Contains("nichesim run scenario.json --from CHECKPOINT --out again", report, StringComparison.Ordinal);
        Assert.Contains("the state at tick 12 of the run with scenario hash", report, StringComparison.Ordinal);
        Assert.DoesNotContain("RunOrigin", report, StringComparison.Ordinal);
    }

    /// <summary>Where a system lets nobody make links, latest is a file that names the folder.</summary>
    [Fact]
    public void Latest_may_be_a_file_with_the_name_of_the_folder()
    {
        var tiny = _shell.Write("tiny.json", Shell.Tiny);
        Assert.Equal(0, Shell.Run("run", tiny, "--out", _shell.PathOf("out/tiny/abc-seed-1"), "--no-plots").Code);
        var latest = _shell.Write("out/tiny/latest", "abc-seed-1\n");
        Assert.Contains("populations.png", Shell.Run("plot", latest, "--only", "populations").Out, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("run", tiny, "--from", latest, "--set", "time:durationDays=2", "--out", _shell.PathOf("longer"), "--no-plots").Code);
    }

    /// <summary>A table of the stages, the longest first, whose shares and times add up to the last row.</summary>
    private static void AssertProfile(string output)
    {
        var lines = output.Split('\n');
        var first = Array.IndexOf(lines, "profile     stage           share     seconds     ms/tick");
        var rows = lines[(first + 1)..].TakeWhile(line => line.Length > 0).Select(line => line.Split([' ', '%'], StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(["all", "bookkeeping", "demography", "fate", "motion", "recording", "remodeling", "response", "transport"], rows.Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.Equal("all", rows[^1][0]);
        for (var column = 1; column <= 3; column++)
        {
            var numbers = rows.Select(row => double.Parse(row[column], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers[..^1].OrderDescending(), numbers[..^1]);
            Assert.Equal(numbers[^1], numbers[..^1].Sum(), 0.5);
        }

        Assert.Equal("100.0", rows[^1][1]);
    }

    [Fact]
    public void Seed_and_set_reach_the_run_and_threads_do_not()
    {
        var file = _shell.Write("tiny.json", Shell.Tiny);
        var first = Hash("--seed", "7", "--threads", "1");
        Assert.Equal(first, Hash("--seed", "7", "--threads", "3"));
        Assert.NotEqual(first, Hash("--seed", "8"));
        Assert.NotEqual(first, Hash("--seed", "7", "--set", "cells:amoeba:divide:meanCycleHours=5", "--set", "cells:amoeba:start:some:count=6"));
        Assert.Equal(6, Record("--set", "cells:amoeba:start:some:count=6", "--set", "cells:amoeba:divide:meanCycleHours=1e6", "--set", "rules:cramped:enabled=false").Cells);

        string Hash(params string[] options) => Record(options).StateHash;

        RunRecord Record(params string[] options)
        {
            Assert.Equal(0, Shell.Run(["run", file, "--no-plots", "--force", "--out", _shell.PathOf("out"), .. options]).Code);
            return RunRecord.Read(_shell.PathOf("out"))!;
        }
    }

    [Fact]
    public void A_finished_run_is_left_and_another_one_is_refused_unless_forced()
    {
        var file = _shell.Write("tiny.json", Shell.Tiny);
        string[] run = ["run", file, "--out", _shell.PathOf("out")];
        Assert.Equal(0, Shell.Run(run).Code);
        var written = File.GetLastWriteTimeUtc(_shell.PathOf("out/run.json"));

        var (code, output, _) = Shell.Run(run);
        Assert.Equal(0, code);
        Assert.Contains("--force runs it again\n", output, StringComparison.Ordinal);
        Assert.Contains("populations.png\n", output, StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_shell.PathOf("out/run.json")));

        var (refused, _, error) = Shell.Run([.. run, "--seed", "2"]);
        Assert.Equal(2, refused);
        Assert.Contains("another scenario or seed; --force replaces", error, StringComparison.Ordinal);
        var film = _shell.Write("out/plots/film.mp4", "of the run before");
        Assert.Equal(0, Shell.Run([.. run, "--seed", "2", "--force", "--no-plots"]).Code);
        Assert.False(File.Exists(film));

        // Pictures that were not drawn are drawn when the run is asked for again, if they are wanted.
        Assert.Equal(0, Shell.Run([.. run, "--seed", "2", "--no-plots"]).Code);
        Assert.False(File.Exists(_shell.PathOf("out/report.html")));
        (code, output, _) = Shell.Run([.. run, "--seed", "2"]);
        Assert.Equal(0, code);
        Assert.Contains("--force runs it again\n", output, StringComparison.Ordinal);
        Assert.Contains("report.html\n", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_shell.PathOf("out/plots/populations.png")));
        Assert.Equal(2, RunRecord.Read(_shell.PathOf("out"))!.Seed);
    }

    [Fact]
    public void Stopping_after_some_days_was_asked_for_and_is_no_failure()
    {
        var (code, output, _) = Shell.Run("run", _shell.Write("tiny.json", Shell.Tiny), "--out", _shell.PathOf("out"), "--no-plots", "--stop-after-days", "0.25");
        Assert.Equal(0, code);
        Assert.StartsWith("interrupted  0.25 days, 6 ticks", output, StringComparison.Ordinal);
        Assert.DoesNotContain("of day", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_were_counted_before_the_end_are_told_with_their_day()
    {
        var (_, output, _) = Shell.Run("run", _shell.Write("tiny.json", Shell.Tiny), "--out", _shell.PathOf("out"), "--no-plots", "--stop-after-days", "0.3");
        Assert.Contains("            of day 0.25, the last row that was recorded\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_is_found_in_the_library_by_its_name_and_what_it_extends_too()
    {
        _shell.Write("library/scenarios/base/plain.json", Shell.Tiny);
        _shell.Write("library/scenarios/warm.json", """{ "extends": ["base/plain.json"], "name": "Warm" }""");
        var (code, output, _) = Shell.Run("run", "warm", "--library", _shell.PathOf("library"), "--out", _shell.PathOf("out"), "--no-plots");
        Assert.Equal(0, code);
        Assert.StartsWith("complete", output, StringComparison.Ordinal);
        Assert.Contains("did you mean \"warm\"?", Shell.Run("run", "wram", "--library", _shell.PathOf("library")).Error, StringComparison.Ordinal);
        Assert.Contains("did you mean \"warm.json\"?", Shell.Run("run", "wram.json", "--library", _shell.PathOf("library")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_scenario_but_the_one_in_it_is_named()
    {
        _shell.Write("old/scenario.json", Shell.Tiny);
        var (code, _, error) = Shell.Run("run", _shell.PathOf("old"));
        Assert.Equal(2, code);
        Assert.Contains("is a folder, not a scenario file; did you mean", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_results_does_not_hide_the_scenario_of_its_name()
    {
        _shell.Write("tiny.json", Shell.Tiny);
        string[] run = ["run", _shell.PathOf("tiny"), "--out", _shell.PathOf("tiny"), "--no-plots"];
        Assert.Equal(0, Shell.Run(run).Code);
        var (code, output, _) = Shell.Run(run);
        Assert.Equal(0, code);
        Assert.Contains("holds this run, complete", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_a_scenario_are_printed_as_compilers_do_and_nothing_is_written()
    {
        var file = _shell.Write("bad.json", Shell.Tiny.Replace("\"cell\": \"amoeba\"", "\"cell\": \"ameba\"", StringComparison.Ordinal));
        var (code, output, error) = Shell.Run("run", file, "--out", _shell.PathOf("out"));
        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"{file}:5:35: error: rules:cramped:cell: no cell type \"ameba\"; did you mean \"amoeba\"?\n", error);
        Assert.False(Directory.Exists(_shell.PathOf("out")));
    }

    [Fact]
    public void A_start_without_room_is_refused_by_run_and_validate()
    {
        var file = _shell.Write("full.json", Shell.Tiny.Replace("\"count\": 5", "\"count\": 500", StringComparison.Ordinal));
        foreach (var args in new[] { new[] { "run", file, "--out", _shell.PathOf("out") }, ["validate", file] })
        {
            var (code, output, error) = Shell.Run(args);
            Assert.Equal((2, ""), (code, output));
            Assert.Contains("error: cells:amoeba:start:some: asks for 500 cells, but there is room for 120", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_nothing_can_be_written_the_run_has_failed()
    {
        var blocked = _shell.Write("a-file", "");
        var (code, _, error) = Shell.Run("run", _shell.Write("tiny.json", Shell.Tiny), "--out", Path.Combine(blocked, "out"));
        Assert.Equal(1, code);
        Assert.StartsWith("nichesim: error: the run failed: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_scenario_leads_to_no_folder_outside_of_out()
    {
        _shell.Write("sly.json", Shell.Tiny.Replace("\"time\"", "\"name\": \"../../sly\", \"time\"", StringComparison.Ordinal));
        using var process = Start("run", "sly.json", "--no-plots");
        Assert.True(process.WaitForExit(60000));
        Assert.Equal(0, process.ExitCode);
        var folder = Assert.Single(Directory.GetDirectories(_shell.PathOf("out")));
        Assert.Equal("-..-sly", Path.GetFileName(folder));
        Assert.NotNull(RunRecord.Read(Path.Combine(folder, "latest")));
    }

    /// <summary>As soon as the folder says that there is a run.</summary>
    [Theory]
    [InlineData("INT", "checkpoint")]
    [InlineData("TERM", "checkpoint")]
    [InlineData("INT", "run.json")]
    [InlineData("TERM", "run.json")]
    public void Ctrl_C_and_SIGTERM_end_the_tick_save_what_there_is_and_exit_130(string signal, string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no kill");
        _shell.Write("long.json", Shell.Tiny.Replace("\"durationDays\": 1,", "\"durationDays\": 36500,", StringComparison.Ordinal));
        using var process = Start("run", "long.json", "--out", "out");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(_shell.PathOf($"out/{file}")), 60000));
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(60000));
        Assert.Equal(130, process.ExitCode);
        Assert.StartsWith("interrupted  ", output, StringComparison.Ordinal);
        var record = RunRecord.Read(_shell.PathOf("out"))!;
        Assert.Equal(RunStatus.Interrupted, record.Status);
        Assert.True(File.Exists(_shell.PathOf("out/map-last.csv")));
        using var checkpoint = Checkpoint.Open(_shell.PathOf("out"));
        Assert.Equal(record.Ticks, checkpoint.Origin.Tick);
    }

    [Fact]
    public void A_stopped_run_is_named_and_resumed_and_a_complete_one_is_left()
    {
        string[] run = ["run", _shell.Write("tiny.json", Shell.Tiny), "--no-plots"];
        Assert.Equal(0, Shell.Run([.. run, "--out", _shell.PathOf("whole")]).Code);
        run = [.. run, "--out", _shell.PathOf("out")];
        Assert.Equal(0, Shell.Run([.. run, "--stop-after-days", "0.5"]).Code);

        var (code, _, error) = Shell.Run(run);
        Assert.Equal(2, code);
        Assert.Contains("holds this run, not complete; --resume goes on with it, --force replaces its results", error, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run([.. run, "--resume", "--force"]).Code);

        (code, var output, error) = Shell.Run([.. run, "--resume", "--threads", "2"]);
        Assert.Equal(0, code);
        Assert.StartsWith("complete    1 days, 24 ticks", output, StringComparison.Ordinal);
        Assert.Contains("holds this run, not complete: going on", error, StringComparison.Ordinal);
        NicheSim.Tests.Recording.RunComparison.AssertSame(_shell.PathOf("whole"), _shell.PathOf("out"));

        (code, output, _) = Shell.Run([.. run, "--resume"]);
        Assert.Equal(0, code);
        Assert.Contains("holds this run, complete; --force runs it again", output, StringComparison.Ordinal);
        (code, _, error) = Shell.Run([.. run, "--resume", "--seed", "9"]);
        Assert.Equal(2, code);
        Assert.Contains("holds a run of another scenario or seed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_with_the_reason()
    {
        string[] run = ["run", _shell.Write("tiny.json", Shell.Tiny), "--no-plots", "--out", _shell.PathOf("out")];
        Shell.Run([.. run, "--stop-after-days", "0.5"]);
        var bytes = File.ReadAllBytes(_shell.PathOf("out/checkpoint"));
        bytes[^40] ^= 1;
        File.WriteAllBytes(_shell.PathOf("out/checkpoint"), bytes);

        var (code, _, error) = Shell.Run([.. run, "--resume"]);

        Assert.Equal(2, code);
        Assert.Contains("checkpoint cannot be used: it is damaged: its checksum does not fit its content", error, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run([.. run, "--force"]).Code);
    }

    [Fact]
    public void A_branch_starts_from_a_checkpoint_and_goes_into_a_folder_of_its_own()
    {
        var file = _shell.Write("tiny.json", Shell.Tiny);
        Assert.Equal(0, Shell.Run("run", file, "--no-plots", "--out", _shell.PathOf("trunk"), "--stop-after-days", "0.5").Code);

        var (code, output, _) = Shell.Run("run", file, "--no-plots", "--out", _shell.PathOf("arm"), "--from", _shell.PathOf("trunk"), "--set", "cells:amoeba:divide:meanCycleHours=5");
        Assert.Equal(0, code);
        Assert.StartsWith("complete    1 days, 24 ticks", output, StringComparison.Ordinal);
        Assert.Equal(12, RunRecord.Read(_shell.PathOf("arm"))!.From!.Tick);

        (code, _, var error) = Shell.Run("run", file, "--no-plots", "--out", _shell.PathOf("other"), "--from", _shell.PathOf("trunk"), "--set", "lattice:widthVoxels=13");
        Assert.Equal(2, code);
        Assert.Contains("it does not fit the scenario: its lattice has 12 x 10 x 1 voxels, the scenario's 13 x 10 x 1", error, StringComparison.Ordinal);
        (code, _, error) = Shell.Run("run", file, "--from", _shell.PathOf("nowhere"));
        Assert.Equal(2, code);
        Assert.Contains("--from: ", error, StringComparison.Ordinal);
        Assert.Contains("-from-", RunFolder.Default("out", "tiny", new string('0', 64), 1, new RunOrigin("", 1, 12, new string('f', 64))), StringComparison.Ordinal);
    }

    /// <summary>The program as a process of its own in the test's folder. A test runner in the background ignores Ctrl-C, and so would its children: the default is set anew.</summary>
    private Process Start(params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "NicheSim.Cli.dll");
        string[] dotnet = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,TERM", Environment.ProcessPath!] : [Environment.ProcessPath!];
        if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal))
            dotnet[^1] = "dotnet";
        return Process.Start(new ProcessStartInfo(dotnet[0], [.. dotnet[1..], program, .. args]) { WorkingDirectory = _shell.Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
