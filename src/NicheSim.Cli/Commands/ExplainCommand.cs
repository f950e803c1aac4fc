using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Rules;

namespace NicheSim.Cli.Commands;

/// <summary><c>explain SCENARIO</c>: the scenario as English.</summary>
internal static class ExplainCommand
{
    private const string Text = "text", Markdown = "markdown";

    public static Command Create(Terminal terminal)
    {
        var scenario = new ScenarioArgument();
        var format = new Option<string>("--format") { Description = "Plain text, wrapped to the screen, or Markdown with tables.", HelpName = $"{Text}|{Markdown}", DefaultValueFactory = _ => Text };
        format.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not (Text or Markdown))
                result.AddError($"--format: expected {Text} or {Markdown}, found \"{result.GetValueOrDefault<string>()}\"");
        });
        var command = new Command("explain", "Tell what a scenario says: every field, cell type, rule and treatment as English, with its evidence. Nothing is run.")
        {
            scenario.Scenario, format,
        };
        scenario.AddOptionsTo(command);
        HelpPage.AddTo(command, terminal,
            "nichesim explain il1b-escape",
            "nichesim explain my.json --format markdown > my.md",
            "nichesim explain my.json --set rules:il1b-escape:toPerDay=0.3");
        command.SetAction(parsed =>
        {
            var explanation = Explanation.Of(scenario.Load(parsed, terminal).Scenario!);
            terminal.Out.Write(parsed.GetValue(format) == Markdown ? explanation.ToMarkdown() : explanation.ToText(terminal.Width));
            return ExitCode.Done;
        });
        return command;
    }
}
