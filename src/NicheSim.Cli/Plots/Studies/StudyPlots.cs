using NicheSim.Cli.Commands;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>All pictures of a study, drawn from the files in its folder alone.</summary>
internal static class StudyPlots
{
    private static readonly (string Name, Func<StudyFiles, Figure?> Draw)[] Pictures =
    [
        ("bands", BandsPlot.Draw),
        ("survival", SurvivalPlot.Draw),
        ("contrasts", ContrastsPlot.Draw),
        ("hazards", HazardsPlot.Draw),
        ("sensitivity", SensitivityPlot.Draw),
        ("dose", DosePlot.Draw),
        ("heatmap", HeatmapPlot.Draw),
        ("correlations", CorrelationsPlot.Draw),
        ("posterior", PosteriorPlot.Draw),
    ];

    /// <summary>Names of all pictures.</summary>
    public static IEnumerable<string> Names => Pictures.Select(picture => picture.Name);

    /// <summary>Draws the pictures into the folder's <c>plots</c>, each as PNG and as SVG; what a study has nothing of has no picture, and one that an earlier form of it had is taken away.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="options">Which pictures, and how they look.</param>
    /// <param name="tell">Is called with what is not drawn because there is too much of it.</param>
    /// <returns>The paths of the pictures that were written.</returns>
    /// <exception cref="BadInputException">A picture is asked for that there is none of, or days, fields or a region, which pictures of a study have not.</exception>
    /// <exception cref="InvalidDataException">A file of the folder is not what it should be; the message names it.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks study.json or runs.parquet.</exception>
    public static IReadOnlyList<string> Draw(string folder, PlotOptions? options = null, Action<string>? tell = null)
    {
        options ??= new PlotOptions();
        Check(options);
        using var theme = options.Theme.Use();
        var study = new StudyFiles(folder);
        var plots = Path.Combine(folder, "plots");
        Directory.CreateDirectory(plots);
        var written = new List<string>();
        foreach (var (name, draw) in Pictures.Where(picture => options.Only.Length == 0 || options.Only.Contains(picture.Name)))
        {
            var (png, svg) = (Path.Combine(plots, name + ".png"), Path.Combine(plots, name + ".svg"));
            if (draw(study) is not { } figure)
            {
                File.Delete(png);
                File.Delete(svg);
                if (TooMany(name, study) is { } reason)
                    tell?.Invoke($"{name} is not drawn: {reason}");
                continue;
            }

            figure.SavePng(png, options.Scale);
            figure.SaveSvg(svg);
            written.AddRange([png, svg]);
        }

        return written;
    }

    /// <summary>Why there is no picture of what the study has; null where that is not for its many groups.</summary>
    private static string? TooMany(string name, StudyFiles study)
    {
        var (groups, arms) = (study.Courses.Groups.Count, study.Arms.Count);
        return name switch
        {
            "bands" when groups > BandsPlot.MostGroups => Groups(BandsPlot.MostGroups),
            "survival" when study.Survival is { RowCount: > 0 } && groups > SurvivalPlot.MostGroups => Groups(SurvivalPlot.MostGroups),
            "contrasts" when ContrastsPlot.AreAllTooLong(study) => $"each readout has more than {ContrastsPlot.MostRows} rows",
            "correlations" when study.Correlations is { RowCount: > 0 } && arms > CorrelationsPlot.MostArms => $"{arms} arms are more than {CorrelationsPlot.MostArms}",
            _ => null,
        };

        string Groups(int most) => $"{groups} arms, or arms and points, are more than {most}";
    }

    private static void Check(PlotOptions options)
    {
        if (options.Only.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            throw new BadInputException($"--only: {Suggestion.Unknown("picture", unknown, Names)}");
        if (options.Days.Length + options.Fields.Length + options.Region.Length > 0)
            throw new BadInputException("--days, --fields and --region are of a run; pictures of a study have none");
    }
}
