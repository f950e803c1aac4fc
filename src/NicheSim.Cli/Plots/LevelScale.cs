using ScottPlot;

namespace NicheSim.Cli.Plots;

/// <summary>Levels of a field as colors: by decades where they span more than one, else evenly between their ends.</summary>
internal sealed class LevelScale
{
    /// <summary>Units of levels and what they are in pM: the largest in which the highest level is above 5, so that numbers are short.</summary>
    private static readonly (string Name, double Picomolar)[] Units = [("mM", 1e9), ("µM", 1e6), ("nM", 1e3), ("pM", 1)];

    private static readonly ScottPlot.Colormaps.Viridis Colors = new();
    private readonly double _low, _high;
    private readonly bool _isLog;

    private readonly double _picomolar;

    /// <summary>A scale for maps with these ends [pM]; at most four decades.</summary>
    public LevelScale(IEnumerable<(float Low, float High)> maps)
    {
        var positive = maps.Where(map => map.High > 0).ToArray();
        _high = positive.Select(map => (double)map.High).DefaultIfEmpty(1).Max();
        _low = Math.Max(positive.Select(map => (double)map.Low).DefaultIfEmpty(0).Min(), _high * 1e-4);
        (Unit, _picomolar) = Array.Find(Units, unit => _high >= 5 * unit.Picomolar || unit.Picomolar == 1);
        _isLog = _high > 10 * _low;
        if (!_isLog && _high < 1.02 * _low)
            (_low, _high) = (_low * 0.95, _low * 1.05);
    }

    /// <summary>The unit of the numbers.</summary>
    public string Unit { get; }

    public Color ColorOf(double level) => Colors.GetColor(Math.Clamp(ShareOf(level), 0, 1));

    /// <summary>Where the numbers of a color bar stand, and what they say.</summary>
    public IReadOnlyList<(double Share, string Text)> Ticks
    {
        get
        {
            if (!_isLog)
                return [.. Scale.Linear(_low / _picomolar, _high / _picomolar, 6).Ticks.Where(tick => tick.IsMajor).Select(tick => (ShareOf(tick.Position * _picomolar), tick.Label))];
            // One number per decade; where these are fewer than three, also twos and fives.
            var decades = Ends([1]).ToArray();
            return [.. (decades.Length > 2 ? decades : Ends([1, 2, 5])).Select(level => (ShareOf(level * _picomolar), Math.Log10(level) % 1 == 0 ? Scale.PowerOfTen((int)Math.Log10(level)) : Scale.Plain(level)))];

            IEnumerable<double> Ends(int[] digits) => Enumerable.Range(-30, 60).SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power))).Where(level => level * _picomolar >= _low * 0.999 && level * _picomolar <= _high * 1.001);
        }
    }

    private double ShareOf(double level) => !(level > 0) ? 0
        : _isLog ? Math.Log(level / _low) / Math.Log(_high / _low) : (level - _low) / (_high - _low);
}
