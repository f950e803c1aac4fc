using System.Globalization;

namespace NicheSim.Recording;

/// <summary>What stands in the way of a run in a folder.</summary>
public enum FolderVerdict
{
    /// <summary>Nothing: the folder is missing or empty.</summary>
    Free,

    /// <summary>The same run, finished.</summary>
    Finished,

    /// <summary>The same run, not finished: it can go on.</summary>
    Unfinished,

    /// <summary>Something else.</summary>
    Occupied,

    /// <summary>Another process that runs in it.</summary>
    Locked,
}

/// <summary>Where runs go, and whether a folder may be used.</summary>
public static class RunFolder
{
    /// <summary>What a process that works in a folder holds.</summary>
    internal const string LockFile = ".lock";

    /// <summary>Name of what points to the newest folder.</summary>
    public const string LatestName = "latest";

    private const int HashDigits = 8;

    /// <summary>Error numbers of a file that another process holds: EWOULDBLOCK of Linux and macOS, sharing and lock violation of Windows.</summary>
    private static readonly int[] HeldElsewhere = OperatingSystem.IsWindows() ? [unchecked((int)0x80070020), unchecked((int)0x80070021)] : [11, 35];

    /// <summary>The folder of a run where none is named: <c>root/name/HASH-seed-SEED</c>, of a branch <c>-from-CHECKSUM</c> behind it; what a name may not have in a path becomes a dash.</summary>
    public static string Default(string root, string name, string scenarioHash, long seed, RunOrigin? from = null)
    {
        ArgumentNullException.ThrowIfNull(scenarioHash);
        ArgumentNullException.ThrowIfNull(name);
        var branch = from is null ? "" : $"-from-{from.Checksum[..HashDigits]}";
        return Path.Combine(root, PlainName(name), string.Create(CultureInfo.InvariantCulture, $"{scenarioHash[..HashDigits]}-seed-{seed}{branch}"));
    }

    /// <summary>The name with a dash for what it may not have in a path.</summary>
    public static string PlainName(string name)
    {
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-')).TrimStart('.');
        return plain.Length > 0 ? plain : "unnamed";
    }

    /// <summary>Looks at a folder before a run. What is <see cref="FolderVerdict.Occupied"/> is to be refused unless its results may be replaced.</summary>
    /// <returns>The verdict, and a message for people where the folder is not free.</returns>
    public static (FolderVerdict Verdict, string Message) Examine(string folder, string scenarioHash, long seed, RunOrigin? from = null)
    {
        if (File.Exists(folder))
            return (FolderVerdict.Occupied, $"{folder} is a file, not a folder");
        if (!Directory.Exists(folder))
            return (FolderVerdict.Free, "");
        return File.Exists(Path.Combine(folder, LockFile)) && IsHeldElsewhere(folder) ? (FolderVerdict.Locked, Busy(folder)) : ExamineHeld(folder, scenarioHash, seed, from);
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

    /// <summary>The folder that a path means: where it is a text file <c>latest</c>, the one that this names; else itself.</summary>
    public static string FollowLatest(string path)
        => Path.GetFileName(path) == LatestName && File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } name && Path.GetFileName(name) == name
            ? Path.Combine(Path.GetDirectoryName(path)!, name) : path;

    /// <summary>Looks at a folder that no other process runs in.</summary>
    internal static (FolderVerdict Verdict, string Message) ExamineHeld(string folder, string scenarioHash, long seed, RunOrigin? from)
    {
        if (Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry) is var name && (name == LockFile || RunFiles.Unfinished.Contains(name))))
            return (FolderVerdict.Free, "");
        if (RunRecord.Read(folder) is not { } record)
            return (FolderVerdict.Occupied, $"{folder} is not empty and holds no run");
        if (record.ScenarioHash != scenarioHash || record.Seed != seed)
            return (FolderVerdict.Occupied, $"{folder} holds a run of another scenario or seed{Stopped(record)}");
        if (record.From != from)
            return (FolderVerdict.Occupied, $"{folder} holds a run of this scenario from another beginning{Stopped(record)}");
        if (record.Version != EngineIdentity.Version || record.EngineHash != EngineIdentity.Hash)
            return (FolderVerdict.Occupied, $"{folder} holds the same run by another version of the engine ({record.Version}){Stopped(record)}");
        return record.Status == RunStatus.Complete
            ? (FolderVerdict.Finished, $"{folder} holds this run, complete")
            : (FolderVerdict.Unfinished, $"{folder} holds this run, not complete{Stopped(record)}");
    }

    /// <summary>Holds the folder for this process until disposed; null where another holds it. The file stays: taking it away would race with who comes next.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    internal static IDisposable? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (HeldElsewhere.Contains(e.HResult))
        {
            return null;
        }
    }

    /// <summary>Does another process hold the folder? Nobody works on a complete run, which may be looked at where nobody can write.</summary>
    private static bool IsHeldElsewhere(string folder)
    {
        try
        {
            using var held = TryLock(folder);
            return held is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && RunRecord.Read(folder)?.Status == RunStatus.Complete)
        {
            return false;
        }
    }

    internal static string Busy(string folder)
    {
        var record = RunRecord.Read(folder);
        return record?.Status == RunStatus.Running
            ? FormattableString.Invariant($"another process runs in {folder} ({record.Machine.Process} on {record.Machine.Host}, since {record.Machine.Started:u})")
            : $"another process runs in {folder}";
    }

    /// <summary>A record that says running, of a process that is not there.</summary>
    private static string Stopped(RunRecord record) => record.Status != RunStatus.Running ? ""
        : FormattableString.Invariant($"; its process ({record.Machine.Process} on {record.Machine.Host}, begun {record.Machine.Started:u}) ended without a word");
}
