using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using NicheSim.Recording;

namespace NicheSim.Cli.Live;

/// <summary>What a page wants to see of the niche.</summary>
/// <param name="Field">Index of the field that lies under the cells; -1 for none.</param>
/// <param name="Z">Slice across z [voxels].</param>
internal readonly record struct LiveView(int Field, int Z);

/// <summary>
/// A slice of the niche as one message: a little-endian int32 of the header's length, the header as JSON padded to four bytes, then cells and guests (uint16 per voxel: 0 for none,
/// else profile + 1), bone (a byte: 255 for full) and, where a field is shown, its level (a byte, see <see cref="FieldMap"/>). Rows go from y = 0 up.
/// </summary>
internal static class LiveFrame
{
    /// <param name="run">What is shown.</param>
    /// <param name="view">Of it.</param>
    /// <param name="header">What stands before the voxels; gets the scale of the field's levels.</param>
    public static byte[] Pack(OpenRun run, LiveView view, Dictionary<string, object?> header)
    {
        var (grid, state) = (run.Plan.Grid, run.State);
        var size = grid.Nx * grid.Ny;
        var start = size * Math.Clamp(view.Z, 0, grid.Nz - 1);
        var field = FieldMap.Of(view.Field >= 0 && view.Field < state.Fields.Length ? state.Fields[view.Field].AsSpan(start, size) : []);
        (header["low"], header["high"], header["counts"]) = (field.Low, field.High, Counts(run));
        var json = JsonSerializer.SerializeToUtf8Bytes(header, LiveMessage.Options);
        var padded = (json.Length + 3) / 4 * 4;

        var message = new byte[4 + padded + (5 * size) + field.Levels.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, padded);
        message.AsSpan(4, padded).Fill((byte)' ');
        json.CopyTo(message.AsSpan(4));
        var body = message.AsSpan(4 + padded);
        PackCells(run, state.Occupant.AsSpan(start, size), body[..(2 * size)]);
        PackCells(run, state.Guest.AsSpan(start, size), body[(2 * size)..(4 * size)]);
        for (var voxel = 0; voxel < size; voxel++)
            body[(4 * size) + voxel] = (byte)((255 * Math.Clamp(state.Tissue.Fill[start + voxel], 0, 1)) + 0.5f);
        field.Levels.CopyTo(body[(5 * size)..]);
        return message;
    }

    private static void PackCells(OpenRun run, ReadOnlySpan<int> cells, Span<byte> into)
    {
        var packed = MemoryMarshal.Cast<byte, ushort>(into);
        for (var voxel = 0; voxel < packed.Length; voxel++)
            packed[voxel] = cells[voxel] < 0 ? (ushort)0 : (ushort)(run.State.Cells.Profile[cells[voxel]] + 1);
    }

    /// <summary>Cells per profile, of the whole niche and its blood.</summary>
    private static int[] Counts(OpenRun run)
    {
        var counts = new int[run.Plan.Profiles.Length];
        foreach (var profile in run.State.Cells.Profile.AsSpan(0, run.State.Cells.Count))
            counts[profile]++;
        return counts;
    }
}
