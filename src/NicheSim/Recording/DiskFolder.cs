using System.Runtime.InteropServices;
using NicheSim.Scenarios;

namespace NicheSim.Recording;

/// <summary>Sees the names in a folder onto the disk: what was renamed is safe from a loss of power only then.</summary>
internal static class DiskFolder
{
    /// <summary>Error number of a file system that cannot flush a folder (EINVAL of Linux and macOS).</summary>
    private const int NotSupported = 22;

    /// <exception cref="IOException">The folder is gone, or the disk failed.</exception>
    public static void Flush(string folder)
    {
        // Windows keeps its names in a journal of its own, and has no such call.
        if (OperatingSystem.IsWindows())
            return;
        var handle = UnixFile.Open(folder, UnixFile.ReadOnly);
        if (handle < 0)
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            if (UnixFile.Sync(handle) < 0 && Marshal.GetLastPInvokeError() != NotSupported)
                throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = UnixFile.Close(handle);
        }
    }
}
