using System.Security.Cryptography;
using NicheSim.Recording;

namespace NicheSim.Tests.Fuzz;

/// <summary>
/// Mutations of a checkpoint: of its bytes, which its checksum must notice, and under a checksum that fits: of the file, of its first line as JSON, and of the numbers that
/// its pages hold once they are unpacked.
/// </summary>
internal static class CheckpointMutator
{
    public static Mutant Mutate(Random random, byte[] seed)
    {
        switch (random.Next(8))
        {
            case 0:
                var bytes = ByteMutator.Mutate(random, seed);
                return new Mutant(bytes, !bytes.AsSpan().SequenceEqual(seed));
            case 1:
                return new Mutant(Sealed(ByteMutator.Mutate(random, seed[..^SHA256.HashSizeInBytes])), false);
            case 2 or 3:
                var (header, pages) = Parts(seed);
                return new Mutant(Sealed([.. Header(random, header), .. pages]), false);
            default:
                return new Mutant(Sealed(WithPages(random, seed)), false);
        }
    }

    private static byte[] Sealed(byte[] content) => [.. content, .. SHA256.HashData(content)];

    /// <summary>The first line with its end, and the packed pages.</summary>
    private static (byte[] Header, byte[] Pages) Parts(byte[] seed)
    {
        var end = Array.IndexOf(seed, (byte)'\n') + 1;
        return (seed[..end], seed[end..^SHA256.HashSizeInBytes]);
    }

    private static byte[] Header(Random random, byte[] line)
    {
        var tree = JsonTree.Parse(line);
        for (var change = random.Next(1, 4); change > 0; change--)
            ScenarioMutator.Change(random, tree);
        return [.. tree.ToBytes().Where(letter => letter != (byte)'\n'), (byte)'\n'];
    }

    private static byte[] WithPages(Random random, byte[] seed)
    {
        var (header, pages) = Parts(seed);
        var reader = new PageReader(new MemoryStream(pages), pages.Length);
        var body = new byte[reader.Left];
        reader.Column<byte>(body);
        for (var change = random.Next(1, 5); change > 0; change--)
            body = Changed(random, body);

        var buffer = new PageBuffer();
        buffer.Column<byte>(body);
        using var file = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        file.Write(header);
        buffer.WriteTo(file, hash);
        return file.ToArray();
    }

    /// <summary>Another number in the place of one of 1, 2, 4 or 8 bytes, the same over a stretch, or bytes that are missing or too many.</summary>
    private static byte[] Changed(Random random, byte[] body)
    {
        var size = 1 << random.Next(4);
        var at = random.Next(body.Length - 8) / size * size;
        var number = Number(random, size);
        switch (random.Next(8))
        {
            case 0:
                return [.. body[..at], .. number, .. body[at..]];
            case 1:
                return [.. body[..at], .. body[(at + size)..]];
            case 2:
                for (var i = random.Next(1, 2000); i > 0 && at + size <= body.Length; i--, at += size)
                    number.CopyTo(body, at);
                return body;
            case 3:
                body[at] ^= (byte)(1 << random.Next(8));
                return body;
            default:
                number.CopyTo(body, at);
                return body;
        }
    }

    private static byte[] Number(Random random, int size) => size switch
    {
        1 => [(byte)random.Next(256)],
        2 => BitConverter.GetBytes((short)random.Next(-3, 9)),
        4 => random.Next(2) == 0
            ? BitConverter.GetBytes(Pick(random, 0, 1, -1, -2, 7, 1000, int.MaxValue, int.MinValue))
            : BitConverter.GetBytes(Pick(random, float.NaN, float.PositiveInfinity, float.MaxValue, -1f, -0f, 1e-45f, 0.5f, 2f)),
        _ => random.Next(2) == 0
            ? BitConverter.GetBytes(Pick(random, 0L, 1, -1, 5, long.MaxValue, long.MinValue))
            : BitConverter.GetBytes(Pick(random, double.NaN, double.NegativeInfinity, double.MaxValue, -1, 1e-320, 3)),
    };

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
