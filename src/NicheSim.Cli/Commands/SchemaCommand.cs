using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary><c>schema</c>: the JSON Schema of scenario files.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var study = new Option<bool>("--study") { Description = "That of study files." };
        var command = new Command("schema", "Print the JSON Schema of scenario files, for editors that complete and check as you type.") { study };
        HelpPage.AddTo(command, terminal, "nichesim schema > scenario.schema.json", "nichesim schema --study > study.schema.json");
        command.SetAction(parsed =>
        {
            terminal.Out.Write(parsed.GetValue(study) ? JsonSchema.TextOf<StudySettings>() : JsonSchema.TextOf<Scenario>());
            return ExitCode.Done;
        });
        return command;
    }
}
