using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Elementary effects of one input: their mean (Mu), the mean of their absolute values (MuStar) with a bootstrap interval over trajectories, and their
/// standard deviation (Sigma; not a number for one). Count is the effects known: those of runs that failed are left out.
/// </summary>
public readonly record struct ElementaryEffect(int Count, double Mu, double MuStar, Interval MuStarInterval, double Sigma);

/// <summary>
/// Screening by trajectories that change one input at a time: Morris, "Factorial sampling plans for preliminary computational experiments",
/// Technometrics 33 (1991) 161; mu* of Campolongo, Cariboni and Saltelli, Environmental Modelling and Software 22 (2007) 1509. A large mu* is an
/// influential input; a sigma of the size of mu* says that it acts nonlinearly or together with others.
/// </summary>
public static class Morris
{
    /// <summary>
    /// The trajectories one after the other, each of dimensions + 1 points on a grid of the unit cube, 0 and 1 included: neighbors differ in one
    /// input, by levels / (2 (levels - 1)). Trajectory t is a pure function of (dimensions, levels, seed, t), so that a study grows by more of them.
    /// </summary>
    /// <param name="dimensions">Inputs.</param>
    /// <param name="trajectories">10 to 50 are usual.</param>
    /// <param name="levels">Of the grid; even, so that all levels are equally likely.</param>
    /// <param name="seed">The seed of the plan.</param>
    public static double[][] Points(int dimensions, int trajectories, int levels, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        ArgumentOutOfRangeException.ThrowIfNegative(trajectories);
        if (levels < 2 || levels % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(levels), levels, "A plan of Morris has an even number of levels.");
        var points = new List<double[]>(checked(trajectories * (dimensions + 1)));
        for (var t = 0; t < trajectories; t++)
        {
            var stream = new RandomStream(seed, Purpose.Design, t, 1UL << 62);
            var (at, up) = (new int[dimensions], new bool[dimensions]);
            for (var d = 0; d < dimensions; d++)
            {
                up[d] = stream.NextBelow(2) == 1;
                at[d] = stream.NextBelow(levels / 2) + (up[d] ? 0 : levels / 2);
            }

            points.Add(Place(at, levels));
            foreach (var d in Shuffled.Order(dimensions, ref stream))
            {
                at[d] += up[d] ? levels / 2 : -levels / 2;
                points.Add(Place(at, levels));
            }
        }

        return [.. points];
    }

    /// <summary>The effects of each input, in units of output per unit of the cube.</summary>
    /// <param name="points">As made by <see cref="Points"/>.</param>
    /// <param name="outputs">One per point; not finite where the run failed.</param>
    /// <param name="bootstrap">Seed, number and level of the resamples.</param>
    public static ElementaryEffect[] Effects(IReadOnlyList<double[]> points, ReadOnlySpan<double> outputs, Bootstrap bootstrap)
    {
        Samples.RequireEqual(points.Count, outputs.Length);
        if (points.Count == 0 || points.Count % (points[0].Length + 1) != 0)
            throw new ArgumentException("A trajectory has a point more than there are inputs.");
        var dimensions = points[0].Length;
        var effects = Enumerable.Range(0, dimensions).Select(_ => new List<double>()).ToArray();
        for (var i = 1; i < points.Count; i++)
            if (i % (dimensions + 1) != 0)
            {
                var changed = Changed(points[i - 1], points[i]);
                effects[changed].Add((outputs[i] - outputs[i - 1]) / (points[i][changed] - points[i - 1][changed]));
            }

        return [.. effects.Select(list => Of(Samples.Complete(list.ToArray()), bootstrap))];
    }

    private static ElementaryEffect Of(double[] effects, Bootstrap bootstrap)
    {
        var sizes = Array.ConvertAll(effects, Math.Abs);
        return new(effects.Length, Samples.Mean(effects), Samples.Mean(sizes), bootstrap.MeanPercentile(sizes), Math.Sqrt(Samples.Variance(effects)));
    }

    private static double[] Place(int[] at, int levels) => Array.ConvertAll(at, level => (double)level / (levels - 1));

    private static int Changed(double[] before, double[] after)
    {
        var changed = Enumerable.Range(0, after.Length).Where(d => before[d] != after[d]).ToArray();
        return changed.Length == 1 ? changed[0] : throw new ArgumentException($"{changed.Length} inputs change between two points of a trajectory.");
    }
}
