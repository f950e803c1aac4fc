namespace NicheSim.Recording;

/// <summary>The niche at one tick, as maps: what a film, a slider or a picture of a day is drawn from.</summary>
/// <param name="Tick">When.</param>
/// <param name="Planes">One map per plane of the header.</param>
/// <param name="Clones">Cells per clone of the types that can divide, by type, then founder: the <see cref="FramePainter.MostClones"/> largest of a type, and all others as founder 0.</param>
/// <param name="Colonies">Clusters of cells of those types that hang together over faces, edges or corners, in the whole lattice, by type, then size.</param>
public sealed record Frame(int Tick, PlaneMap[] Planes, CloneSize[] Clones, ColonySize[] Colonies);

/// <summary>What a plane shows: entry x + width * y, y upward.</summary>
/// <param name="Cells">0 for nothing, else the cell's profile + 1.</param>
/// <param name="Guests">The same of cells arrested in vessel voxels.</param>
/// <param name="Bone">Matrix fill in 255ths; solid from 128 on.</param>
/// <param name="Fields">A map per field.</param>
public sealed record PlaneMap(ushort[] Cells, ushort[] Guests, byte[] Bone, FieldMap[] Fields);

/// <summary>
/// The levels of a field in 255 steps that rise like the bits of a number, so nearly logarithmically: level q of 1 to 255 is the number whose bits lie (q - 1) / 254
/// of the way from those of Low to those of High. Steps are at most 5.3 %. Level 0 is below Low.
/// </summary>
/// <param name="Levels">Entry x + width * y of the plane's field map.</param>
/// <param name="Low">Level 1 [pM].</param>
/// <param name="High">Level 255 [pM]; 0 where the field is nowhere above 0.</param>
public sealed record FieldMap(byte[] Levels, float Low, float High)
{
    private const int Steps = 254;

    /// <summary>Lower levels than this share of the highest are not told from 0.</summary>
    private const float Floor = 1e-4f;

    public float Picomolar(byte level)
    {
        var (low, high) = (BitConverter.SingleToInt32Bits(Low), BitConverter.SingleToInt32Bits(High));
        return level == 0 ? 0 : BitConverter.Int32BitsToSingle(low + (int)((level - 1L) * (high - low) / Steps));
    }

    /// <summary>The map of levels [pM], none of them negative.</summary>
    public static FieldMap Of(ReadOnlySpan<float> values)
    {
        float high = 0, least = float.MaxValue;
        foreach (var value in values)
        {
            high = value > high ? value : high;
            least = value > 0 && value < least ? value : least;
        }

        var levels = new byte[values.Length];
        var low = high == 0 ? 0 : Math.Max(least, Floor * high);
        var (first, last) = (BitConverter.SingleToInt32Bits(low), BitConverter.SingleToInt32Bits(high));
        var scale = last > first ? (double)Steps / (last - first) : 0;
        for (var i = 0; i < levels.Length; i++)
            levels[i] = values[i] >= low && values[i] > 0 ? (byte)(1.5 + (scale * (BitConverter.SingleToInt32Bits(values[i]) - first))) : (byte)0;
        return new FieldMap(levels, low, high);
    }
}

/// <summary>How many cells of a type a clone has; a clone is named by the id of its founder, and 0 is all clones that are not named.</summary>
public readonly record struct CloneSize(long Founder, int Type, int Cells);

/// <summary>How many colonies of a type have this size.</summary>
/// <param name="Type">The type.</param>
/// <param name="Size">Cells of each.</param>
/// <param name="Count">Colonies.</param>
public readonly record struct ColonySize(int Type, int Size, int Count);
