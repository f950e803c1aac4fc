using System.Numerics;
using NicheSim.Numerics;

namespace NicheSim.Tests.Numerics;

public class LineageKeyTests
{
    [Fact]
    public void A_million_relatives_have_different_keys()
    {
        var keys = new HashSet<ulong>();
        for (var placement = 0u; placement < 2; placement++)
            for (var founder = 0u; founder < 250; founder++)
                AddDescendants(LineageKey.Founder(placement, founder), 0, 10);
        Assert.Equal(2 * 250 * 2047, keys.Count); // false alarm: 3e-8

        void AddDescendants(ulong key, uint division, int generations)
        {
            keys.Add(key);
            if (generations == 0)
                return;
            AddDescendants(LineageKey.Daughter(key, division, 0), division + 1, generations - 1);
            AddDescendants(LineageKey.Daughter(key, division, 1), division + 1, generations - 1);
        }
    }

    [Fact]
    public void Keys_of_sisters_parents_and_neighbors_differ_in_half_of_their_bits()
    {
        // Each sum has 10^4 x 64 bits: standard deviation 400. False alarm of the six-sigma bound: 2e-9.
        int sisters = 0, parents = 0, founders = 0, divisions = 0;
        for (var i = 0u; i < 10_000; i++)
        {
            var parent = LineageKey.Founder(42, i);
            var daughter = LineageKey.Daughter(parent, 0, 0);
            sisters += BitOperations.PopCount(daughter ^ LineageKey.Daughter(parent, 0, 1));
            parents += BitOperations.PopCount(daughter ^ parent);
            founders += BitOperations.PopCount(parent ^ LineageKey.Founder(42, i + 1));
            divisions += BitOperations.PopCount(daughter ^ LineageKey.Daughter(parent, 1, 0));
        }

        Assert.All([sisters, parents, founders, divisions], bits => Assert.InRange(bits, 320_000 - 2400, 320_000 + 2400));
    }

    [Fact]
    public void A_daughter_is_no_founder_of_the_same_number() => Assert.NotEqual(LineageKey.Founder(5, 1), LineageKey.Daughter(5, 1, 0));
}
