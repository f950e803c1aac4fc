using System.CommandLine;
using System.Globalization;
using NicheSim.Cli.Output;
using NicheSim.Cli.Plots;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Studies;
using RunFolder = NicheSim.Recording.RunFolder;

namespace NicheSim.Cli.Commands;

/// <summary><c>plot DIR</c>: draws the pictures of a run or a study from its folder.</summary>
internal static class PlotCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of a run or a study, finished or stopped." };
        var only = Text("--only", "PICTURES", $"These pictures alone, with commas between: {string.Join(", ", RunPlots.Names)}; of a study {string.Join(", ", StudyPlots.Names)}.");
        var days = Text("--days", "DAYS", "Days of maps, as 0,6,12; the nearest that there is. First, middle and last where left out; of fields the last.");
        var fields = Text("--fields", "FIELDS", "These fields alone, with commas between.");
        var region = Text("--region", "BOX", "Part of maps in um, right by up, as 0:300,600:900.");
        var size = NumberOption.Create("--size", "N", 0.5f, "a number from 0.5 to 20", "Pixels of a PNG per point of its layout; 3 where left out (450 dots per inch in a column of 86 mm), 1 for a film.", most: 20);
        var dark = new Option<string>("--theme") { HelpName = "THEME", Description = "light or dark.", DefaultValueFactory = _ => "light" }.AcceptOnlyFromAmong("light", "dark");
        var svg = new Option<bool>("--svg") { Description = "Every picture as SVG too." };
        var movie = new Option<bool>("--movie") { Description = "A film of the run instead: plots/film.png (animated), and film.mp4 where ffmpeg is there." };
        var command = new Command("plot", "Draw the pictures of a run or a study again, from the files in its folder alone.") { folder, only, days, fields, region, size, dark, svg, movie };
        HelpPage.AddTo(command, terminal,
            "nichesim plot out/il1b-escape/latest",
            "nichesim plot out/il1b-escape/latest --only field-maps --days 0,6,12",
            "nichesim plot out/il1b-escape/latest --movie",
            "nichesim plot out/studies/escape-arms --only survival,contrasts");
        command.SetAction(parsed =>
        {
            var isMovie = parsed.GetValue(movie);
            if (isMovie && Array.Find<Option>([only, days, fields, svg], option => parsed.GetResult(option) is { Implicit: false }) is { } idle)
                throw new BadInputException($"--movie is of the cells on all days: {idle.Name} means nothing for it");
            var options = new PlotOptions
            {
                Only = Words(parsed.GetValue(only)),
                Days = Numbers("--days", parsed.GetValue(days), "days with commas between", count: 0),
                Fields = Words(parsed.GetValue(fields)),
                Region = Numbers("--region", parsed.GetValue(region), "ranges to the right and upward, as 0:300,600:900", count: 4),
                Scale = parsed.GetValue(size) ?? (isMovie ? 1 : Figure.DefaultScale),
                Theme = parsed.GetValue(dark) == "dark" ? Theme.Dark : Theme.Light,
                Svg = parsed.GetValue(svg),
            };
            var drawn = Draw(RunFolder.FollowLatest(parsed.GetValue(folder)!), options, isMovie, terminal);
            foreach (var picture in drawn)
                terminal.Out.WriteLine(picture);
            if (drawn.Count == 0)
                terminal.Error.WriteLine("nichesim: nothing to draw: what is asked for is not in these results");
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static string[] Words(string? list) => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double[] Numbers(string option, string? list, string expected, int count)
    {
        var numbers = Words(list?.Replace(':', ',')).Select(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN).ToArray();
        return list is null || (!Array.Exists(numbers, double.IsNaN) && numbers.Length > 0 && (count == 0 || numbers.Length == count)) ? numbers
            : throw new BadInputException($"{option}: expected {expected}, found \"{list}\"");
    }

    private static IReadOnlyList<string> Draw(string folder, PlotOptions options, bool isMovie, Terminal terminal)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException($"no folder \"{folder}\"");
        try
        {
            return StudyFolder.IsStudy(folder) ? isMovie ? throw new BadInputException("--movie is of a run; a study has none") : StudyPlots.Draw(folder, options, text => terminal.Error.WriteLine($"nichesim: {text}"))
                : isMovie ? Film.Make(folder, options) : RunPlots.Draw(folder, options);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            var latest = Path.Combine(folder, RunFolder.LatestName);
            throw new BadInputException($"{folder} is not the folder of a run or study: {(Directory.Exists(latest) ? $"did you mean \"{latest}\"?" : e.Message)}");
        }
    }
}
