using System.Globalization;
using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>An axis: where a value lies on it, its ends there, its ticks, and what its title must say beside the unit.</summary>
internal sealed record Scale(Func<double, double> Position, double Low, double High, Tick[] Ticks, string Remark)
{
    /// <summary>Ranges wider than this are drawn by decades [-].</summary>
    private const double LinearUpTo = 100;

    /// <summary>Numbers nearer to 0 than this are told with a power of ten [-].</summary>
    public const double Small = 1e-4;

    /// <summary>Concentrations further than this below the highest are not drawn [decades].</summary>
    private const int DecadesShown = 8;

    /// <summary>An even axis; a round step with at most about <paramref name="count"/> ticks.</summary>
    public static Scale Linear(double low, double high, int count = 6)
    {
        if (high <= low)
            high = low + 1;
        var step = NiceStep((high - low) / count);
        var ticks = Enumerable.Range(0, 1000).Select(i => (Math.Ceiling(low / step - 1e-9) + i) * step).TakeWhile(t => t <= high + step * 1e-9);
        return new(v => v, low, high, [.. ticks.Select(t => Tick.Major(t, Plain(t)))], "");
    }

    /// <summary>Days; weeks where the span suggests them.</summary>
    public static Scale Days(double first, double last)
    {
        if (last - first is < 14 or > 70)
            return first < last ? Linear(first, last, 8) : new(v => v, first - 0.5, first + 0.5, [Tick.Major(first, Plain(first))], "");
        var weeks = Enumerable.Range(0, 12).Select(i => 7 * (Math.Ceiling(first / 7) + i)).TakeWhile(t => t <= last);
        return new(v => v, first, last, [.. weeks.Select(t => Tick.Major(t, Plain(t)))], "");
    }

    /// <summary>Counts: even from zero, or by decades when the positive ones span more than two; then 0 to 1 is even, so that zero has its place.</summary>
    public static Scale Counts(IEnumerable<double> values)
    {
        var (least, most) = PositiveRange(values);
        if (most <= LinearUpTo * least)
            return Linear(0, Math.Max(most, 1) * 1.04).WithRoomBelow();
        return new Scale(v => v <= 1 ? v / 2 : 0.5 + Math.Log10(v), 0, 0.5 + Math.Log10(most * 1.15), [Tick.Major(0, "0"), .. Decades(0, most, 0.5)], "log; 0 to 1 linear").WithRoomBelow();
    }

    /// <summary>Concentrations by decades. What is zero, or more than eight decades below the highest, has no place and is NaN.</summary>
    public static Scale Concentrations(IEnumerable<double> values)
    {
        var (least, most) = PositiveRange(values);
        var floor = Math.Max(least, most * Math.Pow(10, -DecadesShown));
        var (low, high) = (Math.Log10(floor), Math.Log10(most));
        var room = Math.Max(0.05 * (high - low), 0.1);
        (low, high) = (low - room, high + room);
        return new(v => v >= floor ? Math.Log10(v) : double.NaN, low, high, Decades((int)Math.Floor(low), most * 10, 0), "log");
    }

    /// <summary>1, 2 or 5 times a power of ten, not below <paramref name="rough"/>.</summary>
    public static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var digit = rough / power;
        return power * (digit <= 1.0001 ? 1 : digit <= 2.0001 ? 2 : digit <= 5.0001 ? 5 : 10);
    }

    /// <summary>Room for a line that runs at the lower end.</summary>
    public Scale WithRoomBelow() => this with { Low = Low - 0.02 * (High - Low) };

    private static Tick[] Decades(int first, double most, double offset)
    {
        var last = (int)Math.Floor(Math.Log10(most) + 1e-9);
        var every = Math.Max(1, (last - first + 6) / 7);
        var ticks = new List<Tick>();
        for (var decade = first; decade <= last; decade++)
        {
            ticks.Add(new Tick(decade + offset, decade % every == 0 ? PowerOfTen(decade) : "", isMajor: decade % every == 0));
            if (every == 1)
                ticks.AddRange(Enumerable.Range(2, 8).Select(digit => Tick.Minor(decade + offset + Math.Log10(digit))));
        }

        return [.. ticks];
    }

    /// <summary>A power of ten as it stands at a tick.</summary>
    public static string PowerOfTen(int power) => power is >= -2 and <= 3
        ? Plain(Math.Pow(10, power))
        : "10" + Superscript(power);

    public static string Superscript(int power) => string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    /// <summary>A number as it stands at a tick, with a true minus; three digits and a power of ten where it is <see cref="Small"/>.</summary>
    public static string Plain(double value) => value != 0 && Math.Abs(value) < Small ? WithPower(value) : (value == 0 ? 0 : value).ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string WithPower(double value)
    {
        var parts = value.ToString("0.##e0", CultureInfo.InvariantCulture).Split('e');
        return $"{parts[0].Replace('-', '−')}×10{Superscript(int.Parse(parts[1], CultureInfo.InvariantCulture))}";
    }

    private static (double Least, double Most) PositiveRange(IEnumerable<double> values)
    {
        var positive = values.Where(v => v > 0).ToArray();
        return positive.Length == 0 ? (1, 1) : (positive.Min(), positive.Max());
    }
}
