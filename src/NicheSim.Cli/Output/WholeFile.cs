namespace NicheSim.Cli.Output;

/// <summary>Writes files that are there whole or not at all: beside their place first, and then into it.</summary>
internal static class WholeFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public const string Unfinished = ".new";

    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    public static void Write(string path, byte[] content, bool overwrite = true) => Write(path, file => file.Write(content), overwrite);

    /// <summary>Writes a file; where that fails, an old one stands as it was. A link or a device (<c>/dev/stdout</c>) is written into as it is.</summary>
    /// <exception cref="IOException">It could not be written; or it is there and is not to be replaced.</exception>
    public static void Write(string path, Action<Stream> write, bool overwrite = true)
    {
        var fresh = IsPlain(path) || !overwrite ? path + Unfinished : path;
        try
        {
            using (var file = File.Create(fresh))
                write(file);
            if (fresh != path)
                File.Move(fresh, path, overwrite);
        }
        catch
        {
            if (fresh != path)
                TryDelete(fresh);
            throw;
        }
    }

    private static bool IsPlain(string path) => new FileInfo(path).LinkTarget is null && !path.StartsWith("/dev/", StringComparison.Ordinal);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first trouble is the one to tell.
        }
    }
}
