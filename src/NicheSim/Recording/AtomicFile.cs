namespace NicheSim.Recording;

/// <summary>Writes a file so that at any instant, and after a loss of power, the old one or the new one is there, whole.</summary>
internal static class AtomicFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public const string Unfinished = ".new";

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Write(path, file => file.Write(bytes));
    }

    /// <summary>Writes to a new file, sees it onto the disk, puts it in place of the old one and sees that onto the disk too.</summary>
    /// <exception cref="IOException">It could not be done; the old file stands as it was.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        var fresh = path + Unfinished;
        try
        {
            using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
            DiskFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On a full disk half a file would take what the record of the failure needs.
            TryDelete(fresh);
            throw;
        }
    }

    /// <summary>Deletes a file if that can be done.</summary>
    public static void TryDelete(string path)
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
