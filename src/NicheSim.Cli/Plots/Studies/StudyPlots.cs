namespace NicheSim.Cli.Plots.Studies;

/// <summary>All pictures of a study, drawn from the files in its folder alone.</summary>
internal static class StudyPlots
{
    /// <summary>Draws the pictures into the folder's <c>plots</c>, each as PNG and as SVG; what a study has nothing of has no picture, and one that an earlier form of it had is taken away.</summary>
    /// <returns>The paths of the pictures that were written.</returns>
    /// <exception cref="InvalidDataException">A file of the folder is not what it should be; the message names it.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks study.json or runs.parquet.</exception>
    public static IReadOnlyList<string> Draw(string folder)
    {
        var study = new StudyFiles(folder);
        (string Name, Figure? Figure)[] pictures =
        [
            ("bands", BandsPlot.Draw(study)),
            ("survival", SurvivalPlot.Draw(study)),
            ("contrasts", ContrastsPlot.Draw(study)),
            ("hazards", HazardsPlot.Draw(study)),
            ("sensitivity", SensitivityPlot.Draw(study)),
            ("dose", DosePlot.Draw(study)),
            ("heatmap", HeatmapPlot.Draw(study)),
            ("correlations", CorrelationsPlot.Draw(study)),
            ("posterior", PosteriorPlot.Draw(study)),
        ];
        var plots = Path.Combine(folder, "plots");
        Directory.CreateDirectory(plots);
        var written = new List<string>();
        foreach (var (name, figure) in pictures)
        {
            var (png, svg) = (Path.Combine(plots, name + ".png"), Path.Combine(plots, name + ".svg"));
            if (figure is null)
            {
                File.Delete(png);
                File.Delete(svg);
                continue;
            }

            figure.SavePng(png);
            figure.SaveSvg(svg);
            written.AddRange([png, svg]);
        }

        return written;
    }
}
