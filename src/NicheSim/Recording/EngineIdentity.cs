using System.Reflection;
using System.Security.Cryptography;

namespace NicheSim.Recording;

/// <summary>Which engine made a result: runs of the same scenario and seed have the same bits if both are equal.</summary>
public static class EngineIdentity
{
    /// <summary>Version of the library.</summary>
    public static string Version { get; } =
        typeof(EngineIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>SHA-256 of the library's assembly file, in lower-case hex; of its module's version id where it is in no file of its own.</summary>
    public static string Hash { get; } = Compute();

    /// <summary>Commit that the program at work was built from; null where its build did not know it.</summary>
    public static string? Commit { get; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : null;

    private static string Compute()
    {
        var assembly = typeof(EngineIdentity).Assembly;
        var bytes = assembly.Location.Length > 0 ? File.ReadAllBytes(assembly.Location) : assembly.ManifestModule.ModuleVersionId.ToByteArray();
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
