using System.Runtime.InteropServices;

namespace NicheSim.Scenarios;

/// <summary>Calls of Linux and macOS that the runtime has no other way to: below 0 where they fail, and then the runtime knows the last error.</summary>
internal static partial class UnixFile
{
    public const int ReadOnly = 0, FromCurrent = 1;

    /// <summary>The flag of a call to open that does not wait for whoever writes at the other end of a pipe.</summary>
    public static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 4;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial nint Seek(int handle, nint offset, int from);

    /// <summary>Sees what was written onto the disk.</summary>
    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int handle);
}
