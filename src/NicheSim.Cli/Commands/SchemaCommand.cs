using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Commands;

/// <summary><c>schema</c>: the JSON Schema of scenario files.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Print the JSON Schema of scenario files, for editors that complete and check as you type.");
        HelpPage.AddTo(command, terminal, "nichesim schema > scenario.schema.json");
        command.SetAction(_ =>
        {
            terminal.Out.Write(JsonSchema.TextOf<Scenario>());
            return ExitCode.Done;
        });
        return command;
    }
}
