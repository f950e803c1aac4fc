namespace NicheSim.Numerics;

/// <summary>
/// The 64-bit key of a cell that its random numbers follow: a hash of its ancestry alone, so that a birth elsewhere changes no draw of this cell.
/// Each key is one Philox block; n cells collide with probability n^2 / 2^65 (3e-8 for a million).
/// </summary>
public static class LineageKey
{
    // Any two numbers would do (digits of pi); founders and daughters must differ.
    private const uint Domain = 0x243F6A88, FounderDomain = 0x85A308D3, DaughterDomain = 0x13198A2E;

    /// <summary>The key of a cell that no parent has: the number-th cell of a placement or of an influx.</summary>
    public static ulong Founder(ulong placementHash, uint number) => Hash(placementHash, number, 0, FounderDomain);

    /// <summary>The key of daughter <paramref name="which"/> (0 or 1) of the parent's division of that number.</summary>
    public static ulong Daughter(ulong parentKey, uint divisionNumber, int which) => Hash(parentKey, divisionNumber, (uint)which, DaughterDomain);

    private static ulong Hash(ulong key, uint number, uint which, uint domain)
    {
        var (low, high, _, _) = Philox.Block((uint)key, (uint)(key >> 32), number, which, Domain, domain);
        return low | ((ulong)high << 32);
    }
}
