using System.CommandLine;
using System.Globalization;
using NicheSim.Cli.Output;
using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary><c>evidence</c>: runs the claims of the register as contrasts and says which the model supports.</summary>
internal static class EvidenceCommand
{
    private const int Replicates = 30, QuickReplicates = 4;

    public static Command Create(Terminal terminal)
    {
        var claims = new Option<string[]>("--claims") { Description = "Only these claims, as C54,C64; all that can be simulated where left out. RESULTS.md and evidence.json of the folder hold them alone then.", HelpName = "LIST", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var replicates = NumberOption.Create("--replicates", "N", 2, "a whole number from 2 on", $"Pairs of runs of each contrast; {Replicates} where left out.");
        var quick = new Option<bool>("--quick") { Description = $"A first look, in minutes: {QuickReplicates} replicates, direct claims only where none are named, and neither the runs without the rules that carry them nor repeats in three dimensions." };
        var draws = NumberOption.Create("--draws", "N", 1, "a whole number from 1 on", "A pass of its own: repeat each contrast with N sets of parameters, drawn within their registered ranges, and give the share in which the sign holds.");
        var json = new Option<string?>("--json") { Description = "Also write the rows to this file; with --draws those of the sets of parameters.", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "Also write the table for people to this file.", HelpName = "FILE" };
        var folder = new Option<string>("--out") { Description = "Folder for runs and results.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("out", EvidencePlan.Name) };
        var set = new Option<string[]>("--set") { Description = "Change one value in every scenario, as rules:il1b-escape:toPerDay=0.3; repeatable.", HelpName = "path=value", Arity = ArgumentArity.OneOrMore, DefaultValueFactory = _ => [] };
        var threads = NumberOption.Threads("Runs at a time; the processors of this process where left out. No result depends on it.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Check all contrasts, which takes half a minute, tell what they take, and run nothing." };
        var quiet = new Option<bool>("--quiet") { Description = "Show no progress." };
        var library = new Option<string?>("--library") { Description = "Folder to look files up in, before the shipped ones.", HelpName = "DIR" };
        var command = new Command("evidence", "Run the claims of the evidence register as contrasts, and say which of them the model supports. Runs that are there already are not made again. A verdict is a result: the exit code is 0 whatever it is.")
        {
            claims, replicates, quick, draws, json, markdown, folder, set, threads, dryRun, quiet, library,
        };
        HelpPage.AddTo(command, terminal,
            "nichesim evidence                                 all claims; takes hours",
            "nichesim evidence --quick                         a first look at the direct ones",
            "nichesim evidence --claims C54,C64 --replicates 50",
            "nichesim evidence --draws 20                      do the signs depend on the parameters?");
        command.SetAction(parsed =>
        {
            var options = new LoaderOptions { LibraryFolders = Library.Folders(parsed.GetValue(library)), Assignments = parsed.GetValue(set) ?? [] };
            var isQuick = parsed.GetValue(quick);
            using var stop = new Interruption(terminal);
            var plan = Plan(terminal, new EvidenceOptions
            {
                Claims = [.. (parsed.GetValue(claims) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                Replicates = parsed.GetValue(replicates) ?? (isQuick ? QuickReplicates : Replicates),
                DirectOnly = isQuick,
                Controls = !isQuick && parsed.GetValue(draws) is null,
                Loader = options,
            });
            var processors = parsed.GetValue(threads) ?? Processors.Allotted();
            var into = parsed.GetValue(folder)!;
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"evidence: {Words.Count(plan.Comparisons.Select(row => row.Claim).Distinct().Count(), "claim")}, {Words.Count(plan.Comparisons.Count, "row")}, {Words.Count(plan.Study.Arms.Count, "scenario")}, {Words.Count((long)(parsed.GetValue(draws) ?? 1) * (parsed.GetValue(draws) is null ? plan.Study.Runs.Count : plan.Study.Arms.Count), "run")}"));
            if (parsed.GetValue(dryRun))
            {
                if (plan.Study.Arms.Count > 0)
                    terminal.Error.WriteLine($"evidence: {StudyWords.Intent(plan.Study, StudyEstimate.Of(plan.Study, processors))} (by the first ticks of one of the scenarios)");
                return ExitCode.Done;
            }

            foreach (var file in new[] { parsed.GetValue(json), parsed.GetValue(markdown) }.OfType<string>())
                if (Directory.Exists(file))
                    throw new BadInputException($"{file} is a folder, not a file");
                else if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
                    throw new BadInputException($"no folder for \"{file}\"");
            if (StudyFolder.Problem(into, EvidencePlan.Name) is { } problem)
                throw new BadInputException($"{problem}; --out names another folder");
            stop.Begin();
            var engine = new LocalEngine(processors, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * StudyCommand.ShareOfMemory);
            var (result, rows) = parsed.GetValue(draws) is { } sets
                ? StudyDisplay.During(terminal, parsed.GetValue(quiet), progress => EvidenceDraws.Execute(plan, into, sets, engine, progress, stop.End, stop.Token))
                : StudyDisplay.During(terminal, parsed.GetValue(quiet), progress => EvidenceExecution.Execute(plan, into, engine, progress, stop.End, stop.Token));
            // One that was refused has no rows, one that was stopped not all of them: what an earlier one has left stays.
            if (result.Message.Length > 0 || result.Status == RunStatus.Interrupted)
                return Ended(result, stop, terminal);
            if (parsed.GetValue(json) is { } jsonFile)
                WholeFile.Write(jsonFile, EvidenceTables.Json(rows));
            if (parsed.GetValue(markdown) is { } markdownFile)
                WholeFile.Write(markdownFile, EvidenceTables.Markdown(plan, rows, parsed.GetValue(draws) ?? 0));
            foreach (var claim in rows.GroupBy(row => row.Claim))
                terminal.Out.WriteLine($"{claim.Key}  {claim.First().Kind ?? "",-8}  {EvidenceTables.VerdictOf([.. claim])}{(claim.First().Verdict == EvidenceVerdict.NotSimulable ? $": {claim.First().Why}" : "")}");
            return Ended(result, stop, terminal);
        });
        return command;
    }

    private static EvidencePlan Plan(Terminal terminal, EvidenceOptions options)
    {
        var file = options.Loader.LibraryFolders.Select(folder => Path.Combine(folder, EvidenceLoader.File)).FirstOrDefault(File.Exists)
            ?? throw new BadInputException($"no {EvidenceLoader.File} in {string.Join(", ", options.Loader.LibraryFolders)}");
        var loaded = EvidenceLoader.Load(file, options.Loader);
        foreach (var finding in loaded.Diagnostics)
            terminal.Error.WriteLine(finding);
        try
        {
            return EvidencePlan.Of(loaded.Register ?? throw new BadInputException(), file, options);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static int Ended(StudyResult result, Interruption stop, Terminal terminal)
    {
        if (result.Message.Length > 0)
            terminal.Error.WriteLine($"nichesim: error: {result.Message}");
        StudyWords.TellFailures(result, terminal);
        terminal.Error.WriteLine(StudyWords.End(result));
        terminal.Out.WriteLine(result.Folder);
        return ExitCode.Of(result, stop);
    }
}
