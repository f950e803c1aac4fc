using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NicheSim.Scenarios;

/// <summary>What a scenario is, in one number: two with the same hash ask for the same simulation.</summary>
public static class ScenarioHash
{
    /// <summary>
    /// SHA-256, in lower-case hex, of the resolved text and of the names and contents of the files that it names (in ordinal order of the
    /// names, each part led by its length).
    /// </summary>
    public static string Of(string resolved, IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Encoding.UTF8.GetBytes(resolved));
        foreach (var (name, content) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            Append(Encoding.UTF8.GetBytes(name));
            Append(content.Span);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(ReadOnlySpan<byte> part)
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part);
        }
    }
}
