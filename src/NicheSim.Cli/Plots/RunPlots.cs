using NicheSim.Cli.Commands;
using NicheSim.Scenarios;

namespace NicheSim.Cli.Plots;

/// <summary>All pictures of a run, drawn from the files in its folder alone.</summary>
internal static class RunPlots
{
    /// <summary>Names of all pictures.</summary>
    public static readonly string[] Names =
        ["populations", "fates", "fields", "field-maps", "bone", "colonies", "clones", "changes", "dose-response", "maps", "slices", "projection", "map-first", "map-last"];

    /// <summary>Draws the pictures into the folder's <c>plots</c>; what a run has nothing of (bone, fields, frames) has no picture.</summary>
    /// <returns>The paths of the pictures that were written.</returns>
    /// <exception cref="InvalidDataException">A file of the folder is not what it should be; the message names file and line.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks scenario.json, run.json or populations.csv.</exception>
    public static IReadOnlyList<string> Draw(string folder, PlotOptions? options = null)
    {
        options ??= new PlotOptions();
        using var theme = options.Theme.Use();
        var run = new RunFolder(folder);
        using var frames = FrameMaps.Open(folder);
        Check(run, frames, options);
        var plots = Path.Combine(folder, "plots");
        Directory.CreateDirectory(plots);
        var written = new List<string>();
        foreach (var name in Names.Where(name => options.Only.Length == 0 || options.Only.Contains(name)))
            if (Figure(name, run, frames, options) is { } figure)
                Save(figure, Path.Combine(plots, name));
        return written;

        void Save(Figure figure, string path)
        {
            figure.SavePng(path + ".png", options.Scale);
            written.Add(path + ".png");
            if (!options.Svg && Path.GetFileName(path) != "populations")
                return;
            figure.SaveSvg(path + ".svg");
            written.Add(path + ".svg");
        }
    }

    /// <summary>What stands under the title: the seed, the status of a run that did not end, and what the run is about.</summary>
    public static string Subtitle(RunFolder run)
    {
        var seed = FormattableString.Invariant($"Seed {run.Seed}") + (run.Status is "" or "complete" ? "." : $", {run.Status}.");
        return run.About.Length == 0 ? seed : $"{seed} {run.About}";
    }

    /// <summary>One palette for all pictures: every type that the tables or maps name, vessel types as the scenario has them.</summary>
    public static Palette PaletteOf(RunFolder run)
    {
        var voxels = run.FirstMap.Concat(run.LastMap).ToArray();
        var types = run.Types.Select(t => t.Type).Concat(voxels.Select(v => v.Type)).Where(t => t.Length > 0).ToHashSet();
        return new Palette(types, run.Colors, run.VesselTypes);
    }

    private static Figure? Figure(string name, RunFolder run, FrameMaps? frames, PlotOptions options)
    {
        var palette = PaletteOf(run);
        var isBox = frames?.Header.Planes.Length > 1;
        return name switch
        {
            "populations" => PopulationPlot.Draw(run, palette),
            "fates" => FatesPlot.Draw(run, palette),
            "fields" => FieldPlot.Draw(run, options),
            "field-maps" => frames is null ? null : FieldMapPlot.Draw(run, frames, 0, options),
            "projection" => isBox ? FieldMapPlot.Draw(run, frames!, frames!.Header.Planes.Length - 1, options) : null,
            "bone" => BonePlot.Draw(run),
            "colonies" => frames is null ? null : ColonyPlot.Draw(run, frames),
            "clones" => frames is null ? null : ClonePlot.Draw(run, frames),
            "changes" => WakePlot.Draw(run),
            "dose-response" => DoseResponsePlot.Draw(run, frames, options),
            "maps" => frames is null ? null : CellMapsPlot.OverDays(run, frames, palette, options),
            "slices" => isBox ? CellMapsPlot.Planes(run, frames!, palette, options) : null,
            "map-first" => MapPlot.Draw(run, palette, run.FirstMap, run.FirstDay),
            _ => MapPlot.Draw(run, palette, run.LastMap, run.LastDay),
        };
    }

    private static void Check(RunFolder run, FrameMaps? frames, PlotOptions options)
    {
        if (options.Only.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            throw new BadInputException($"--only: {Suggestion.Unknown("picture", unknown, Names)}");
        if (frames is null && options.Days.Length + options.Region.Length > 0)
            throw new BadInputException("--days and --region choose from frames.bin, which this run has not");
        var fields = FieldsOf(run, frames);
        if (options.Fields.FirstOrDefault(field => !fields.Contains(field)) is { } unknownField)
            throw new BadInputException($"--fields: {Suggestion.Unknown("field", unknownField, fields)}");
    }

    /// <summary>Fields that there is something of: in fields.csv, or as maps, which a run of a study may lack.</summary>
    private static string[] FieldsOf(RunFolder run, FrameMaps? frames)
        => [.. FieldPlot.FieldsOf(run.Fields).Union(frames?.Header.Fields ?? [])];
}
