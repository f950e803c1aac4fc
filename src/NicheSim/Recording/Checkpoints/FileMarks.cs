using System.Security.Cryptography;

namespace NicheSim.Recording;

/// <summary>Whether the files of a folder are those that a checkpoint was written beside.</summary>
internal static class FileMarks
{
    public static FileMark Of(string path)
    {
        var content = File.ReadAllBytes(path);
        return new FileMark(Path.GetFileName(path), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    /// <summary>The first file that does not begin as it was, in words; null where all do.</summary>
    public static string? Problem(string folder, IEnumerable<FileMark> marks)
    {
        foreach (var mark in marks)
        {
            var path = Path.Combine(folder, mark.Name);
            if (Path.GetFileName(mark.Name) != mark.Name || !File.Exists(path))
                return $"{path} is missing";
            using var file = File.OpenRead(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            if (file.Length < mark.Length || mark.Length < 0)
                return $"{path} has lost rows since its run was saved";
            Append(hash, file, mark.Length);
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != mark.Hash)
                return $"{path} was changed since its run was saved";
        }

        return null;
    }

    /// <summary>Appends the next bytes of a file, which must be there, to a hash.</summary>
    public static void Append(IncrementalHash hash, Stream file, long length)
    {
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0;)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            file.ReadExactly(piece);
            hash.AppendData(piece);
            left -= piece.Length;
        }
    }
}
