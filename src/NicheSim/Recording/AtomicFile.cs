namespace NicheSim.Recording;

/// <summary>Writes a file so that at any instant the old one or the new one is there, whole.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var fresh = path + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
