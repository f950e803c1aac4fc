using System.Text;

namespace NicheSim.Rules;

/// <summary>Hashes of names and paths: what random numbers follow in place of positions in lists, which change with every further name.</summary>
internal static class NameKey
{
    // The counter of a random stream has 40 bits for a tick, one of them the sign.
    private const int BitsBeyondTick = 25;

    /// <summary>64 bits: FNV-1a (Fowler, Noll, Vo; offset basis 14695981039346656037, prime 1099511628211).</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }

    /// <summary>39 bits of it, in the place of a tick.</summary>
    public static long InPlaceOfTick(string text) => (long)(Of(text) >> BitsBeyondTick);
}
