namespace NicheSim.Cli.Commands;

/// <summary><c>out/NAME/latest</c> where no links can be made: a file with the name of the folder in it.</summary>
internal static class LatestFolder
{
    /// <summary>The folder that is meant by a path; the path itself where it is no such file.</summary>
    public static string Follow(string path)
        => File.Exists(path) && Path.GetFileName(path) == "latest" && File.ReadAllText(path).Trim() is { Length: > 0 } name && Path.GetFileName(name) == name
            ? Path.Combine(Path.GetDirectoryName(path)!, name) : path;
}
