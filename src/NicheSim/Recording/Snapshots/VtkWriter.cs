using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace NicheSim.Recording;

/// <summary>
/// A VTK XML file under construction (VTK file formats, version 1.0): the elements as text, and behind them the arrays, raw and packed by zlib in blocks, each with a
/// header of 64-bit numbers: blocks, bytes of a block, bytes of the last one where it is shorter, and packed bytes of each.
/// </summary>
/// <param name="dataSet">The kind of data set, as <c>ImageData</c>.</param>
internal sealed class VtkWriter(string dataSet)
{
    private const int BlockBytes = 1 << 20;

    private readonly StringBuilder _text = new(
        $"<?xml version=\"1.0\"?>\n<VTKFile type=\"{dataSet}\" version=\"1.0\" byte_order=\"LittleEndian\" header_type=\"UInt64\" compressor=\"vtkZLibDataCompressor\">\n");

    private readonly List<byte[]> _arrays = [];
    private long _length;

    public VtkWriter Text(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Adds an array to the element that is open.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    /// <param name="unit">Unit, where it has one.</param>
    /// <param name="components">Values per point or voxel.</param>
    public VtkWriter Array<T>(string name, ReadOnlySpan<T> values, string unit = "", int components = 1)
        where T : unmanaged
    {
        var type = default(T) switch { float => "Float32", double => "Float64", byte => "UInt8", ushort => "UInt16", int => "Int32", _ => "Int64" };
        var key = unit.Length == 0 ? "/>" : $"><InformationKey name=\"UNITS_LABEL\" location=\"vtkDataArray\">{Escaped(unit)}</InformationKey></DataArray>";
        Text($"<DataArray type=\"{type}\" Name=\"{Escaped(name)}\" NumberOfComponents=\"{components}\" format=\"appended\" offset=\"{_length}\"{key}");
        AppendPacked(MemoryMarshal.AsBytes(values));
        return this;
    }

    /// <summary>Adds texts, as the codes of their letters with a zero behind each.</summary>
    public VtkWriter Texts(string name, IReadOnlyCollection<string> texts) => Text(
        $"<Array type=\"String\" Name=\"{name}\" NumberOfTuples=\"{texts.Count}\" format=\"ascii\">{string.Join(' ', texts.SelectMany(text => Encoding.UTF8.GetBytes(text).Append((byte)0)))}</Array>");

    /// <summary>The day, where ParaView looks for a time.</summary>
    public VtkWriter Time(double day) => Text(string.Create(
        CultureInfo.InvariantCulture, $"<DataArray type=\"Float64\" Name=\"TimeValue\" NumberOfTuples=\"1\" format=\"ascii\">{day:R}</DataArray>"));

    public byte[] ToBytes()
    {
        using var file = new MemoryStream();
        file.Write(Encoding.UTF8.GetBytes(_text.Append("<AppendedData encoding=\"raw\">\n_").ToString()));
        foreach (var piece in _arrays)
            file.Write(piece);
        file.Write("\n</AppendedData>\n</VTKFile>\n"u8);
        return file.ToArray();
    }

    public static string Escaped(string text) => System.Security.SecurityElement.Escape(text);

    private void AppendPacked(ReadOnlySpan<byte> bytes)
    {
        var blocks = new List<byte[]>();
        for (var start = 0; start < bytes.Length; start += BlockBytes)
            blocks.Add(Packed(bytes[start..Math.Min(bytes.Length, start + BlockBytes)]));
        long[] header = [blocks.Count, BlockBytes, bytes.Length % BlockBytes, .. blocks.Select(block => (long)block.Length)];
        foreach (var piece in blocks.Prepend(MemoryMarshal.AsBytes<long>(header).ToArray()))
        {
            _arrays.Add(piece);
            _length += piece.Length;
        }
    }

    private static byte[] Packed(ReadOnlySpan<byte> block)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(block);
        return packed.ToArray();
    }
}
