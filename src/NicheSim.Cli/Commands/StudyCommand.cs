using System.CommandLine;
using System.Globalization;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Cli.Report;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary><c>study STUDY</c>: makes the runs of a study that are not there yet, its tables, its pictures and its report.</summary>
internal static class StudyCommand
{
    private const string Root = "out";

    /// <summary>Share of the machine's memory that runs may take.</summary>
    public const double ShareOfMemory = 0.8;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("STUDY") { Description = "Study file, or the name of a shipped study." };
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder for the results; out/studies/NAME where left out." };
        var set = new Option<string[]>("--set")
        {
            Description = "Change one value of the study's file, as replicates:count=100; repeatable.", HelpName = "path=value", Arity = ArgumentArity.OneOrMore, DefaultValueFactory = _ => [],
        };
        var replicates = NumberOption.Create("--replicates", "N", 1, "a whole number from 1 on", "Replicates, in place of the file's number.");
        var threads = NumberOption.Threads("Runs at a time; the processors of this process where left out. No result depends on it.");
        var slurm = new SlurmOptions();
        var resume = new Option<bool>("--resume") { Description = "Implied: a study always goes on with what is there." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the study, tell what it takes, and run nothing." };
        var quiet = new Option<bool>("--quiet") { Description = "Show no progress." };
        var noPlots = new Option<bool>("--no-plots") { Description = "Draw no pictures and write no report." };
        var library = new Option<string?>("--library") { Description = "Folder to look files up in, before the shipped ones.", HelpName = "DIR" };
        var allowFiles = new Option<bool>("--allow-files") { Description = "Let study and scenarios name files outside of their own folders." };
        var command = new Command("study", "Make many runs: arms, replicates, sweeps, cohorts. Runs that are there already are not made again, so the same command goes on after a stop, and makes only what is new after a change.")
        {
            file, folder, set, replicates, threads, resume, dryRun, quiet, noPlots, library, allowFiles,
        };
        slurm.AddTo(command);
        HelpPage.AddTo(command, terminal,
            "nichesim study escape-arms",
            "nichesim study escape-arms --replicates 100     60 more than before",
            "nichesim study my-study.json --out results --threads 8",
            "nichesim study my-study.json --dry-run          runs, memory and disk that it takes",
            "nichesim study my-study.json --engine slurm --time 4:00:00 --tasks 20");
        command.SetAction(parsed =>
        {
            var options = new LoaderOptions
            {
                Assignments = [.. parsed.GetValue(set) ?? [], .. parsed.GetValue(replicates) is { } count ? [string.Create(CultureInfo.InvariantCulture, $"replicates:count={count}")] : Array.Empty<string>()],
                LibraryFolders = Library.Folders(parsed.GetValue(library)),
                AllowPathsOutside = parsed.GetValue(allowFiles),
            };
            if (slurm.TaskOf(parsed) is { } task)
                return task.Run(() => Load(parsed.GetValue(file)!, options, terminal), parsed.GetValue(folder)!, terminal);
            slurm.Check(parsed, threads);
            using var stop = new Interruption(terminal);
            var plan = Load(parsed.GetValue(file)!, options, terminal);
            // How many processors a cluster gives, and when, nobody knows: its time is told for one.
            var processors = parsed.GetValue(threads) ?? (slurm.IsAsked(parsed) ? 1 : Processors.Allotted());
            var estimate = StudyEstimate.Of(plan, processors);
            terminal.Error.WriteLine($"{plan.Name}: {StudyWords.Intent(plan, estimate)}{(slurm.IsAsked(parsed) ? ", on one processor" : "")}");
            if (parsed.GetValue(dryRun))
                return ExitCode.Done;
            var into = parsed.GetValue(folder) ?? StudyFolder.Default(Root, plan.Name);
            if (StudyFolder.Problem(into, plan.Name) is { } problem)
                throw new BadInputException($"{problem}; --out names another folder");
            var cluster = slurm.EngineOf(parsed, into, SlurmOptions.TaskCommand(Library.FindStudy(parsed.GetValue(file)!, options.LibraryFolders), into, options, parsed.GetValue(library)), estimate.MemoryBytes);
            IStudyEngine engine = cluster is not null ? cluster : new LocalEngine(processors, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * ShareOfMemory);
            stop.Begin();
            var result = StudyDisplay.During(terminal, parsed.GetValue(quiet), progress => StudyExecution.Execute(plan, into, engine, progress, stop.End, stop.Token));
            SlurmOptions.Tell(cluster, terminal);
            return Report(result, parsed.GetValue(noPlots) || stop.IsAsked ? null : Draw(into, terminal), stop, terminal);
        });
        return command;
    }

    /// <summary>The study, ready to run; everything that was found goes to the messages.</summary>
    /// <exception cref="BadInputException">There is an error in it.</exception>
    private static StudyPlan Load(string name, LoaderOptions options, Terminal terminal)
    {
        var file = Library.FindStudy(name, options.LibraryFolders);
        if (StudyLoader.IsScenario(file))
            throw new BadInputException($"{name} is a scenario, one run: nichesim run {name} (a study names a \"scenario\" and says how often it is run)");
        var loaded = StudyLoader.Load(file, options);
        foreach (var finding in loaded.Diagnostics)
            terminal.Error.WriteLine(finding);
        return loaded.Plan ?? throw new BadInputException();
    }

    /// <summary>Draws the pictures of what is there and writes the report; a study without them is still a study.</summary>
    /// <returns>Path of the report; null where there is none.</returns>
    private static string? Draw(string folder, Terminal terminal)
    {
        try
        {
            if (!File.Exists(Path.Combine(folder, StudyFolder.Runs)))
                return null;
            StudyPlots.Draw(folder, tell: text => terminal.Error.WriteLine($"nichesim: {text}"));
            return StudyReportPage.Write(folder);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or BadInputException)
        {
            terminal.Error.WriteLine($"nichesim: warning: no pictures or report: {e.Message}");
            return null;
        }
    }

    private static int Report(StudyResult result, string? report, Interruption stop, Terminal terminal)
    {
        if (result.Message.Length > 0)
        {
            terminal.Error.WriteLine($"nichesim: error: {result.Message}");
            return ExitCode.Failed;
        }

        StudyWords.TellFailures(result, terminal);
        foreach (var target in result.Targets)
            terminal.Out.WriteLine(StudyWords.Target(target));
        if (result.ChangedArms.Count > 0)
            terminal.Error.WriteLine($"nichesim: warning: files of {string.Join(", ", result.ChangedArms)} were changed while the study ran: all its runs are of the files as they were before; the same command makes the runs of the changed ones");
        terminal.Out.WriteLine(StudyWords.End(result));
        terminal.Out.WriteLine(result.Folder);
        if (report is not null)
            terminal.Out.WriteLine(report);
        return ExitCode.Of(result, stop);
    }
}
