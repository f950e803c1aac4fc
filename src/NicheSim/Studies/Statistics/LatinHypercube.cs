using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>
/// Latin hypercube sampling of McKay, Beckman and Conover, "A comparison of three methods for selecting values of input variables", Technometrics 21
/// (1979) 239: in each dimension, each of n equal slices holds one point, at a random place within it.
/// </summary>
public static class LatinHypercube
{
    /// <summary>
    /// The points, inside the unit cube. All of them depend on their number: a larger sample is another one. A dimension more leaves the others as they are.
    /// </summary>
    public static double[][] Points(int count, int dimensions, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        var points = new double[count][];
        for (var i = 0; i < count; i++)
            points[i] = new double[dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            var slices = Slices(count, d, seed);
            for (var i = 0; i < count; i++)
            {
                var stream = new RandomStream(seed, Purpose.Design, 1 + d, (ulong)i);
                points[i][d] = (slices[i] + stream.NextDouble()) / count;
            }
        }

        return points;
    }

    /// <summary>A random order of the slices: by a random number each, so that any count of them has words enough.</summary>
    private static int[] Slices(int count, int dimension, ulong seed)
    {
        var (keys, slices) = (new ulong[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            keys[i] = new RandomStream(seed, Purpose.Design, -1 - dimension, (ulong)i).NextULong();
            slices[i] = i;
        }

        Array.Sort(keys, slices);
        return slices;
    }
}
