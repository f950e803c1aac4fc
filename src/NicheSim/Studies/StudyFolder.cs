using System.Text;
using NicheSim.Recording;

namespace NicheSim.Studies;

/// <summary>The files of a study's folder.</summary>
public static class StudyFolder
{
    /// <summary>The study's file with all its layers merged.</summary>
    public const string Study = "study.json";

    /// <summary>How the study stands.</summary>
    public const string Status = "status.json";

    /// <summary>One row per run.</summary>
    public const string Runs = "runs.parquet";

    public const string Populations = "populations.parquet";
    public const string Readouts = "readouts.parquet";
    public const string Summary = "summary.csv";
    public const string Contrasts = "contrasts.csv";
    public const string Incidence = "incidence.csv";
    public const string Survival = "survival.csv";
    public const string SurvivalContrasts = "survival-contrasts.csv";
    public const string Splits = "splits.csv";
    public const string Hazards = "hazards.csv";
    public const string Correlations = "correlations.csv";
    public const string Sensitivity = "sensitivity.csv";
    public const string Targets = "targets.csv";
    public const string Calibration = "calibration.csv";
    public const string Generations = "calibration-generations.csv";

    /// <summary>Folder of the runs, each in a folder named by its key.</summary>
    public const string RunsFolder = "runs";

    /// <summary>Folder of what was submitted to Slurm: batch scripts, the share of each task, what it says, and its log.</summary>
    public const string Slurm = "slurm";

    /// <summary>All tables that a study may have; those that it does not ask for are not there.</summary>
    internal static readonly string[] Tables = [Runs, Populations, Readouts, Summary, Contrasts, Incidence, Survival, SurvivalContrasts, Splits, Hazards, Correlations, Sensitivity, Targets, Calibration, Generations];

    /// <summary>The folder of a study where none is named: the same one however its file changes, so that it can be extended.</summary>
    public static string Default(string root, string name) => Path.Combine(root, "studies", RunFolder.PlainName(name));

    /// <summary>Is the folder that of a study?</summary>
    public static bool IsStudy(string folder) => File.Exists(Path.Combine(folder, Study));

    /// <summary>Why a study may not use a folder; null where it may.</summary>
    public static string? Problem(string folder, string name)
        => File.Exists(folder) ? $"{folder} is a file, not a folder"
            : !Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry) is RunFolder.LockFile || entry.EndsWith(AtomicFile.Unfinished, StringComparison.Ordinal)) ? null
            : (StudyStatus.Read(folder) ?? StudyStatus.Read(Path.Combine(folder, EvidenceDraws.Folder))) is not { } status ? $"{folder} is not empty and holds no study"
            : status.Study != name ? $"{folder} holds the study \"{status.Study}\", not \"{name}\"" : null;

    /// <summary>Holds the folder for this process until disposed; null where another process works in it.</summary>
    internal static IDisposable? TryLock(string folder)
    {
        Directory.CreateDirectory(folder);
        return RunFolder.TryLock(folder);
    }

    /// <summary>Keeps the study's file; a study that comes from no file has none.</summary>
    internal static void WriteStudy(string folder, StudyPlan plan)
    {
        if (plan.Resolved.Length > 0)
            AtomicFile.Write(Path.Combine(folder, Study), Encoding.UTF8.GetBytes(plan.Resolved));
    }
}
