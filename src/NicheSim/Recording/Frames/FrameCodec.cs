using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace NicheSim.Recording;

/// <summary>A frame as bytes and back, little-endian: tick, packed and unpacked length (int32 each), then the packed maps and counts.</summary>
internal static class FrameCodec
{
    public const int HeaderBytes = 12;

    /// <summary>The encoder is portable code, so its bytes are the same on every machine.</summary>
    private const int Quality = 2, Window = 20;

    public static byte[] Pack(FrameHeader header, Frame frame)
    {
        var body = Body(header, frame);
        var packed = new byte[HeaderBytes + BrotliEncoder.GetMaxCompressedLength(body.Length)];
        if (!BrotliEncoder.TryCompress(body, packed.AsSpan(HeaderBytes), out var length, Quality, Window))
            throw new InvalidOperationException("a frame was not packed");
        BinaryPrimitives.WriteInt32LittleEndian(packed, frame.Tick);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(4), length);
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(8), body.Length);
        return packed[..(HeaderBytes + length)];
    }

    /// <exception cref="InvalidDataException">It is no frame of that header.</exception>
    public static Frame Unpack(FrameHeader header, int tick, ReadOnlySpan<byte> packed, int unpackedLength)
    {
        if (unpackedLength < header.BytesOfMaps || unpackedLength > header.MostBytes)
            throw new InvalidDataException("a frame has a length that it cannot have");
        var body = new byte[unpackedLength];
        if (!BrotliDecoder.TryDecompress(packed, body, out var written) || written != body.Length)
            throw new InvalidDataException("a frame is damaged");
        var left = (ReadOnlySpan<byte>)body;
        var planes = new PlaneMap[header.Planes.Length];
        for (var p = 0; p < planes.Length; p++)
        {
            var plane = header.Planes[p];
            var voxels = plane.Width * plane.Height;
            planes[p] = new PlaneMap(Take<ushort>(ref left, voxels), Take<ushort>(ref left, voxels), Take<byte>(ref left, voxels), new FieldMap[header.Fields.Length]);
            if (planes[p].Cells.Concat(planes[p].Guests).Any(profile => profile > header.Profiles.Length))
                throw new InvalidDataException("a frame holds cells of no type");
            for (var f = 0; f < header.Fields.Length; f++)
            {
                var range = Take<float>(ref left, 2);
                var levels = Take<byte>(ref left, plane.FieldWidth * plane.FieldHeight);
                FromDifferences(levels, plane.FieldWidth);
                planes[p].Fields[f] = new FieldMap(levels, range[0], range[1]);
            }
        }

        var clones = new CloneSize[Count(ref left, 16)];
        for (var i = 0; i < clones.Length; i++)
            clones[i] = new CloneSize(Take<long>(ref left, 1)[0], Take<int>(ref left, 1)[0], Take<int>(ref left, 1)[0]);
        var colonies = new ColonySize[Count(ref left, 12)];
        for (var i = 0; i < colonies.Length; i++)
            colonies[i] = new ColonySize(Take<int>(ref left, 1)[0], Take<int>(ref left, 1)[0], Take<int>(ref left, 1)[0]);
        return new Frame(tick, planes, clones, colonies);
    }

    private static byte[] Body(FrameHeader header, Frame frame)
    {
        using var body = new MemoryStream();
        for (var p = 0; p < frame.Planes.Length; p++)
        {
            var plane = frame.Planes[p];
            body.Write(MemoryMarshal.AsBytes<ushort>(plane.Cells));
            body.Write(MemoryMarshal.AsBytes<ushort>(plane.Guests));
            body.Write(plane.Bone);
            foreach (var field in plane.Fields)
            {
                body.Write(MemoryMarshal.AsBytes<float>((float[])[field.Low, field.High]));
                body.Write(Differences(field.Levels, header.Planes[p].FieldWidth));
            }
        }

        Add(body, frame.Clones.Length);
        foreach (var (clone, type, cells) in frame.Clones)
        {
            Add(body, clone);
            Add(body, type);
            Add(body, cells);
        }

        Add(body, frame.Colonies.Length);
        foreach (var (type, size, count) in frame.Colonies)
        {
            Add(body, type);
            Add(body, size);
            Add(body, count);
        }

        return body.ToArray();
    }

    /// <summary>Each level less the one to its left, the first of a row less the one below: fields are smooth, so nearly all of it is zero.</summary>
    private static byte[] Differences(byte[] levels, int width)
    {
        var differences = (byte[])levels.Clone();
        for (var i = levels.Length - 1; i > 0; i--)
            differences[i] -= levels[i % width > 0 ? i - 1 : i - width];
        return differences;
    }

    private static void FromDifferences(byte[] levels, int width)
    {
        for (var i = 1; i < levels.Length; i++)
            levels[i] += levels[i % width > 0 ? i - 1 : i - width];
    }

    private static void Add<T>(MemoryStream body, T value)
        where T : unmanaged => body.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private static int Count(ref ReadOnlySpan<byte> left, int bytesOfEach)
    {
        var count = Take<int>(ref left, 1)[0];
        return count >= 0 && count <= left.Length / bytesOfEach ? count : throw new InvalidDataException("a frame is too short");
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> left, int count)
        where T : unmanaged
    {
        var bytes = count * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (count < 0 || bytes > left.Length)
            throw new InvalidDataException("a frame is too short");
        var values = MemoryMarshal.Cast<byte, T>(left[..bytes]).ToArray();
        left = left[bytes..];
        return values;
    }
}
