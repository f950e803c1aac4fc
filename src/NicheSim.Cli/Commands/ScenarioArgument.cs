using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Recording;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary>How a scenario is named on the command line and what is laid over it: shared by the commands that read one.</summary>
internal sealed class ScenarioArgument
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Change one value, as rules:il1b-escape:toPerDay=0.3; repeatable, the last one holds.", HelpName = "path=value", Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<long?> _seed = NumberOption.Create("--seed", "N", 0L, "a whole number from 0 on", "Seed of all random numbers; the scenario's own where left out.");

    private readonly Option<string?> _library = new("--library") { Description = "Folder to look scenarios and their files up in, before the shipped ones.", HelpName = "DIR" };

    private readonly Option<bool> _allowFiles = new("--allow-files") { Description = "Let the scenario name files outside of its own folder." };

    public Argument<string> Scenario { get; } = new("SCENARIO") { Description = $"Scenario file, or the name of a shipped scenario: {string.Join(", ", Library.Shipped)}." };

    /// <summary>Adds the argument's options to a command; not the argument itself.</summary>
    public void AddOptionsTo(Command command)
    {
        command.Add(_set);
        command.Add(_seed);
        command.Add(_library);
        command.Add(_allowFiles);
    }

    /// <summary>What the options ask the loader for.</summary>
    public LoaderOptions Options(ParseResult parsed)
    {
        var assignments = parsed.GetValue(_set) ?? [];
        return new LoaderOptions
        {
            Assignments = parsed.GetValue(_seed) is { } seed ? [.. assignments, FormattableString.Invariant($"seed={seed}")] : assignments,
            LibraryFolders = Library.Folders(parsed.GetValue(_library)),
            AllowPathsOutside = parsed.GetValue(_allowFiles),
        };
    }

    /// <summary>The options that say where files may lie, as they were given: another command on the same files needs them too.</summary>
    public string FileOptions(ParseResult parsed)
        => string.Join(' ', new[] { parsed.GetValue(_library) is { } folder ? $"{_library.Name} \"{folder}\"" : "", parsed.GetValue(_allowFiles) ? _allowFiles.Name : "" }.Where(option => option.Length > 0));

    /// <summary>The scenario, ready to run (never null); everything that was found goes to the messages.</summary>
    /// <exception cref="BadInputException">There is an error in it.</exception>
    public Compilation Load(ParseResult parsed, Terminal terminal)
    {
        var options = Options(parsed);
        var file = Library.FindAny(parsed.GetValue(Scenario)!, options.LibraryFolders);
        if (StudyLoader.IsStudy(file))
            throw new BadInputException($"{parsed.GetValue(Scenario)} is a study of many runs: nichesim study {parsed.GetValue(Scenario)}");
        var compilation = RunPreparation.Load(file, options);
        foreach (var diagnostic in compilation.Diagnostics)
            terminal.Error.WriteLine(diagnostic);
        return compilation.Scenario is null ? throw new BadInputException() : compilation;
    }
}
