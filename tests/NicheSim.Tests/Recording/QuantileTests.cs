using CsCheck;
using NicheSim.Recording;

namespace NicheSim.Tests.Recording;

public sealed class QuantileTests
{
    [Fact]
    public void It_is_the_value_at_the_nearest_rank_of_the_chosen()
    {
        Gen.Select(Gen.Float[0, 1e9f].Array[1, 200], Gen.Bool.Array[200, 200], Gen.Double[0.01, 1]).Sample((values, chosen, share) =>
        {
            var sorted = values.Where((_, i) => chosen[i]).Order().ToArray();
            var expected = sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
            return new Quantile().Of(values, chosen, share).Equals(expected);
        });
    }

    [Fact]
    public void Negative_zero_is_zero() => Assert.Equal(0, new Quantile().Of([-0f, 0, 1], [true, true, true], 0.5));
}
