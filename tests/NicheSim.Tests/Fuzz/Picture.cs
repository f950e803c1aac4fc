using System.Buffers.Binary;
using System.IO.Compression;

namespace NicheSim.Tests.Fuzz;

/// <summary>PNG files from parts, good or bad: chunks get the checksums that they should have.</summary>
internal static class Picture
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A picture of the given kind with rows of random samples, all with filter 0.</summary>
    public static byte[] Of(int width, int height, byte bits = 8, byte colorType = 0, Random? random = null)
    {
        var samples = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        var rows = new byte[height * (1 + (((width * samples * bits) + 7) / 8))];
        random?.NextBytes(rows);
        var row = rows.Length / height;
        for (var y = 0; y < height; y++)
            rows[y * row] = 0;
        var chunks = new List<(string, byte[])> { ("IHDR", Header((uint)width, (uint)height, bits, colorType)) };
        if (colorType == 3)
            chunks.Add(("PLTE", [.. Enumerable.Range(0, 3 << bits).Select(i => (byte)i)]));
        chunks.Add(("IDAT", Deflated(rows)));
        return Of([.. chunks, ("IEND", [])]);
    }

    public static byte[] Header(uint width, uint height, byte bits, byte colorType, byte interlace = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (bits, colorType, interlace);
        return header;
    }

    public static byte[] Deflated(ReadOnlySpan<byte> content)
    {
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(content);
        return deflated.ToArray();
    }

    public static byte[] Of(IEnumerable<(string Type, byte[] Content)> chunks)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        var number = new byte[4];
        foreach (var (type, content) in chunks)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            file.Write(number);
            byte[] checkedBytes = [.. type.Select(letter => (byte)letter), .. content];
            file.Write(checkedBytes);
            BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(checkedBytes));
            file.Write(number);
        }

        return file.ToArray();
    }

    /// <summary>The chunks of a good file.</summary>
    public static List<(string Type, byte[] Content)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = Signature.Length; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((string.Concat(file.AsSpan(at + 4, 4).ToArray().Select(b => (char)b)), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    /// <summary>A mutant that is sound as a file, with other sizes, kinds, data or chunks.</summary>
    public static Mutant Mutate(Random random, byte[] seed)
    {
        if (random.Next(3) == 0)
            return new Mutant(ByteMutator.Mutate(random, seed), false);
        var chunks = Chunks(seed);
        var at = random.Next(chunks.Count);
        var header = (byte[])chunks[0].Content.Clone();
        switch (random.Next(6))
        {
            case 0:
                header[random.Next(13)] = (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(17));
                chunks[0] = ("IHDR", header);
                break;
            case 1:
                chunks[at] = (chunks[at].Type, ByteMutator.Mutate(random, chunks[at].Content));
                break;
            case 2:
                chunks.RemoveAt(at);
                break;
            case 3:
                chunks.Insert(random.Next(chunks.Count + 1), chunks[at]);
                break;
            case 4:
                chunks[chunks.FindIndex(c => c.Type == "IDAT")] = ("IDAT", Deflated(ByteMutator.Mutate(random, new byte[1 << random.Next(22)])));
                break;
            default:
                (header[8], header[9], header[12]) = ((byte)(1 << random.Next(5)), (byte)random.Next(7), (byte)random.Next(2));
                chunks[0] = ("IHDR", header);
                break;
        }

        return new Mutant(Of(chunks), false);
    }

    /// <summary>CRC-32 as the PNG specification has it (annex D).</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320u & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
