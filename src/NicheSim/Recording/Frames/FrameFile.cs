using System.Buffers.Binary;

namespace NicheSim.Recording;

/// <summary>The frames of a run, read from its folder one at a time.</summary>
public sealed class FrameFile : IDisposable
{
    private const int MostHeaderBytes = 1 << 24;
    private readonly FileStream _file;
    private readonly List<(int Tick, long Start, int Packed, int Unpacked)> _frames = [];

    private FrameFile(FileStream file)
    {
        _file = file;
        Header = ReadHeader(file);
        Span<byte> head = stackalloc byte[FrameCodec.HeaderBytes];
        while (file.Length - file.Position >= head.Length)
        {
            file.ReadExactly(head);
            var (tick, packed, unpacked) = (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head[4..]), BinaryPrimitives.ReadInt32LittleEndian(head[8..]));
            if (packed < 0 || unpacked < 0 || (_frames.Count > 0 && tick <= _frames[^1].Tick))
                throw new InvalidDataException("its frames are damaged");

            // A frame that was being written when its process was killed is no frame.
            if (file.Length - file.Position < packed)
                break;
            _frames.Add((tick, file.Position, packed, unpacked));
            file.Position += packed;
        }
    }

    public FrameHeader Header { get; }

    /// <summary>The tick of each frame, rising.</summary>
    public IReadOnlyList<int> Ticks => [.. _frames.Select(frame => frame.Tick)];

    /// <summary>The day of each frame.</summary>
    public IReadOnlyList<double> Days => [.. _frames.Select(frame => Header.DayOf(frame.Tick))];

    /// <summary>Opens the frames of a run's folder; null where it has none.</summary>
    /// <exception cref="InvalidDataException">What is there are no frames; says why.</exception>
    public static FrameFile? Open(string folder)
    {
        var path = Path.Combine(folder, RunFiles.Frames);
        if (!File.Exists(path))
            return null;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return new FrameFile(file);
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw new InvalidDataException($"{path} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Which frames the run of a folder takes.</summary>
    internal static FrameKind KindIn(string folder)
    {
        using var file = Open(folder);
        return file is null ? FrameKind.None : file.Header.IsLastOnly ? FrameKind.Last : FrameKind.All;
    }

    /// <summary>One frame, by its number.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Frame Read(int index)
    {
        var (tick, start, packed, unpacked) = _frames[index];
        var bytes = new byte[packed];
        _file.Position = start;
        _file.ReadExactly(bytes);
        try
        {
            return FrameCodec.Unpack(Header, tick, bytes, unpacked);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{_file.Name} cannot be used: frame {index}: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FrameHeader ReadHeader(FileStream file)
    {
        var line = new byte[Math.Min(file.Length, MostHeaderBytes)];
        file.ReadExactly(line);
        var end = line.AsSpan().IndexOf((byte)'\n');
        if (end < 0)
            throw new InvalidDataException("it holds no frames");
        file.Position = end + 1;
        return FrameHeader.Parse(line.AsSpan(0, end));
    }
}
