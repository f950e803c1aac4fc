using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>What is computed of a sample, such as its mean. The sample is in no order and must not be kept.</summary>
public delegate double Statistic(ReadOnlySpan<double> sample);

/// <summary>
/// Bootstrap intervals after Efron and Tibshirani, "An introduction to the bootstrap" (1993), chapters 13 and 14. Which members resample b of n
/// values takes is a pure function of (seed, b, n), so the same seed and values give the same interval, and samples of one size share their
/// resamples. Use one object for many samples: it keeps the resamples of the last size.
/// </summary>
/// <param name="seed">The seed of the resamples.</param>
/// <param name="resamples">How many; 2,000 or more for an interval of 95 %.</param>
/// <param name="level">The level of confidence.</param>
public sealed class Bootstrap(ulong seed, int resamples = 2000, double level = 0.95)
{
    private const int LargestKept = 4096;
    private readonly ulong _seed = seed;
    private readonly int _resamples = resamples > 1 ? resamples : throw new ArgumentOutOfRangeException(nameof(resamples), resamples, "Take two resamples or more.");
    private readonly double _level = level > 0 && level < 1 ? level : throw new ArgumentOutOfRangeException(nameof(level), level, "A level of confidence lies between 0 and 1.");
    private Kept? _kept;

    /// <summary>The percentile interval of the mean of the finite values.</summary>
    public Interval MeanPercentile(ReadOnlySpan<double> values) => Percentile(values, Samples.Mean);

    /// <summary>The BCa interval of the mean of the finite values.</summary>
    public Interval MeanBca(ReadOnlySpan<double> values) => Bca(values, Samples.Mean);

    /// <summary>
    /// The quantiles of the statistic over the resamples of the finite values. Undefined for fewer than two values.
    /// </summary>
    public Interval Percentile(ReadOnlySpan<double> values, Statistic statistic)
    {
        var sample = Samples.Complete(values);
        return sample.Length < 2 ? Interval.Undefined : Percentile(Replicates(sample, statistic));
    }

    /// <summary>
    /// The interval that is corrected for bias and for a standard error that changes with the value (BCa; accelerated by the jackknife). Undefined for
    /// fewer than two values; a point where all resamples have the statistic of the sample.
    /// </summary>
    public Interval Bca(ReadOnlySpan<double> values, Statistic statistic)
    {
        var sample = Samples.Complete(values);
        if (sample.Length < 2)
            return Interval.Undefined;
        var estimate = statistic(sample);
        var replicates = Replicates(sample, statistic);
        Array.Sort(replicates);
        if (replicates[0] == replicates[^1])
            return new(replicates[0], replicates[0]);

        // Half of the ties count as below, so that a symmetric discrete distribution has no bias.
        var below = replicates.Sum(r => r < estimate ? 1.0 : r == estimate ? 0.5 : 0.0) / _resamples;
        var bias = NormalQuantile.At(Math.Clamp(below, 0.5 / _resamples, 1 - (0.5 / _resamples)));
        var acceleration = Acceleration(sample, statistic);
        double Limit(double p)
        {
            var z = bias + NormalQuantile.At(p);
            return Quantiles.OfSorted(replicates, Tails.NormalBelow(bias + (z / (1 - (acceleration * z)))));
        }

        return new(Limit((1 - _level) / 2), Limit((1 + _level) / 2));
    }

    /// <summary>The percentile interval of what was computed of each resample; what is not finite is left out.</summary>
    internal Interval Percentile(ReadOnlySpan<double> replicates)
    {
        var sorted = Samples.Sorted(replicates);
        return new(Quantiles.OfSorted(sorted, (1 - _level) / 2), Quantiles.OfSorted(sorted, (1 + _level) / 2));
    }

    internal int Resamples => _resamples;

    /// <summary>The members of resample b: numbers from 0 to members.Length - 1.</summary>
    internal void Fill(int b, Span<int> members)
    {
        var n = members.Length;
        for (var start = 0; start < n; start += ushort.MaxValue)
        {
            var stream = new RandomStream(_seed, Purpose.Resampling, b, ((ulong)start << 32) | (uint)n);
            foreach (ref var member in members.Slice(start, Math.Min(ushort.MaxValue, n - start)))
                member = (int)(((ulong)stream.NextUInt() * (ulong)n) >> 32);
        }
    }

    /// <summary>Formula 14.15 of Efron and Tibshirani: a sixth of the skewness of the values with one member left out.</summary>
    internal static double Acceleration(ReadOnlySpan<double> sample, Statistic statistic)
    {
        var rest = sample[1..].ToArray();
        var without = new double[sample.Length];
        for (var i = 0; i < sample.Length; i++)
        {
            without[i] = statistic(rest);
            if (i < rest.Length)
                rest[i] = sample[i];
        }

        var mean = Samples.Mean(without);
        double squares = 0, cubes = 0;
        foreach (var value in without)
        {
            var d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }

        return squares > 0 ? cubes / (6 * squares * Math.Sqrt(squares)) : 0;
    }

    private double[] Replicates(double[] sample, Statistic statistic)
    {
        var replicates = new double[_resamples];
        var resample = new double[sample.Length];
        var scratch = new int[sample.Length];
        for (var b = 0; b < _resamples; b++)
        {
            var members = Members(b, scratch);
            for (var i = 0; i < resample.Length; i++)
                resample[i] = sample[members[i]];
            replicates[b] = statistic(resample);
        }

        return replicates;
    }

    private ReadOnlySpan<int> Members(int b, int[] scratch)
    {
        var n = scratch.Length;
        if (n > LargestKept)
        {
            Fill(b, scratch);
            return scratch;
        }

        var kept = _kept;
        if (kept?.Count != n)
        {
            kept = new Kept(n, new int[_resamples * n]);
            for (var i = 0; i < _resamples; i++)
                Fill(i, kept.Members.AsSpan(i * n, n));
            _kept = kept;
        }

        return kept.Members.AsSpan(b * n, n);
    }

    private sealed record Kept(int Count, int[] Members);
}
