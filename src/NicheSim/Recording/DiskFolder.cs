using System.Runtime.InteropServices;

namespace NicheSim.Recording;

/// <summary>Sees the names in a folder onto the disk: what was renamed is safe from a loss of power only then.</summary>
internal static partial class DiskFolder
{
    /// <summary>Error number of a file system that cannot flush a folder (EINVAL of Linux and macOS).</summary>
    private const int NotSupported = 22;

    private const int ReadOnly = 0;

    /// <exception cref="IOException">The folder is gone, or the disk failed.</exception>
    public static void Flush(string folder)
    {
        // Windows keeps its names in a journal of its own, and has no such call.
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0)
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (Sync(handle) < 0 && Marshal.GetLastPInvokeError() != NotSupported)
                throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
