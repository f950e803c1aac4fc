using System.Buffers.Binary;
using System.Text;
using NicheSim.Cli.Plots;
using SkiaSharp;

namespace NicheSim.Tests.Cli.Plots;

public sealed class ApngTests : IDisposable
{
    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    /// <summary>Played as the standard says (PNG, third edition, 11.3.6), every picture comes out as it went in; the decoder of the single pictures checks all checksums.</summary>
    [Fact]
    public void Played_it_shows_the_pictures_that_were_put_in()
    {
        SKBitmap[] pictures = [Picture(3, 4), Picture(9, 4), Picture(9, 4), Picture(20, 11)];
        var film = new Apng(30, 20);
        foreach (var picture in pictures)
            film.Add(picture, 100);
        film.Save(_path);

        var seen = Play(out var delays);
        Assert.Equal(4, seen.Count);
        Assert.Equal([0.1, 0.1, 0.1, 0.1], delays);
        for (var i = 0; i < 4; i++)
            Assert.Equal(pictures[i].Pixels, seen[i]);
        using var first = SKBitmap.Decode(_path);
        Assert.Equal(pictures[0].Pixels, first.Pixels);
        Array.ForEach(pictures, picture => picture.Dispose());
    }

    private static SKBitmap Picture(int x, int y)
    {
        var picture = new SKBitmap(new SKImageInfo(30, 20, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(picture);
        canvas.Clear(SKColors.White);
        using var paint = new SKPaint { Color = SKColors.DarkRed };
        canvas.DrawRect(x, y, 6, 5, paint);
        return picture;
    }

    private List<SKColor[]> Play(out List<double> delays)
    {
        var bytes = File.ReadAllBytes(_path);
        Assert.Equal(Signature, bytes[..8]);
        var (shown, canvas, control, header, sequence) = (new List<SKColor[]>(), new SKColor[600], Array.Empty<byte>(), Array.Empty<byte>(), 0);
        delays = [];
        for (var at = 8; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var (kind, content) = (Encoding.ASCII.GetString(bytes, at + 4, 4), bytes[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
            if (kind == "IHDR")
                header = content;
            if (kind == "acTL")
                Assert.Equal((4, 0), (Int(content, 0), Int(content, 4)));
            if (kind is "fcTL" or "fdAT")
                Assert.Equal(sequence++, Int(content, 0));
            if (kind == "fcTL")
                control = content;
            if (kind is not ("IDAT" or "fdAT"))
                continue;
            var (width, height, left, top) = (Int(control, 4), Int(control, 8), Int(control, 12), Int(control, 16));
            delays.Add((double)BinaryPrimitives.ReadUInt16BigEndian(control.AsSpan(20)) / BinaryPrimitives.ReadUInt16BigEndian(control.AsSpan(22)));
            Draw(canvas, Decoded(header, width, height, kind == "IDAT" ? content : content[4..]), width, left, top, over: control[25] == 1);
            shown.Add([.. canvas]);
        }

        return shown;

        static int Int(byte[] content, int at) => BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));
    }

    private static void Draw(SKColor[] canvas, SKColor[] part, int width, int left, int top, bool over)
    {
        for (var i = 0; i < part.Length; i++)
            if (!over || part[i].Alpha == 255)
                canvas[left + (i % width) + (30 * (top + (i / width)))] = part[i];
    }

    /// <summary>The pixels of one picture, by way of a PNG of its own.</summary>
    private static SKColor[] Decoded(byte[] header, int width, int height, byte[] data)
    {
        var own = (byte[])header.Clone();
        BinaryPrimitives.WriteInt32BigEndian(own, width);
        BinaryPrimitives.WriteInt32BigEndian(own.AsSpan(4), height);
        using var png = new MemoryStream();
        png.Write(Signature);
        foreach (var (kind, content) in (ReadOnlySpan<(string, byte[])>)[("IHDR", own), ("IDAT", data), ("IEND", [])])
        {
            byte[] body = [.. Encoding.ASCII.GetBytes(kind), .. content];
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            png.Write(number);
            png.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
            png.Write(number);
        }

        using var picture = SKBitmap.Decode(png.ToArray(), new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        return picture.Pixels;
    }

    /// <summary>Bit by bit, as annex D of the standard defines it.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
