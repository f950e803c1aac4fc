namespace NicheSim.Recording;

/// <summary>Exact quantiles of many numbers that are not negative, by two counts of 65,536 classes instead of sorting.</summary>
internal sealed class Quantile
{
    private const int Half = 16;
    private readonly int[] _counts = new int[1 << Half];

    /// <summary>The smallest of the chosen values that at least a share of them does not exceed (nearest rank); NaN where none is chosen.</summary>
    /// <param name="values">Values, none negative: their bits then rise as they do.</param>
    /// <param name="chosen">Which of them count.</param>
    /// <param name="share">Above 0, at most 1.</param>
    public double Of(ReadOnlySpan<float> values, ReadOnlySpan<bool> chosen, double share)
    {
        Array.Clear(_counts);
        var total = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!chosen[i])
                continue;
            total++;
            _counts[Bits(values[i]) >> Half]++;
        }

        if (total == 0)
            return double.NaN;
        var rank = (int)Math.Ceiling(share * total) - 1;
        var high = Find(ref rank);
        Array.Clear(_counts);
        for (var i = 0; i < values.Length; i++)
            if (chosen[i] && Bits(values[i]) >> Half == high)
                _counts[Bits(values[i]) & 0xFFFF]++;
        return BitConverter.UInt32BitsToSingle((high << Half) | Find(ref rank));
    }

    /// <summary>The class that holds the rank, which is then the rank within it.</summary>
    private uint Find(ref int rank)
    {
        var place = 0;
        for (; rank >= _counts[place]; place++)
            rank -= _counts[place];
        return (uint)place;
    }

    /// <summary>Adding zero takes the sign from a negative zero.</summary>
    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value + 0f);
}
