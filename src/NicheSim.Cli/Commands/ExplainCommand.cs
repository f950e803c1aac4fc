using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Rules;
using NicheSim.Scenarios;
using NicheSim.Scenarios.Evidence;

namespace NicheSim.Cli.Commands;

/// <summary><c>explain SCENARIO</c>: the scenario as English.</summary>
internal static class ExplainCommand
{
    private const string Text = "text", Markdown = "markdown", Odd = "odd";

    public static Command Create(Terminal terminal)
    {
        var scenario = new ScenarioArgument();
        var format = new Option<string>("--format") { Description = "Plain text, wrapped to the screen; Markdown with tables; or Markdown by the ODD protocol, for a methods section.", HelpName = $"{Text}|{Markdown}|{Odd}", DefaultValueFactory = _ => Text };
        format.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not (Text or Markdown or Odd))
                result.AddError($"--format: expected {Text}, {Markdown} or {Odd}, found \"{result.GetValueOrDefault<string>()}\"");
        });
        var command = new Command("explain", "Tell what a scenario says: every field, cell type, rule and treatment as English, with its evidence. Nothing is run.")
        {
            scenario.Scenario, format,
        };
        scenario.AddOptionsTo(command);
        HelpPage.AddTo(command, terminal,
            "nichesim explain il1b-escape",
            "nichesim explain my.json --format markdown > my.md",
            "nichesim explain my.json --format odd > methods.md",
            "nichesim explain my.json --set rules:il1b-escape:toPerDay=0.3");
        command.SetAction(parsed =>
        {
            var compiled = scenario.Load(parsed, terminal).Scenario!;
            var register = Evidence(scenario.Options(parsed), terminal);
            terminal.Out.Write(parsed.GetValue(format) switch
            {
                Markdown => Explanation.Of(compiled, register).ToMarkdown(),
                Odd => Explanation.Odd(compiled, register).ToMarkdown(),
                _ => Explanation.Of(compiled, register).ToText(terminal.Width),
            });
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The library's evidence register; null where it has none.</summary>
    /// <exception cref="BadInputException">There is an error in it.</exception>
    private static EvidenceRegister? Evidence(LoaderOptions options, Terminal terminal)
    {
        var loaded = EvidenceLoader.Find(options);
        foreach (var diagnostic in loaded.Diagnostics)
            terminal.Error.WriteLine(diagnostic);
        return loaded.Register is null && loaded.Diagnostics.Count > 0 ? throw new BadInputException() : loaded.Register;
    }
}
