using NicheSim.Studies.Statistics;

namespace NicheSim.Studies;

/// <summary>A number of the scenario that varies.</summary>
public sealed class StudyParameter
{
    /// <summary>What stands for the ends of a distribution, which may be infinite.</summary>
    private const double Tail = 0.005;

    private readonly Distribution _distribution;

    internal StudyParameter(string name, ParameterSettings settings, Distribution distribution)
    {
        (Name, Settings, _distribution) = (name, settings, distribution);
    }

    public string Name { get; }

    public ParameterSettings Settings { get; }

    /// <summary>The value at a share of 0..1 of the way through its range or distribution, with nine digits: the same text, and so the same run, on any machine. 0 and 1 are the ends of a range, and half a percent from those of a distribution.</summary>
    public double At(double unit)
        => unit > 0 && unit < 1 ? _distribution.At(unit)
            : Settings is { Distribution: null, From: { } from, To: { } to } ? NineDigits.Round(unit > 0 ? to : from)
            : _distribution.At(unit > 0 ? 1 - Tail : Tail);

    /// <summary>The values of a full grid.</summary>
    internal double[] GridValues()
    {
        if (Settings.Values.Length > 0)
            return Settings.Values;
        var points = Settings.Points;
        return [.. Enumerable.Range(0, points).Select(i => points == 1 ? At(0.5) : At((double)i / (points - 1)))];
    }
}
