using System.CommandLine;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Output;

namespace NicheSim.Cli;

/// <summary>The program: reads the command line, runs a command, turns what went wrong into a message and an exit code.</summary>
internal static class Program
{
    private static int Main(string[] args) => Run(args, Terminal.OfProcess());

    /// <summary>Runs one command line.</summary>
    /// <returns>The <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        try
        {
            var parsed = CommandTree.Create(terminal).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (CommandTree.FirstMistake(parsed, args) is { } mistake)
                throw new BadInputException(mistake);
            // Ctrl-C ends the tick and then the run: the library's own handler would end the process two seconds later.
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            });
        }
        catch (BadInputException e)
        {
            if (e.Message.Length > 0)
                terminal.Error.WriteLine($"nichesim: error: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"nichesim: error: {e.Message}");
            return ExitCode.Failed;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine($"nichesim: this is a bug in nichesim: {e.GetType().Name}: {e.Message}");
            terminal.Error.WriteLine(Environment.GetEnvironmentVariable("NICHESIM_DEBUG") == "1" ? e.ToString() : "Please report it; NICHESIM_DEBUG=1 shows where it happened.");
            return ExitCode.Failed;
        }
    }
}
