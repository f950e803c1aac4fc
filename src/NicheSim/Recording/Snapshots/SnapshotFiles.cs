namespace NicheSim.Recording;

/// <summary>
/// Files that are written whole, one by one. They are put in their place at once, and seen onto the disk together when a checkpoint is to be written: one flush per
/// small file would take longer than the files.
/// </summary>
internal sealed class SnapshotFiles(string folder)
{
    private readonly Lock _lock = new();
    private List<string> _unflushed = [];

    /// <summary>Writes or replaces a file, and makes its folder.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, content, toDisk: false);
        lock (_lock)
            _unflushed.Add(path);
    }

    /// <summary>Sees all that was written onto the disk. Another thread may go on writing.</summary>
    public void Flush()
    {
        List<string> written;
        lock (_lock)
            (written, _unflushed) = (_unflushed, []);
        foreach (var path in written.Distinct())
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                RandomAccess.FlushToDisk(file);
        foreach (var parent in written.Select(path => Path.GetDirectoryName(path)!).Distinct())
            DiskFolder.Flush(parent);
    }
}
