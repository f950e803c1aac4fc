using System.Text;

namespace NicheSim.Scenarios;

/// <summary>Reads files that a stranger may have made.</summary>
internal static class BoundedFile
{
    /// <summary>The whole content; null where it is longer than <paramref name="most"/> bytes, which are all that is ever held: what a file says of its length (a device: 0) is not believed.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[]? Read(string path, int most)
    {
        if (IsPipe(path))
            throw new IOException("it is no regular file");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        if (file.CanSeek && file.Length > most)
            return null;
        using var content = new MemoryStream(file.CanSeek ? (int)file.Length : 0);
        Span<byte> piece = new byte[1 << 16];
        for (var read = file.Read(piece); read > 0; read = file.Read(piece))
        {
            content.Write(piece[..read]);
            if (content.Length > most)
                return null;
        }

        return content.ToArray();
    }

    /// <summary>Has what lies there no end that can be seen (a pipe, a terminal)? To open such a thing the plain way waits for a writer, for ever if none comes.</summary>
    private static bool IsPipe(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;
        var handle = UnixFile.Open(path, UnixFile.ReadOnly | UnixFile.NonBlocking);
        if (handle < 0)
            return false;
        var isPipe = UnixFile.Seek(handle, 0, UnixFile.FromCurrent) < 0;
        _ = UnixFile.Close(handle);
        return isPipe;
    }

    /// <summary>The whole text without a byte order mark; null where it is longer or cannot be read.</summary>
    public static string? ReadText(string path, int most)
    {
        try
        {
            return Read(path, most) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
