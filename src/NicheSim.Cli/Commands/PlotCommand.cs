using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary><c>plot DIR</c>: draws the pictures of a run or a study from its folder.</summary>
internal static class PlotCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of a run or a study, finished or stopped." };
        var command = new Command("plot", "Draw the pictures of a run or a study again, from the files in its folder alone.") { folder };
        HelpPage.AddTo(command, terminal, "nichesim plot out/il1b-escape/latest");
        command.SetAction(parsed =>
        {
            foreach (var picture in Draw(parsed.GetValue(folder)!))
                terminal.Out.WriteLine(picture);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<string> Draw(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException($"no folder \"{folder}\"");
        try
        {
            return StudyFolder.IsStudy(folder) ? StudyPlots.Draw(folder) : RunPlots.Draw(folder);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            throw new BadInputException($"{folder} is not the folder of a run or study: {e.Message}");
        }
    }
}
