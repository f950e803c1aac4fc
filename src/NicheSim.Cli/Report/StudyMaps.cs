using System.Globalization;
using NicheSim.Cli.Commands;
using NicheSim.Cli.Plots.Studies;
using NicheSim.Cli.Web;
using NicheSim.Recording;
using NicheSim.Scenarios;
using NicheSim.Studies;

namespace NicheSim.Cli.Report;

/// <summary>Where it happened: of each arm the niche at the end of one run, the median of the arm.</summary>
/// <param name="Readout">What the runs of an arm were ranked by, on the last day.</param>
/// <param name="Folder">Folder of the first run that is shown.</param>
/// <param name="Profiles">What cells look like.</param>
/// <param name="VoxelUm">Side of a voxel [um].</param>
/// <param name="Maps">A frame for each arm.</param>
internal sealed record StudyMaps(string Readout, string Folder, IReadOnlyList<MapProfile> Profiles, double VoxelUm, ReportMaps Maps)
{
    /// <summary>The maps of a study; null where its runs have none. An arm with another lattice or other cells than the first one is left out.</summary>
    /// <exception cref="InvalidDataException">A file of a run cannot be read; says which.</exception>
    public static StudyMaps? Of(StudyFiles study, string folder)
    {
        if (study.Settings.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => outcome.Value.Readout).Concat(study.Readouts).FirstOrDefault() is not { } readout)
            return null;
        var (values, keys, seeds, states) = (study.ValuesOfRuns(readout, null), study.Runs.Texts("key"), study.Runs.Numbers("seed"), study.Runs.Texts("status"));
        var shown = new List<(string Folder, FrameHeader Header, PlaneMap[] Planes, string Label)>();
        foreach (var arm in study.Arms)
        {
            var runs = Enumerable.Range(0, keys.Length).Where(run => study.RunArms[run] == arm && states[run] == "complete" && double.IsFinite(values[run])).OrderBy(run => values[run]).ToArray();
            if (runs.Length == 0)
                continue;
            var median = runs[(runs.Length - 1) / 2];
            var run = Path.Combine(folder, StudyFolder.RunsFolder, keys[median]);
            using var frames = FrameFile.Open(run);
            if (frames is { Ticks.Count: > 0 } && (shown.Count == 0 || IsAlike(frames.Header, shown[0].Header)))
                shown.Add((run, frames.Header, frames.Read(frames.Ticks.Count - 1).Planes, string.Create(CultureInfo.InvariantCulture, $"{arm}, seed {seeds[median]}, day {ReportWords.Number(frames.Days[^1])}: {readout} {ReportWords.Number(values[median])}")));
        }

        if (shown.Count == 0 || RunPreparation.Load(Path.Combine(shown[0].Folder, "scenario.json"), new LoaderOptions { LibraryFolders = Library.Folders(null) }).Scenario is not { } scenario)
            return null;
        var planes = Array.ConvertAll(shown[0].Header.Planes, ReportPlane.Of);
        var codes = shown.SelectMany(run => run.Planes).SelectMany(map => map.Cells.Concat(map.Guests)).ToHashSet();
        return new StudyMaps(readout, shown[0].Folder, MapColors.Profiles(scenario), scenario.Plan.VoxelUm, new ReportMaps(
            planes, [], [], [.. shown.Select(run => run.Planes.Select((map, p) => ReportMap.Of(map with { Fields = [] }, run.Header.Planes[p], planes[p])).ToArray())])
        {
            Labels = [.. shown.Select(run => run.Label)],
            There = [.. scenario.Plan.Profiles.Select((_, p) => codes.Contains((ushort)(p + 1)))],
        });
    }

    private static bool IsAlike(FrameHeader one, FrameHeader other)
        => one.Planes.SequenceEqual(other.Planes) && one.Types.SequenceEqual(other.Types) && one.Profiles.SequenceEqual(other.Profiles);
}
