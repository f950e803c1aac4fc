using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots;
using NicheSim.MeanField;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Commands;

/// <summary><c>reference MODEL</c>: solves a published mean-field model, for comparison.</summary>
internal static class ReferenceCommand
{
    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("MODEL") { Description = "A shipped model (komarova-2003, komarova-2003-cycle, ayati-2010, lemaire-2004), or the file of one." };
        var set = new Option<string[]>("--set") { Description = "Change one value of the model, as constants:pulse:value=5; repeatable.", HelpName = "path=value", Arity = ArgumentArity.OneOrMore, DefaultValueFactory = _ => [] };
        var folder = new Option<string?>("--out") { Description = "Folder for the results; out/reference/MODEL where left out.", HelpName = "DIR" };
        var noPlots = new Option<bool>("--no-plots") { Description = "Draw no picture." };
        var library = new Option<string?>("--library") { Description = "Folder to look files up in, before the shipped ones.", HelpName = "DIR" };
        var command = new Command("reference", "Solve a published mean-field model of remodeling: ordinary differential equations beside which the niche can be held.") { model, set, folder, noPlots, library };
        HelpPage.AddTo(command, terminal,
            "nichesim reference komarova-2003",
            "nichesim reference ayati-2010 --set constants:treatedFrom:value=600 --set durationDays=1500",
            "nichesim reference lemaire-2004 --set constants:givenRANKL:value=10000");
        command.SetAction(parsed =>
        {
            var folders = Library.Folders(parsed.GetValue(library));
            var loaded = MeanFieldLoader.Load(Library.FindModel(parsed.GetValue(model)!, folders), new LoaderOptions { Assignments = parsed.GetValue(set) ?? [], LibraryFolders = folders });
            foreach (var finding in loaded.Diagnostics)
                terminal.Error.WriteLine(finding);
            if (loaded.Model is not { } solvable)
                throw new BadInputException();
            var course = Solve(solvable);
            var into = parsed.GetValue(folder) ?? Path.Combine("out", "reference", solvable.Name);
            Directory.CreateDirectory(into);
            WholeFile.Write(Path.Combine(into, "course.csv"), System.Text.Encoding.UTF8.GetBytes(course.ToCsv()));
            if (!parsed.GetValue(noPlots))
                MeanFieldPlot.Draw(solvable, course).SavePng(Path.Combine(into, "course.png"));
            for (var v = 0; v < course.Names.Count; v++)
            {
                var settings = solvable.Settings.Variables[course.Names[v]];
                terminal.Out.WriteLine(FormattableString.Invariant(
                    $"{course.Names[v]} ({settings.About}): {course.Values[v][0]:G5} on day 0, {course.Values[v].Min():G5} to {course.Values[v].Max():G5}, {course.Values[v][^1]:G5} {settings.Unit} on day {course.Days[^1]:0.##}"));
            }

            terminal.Out.WriteLine(into);
            return ExitCode.Done;
        });
        return command;
    }

    private static MeanFieldCourse Solve(MeanFieldModel model)
    {
        try
        {
            return model.Solve();
        }
        catch (ArithmeticException e)
        {
            throw new BadInputException($"{model.Name} cannot be solved: {e.Message}");
        }
    }
}
