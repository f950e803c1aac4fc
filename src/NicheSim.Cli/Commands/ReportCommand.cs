using System.CommandLine;
using NicheSim.Cli.Output;
using NicheSim.Cli.Report;
using NicheSim.Recording;
using NicheSim.Studies;

namespace NicheSim.Cli.Commands;

/// <summary><c>report DIR</c>: a run or a study as one page to read and to send.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of a run or a study, finished or stopped." };
        var command = new Command("report", "Write DIR/report.html: one file, for any browser and without a network, that tells what was asked, what happened, where, why, and how to run it again.") { folder };
        HelpPage.AddTo(command, terminal,
            "nichesim report out/il1b-escape/latest",
            "nichesim run my.json --out results && nichesim report results",
            "nichesim report out/studies/escape-arms");
        command.SetAction(parsed =>
        {
            terminal.Out.WriteLine(Write(RunFolder.FollowLatest(parsed.GetValue(folder)!)));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Write(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException($"no folder \"{folder}\"");
        try
        {
            return StudyFolder.IsStudy(folder) ? StudyReportPage.Write(folder) : RunReportPage.Write(folder);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            throw new BadInputException($"{folder} is not the folder of a run or a study: {e.Message}");
        }
    }
}
