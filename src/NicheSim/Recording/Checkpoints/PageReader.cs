using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>Puts back what a <see cref="PageBuffer"/> took. Nothing is made room for that the file cannot hold.</summary>
internal sealed class PageReader : IStateVisitor
{
    private readonly Stream _file;
    private readonly byte[] _stored = new byte[PageBuffer.PageSize], _page = new byte[PageBuffer.PageSize];
    private int _at, _filled;

    /// <param name="file">Where the pages stand, from its position on.</param>
    /// <param name="end">Where they end in the file.</param>
    /// <exception cref="InvalidDataException">The pages do not follow each other up to the end.</exception>
    public PageReader(Stream file, long end)
    {
        _file = file;
        Left = Measure(file, end);
    }

    /// <summary>Bytes that have not been read.</summary>
    public long Left { get; private set; }

    public T Value<T>(T value)
        where T : unmanaged
    {
        Take(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    public int Count(int count, int bytes)
        => Value(count) is >= 0 and var read && read <= Left / bytes ? read : throw new InvalidDataException("it counts more entries than it holds");

    public unsafe void Column<T>(Span<T> values)
        where T : unmanaged
    {
        var piece = PageBuffer.PageSize / sizeof(T);
        for (var start = 0; start < values.Length; start += piece)
            Take(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(piece, values.Length - start))));
    }

    /// <summary>Bytes of all pages, by their lengths alone; the file stands at the first one before and after.</summary>
    private static long Measure(Stream file, long end)
    {
        var (first, sum, last) = (file.Position, 0L, PageBuffer.PageSize);
        Span<byte> lengths = stackalloc byte[PageBuffer.PageHeader];
        while (file.Position < end)
        {
            file.ReadExactly(lengths);
            var (length, stored) = (BinaryPrimitives.ReadInt32LittleEndian(lengths), BinaryPrimitives.ReadInt32LittleEndian(lengths[4..]));
            // Only the last page is shorter than a page.
            if (last != PageBuffer.PageSize || length is <= 0 or > PageBuffer.PageSize || stored <= 0 || stored > length || stored > end - file.Position)
                throw new InvalidDataException("its pages have impossible lengths");
            (sum, last) = (sum + length, length);
            file.Position += stored;
        }

        if (file.Position != end)
            throw new InvalidDataException("its pages have impossible lengths");
        file.Position = first;
        return sum;
    }

    private void Take(Span<byte> bytes)
    {
        if (bytes.Length > Left)
            throw new InvalidDataException("it ends too early");
        Left -= bytes.Length;
        while (bytes.Length > 0)
        {
            if (_at == _filled)
                NextPage();
            var length = Math.Min(bytes.Length, _filled - _at);
            _page.AsSpan(_at, length).CopyTo(bytes);
            bytes = bytes[length..];
            _at += length;
        }
    }

    private void NextPage()
    {
        Span<byte> lengths = stackalloc byte[PageBuffer.PageHeader];
        _file.ReadExactly(lengths);
        (_at, _filled) = (0, BinaryPrimitives.ReadInt32LittleEndian(lengths));
        var stored = _stored.AsSpan(0, BinaryPrimitives.ReadInt32LittleEndian(lengths[4..]));
        _file.ReadExactly(stored);
        if (stored.Length == _filled)
        {
            stored.CopyTo(_page);
            return;
        }

        var planes = new byte[_filled];
        if (!BrotliDecoder.TryDecompress(stored, planes, out var written) || written != _filled)
            throw new InvalidDataException("a page of it cannot be unpacked");
        BytePlanes.Join(planes, _page.AsSpan(0, _filled));
    }
}
