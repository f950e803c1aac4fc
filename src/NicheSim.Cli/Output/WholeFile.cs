using NicheSim.Recording;

namespace NicheSim.Cli.Output;

/// <summary>Files for people: whole or not at all, but for links and devices (<c>/dev/stdout</c>), which are written into as they are.</summary>
internal static class WholeFile
{
    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    public static void Write(string path, byte[] content, bool overwrite = true) => Write(path, file => file.Write(content), overwrite);

    /// <summary>Writes a file; where that fails, an old one stands as it was.</summary>
    /// <exception cref="IOException">It could not be written; or it is there and is not to be replaced.</exception>
    public static void Write(string path, Action<Stream> write, bool overwrite = true)
    {
        if (IsPlain(path) || !overwrite)
        {
            AtomicFile.Write(path, write, toDisk: false, overwrite);
            return;
        }

        using var file = File.Create(path);
        write(file);
    }

    private static bool IsPlain(string path) => new FileInfo(path).LinkTarget is null && !path.StartsWith("/dev/", StringComparison.Ordinal);
}
