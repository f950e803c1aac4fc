using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots;
using NicheSim.Cli.Report;
using NicheSim.Recording;
using NicheSim.Rules;
using RunFolder = NicheSim.Recording.RunFolder;

namespace NicheSim.Cli.Commands;

/// <summary><c>run SCENARIO</c>: runs one scenario into a folder, draws its pictures and writes its report.</summary>
internal static class RunCommand
{
    private const string Root = "out";

    public static Command Create(Terminal terminal)
    {
        var scenario = new ScenarioArgument();
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder for the results; out/NAME/HASH-seed-SEED where left out." };
        var threads = NumberOption.Threads("Threads to work with; the processors of this process where left out. No result depends on it.");
        var stopAfter = NumberOption.Create("--stop-after-days", "D", 0.0, "a number of days from 0 on", "End early, after so many simulated days.");
        var seconds = NumberOption.Create("--checkpoint-seconds", "S", 0.0, "a number of seconds from 0 on", "Save the run so often; rarer where saving would take more than 1 % of the time. 60 where left out; 0 saves at every tick.");
        var resume = new Option<bool>("--resume") { Description = "Go on with the run that is in the folder, from where it was last saved; start it where there is none." };
        var from = new Option<string?>("--from") { HelpName = "CHECKPOINT", Description = "Start from what another run has saved (its checkpoint, or its folder), as a branch of it; with --set or another scenario of the same lattice, fields, types and states." };
        var force = new Option<bool>("--force") { Description = "Replace the results that are in the folder." };
        var quiet = new Option<bool>("--quiet") { Description = "Show no progress." };
        var noPlots = new Option<bool>("--no-plots") { Description = "Draw no pictures and write no report." };
        var noFrames = new Option<bool>("--no-frames") { Description = "Keep no maps over time (frames.bin): no film, no slider, no clones and colonies." };
        var profile = new Option<bool>("--profile") { Description = "Tell at the end where the time went." };
        var command = new Command("run", "Run one scenario. Its tables, pictures and report go into a folder of their own; the same scenario and seed give the same bits.") { scenario.Scenario, folder };
        var snapshots = new SnapshotOptions();
        scenario.AddOptionsTo(command);
        foreach (var option in new Option[] { threads, stopAfter, seconds, resume, from, force, quiet, noPlots, noFrames, profile })
            command.Add(option);
        snapshots.AddTo(command);
        HelpPage.AddTo(command, terminal,
            "nichesim run il1b-escape",
            "nichesim run my.json --seed 7 --out results/seed-7",
            "nichesim run my.json --set rules:il1b-escape:toPerDay=0.3 --stop-after-days 7",
            "nichesim run my.json --resume                 after Ctrl-C or a crash",
            "nichesim run my.json --from out/my/latest --set time:durationDays=60",
            "nichesim run niche-3d --snapshots vtk,ome-zarr --snapshot-hours 12",
            "nichesim run out/il1b-escape/latest/scenario.json   the same bits again");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(resume) && parsed.GetValue(force))
                throw new BadInputException("--resume goes on with what is in the folder and --force replaces it: only one of them");
            using var stop = new Interruption(terminal);
            var compilation = scenario.Load(parsed, terminal);
            var compiled = compilation.Scenario!;
            var beginning = parsed.GetValue(from) is { } given ? RunFolder.FollowLatest(given) : null;
            var origin = OriginOf(beginning);
            var asked = parsed.GetValue(folder);
            var options = new RunOptions
            {
                Folder = asked ?? RunFolder.Default(Root, compiled.Scenario.Name, compiled.Hash, compiled.Scenario.Seed, origin),
                Threads = parsed.GetValue(threads) ?? Processors.Allotted(),
                StopAfterDays = parsed.GetValue(stopAfter) ?? double.PositiveInfinity,
                CheckpointSeconds = parsed.GetValue(seconds) ?? new RunOptions { Folder = "" }.CheckpointSeconds,
                Snapshots = snapshots.Read(parsed),
                Frames = parsed.GetValue(noFrames) ? FrameKind.None : FrameKind.All,
                Resume = parsed.GetValue(resume),
                From = beginning,
                Sources = compilation.Sources,
            };
            if (!parsed.GetValue(force) && IsDone(compiled, options, origin, !parsed.GetValue(noPlots), terminal, out var code))
                return code;

            var result = Execute(compiled, options, terminal, parsed.GetValue(quiet), stop);
            stop.End();
            foreach (var error in result.Errors)
                terminal.Error.WriteLine(error);
            if (result.Status == RunStatus.Refused)
                throw new BadInputException(result.Message);
            if (result.Status == RunStatus.Failed)
            {
                terminal.Error.WriteLine($"nichesim: error: the run failed: {result.Message}");
                return ExitCode.Failed;
            }

            if (asked is null)
                RunFolder.PointLatest(options.Folder);
            if (result.UnconvergedSolves > 0)
                terminal.Error.WriteLine($"nichesim: warning: {Words.Whole(result.UnconvergedSolves)} solves of fields ended above their tolerance");
            RunReport.Write(terminal, result);
            if (!parsed.GetValue(noPlots) && !stop.IsAsked)
                Draw(options.Folder, terminal);
            if (parsed.GetValue(profile))
                RunReport.WriteProfile(terminal, result);
            return stop.IsAsked && result.Status == RunStatus.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
        });
        return command;
    }

    /// <summary>Draws the pictures and writes the report; a run without them is still a run.</summary>
    private static void Draw(string folder, Terminal terminal)
    {
        try
        {
            RunReport.WritePictures(terminal, RunPlots.Draw(folder));
            RunReport.WriteReport(terminal, RunReportPage.Write(folder));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or BadInputException)
        {
            terminal.Error.WriteLine($"nichesim: warning: no pictures or report: {e.Message}");
        }
    }

    /// <summary>True where there is nothing to run: the folder holds this run already, or something that is not to be replaced.</summary>
    private static bool IsDone(CompiledScenario compiled, RunOptions options, RunOrigin? origin, bool draws, Terminal terminal, out int code)
    {
        var (verdict, message) = RunFolder.Examine(options.Folder, compiled.Hash, compiled.Scenario.Seed, origin);
        switch (verdict)
        {
            case FolderVerdict.Finished when options.Snapshots is not null && !options.Snapshots.Equals(RunRecord.Read(options.Folder)?.Snapshots):
                throw new BadInputException($"{message}, without these snapshots; --force runs it again, to the same results, and writes them");
            case FolderVerdict.Finished:
                terminal.Out.WriteLine($"{message}; --force runs it again");
                var plots = Path.Combine(options.Folder, "plots");
                foreach (var picture in Directory.Exists(plots) ? Directory.GetFiles(plots).Where(file => !file.EndsWith(AtomicFile.Unfinished, StringComparison.Ordinal)).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
                    terminal.Out.WriteLine(picture);
                // The report is written last: without it, drawing was broken off or not asked for.
                if (Path.Combine(options.Folder, "report.html") is var report && File.Exists(report))
                    terminal.Out.WriteLine(report);
                else if (draws)
                    Draw(options.Folder, terminal);
                code = ExitCode.Done;
                return true;
            case FolderVerdict.Unfinished when options.Resume:
                terminal.Error.WriteLine($"nichesim: {message}: going on");
                code = ExitCode.Done;
                return false;
            case FolderVerdict.Unfinished:
                throw new BadInputException($"{message}; --resume goes on with it, --force replaces its results, --out names another folder");
            case FolderVerdict.Occupied:
                throw new BadInputException($"{message}; --force replaces its results, --out names another folder");
            case FolderVerdict.Locked:
                terminal.Error.WriteLine($"nichesim: error: {message}");
                code = ExitCode.Failed;
                return true;
            default:
                code = ExitCode.Done;
                return false;
        }
    }

    /// <summary>The checkpoint that a run is to start from; null for none.</summary>
    /// <exception cref="BadInputException">It cannot be used; says why.</exception>
    private static RunOrigin? OriginOf(string? path)
    {
        if (path is null)
            return null;
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            return checkpoint.Origin;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--from: {e.Message}");
        }
    }

    private static RunResult Execute(CompiledScenario compiled, RunOptions options, Terminal terminal, bool quiet, Interruption stop)
    {
        // Before the folder says that there is a run: whoever sees it and ends it finds it saved.
        stop.Begin();
        return quiet ? Steps(null) : RunDisplay.During(terminal, compiled.Plan.DayOf(compiled.Plan.LastTick), Steps);

        RunResult Steps(Action<RunProgress>? progress) => Run.Execute(compiled, options, progress, stop.Token);
    }
}
