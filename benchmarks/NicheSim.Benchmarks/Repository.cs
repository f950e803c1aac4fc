namespace NicheSim.Benchmarks;

/// <summary>The checkout that this program was built from.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(Path.GetDirectoryName(Environment.GetCommandLineArgs()[0]) ?? "."); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "NicheSim.sln")))
                    return folder.FullName;
            return Environment.CurrentDirectory;
        }
    }
}
