using NicheSim.Numerics;

namespace NicheSim.Studies.Statistics;

/// <summary>Random orders.</summary>
internal static class Shuffled
{
    /// <summary>0 to n - 1 in random order (Fisher and Yates), all orders equally likely.</summary>
    public static int[] Order(int n, ref RandomStream stream)
    {
        var order = new int[n];
        for (var i = 0; i < n; i++)
        {
            var j = stream.NextBelow(i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }
}
