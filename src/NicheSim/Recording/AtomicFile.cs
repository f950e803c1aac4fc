namespace NicheSim.Recording;

/// <summary>Writes a file so that at any instant the old one or the new one is there, whole; where it is seen onto the disk, after a loss of power too.</summary>
public static class AtomicFile
{
    /// <summary>What a file is called until it is whole.</summary>
    public const string Unfinished = ".new";

    /// <inheritdoc cref="Write(string, Action{FileStream}, bool, bool)"/>
    public static void Write(string path, ReadOnlySpan<byte> content, bool toDisk = true, bool overwrite = true)
    {
        var bytes = content.ToArray();
        Write(path, file => file.Write(bytes), toDisk, overwrite);
    }

    /// <summary>Writes to a new file, sees it onto the disk, puts it in place of the old one and sees that onto the disk too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="toDisk">False leaves it to the system when the disk has it.</param>
    /// <param name="overwrite">False fails where the file is there.</param>
    /// <exception cref="IOException">It could not be done; the old file stands as it was.</exception>
    public static void Write(string path, Action<FileStream> write, bool toDisk = true, bool overwrite = true)
    {
        ArgumentNullException.ThrowIfNull(write);
        var fresh = path + Unfinished;
        try
        {
            using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(stream);
                if (toDisk)
                    stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite);
            if (toDisk)
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
