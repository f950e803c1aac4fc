using System.Globalization;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Numbers of nine significant digits: the one way in which a statistic reaches a file, and in which a drawn parameter reaches a scenario. The
/// distribution functions of the library that is used for them call the platform's exp and log, whose last bits differ between CPUs with and
/// without fused multiplication. What is rounded here is equal on all of them, unless a value lies within those last bits of the middle between
/// two roundings: about once in ten million numbers.
/// </summary>
public static class NineDigits
{
    /// <summary>The double nearest to x with nine significant digits; x itself where it is not finite.</summary>
    public static double Round(double x) => double.IsFinite(x) ? double.Parse(x.ToString("E8", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : x;

    /// <summary>x with at most nine significant digits in the shortest form that a reader turns into the same double; empty where it is not finite.</summary>
    public static string Text(double x)
    {
        var rounded = Round(x);
        return !double.IsFinite(rounded) ? "" : rounded == 0 ? "0" : rounded.ToString("R", CultureInfo.InvariantCulture);
    }
}
