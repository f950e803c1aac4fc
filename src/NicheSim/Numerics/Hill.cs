using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NicheSim.Numerics;

/// <summary>
/// The Hill function in two steps: a signal s gives the dose u = (s / half)^n, and doses, which add where they share a receptor, give the strength
/// u / (1 + u) between 0 and 1.
/// </summary>
public static class Hill
{
    /// <summary>Whole powers up to this are multiplied out; all others take <see cref="Elementary.Pow"/>, some hundred times slower than a vector of products.</summary>
    private const int MaxMultiplied = 8;

    /// <summary>(s / half)^power; 0 for a negative s, infinite where it exceeds the largest float.</summary>
    /// <param name="s">The signal, in the unit of <paramref name="half"/>.</param>
    /// <param name="half">The half-maximum, positive.</param>
    /// <param name="power">The Hill power, positive.</param>
    public static float Dose(float s, float half, float power)
    {
        var x = (s < 0 ? 0 : s) / half;
        return IsMultiplied(power) ? Raise(x, (int)power) : (float)Elementary.Pow(x, power);
    }

    /// <summary>The dose of each signal: the bits of <see cref="Dose(float, float, float)"/>.</summary>
    public static void Dose(ReadOnlySpan<float> s, float half, float power, Span<float> dose)
    {
        if (s.Length != dose.Length)
            throw new ArgumentException("The spans differ in length.");

        var i = 0;
        if (Vector256.IsHardwareAccelerated && IsMultiplied(power))
            for (; i <= s.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var v = Vector256.Create(s[i..]);
                var x = Vector256.ConditionalSelect(Vector256.LessThan(v, Vector256<float>.Zero), Vector256<float>.Zero, v) / Vector256.Create(half);
                Raise(x, (int)power).CopyTo(dose[i..]);
            }

        for (; i < s.Length; i++)
            dose[i] = Dose(s[i], half, power);
    }

    /// <summary>u / (1 + u), and 1 for an infinite dose.</summary>
    public static float Strength(float u)
    {
        u = u > float.MaxValue ? float.MaxValue : u;
        return u / (1 + u);
    }

    /// <summary>The strength of each dose, in its place: the bits of <see cref="Strength(float)"/>.</summary>
    public static void Strength(Span<float> u)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
            for (; i <= u.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var v = Vector256.Create<float>(u[i..]);
                v = Vector256.ConditionalSelect(Vector256.GreaterThan(v, Vector256.Create(float.MaxValue)), Vector256.Create(float.MaxValue), v);
                (v / (Vector256<float>.One + v)).CopyTo(u[i..]);
            }

        for (; i < u.Length; i++)
            u[i] = Strength(u[i]);
    }

    private static bool IsMultiplied(float power) => power >= 1 && power <= MaxMultiplied && power == (int)power;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Raise(float x, int power)
    {
        var square = x * x;
        var result = (power & 1) != 0 ? x : 1;
        if ((power & 2) != 0)
            result *= square;
        if ((power & 4) != 0)
            result *= square * square;
        if ((power & 8) != 0)
            result *= square * square * (square * square);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Raise(Vector256<float> x, int power)
    {
        var square = x * x;
        var result = (power & 1) != 0 ? x : Vector256<float>.One;
        if ((power & 2) != 0)
            result *= square;
        if ((power & 4) != 0)
            result *= square * square;
        if ((power & 8) != 0)
            result *= square * square * (square * square);
        return result;
    }
}
