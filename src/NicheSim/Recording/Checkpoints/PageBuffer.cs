using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NicheSim.State;

namespace NicheSim.Recording;

/// <summary>
/// The body of a checkpoint in memory: everything visited, byte after byte, in pages that are packed one by one. Its memory is kept for the next time.
/// </summary>
internal sealed class PageBuffer : IStateVisitor
{
    public const int PageSize = 1 << 20;

    /// <summary>Bytes before a page: its length, and the length of what stands in the file for it.</summary>
    public const int PageHeader = 8;

    /// <summary>The fastest that still takes tissue and empty fields to almost nothing; the encoder is portable code, so its bytes are the same on every machine.</summary>
    private const int Quality = 1, Window = 20;

    private readonly List<byte[]> _pages = [];
    private readonly byte[] _planes = new byte[PageSize], _packed = new byte[PageHeader + PageSize];

    public long Length { get; private set; }

    public void Clear() => Length = 0;

    public T Value<T>(T value)
        where T : unmanaged
    {
        Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return value;
    }

    public int Count(int count, int bytes) => Value(count);

    public unsafe void Column<T>(Span<T> values)
        where T : unmanaged
    {
        // In pieces: a column may be longer than a span of bytes can be.
        var piece = PageSize / sizeof(T);
        for (var start = 0; start < values.Length; start += piece)
            Append(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(piece, values.Length - start))));
    }

    /// <summary>Writes all pages, each as its two lengths and its bytes: packed, or as they are where packing gains nothing.</summary>
    public void WriteTo(Stream file, IncrementalHash hash)
    {
        for (long start = 0; start < Length; start += PageSize)
        {
            var page = _pages[(int)(start / PageSize)].AsSpan(0, (int)Math.Min(PageSize, Length - start));
            BytePlanes.Split(page, _planes.AsSpan(0, page.Length));
            var isPacked = BrotliEncoder.TryCompress(_planes.AsSpan(0, page.Length), _packed.AsSpan(PageHeader, page.Length), out var stored, Quality, Window) && stored < page.Length;
            if (!isPacked)
            {
                stored = page.Length;
                page.CopyTo(_packed.AsSpan(PageHeader));
            }

            BinaryPrimitives.WriteInt32LittleEndian(_packed, page.Length);
            BinaryPrimitives.WriteInt32LittleEndian(_packed.AsSpan(4), stored);
            var bytes = _packed.AsSpan(0, PageHeader + stored);
            hash.AppendData(bytes);
            file.Write(bytes);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var (page, at) = ((int)(Length / PageSize), (int)(Length % PageSize));
            if (page == _pages.Count)
                _pages.Add(GC.AllocateUninitializedArray<byte>(PageSize));
            var length = Math.Min(bytes.Length, PageSize - at);
            bytes[..length].CopyTo(_pages[page].AsSpan(at));
            bytes = bytes[length..];
            Length += length;
        }
    }
}
