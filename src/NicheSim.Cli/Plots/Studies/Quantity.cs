using System.Globalization;

namespace NicheSim.Cli.Plots.Studies;

/// <summary>What an axis shows: its name, its unit, and the power of ten that its numbers are told in, so that they stay short.</summary>
/// <param name="Name">Name of a readout, population or parameter.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
/// <param name="Exponent">Numbers are told in 10 to this power.</param>
internal sealed record Quantity(string Name, string Unit, int Exponent)
{
    /// <summary>A quantity with these values: in powers of a thousand where they are large or small.</summary>
    public static Quantity Of(string name, string unit, IEnumerable<double> values)
    {
        var most = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return new Quantity(name, unit, most is > 0 and (< 0.01 or >= 10_000) ? 3 * (int)Math.Floor(Math.Log10(most) / 3) : 0);
    }

    /// <summary><c>lesion-area (10³ µm²)</c>.</summary>
    public string Title => InBrackets.Length == 0 ? Name : $"{Name} ({InBrackets})";

    private string InBrackets => (Exponent == 0 ? "" : $"10{Scale.Superscript(Exponent)} ") is var power ? (power + Unit).TrimEnd() : "";

    /// <summary>A value as its axis tells it.</summary>
    public double Told(double value) => value * Math.Pow(10, -Exponent);

    public double[] Told(IEnumerable<double> values) => [.. values.Select(Told)];

    /// <summary>Three digits at most, no zeros behind the last one: a value that names a point.</summary>
    public static string Short(double value) => Scale.Plain(Math.Abs(value) < Scale.Small ? value : Math.Round(value, Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6)));

    /// <summary>Three digits, with a true minus, and without an exponent as far as <see cref="Scale.Small"/>.</summary>
    public static string ThreeDigits(double value)
    {
        if (!double.IsFinite(value))
            return "–";
        if (value == 0)
            return "0";
        if (Math.Abs(value) < Scale.Small)
            return Scale.Plain(value);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 6);
        return value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).Replace('-', '−');
    }

    /// <summary>A probability of error: <c>p = 0.012</c>, <c>p &lt; 0.0001</c>, with spaces that no line is broken at.</summary>
    public static string P(double p) => !double.IsFinite(p) ? "" : p < 0.0001 ? "p\u00A0<\u00A00.0001" : $"p\u00A0=\u00A0{p.ToString(p < 0.001 ? "0.0000" : p < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture)}";

    /// <summary>An axis from the least value to the largest, by equal ratios where they are asked for and all values are positive.</summary>
    public static Scale Range(double[] values, bool isLog)
    {
        var (low, high) = (values.Min(), values.Max());
        if (!(isLog && low > 0 && high > low))
            return Scale.Linear(low - (0.03 * (high - low)), high + (0.03 * (high - low)), 5);
        var (from, to) = (Math.Log10(low), Math.Log10(high));
        var room = 0.03 * (to - from);
        double[] digits = to - from > 2.5 ? [1] : to - from > 1.2 ? [1, 3] : [1, 2, 5];
        var ticks = Enumerable.Range((int)Math.Floor(from), (int)Math.Ceiling(to - from) + 2)
            .SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power))).Where(value => Math.Log10(value) >= from - room && Math.Log10(value) <= to + room);
        // A range too narrow for round numbers has its ends.
        double[] told = [.. ticks.DefaultIfEmpty(low)];
        told = told.Length > 1 ? told : [low, high];
        return new(Math.Log10, from - room, to + room, [.. told.Select(value => ScottPlot.Tick.Major(Math.Log10(value), Scale.Plain(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))))], "log");
    }

    /// <summary>An axis that all values fit on, zero among them where they come near to it.</summary>
    public static Scale Axis(IEnumerable<double> values, int ticks = 5)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        var (low, high) = (finite.Min(), finite.Max());
        if (low >= 0 && low < 0.6 * high)
            return Scale.Linear(0, high * 1.05, ticks).WithRoomBelow();
        var room = high > low ? 0.06 * (high - low) : Math.Max(0.05 * Math.Abs(high), 1e-3);
        return Scale.Linear(low - room, high + room, ticks);
    }
}
