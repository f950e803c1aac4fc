using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using NicheSim.Cli.Output;

namespace NicheSim.Cli.Commands;

/// <summary>The help of a command: the parser's page, then examples.</summary>
internal sealed class HelpPage(Terminal terminal, IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    public static void AddTo(Command command, Terminal terminal, params IReadOnlyList<string> examples)
        => command.Add(new HelpOption("--help", "-h") { Description = "Show this page.", Action = new HelpPage(terminal, examples) });

    public override int Invoke(ParseResult parseResult)
    {
        new HelpAction { MaxWidth = terminal.Width }.Invoke(parseResult);
        terminal.Out.WriteLine("Examples:");
        foreach (var example in examples)
            terminal.Out.WriteLine($"  {example}");
        return ExitCode.Done;
    }
}
