using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using NicheSim.Cli.Output;
using SkiaSharp;

namespace NicheSim.Cli.Plots;

/// <summary>
/// An animated PNG (PNG, third edition, W3C 2025) under construction: a picture, then for each further one the rectangle that changed, with what did not change in it
/// left transparent. Where animation is not known, its first picture shows.
/// </summary>
internal sealed class Apng(int width, int height)
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    private readonly List<(SKRectI Place, byte[] Pixels, int Milliseconds)> _frames = [];
    private byte[]? _header;
    private uint[]? _last;

    public int FrameCount => _frames.Count;

    /// <summary>Adds an opaque picture of four bytes per pixel (red, green, blue, alpha), shown for so long.</summary>
    public void Add(SKBitmap picture, int milliseconds)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(picture.GetPixelSpan()).ToArray();
        var place = _last is null ? new SKRectI(0, 0, width, height) : Changed(_last, pixels);
        using var part = new SKBitmap(new SKImageInfo(place.Width, place.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var shown = MemoryMarshal.Cast<byte, uint>(part.GetPixelSpan());
        for (var i = 0; i < shown.Length; i++)
        {
            var at = place.Left + (i % place.Width) + (width * (place.Top + (i / place.Width)));
            shown[i] = _last is not null && _last[at] == pixels[at] ? 0 : pixels[at];
        }

        var (header, data) = Encode(part);
        _header ??= header;
        _frames.Add((place, data, milliseconds));
        _last = pixels;
    }

    public void Save(string path)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Chunk(file, "IHDR", _header!);
        Chunk(file, "acTL", Numbers(_frames.Count, 0));
        var sequence = 0;
        foreach (var (place, pixels, milliseconds) in _frames)
        {
            // Delay as a fraction of a second; keep what is there, and draw over it.
            byte[] control = [.. Numbers(sequence++, place.Width, place.Height, place.Left, place.Top), .. Short(milliseconds), .. Short(1000), 0, (byte)(sequence == 1 ? 0 : 1)];
            Chunk(file, "fcTL", control);
            if (sequence == 1)
                Chunk(file, "IDAT", pixels);
            else
                Chunk(file, "fdAT", [.. Numbers(sequence++), .. pixels]);
        }

        Chunk(file, "IEND", []);
        WholeFile.Write(path, file.ToArray());
    }

    /// <summary>The smallest rectangle that holds all that differs; one pixel where nothing does.</summary>
    private SKRectI Changed(uint[] before, uint[] after)
    {
        var (left, top, right, bottom) = (width, height, 0, 0);
        for (var i = 0; i < after.Length; i++)
            if (before[i] != after[i])
                (left, top, right, bottom) = (Math.Min(left, i % width), Math.Min(top, i / width), Math.Max(right, (i % width) + 1), Math.Max(bottom, (i / width) + 1));
        return right > left ? new SKRectI(left, top, right, bottom) : new SKRectI(0, 0, 1, 1);
    }

    /// <summary>The header and the packed pixels of a picture as PNG.</summary>
    private static (byte[] Header, byte[] Data) Encode(SKBitmap picture)
    {
        using var map = picture.PeekPixels()!;
        using var png = map.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.NoFilters, 9))!;
        var bytes = png.AsSpan();
        byte[] header = [];
        var data = new MemoryStream();
        for (var at = Signature.Length; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            var kind = bytes.Slice(at + 4, 4);
            if (kind.SequenceEqual("IHDR"u8))
                header = bytes.Slice(at + 8, length).ToArray();
            else if (kind.SequenceEqual("IDAT"u8))
                data.Write(bytes.Slice(at + 8, length));
            at += 12 + length;
        }

        return (header, data.ToArray());
    }

    private static void Chunk(Stream file, string kind, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. content];
        file.Write(Numbers(content.Length));
        file.Write(body);
        file.Write(Numbers((int)Crc(body)));
    }

    private static uint Crc(byte[] bytes) => ~bytes.Aggregate(uint.MaxValue, (crc, value) => CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8));

    private static byte[] Numbers(params int[] numbers)
    {
        var bytes = new byte[4 * numbers.Length];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), numbers[i]);
        return bytes;
    }

    private static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];
}
