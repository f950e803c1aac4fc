using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NicheSim.Numerics;

/// <summary>
/// One step forward in time of whole rows: c + (D dt/h^2 (sum of what stands behind the faces - faces c) + dt (source - loss c)). Exchange and loss are
/// apart, because in c (1 - all that leaves) + ... a float32 loses the loss against an exchange that is a thousand times larger. An even field gets no
/// flux to the last bit. There is one form only, of additions, multiplications and masks of 8 lanes: without vector instructions the runtime does the
/// same lane by lane.
/// </summary>
internal static unsafe class ExplicitRows
{
    public const int Lanes = 8;

    /// <summary>How far ahead of use voxels are fetched that come from memory: as long as that takes, measured.</summary>
    private const int Ahead = 128;

    /// <summary>Rows y0 up to y1 of slab z. Streamed rows go past the caches: they must begin on whole vectors.</summary>
    public static void Step(ExplicitDiffusion d, float* from, float* to, int z, int y0, int y1, bool stream)
    {
        if (d.Grid.Nx < Lanes)
            Narrow(d, from, to, z, y0, y1);
        else if (d.IsFlat)
            Wide<No, No>(d, from, to, z, y0, y1);
        else if (stream)
            Wide<Yes, Yes>(d, from, to, z, y0, y1);
        else
            Wide<Yes, No>(d, from, to, z, y0, y1);
    }

    private static void Wide<TDeep, TStream>(ExplicitDiffusion d, float* from, float* to, int z, int y0, int y1)
        where TDeep : struct, IChoice
        where TStream : struct, IChoice
    {
        // All that rows have in common is fetched before the first: at a hundred voxels a row costs as much as what is left between rows.
        int nx = d.Grid.Nx, ny = d.Grid.Ny, last = nx - Lanes;
        var (rate, seconds) = (Vector256.Create(d.Rate), Vector256.Create(d.Seconds));
        var toWest = Vector256.Create(0, 0, 1, 2, 3, 4, 5, 6);
        var toEast = Vector256.Create(1, 2, 3, 4, 5, 6, 7, 7);
        var firstLane = Vector256.Create(-1, 0, 0, 0, 0, 0, 0, 0).AsSingle();
        var lastLane = Vector256.Create(0, 0, 0, 0, 0, 0, 0, -1).AsSingle();
        var (westEnd, eastEnd) = (d.WestEnd, d.EastEnd);
        nint toDown = d.Down(z), toUp = d.Up(z), row = (nint)nx * (y0 + ((nint)ny * z));
        var open = d.OpenRows(z);
        float* c = from + row, loss = d.Coefficient + row, source = d.Source + row, next = to + row;
        for (var y = y0; y < y1; y++, c += nx, loss += nx, source += nx, next += nx)
        {
            nint toSouth = y > 0 ? -nx : d.South(0), toNorth = y < ny - 1 ? nx : d.North(ny - 1);
            float* south = c + toSouth, north = c + toNorth, down = c + toDown, up = c + toUp;
            var west = Vector256.ConditionalSelect(firstLane, westEnd.Beyond(c), Vector256.Shuffle(Vector256.Load(c), toWest));
            var east = Vector256.ConditionalSelect(lastLane, eastEnd.Beyond(c), Vector256.Shuffle(Vector256.Load(c + last), toEast));
            if (open[y])
            {
                Store<TStream>(Open<TDeep>(0, west, last == 0 ? east : Vector256.Load(c + 1), c, south, north, down, up, loss, source, rate, seconds), next);
                for (var k = Lanes; k < last; k += Lanes)
                {
                    if (TStream.Is && Sse.IsSupported && (k & Lanes) == 0)
                    {
                        Sse.Prefetch0(up + k + Ahead);
                        Sse.Prefetch0(loss + k + Ahead);
                        Sse.Prefetch0(source + k + Ahead);
                    }

                    Store<TStream>(Open<TDeep>(k, Vector256.Load(c + k - 1), Vector256.Load(c + k + 1), c, south, north, down, up, loss, source, rate, seconds), next + k);
                }
                if (last > 0)
                    Store<TStream>(Open<TDeep>(last, Vector256.Load(c + last - 1), east, c, south, north, down, up, loss, source, rate, seconds), next + last);
                continue;
            }

            // Losses beyond the ends tell only whether there is a face: what is beyond a closed end is the voxel itself.
            var westLoss = Vector256.ConditionalSelect(firstLane, Vector256.Create(d.IsPeriodicX ? loss[nx - 1] : 0), Vector256.Shuffle(Vector256.Load(loss), toWest));
            var eastLoss = Vector256.ConditionalSelect(lastLane, Vector256.Create(d.IsPeriodicX ? loss[0] : 0), Vector256.Shuffle(Vector256.Load(loss + last), toEast));
            var (count, held) = d.Held(y, z);
            var (heldCount, heldSum) = (Vector256.Create(count), Vector256.Create(held));
            Store<TStream>(Masked<TDeep>(0, west, last == 0 ? east : Vector256.Load(c + 1), westLoss, last == 0 ? eastLoss : Vector256.Load(loss + 1), c, loss,
                toSouth, toNorth, toDown, toUp, source, rate, seconds, heldCount, heldSum), next);
            for (var k = Lanes; k < last; k += Lanes)
                Store<TStream>(Masked<TDeep>(k, Vector256.Load(c + k - 1), Vector256.Load(c + k + 1), Vector256.Load(loss + k - 1), Vector256.Load(loss + k + 1), c, loss,
                    toSouth, toNorth, toDown, toUp, source, rate, seconds, heldCount, heldSum), next + k);
            if (last > 0)
                Store<TStream>(Masked<TDeep>(last, Vector256.Load(c + last - 1), east, Vector256.Load(loss + last - 1), eastLoss, c, loss,
                    toSouth, toNorth, toDown, toUp, source, rate, seconds, heldCount, heldSum), next + last);
        }
    }

    /// <summary>Where no face is closed and no side fixed, but for the ends of the row, which come with west and east.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Open<TDeep>(
        int k, Vector256<float> west, Vector256<float> east, float* center, float* south, float* north, float* down, float* up, float* loss, float* source,
        Vector256<float> rate, Vector256<float> seconds)
        where TDeep : struct, IChoice
    {
        var c = Vector256.Load(center + k);
        var around = (west + east) + (Vector256.Load(south + k) + Vector256.Load(north + k));
        if (TDeep.Is)
            around += Vector256.Load(down + k) + Vector256.Load(up + k);
        return c + ((rate * (around - (Faces<TDeep>() * c))) + (seconds * (Vector256.Load(source + k) - (Vector256.Load(loss + k) * c))));
    }

    /// <summary>With faces closed where the loss is negative on either side, and with sides in y and z that are held at a concentration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Masked<TDeep>(
        int k, Vector256<float> west, Vector256<float> east, Vector256<float> westLoss, Vector256<float> eastLoss, float* center, float* loss,
        nint south, nint north, nint down, nint up, float* source, Vector256<float> rate, Vector256<float> seconds, Vector256<float> heldCount, Vector256<float> heldSum)
        where TDeep : struct, IChoice
    {
        var (c, own) = (Vector256.Load(center + k), Vector256.Load(loss + k));
        var around = (Behind(west, westLoss, c) + Behind(east, eastLoss, c)) + (Behind(center + k + south, loss + k + south, c) + Behind(center + k + north, loss + k + north, c));
        if (TDeep.Is)
            around += Behind(center + k + down, loss + k + down, c) + Behind(center + k + up, loss + k + up, c);
        var flux = (around - (Faces<TDeep>() * c)) + (heldSum - (heldCount * c));
        var change = (rate * flux) + (seconds * (Vector256.Load(source + k) - (own * c)));
        return c + (change & IsOpen(own));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Faces<TDeep>()
        where TDeep : struct, IChoice
        => Vector256.Create(TDeep.Is ? 6f : 4f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Behind(float* neighbor, float* loss, Vector256<float> c) => Behind(Vector256.Load(neighbor), Vector256.Load(loss), c);

    /// <summary>What stands behind a face: the neighbor, or where that is impermeable the voxel itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Behind(Vector256<float> neighbor, Vector256<float> loss, Vector256<float> c) => Vector256.ConditionalSelect(IsOpen(loss), neighbor, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> IsOpen(Vector256<float> loss) => Vector256.GreaterThanOrEqual(loss, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TStream>(Vector256<float> value, float* at)
        where TStream : struct, IChoice
    {
        if (TStream.Is)
            value.StoreAlignedNonTemporal(at);
        else
            value.Store(at);
    }

    /// <summary>Rows that are shorter than a vector, voxel by voxel.</summary>
    private static void Narrow(ExplicitDiffusion d, float* from, float* to, int z, int y0, int y1)
    {
        var nx = d.Grid.Nx;
        for (var y = y0; y < y1; y++)
        {
            var row = (nint)nx * (y + ((nint)d.Grid.Ny * z));
            var (count, held) = d.Held(y, z);
            for (var x = 0; x < nx; x++)
            {
                float* at = from + row + x, loss = d.Coefficient + row + x;
                var c = *at;
                var (toWest, toEast) = (d.West(x), d.East(x));
                var west = loss[toWest] >= 0 ? (x == 0 ? d.WestEnd.Beyond(from + row)[0] : at[-1]) : c;
                var east = loss[toEast] >= 0 ? (x == nx - 1 ? d.EastEnd.Beyond(from + row)[0] : at[1]) : c;
                var around = (west + east) + (Behind(at, loss, d.South(y)) + Behind(at, loss, d.North(y)));
                if (!d.IsFlat)
                    around += Behind(at, loss, d.Down(z)) + Behind(at, loss, d.Up(z));
                var flux = (around - ((d.IsFlat ? 4 : 6) * c)) + (held - (count * c));
                var change = (d.Rate * flux) + (d.Seconds * (d.Source[row + x] - (*loss * c)));
                to[row + x] = c + (*loss >= 0 ? change : 0);
            }
        }

        static float Behind(float* at, float* loss, nint neighbor) => loss[neighbor] >= 0 ? at[neighbor] : *at;
    }
}
