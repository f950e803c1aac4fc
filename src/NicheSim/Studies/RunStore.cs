using System.Security.Cryptography;
using System.Text;
using NicheSim.Recording;
using NicheSim.Rules;

namespace NicheSim.Studies;

/// <summary>The runs of a study's folder, each under what it is: a hash of scenario, seed, engine and the run that it branched from. What is there complete is never run again.</summary>
/// <param name="root">Folder of the runs.</param>
internal sealed class RunStore(string root)
{
    private const int KeyLength = 20;
    private const string FailureExtension = ".failed";

    /// <summary>Where a run stands or will stand.</summary>
    /// <param name="scenario">Its scenario, with the seed.</param>
    /// <param name="trunk">Key of the run that it branches from; empty for none.</param>
    public static string KeyOf(CompiledScenario scenario, string trunk)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scenario.Hash}\n{EngineIdentity.Version}\n{EngineIdentity.Hash}\n{trunk}")))[..KeyLength];

    public string FolderOf(string key) => Path.Combine(root, key);

    /// <summary>Is nothing there of any run?</summary>
    public bool IsEmpty => !Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any();

    /// <summary>The record of a complete run; null where it is not complete.</summary>
    public RunRecord? Complete(string key) => RunRecord.Read(FolderOf(key)) is { Status: RunStatus.Complete } record ? record : null;

    /// <summary>Why the run failed when it was last tried; null where it did not.</summary>
    public string? Failure(string key) => File.Exists(FailureOf(key)) ? File.ReadAllText(FailureOf(key)).TrimEnd('\n') : null;

    /// <summary>Has any run failed?</summary>
    public bool HasFailures => Directory.Exists(root) && Directory.EnumerateFiles(root, "*" + FailureExtension).Any();

    /// <summary>Remembers why a run failed, beside its folder; null forgets.</summary>
    public void PutFailure(string key, string? message)
    {
        Directory.CreateDirectory(root);
        if (message is null)
            File.Delete(FailureOf(key));
        else
            AtomicFile.Write(FailureOf(key), Encoding.UTF8.GetBytes(message + "\n"));
    }

    /// <summary>Takes away all that is there of a run.</summary>
    public void Remove(string key)
    {
        if (Directory.Exists(FolderOf(key)))
            Directory.Delete(FolderOf(key), recursive: true);
    }

    /// <summary>Takes away what neither results nor pictures need of a complete run; done again, it does nothing.</summary>
    public void KeepTables(string key)
    {
        foreach (var name in (ReadOnlySpan<string>)[RunFiles.Checkpoint, RunFiles.FirstMap, RunFiles.LastMap])
            File.Delete(Path.Combine(FolderOf(key), name));
    }

    private string FailureOf(string key) => Path.Combine(root, key + FailureExtension);
}
