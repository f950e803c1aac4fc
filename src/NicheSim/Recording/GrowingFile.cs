using System.Security.Cryptography;

namespace NicheSim.Recording;

/// <summary>
/// A file that only grows, piece by piece, and knows how far it has come: a run that goes on from a checkpoint drops what came after it. A piece goes to the file in
/// one write, so that a run that is killed leaves whole pieces but the last.
/// </summary>
internal sealed class GrowingFile : IDisposable
{
    private readonly string _name;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins a file, or goes on with one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="first">What stands at its beginning.</param>
    /// <param name="mark">How far the file had come where it goes on; what was written after that is dropped. The file is known to fit.</param>
    public GrowingFile(string path, ReadOnlySpan<byte> first, FileMark? mark = null)
    {
        _name = Path.GetFileName(path);
        _file = new FileStream(path, mark is null ? FileMode.Create : FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (mark is null)
        {
            Append(first);
            return;
        }

        _file.SetLength(mark.Length);
        FileMarks.Append(_hash, _file, mark.Length);
    }

    /// <summary>How far the file has come.</summary>
    public FileMark Mark => new(_name, _file.Position, Convert.ToHexStringLower(_hash.GetCurrentHash()));

    public void Append(ReadOnlySpan<byte> piece)
    {
        var start = _file.Position;
        try
        {
            _file.Write(piece);
        }
        catch (IOException)
        {
            // A full disk may have taken the beginning of the piece.
            _file.SetLength(start);
            throw;
        }

        _hash.AppendData(piece);
    }

    /// <summary>Sees all pieces onto the disk. Another thread may go on writing.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }
}
