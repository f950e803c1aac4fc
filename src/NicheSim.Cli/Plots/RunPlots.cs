namespace NicheSim.Cli.Plots;

/// <summary>All pictures of a run, drawn from the files in its folder alone.</summary>
internal static class RunPlots
{
    /// <summary>Draws the pictures into the folder's <c>plots</c>; what a run has nothing of (bone, fields, a map) has no picture.</summary>
    /// <returns>The paths of the pictures that were written.</returns>
    /// <exception cref="InvalidDataException">A file of the folder is not what it should be; the message names file and line.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks scenario.json, run.json or populations.csv.</exception>
    public static IReadOnlyList<string> Draw(string folder)
    {
        var run = new RunFolder(folder);
        var palette = PaletteOf(run);
        var days = run.Populations.Numbers("day");
        var (first, last) = days.Length == 0 ? (0, 0) : (days[0], days[^1]);
        var plots = Path.Combine(folder, "plots");
        Directory.CreateDirectory(plots);

        var populations = PopulationPlot.Draw(run, palette);
        populations?.SaveSvg(Path.Combine(plots, "populations.svg"));
        (string Name, Figure? Figure)[] pictures =
        [
            ("populations.png", populations),
            ("fields.png", FieldPlot.Draw(run)),
            ("bone.png", BonePlot.Draw(run)),
            ("map-first.png", MapPlot.Draw(run, palette, run.FirstMap, first)),
            ("map-last.png", MapPlot.Draw(run, palette, run.LastMap, last)),
        ];
        foreach (var (name, figure) in pictures)
            figure?.SavePng(Path.Combine(plots, name));
        var written = pictures.Where(p => p.Figure is not null).Select(p => p.Name);
        return [.. (populations is null ? written : written.Append("populations.svg")).Select(name => Path.Combine(plots, name))];
    }

    /// <summary>What stands under the title: the seed, the status of a run that did not end, and what the run is about.</summary>
    public static string Subtitle(RunFolder run)
    {
        var seed = FormattableString.Invariant($"Seed {run.Seed}") + (run.Status is "" or "complete" ? "." : $", {run.Status}.");
        return run.About.Length == 0 ? seed : $"{seed} {run.About}";
    }

    /// <summary>One palette for all pictures: every type that the tables or maps name, vessel types by what the maps show as vessels.</summary>
    private static Palette PaletteOf(RunFolder run)
    {
        var voxels = run.FirstMap.Concat(run.LastMap).ToArray();
        var types = run.Types.Select(t => t.Type).Concat(voxels.Select(v => v.Type)).Where(t => t.Length > 0).ToHashSet();
        return new Palette(types, run.Colors, voxels.Where(v => v.Kind == "vessel").Select(v => v.Type).ToHashSet());
    }
}
