using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>
/// One array of a Zarr hierarchy (Zarr core, version 3): boxes of voxels over time, and per channel where there are any, in chunks packed by gzip. Chunks that are not
/// there yet hold the fill value.
/// </summary>
/// <param name="path">Its path.</param>
/// <param name="times">Times.</param>
/// <param name="channels">Channels; null for an array without that axis.</param>
/// <param name="box">The box: z, y, x are the last axes.</param>
/// <param name="axes">Names of all axes.</param>
internal sealed class ZarrArray<T>(string path, int times, int? channels, Grid box, string[] axes)
    where T : unmanaged
{
    /// <summary>A chunk takes in channel after channel up to here [values]: on a slice a file per channel would take longer to make than to fill.</summary>
    private const int LargestChunk = 1 << 18;

    private readonly Grid _chunk = new(Math.Min(box.Nx, 256), Math.Min(box.Ny, 256), Math.Min(box.Nz, 32));

    private int ChunkChannels => Math.Clamp(LargestChunk / _chunk.Count, 1, channels ?? 1);

    public void WriteMetadata(SnapshotFiles files)
    {
        var isFloat = typeof(T) == typeof(float);
        files.Write($"{path}/zarr.json", Json.Bytes(new JsonObject
        {
            ["zarr_format"] = 3,
            ["node_type"] = "array",
            ["shape"] = Json.Array([times, .. Channels(channels ?? 1), box.Nz, box.Ny, box.Nx]),
            ["data_type"] = isFloat ? "float32" : "uint16",
            ["chunk_grid"] = Named("regular", ("chunk_shape", Json.Array([1, .. Channels(ChunkChannels), _chunk.Nz, _chunk.Ny, _chunk.Nx]))),
            ["chunk_key_encoding"] = Named("default", ("separator", "/")),
            ["fill_value"] = isFloat ? "NaN" : 0,
            ["codecs"] = new JsonArray(Named("bytes", ("endian", "little")), Named("gzip", ("level", 1))),
            ["dimension_names"] = Json.Array(axes),
            ["attributes"] = new JsonObject(),
        }));
    }

    /// <summary>Writes the boxes of all channels at one time.</summary>
    public void Write(SnapshotFiles files, int time, params ReadOnlySpan<T[]> values)
    {
        var chunk = new T[ChunkChannels * _chunk.Count];
        for (var first = 0; first < values.Length; first += ChunkChannels)
            for (var z = 0; z < box.Nz; z += _chunk.Nz)
                for (var y = 0; y < box.Ny; y += _chunk.Ny)
                    for (var x = 0; x < box.Nx; x += _chunk.Nx)
                    {
                        Array.Clear(chunk);
                        for (var channel = 0; channel < Math.Min(ChunkChannels, values.Length - first); channel++)
                            Fill(chunk.AsSpan(channel * _chunk.Count, _chunk.Count), values[first + channel], x, y, z);
                        int[] place = [time, .. Channels(first / ChunkChannels), z / _chunk.Nz, y / _chunk.Ny, x / _chunk.Nx];
                        files.Write($"{path}/c/{string.Join('/', place)}", Packed(chunk));
                    }
    }

    /// <summary>A number for the axis of channels, where there is one.</summary>
    private int[] Channels(int number) => channels is null ? [] : [number];

    private void Fill(Span<T> chunk, T[] values, int x, int y, int z)
    {
        var (nx, ny, nz) = (Math.Min(_chunk.Nx, box.Nx - x), Math.Min(_chunk.Ny, box.Ny - y), Math.Min(_chunk.Nz, box.Nz - z));
        for (var k = 0; k < nz; k++)
            for (var j = 0; j < ny; j++)
                values.AsSpan(box.Index(x, y + j, z + k), nx).CopyTo(chunk[_chunk.Index(0, j, k)..]);
    }

    private static byte[] Packed(T[] chunk)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(MemoryMarshal.AsBytes<T>(chunk));
        return packed.ToArray();
    }

    private static JsonObject Named(string name, (string Key, JsonNode Value) setting) => new() { ["name"] = name, ["configuration"] = new JsonObject { [setting.Key] = setting.Value } };
}
