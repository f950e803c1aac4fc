using System.Text.Json.Nodes;

namespace NicheSim.Tests.Recording;

/// <summary>What the contract names byte-equal: every file of a run's folder but pictures, and the record without its machine.</summary>
internal static class RunComparison
{
    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Files(expected), Files(actual));
        foreach (var name in Files(expected).Where(name => name != "run.json"))
            Assert.True(File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name))), $"{name} differs");
        Assert.Equal(Record(expected), Record(actual));
    }

    public static string Record(string folder)
    {
        var record = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "run.json")))!.AsObject();
        record.Remove("machine");
        return record.ToJsonString();
    }

    /// <summary>Puts every file of a folder into another one.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var name in Files(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(Path.Combine(from, name), Path.Combine(to, name), overwrite: true);
        }
    }

    private static string[] Files(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
            .Where(name => name != ".lock" && !name.StartsWith("plots", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
