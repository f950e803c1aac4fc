using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NicheSim.Numerics;

namespace NicheSim.Recording;

/// <summary>
/// One array of a Zarr hierarchy (Zarr core, version 3): a box of voxels behind leading indices, in chunks of one leading index each, packed by gzip. Chunks that are
/// not there yet hold the fill value.
/// </summary>
/// <param name="path">Its path.</param>
/// <param name="leading">Sizes of the leading axes.</param>
/// <param name="box">The box: z, y, x are the last axes.</param>
/// <param name="axes">Names of all axes.</param>
internal sealed class ZarrArray<T>(string path, int[] leading, Grid box, string[] axes)
    where T : unmanaged
{
    private readonly Grid _chunk = new(Math.Min(box.Nx, 256), Math.Min(box.Ny, 256), Math.Min(box.Nz, 32));

    public void WriteMetadata(SnapshotFiles files)
    {
        var isFloat = typeof(T) == typeof(float);
        files.Write($"{path}/zarr.json", Json.Bytes(new JsonObject
        {
            ["zarr_format"] = 3,
            ["node_type"] = "array",
            ["shape"] = Json.Array([.. leading, box.Nz, box.Ny, box.Nx]),
            ["data_type"] = isFloat ? "float32" : "uint16",
            ["chunk_grid"] = Named("regular", ("chunk_shape", Json.Array([.. leading.Select(_ => 1), _chunk.Nz, _chunk.Ny, _chunk.Nx]))),
            ["chunk_key_encoding"] = Named("default", ("separator", "/")),
            ["fill_value"] = isFloat ? "NaN" : 0,
            ["codecs"] = new JsonArray(Named("bytes", ("endian", "little")), Named("gzip", ("level", 1))),
            ["dimension_names"] = Json.Array(axes),
            ["attributes"] = new JsonObject(),
        }));
    }

    /// <summary>Writes the box at one leading index.</summary>
    public void Write(SnapshotFiles files, T[] values, params ReadOnlySpan<int> index)
    {
        var chunk = new T[_chunk.Count];
        var start = $"{path}/c/{string.Join('/', index.ToArray())}";
        for (var z = 0; z < box.Nz; z += _chunk.Nz)
            for (var y = 0; y < box.Ny; y += _chunk.Ny)
                for (var x = 0; x < box.Nx; x += _chunk.Nx)
                {
                    Fill(chunk, values, x, y, z);
                    files.Write($"{start}/{z / _chunk.Nz}/{y / _chunk.Ny}/{x / _chunk.Nx}", Packed(chunk));
                }
    }

    private void Fill(T[] chunk, T[] values, int x, int y, int z)
    {
        Array.Clear(chunk);
        var (nx, ny, nz) = (Math.Min(_chunk.Nx, box.Nx - x), Math.Min(_chunk.Ny, box.Ny - y), Math.Min(_chunk.Nz, box.Nz - z));
        for (var k = 0; k < nz; k++)
            for (var j = 0; j < ny; j++)
                values.AsSpan(box.Index(x, y + j, z + k), nx).CopyTo(chunk.AsSpan(_chunk.Index(0, j, k)));
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
