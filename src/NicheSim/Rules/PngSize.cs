using System.Buffers.Binary;
using System.IO.Compression;

namespace NicheSim.Rules;

/// <summary>What a PNG says of its size, and whether it keeps to it: a decoder inflates whatever it is given.</summary>
/// <remarks>W3C, Portable Network Graphics Specification (third edition): 5 (chunks), 11.2.1 (IHDR), 8.1 (interlacing), 10 (zlib).</remarks>
internal static class PngSize
{
    private const int LengthBytes = 4, TypeBytes = 4, ChecksumBytes = 4, HeaderBytes = 13;

    private static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, HeaderBytes, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <summary>Width and height as the header says [pixels]; null where the file is no PNG.</summary>
    public static (uint Width, uint Height)? Of(ReadOnlySpan<byte> file)
        => file.StartsWith(Start) && file.Length >= Start.Length + HeaderBytes + ChecksumBytes
            ? (BinaryPrimitives.ReadUInt32BigEndian(file[Start.Length..]), BinaryPrimitives.ReadUInt32BigEndian(file[(Start.Length + 4)..]))
            : null;

    /// <summary>Is the file, of which <see cref="Of"/> gave the size, whole, with no more data than its pixels take?</summary>
    public static bool IsKept(ReadOnlySpan<byte> file)
    {
        using var data = new MemoryStream();
        var hasEnd = false;
        for (var rest = file[(Start.Length - TypeBytes - LengthBytes)..]; !hasEnd && rest.Length >= LengthBytes + TypeBytes + ChecksumBytes;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - LengthBytes - TypeBytes - ChecksumBytes)
                return false;
            if (rest.Slice(LengthBytes, TypeBytes).SequenceEqual("IDAT"u8))
                data.Write(rest.Slice(LengthBytes + TypeBytes, (int)length));
            hasEnd = rest.Slice(LengthBytes, TypeBytes).SequenceEqual("IEND"u8);
            rest = rest[(LengthBytes + TypeBytes + (int)length + ChecksumBytes)..];
        }

        // The decoder would go on with whatever length it reads behind the last whole chunk.
        if (!hasEnd)
            return false;
        var (width, height) = Of(file)!.Value;
        data.Position = 0;
        return InflatesWithin(data, MostBytes(width, height, file[Start.Length + 8], file[Start.Length + 9]));
    }

    /// <summary>Bytes of all rows with their filter bytes; interlacing has at most as many rows again, each with part of a byte to spare.</summary>
    private static long MostBytes(long width, long height, byte bitsPerSample, byte colorType)
    {
        var samples = colorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return 2 * height * (2 + (((width * samples * Math.Min(bitsPerSample, (byte)16)) + 7) / 8));
    }

    private static bool InflatesWithin(MemoryStream data, long most)
    {
        var piece = new byte[1 << 16];
        try
        {
            using var inflated = new ZLibStream(data, CompressionMode.Decompress);
            for (var read = inflated.Read(piece); read > 0; read = inflated.Read(piece))
                if ((most -= read) < 0)
                    return false;
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
