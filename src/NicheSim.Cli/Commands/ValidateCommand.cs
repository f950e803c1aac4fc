using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary><c>validate FILE...</c>: checks scenario files, and tells about how long they run and what memory they take.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("FILE") { Description = "Scenario or study files, or names of shipped ones.", Arity = ArgumentArity.OneOrMore };
        var library = new Option<string?>("--library") { Description = "Folder to look files up in, before the shipped ones.", HelpName = "DIR" };
        var allowFiles = new Option<bool>("--allow-files") { Description = "Let scenarios name files outside of their own folders." };
        var command = new Command("validate", "Check scenario and study files without running them but for a second, to tell how long they take. Every error and warning is one line: file:line:column: error: what.")
        {
            files, library, allowFiles,
        };
        HelpPage.AddTo(command, terminal, "nichesim validate my.json", "nichesim validate scenarios/*.json");
        command.SetAction(parsed =>
        {
            var options = new LoaderOptions { LibraryFolders = Library.Folders(parsed.GetValue(library)), AllowPathsOutside = parsed.GetValue(allowFiles) };
            var good = parsed.GetValue(files)!.Count(file => IsGood(file, options, terminal));
            return good == parsed.GetValue(files)!.Length ? ExitCode.Done : ExitCode.BadInput;
        });
        return command;
    }

    private static bool IsGood(string name, LoaderOptions options, Terminal terminal)
    {
        string file;
        try
        {
            file = Library.FindAny(name, options.LibraryFolders);
        }
        catch (BadInputException e)
        {
            // The other files are still checked.
            terminal.Error.WriteLine($"{name}: error: {e.Message}");
            return false;
        }

        if (StudyLoader.IsStudy(file))
            return IsGoodStudy(file, options, terminal);
        var compilation = RunPreparation.Load(file, options);
        var misplaced = compilation.Scenario is null ? [] : Run.Check(compilation.Scenario, compilation.Sources);
        foreach (var diagnostic in compilation.Diagnostics.Concat(misplaced))
            terminal.Error.WriteLine(diagnostic);
        if (compilation.Scenario is not { } scenario || misplaced.Count > 0)
            return false;
        var threads = Processors.Allotted();
        if (TimeEstimate.Of(scenario, threads, TimeEstimate.Usual, out var problem) is not { } time)
        {
            terminal.Error.WriteLine($"{file}: error: its run would stop: {problem}");
            return false;
        }

        terminal.Out.WriteLine($"{file}: ok ({Words.Whole(scenario.Plan.LastTick - scenario.Plan.FirstTick)} ticks, about {Words.Took(time)} with {threads} threads at the pace of the first ones, about {Words.Megabytes(MemoryEstimate.Bytes(scenario.Scenario))} of memory beside the program's own)");
        return true;
    }

    private static bool IsGoodStudy(string file, LoaderOptions options, Terminal terminal)
    {
        var loaded = StudyLoader.Load(file, options);
        foreach (var finding in loaded.Diagnostics)
            terminal.Error.WriteLine(finding);
        if (loaded.Plan is not { } plan)
            return false;
        terminal.Out.WriteLine($"{file}: ok ({StudyWords.Intent(plan, StudyEstimate.Of(plan, Processors.Allotted()))})");
        return true;
    }
}
