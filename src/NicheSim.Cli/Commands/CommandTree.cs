using System.CommandLine;
using System.CommandLine.Parsing;
using NicheSim.Cli.Output;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Commands;

/// <summary>All commands of the program, and what is wrong with a command line.</summary>
internal static class CommandTree
{
    public static Command Create(Terminal terminal)
    {
        var root = new Command("nichesim", "Agent-based simulation of the bone metastatic niche.")
        {
            RunCommand.Create(terminal), ValidateCommand.Create(terminal), ExplainCommand.Create(terminal), PlotCommand.Create(terminal), ReportCommand.Create(terminal),
            LiveCommand.Create(terminal), StudyCommand.Create(terminal), EvidenceCommand.Create(terminal), ReferenceCommand.Create(terminal), SchemaCommand.Create(terminal),
            new VersionOption { Description = "Show the version." },
        };
        HelpPage.AddTo(root, terminal,
            "nichesim run il1b-escape                      a shipped scenario",
            "nichesim run my.json --seed 7 --out results   your own",
            "nichesim explain my.json                      what it says, in English",
            "nichesim COMMAND --help                       more on a command");
        return root;
    }

    /// <summary>The first thing that is wrong with a command line, in words; null where all is well.</summary>
    public static string? FirstMistake(ParseResult parsed, IReadOnlyList<string> args)
    {
        if (parsed.Action is HelpPage)
            return null;
        var command = parsed.CommandResult.Command;
        var unmatched = parsed.UnmatchedTokens;
        if (MistakenOption(parsed, args) is { } option)
            return $"{Suggestion.Unknown("option", option, OptionsOf(command))} (nichesim {Path(command)}--help explains them)";
        if (command.Subcommands.Count > 0 && unmatched.Count > 0)
            return $"{Suggestion.Unknown("command", unmatched[0], command.Subcommands.Select(c => c.Name))} (nichesim --help explains them)";
        if (unmatched.Count > 0)
            return $"{command.Name} takes no further argument: \"{unmatched[0]}\" (nichesim {Path(command)}--help shows how it is used)";
        if (parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(given => given.Tokens.Any(token => token.Value.Length == 0)) is { } empty)
            return $"{empty.Option.Name} is given nothing (nichesim {Path(command)}--help explains it)";
        if (parsed.Errors.Count == 0)
            return null;
        return command.Subcommands.Count > 0
            ? $"which command: {string.Join(", ", command.Subcommands.Select(c => c.Name))}? (nichesim --help explains them)"
            : $"{parsed.Errors[0].Message.TrimEnd('.')} (nichesim {Path(command)}--help shows how it is used)";
    }

    /// <summary>An option that the parser does not know and so takes for an argument or for the value of another option.</summary>
    private static string? MistakenOption(ParseResult parsed, IReadOnlyList<string> args)
    {
        var afterDashes = args.SkipWhile(arg => arg != "--").ToHashSet();
        var values = parsed.Tokens.Where(token => token.Type == TokenType.Argument).Select(token => token.Value);
        return values.Concat(parsed.UnmatchedTokens).FirstOrDefault(value => LooksLikeOption(value) && !afterDashes.Contains(value));
    }

    private static bool LooksLikeOption(string value) => value.Length > 1 && value[0] == '-' && (value[1] == '-' || char.IsLetter(value[1]));

    private static IEnumerable<string> OptionsOf(Command command) => command.Options.Where(option => !option.Hidden).Select(option => option.Name);

    private static string Path(Command command) => command.Parents.Any() ? command.Name + " " : "";
}
