using System.Text;
using NicheSim.Rules;

namespace NicheSim.Recording;

/// <summary>The files of a run's folder that are written once, and the names of all that a run writes.</summary>
internal static class RunFiles
{
    public const string Scenario = "scenario.json";
    public const string Populations = "populations.csv";
    public const string Fields = "fields.csv";
    public const string Readouts = "readouts.csv";
    public const string Events = "events.csv";
    public const string Bone = "bone.csv";
    public const string Frames = "frames.bin";
    public const string Snapshots = "snapshots";
    public const string OpenVt = "openvt.csv";
    public const string FirstMap = "map-first.csv";
    public const string LastMap = "map-last.csv";
    public const string Checkpoint = "checkpoint";

    /// <summary>Made from the others when it is asked for.</summary>
    public const string Report = "report.html";

    private static readonly string[] Written =
        [Scenario, RunRecord.File, Populations, Fields, Readouts, Events, Bone, Frames, Snapshots, OpenVt, FirstMap, LastMap, Checkpoint, "plots", Report, "latest", RunFolder.LockFile];

    /// <summary>Names of files of which half may be left where a run was killed.</summary>
    public static IEnumerable<string> Unfinished => Written.Select(name => name + AtomicFile.Unfinished);

    /// <summary>Takes away what an earlier run left but its record, and nothing else.</summary>
    public static void Clear(string folder)
    {
        foreach (var name in (ReadOnlySpan<string>)[Checkpoint, Populations, Fields, Readouts, Events, Bone, Frames, OpenVt, FirstMap, LastMap, Report])
            File.Delete(Path.Combine(folder, name));
        foreach (var kind in (ReadOnlySpan<string>)[VtkFiles.Folder, OmeZarr.Image, CellTables.Folder])
            if (Path.Combine(folder, Snapshots, kind) is var path && Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        if (Directory.Exists(Path.Combine(folder, "plots")))
            foreach (var picture in Directory.EnumerateFiles(Path.Combine(folder, "plots")).Where(file => Path.GetExtension(file) is ".png" or ".svg" or ".mp4"))
                File.Delete(picture);
    }

    /// <summary>Writes the resolved scenario and copies of all files that it names, so that the folder runs alone.</summary>
    public static void WriteScenario(string folder, CompiledScenario scenario)
    {
        AtomicFile.Write(Path.Combine(folder, Scenario), Encoding.UTF8.GetBytes(scenario.Resolved));
        foreach (var (name, content) in scenario.Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, content);
        }
    }

    /// <summary>Why a file that a scenario names cannot be copied into the run's folder, or null.</summary>
    public static string? Problem(string name)
    {
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
            return "leads out of the run's folder";
        var top = name.Split('/', '\\').First(part => part.Length > 0 && part != ".");
        return Written.Contains(top, StringComparer.OrdinalIgnoreCase) ? "is named like a file that every run writes: rename it" : null;
    }
}
