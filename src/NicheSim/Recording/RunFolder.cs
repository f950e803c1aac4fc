using System.Globalization;

namespace NicheSim.Recording;

/// <summary>What stands in the way of a run in a folder.</summary>
public enum FolderVerdict
{
    /// <summary>Nothing: the folder is missing or empty.</summary>
    Free,

    /// <summary>The same run, finished.</summary>
    Finished,

    /// <summary>Something else.</summary>
    Occupied,

    /// <summary>Another process that runs in it.</summary>
    Locked,
}

/// <summary>Where runs go, and whether a folder may be used.</summary>
public static class RunFolder
{
    private const string LockFile = ".lock";
    private const string LatestName = "latest";
    private const int HashDigits = 8;

    /// <summary>The folder of a run where none is named: <c>root/name/HASH-seed-SEED</c>; what a name may not have in a path becomes a dash.</summary>
    public static string Default(string root, string name, string scenarioHash, long seed)
    {
        ArgumentNullException.ThrowIfNull(scenarioHash);
        ArgumentNullException.ThrowIfNull(name);
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).TrimStart('.');
        return Path.Combine(root, plain.Length > 0 ? plain : "unnamed", string.Create(CultureInfo.InvariantCulture, $"{scenarioHash[..HashDigits]}-seed-{seed}"));
    }

    /// <summary>Looks at a folder before a run. What is <see cref="FolderVerdict.Occupied"/> is to be refused unless its results may be replaced.</summary>
    /// <returns>The verdict, and a message for people where the folder is not free.</returns>
    public static (FolderVerdict Verdict, string Message) Examine(string folder, string scenarioHash, long seed)
    {
        if (File.Exists(folder))
            return (FolderVerdict.Occupied, $"{folder} is a file, not a folder");
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != LockFile))
            return (FolderVerdict.Free, "");
        if (File.Exists(Path.Combine(folder, LockFile)))
        {
            using var held = TryLock(folder);
            if (held is null)
                return (FolderVerdict.Locked, Busy(folder));
        }

        if (RunRecord.Read(folder) is not { } record)
            return (FolderVerdict.Occupied, $"{folder} is not empty and holds no run");
        if (record.ScenarioHash != scenarioHash || record.Seed != seed)
            return (FolderVerdict.Occupied, $"{folder} holds a run of another scenario or seed");
        if (record.Version != EngineIdentity.Version || record.EngineHash != EngineIdentity.Hash)
            return (FolderVerdict.Occupied, $"{folder} holds the same run by another version of the engine ({record.Version})");
        return record.Status == RunStatus.Complete
            ? (FolderVerdict.Finished, $"{folder} holds this run, complete")
            : (FolderVerdict.Occupied, $"{folder} holds this run, not complete");
    }

    /// <summary>Names the folder as its parent's newest: a symbolic link <c>latest</c>, or a text file where links are not allowed.</summary>
    public static void PointLatest(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var latest = Path.Combine(Path.GetDirectoryName(full)!, LatestName);
        var name = Path.GetFileName(full);
        if (new DirectoryInfo(latest) is { Exists: true, LinkTarget: null })
            return;
        File.Delete(latest);
        try
        {
            Directory.CreateSymbolicLink(latest, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.WriteAllText(latest, name + "\n");
        }
    }

    /// <summary>Holds the folder for this process until disposed; null where another holds it. The file stays: taking it away would race with who comes next.</summary>
    internal static IDisposable? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    internal static string Busy(string folder) => $"another process runs in {folder}";
}
